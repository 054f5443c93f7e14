"""What takes long is made beside the requests: once, in order, one at a time, never too many."""

from threading import Event, active_count
from time import monotonic, sleep

from api.beside import MOST, Beside


def test_things_are_made_one_at_a_time_in_the_order_of_asking():
    beside, gate, made, at_once = Beside(), Event(), [], []

    def make(name):
        at_once.append(name)
        gate.wait(10)
        assert at_once == [name]
        made.append(at_once.pop())

    for name in ("a", "b", "a", "c", "b"):
        beside.make(name, lambda name=name: make(name))
    assert not beside.wait(0)
    gate.set()
    assert beside.wait(10)
    assert made == ["a", "b", "c"]


def test_more_than_a_few_do_not_wait():
    beside, gate, made = Beside(), Event(), []
    beside.make("first", lambda: gate.wait(10) and made.append("first"))
    for number in range(3 * MOST):
        beside.make(number, lambda number=number: made.append(number))
    gate.set()
    assert beside.wait(10)
    assert made == ["first", *range(MOST - 1)]


def test_it_is_made_again_when_it_is_asked_for_again_and_no_thread_stays():
    beside, made = Beside(), []
    before = active_count()
    for _ in range(3):
        beside.make("a", lambda: made.append("a"))
        assert beside.wait(10)
    assert made == ["a"] * 3
    until = monotonic() + 10
    while active_count() > before and monotonic() < until:
        sleep(0.01)
    assert active_count() <= before
