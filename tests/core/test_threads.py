"""Every row is done exactly once, on however many threads."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, get_ident

import pytest

from mdi.core import threads
from mdi.core.threads import spread, thread_count


@pytest.mark.parametrize("threads", ["1", "2", "5"])
@pytest.mark.parametrize("rows", [0, 1, 2, 3, 40])
def test_every_row_is_done_exactly_once(monkeypatch, threads, rows):
    monkeypatch.setenv("MDI_THREADS", threads)
    done = [0] * rows

    def task(part):
        assert part.start < part.stop
        for row in range(rows)[part]:
            done[row] += 1

    spread(task, rows)
    assert done == [1] * rows


@pytest.mark.parametrize("threads", ["1", "3"])
@pytest.mark.parametrize("row", [0, 3, 7])
def test_a_task_that_fails_is_heard_of(monkeypatch, threads, row):
    monkeypatch.setenv("MDI_THREADS", threads)

    def task(part):
        if row in range(8)[part]:
            raise ArithmeticError

    with pytest.raises(ArithmeticError):
        spread(task, 8)


@pytest.mark.parametrize("asked", ["0", "-1", "many", "", "²", "1.5"])
def test_a_number_of_threads_that_makes_no_sense_is_as_if_not_asked(monkeypatch, asked):
    monkeypatch.setenv("MDI_THREADS", asked)
    assert thread_count() >= 1


def test_a_process_that_ends_does_what_is_left_alone(monkeypatch):
    monkeypatch.setenv("MDI_THREADS", "3")
    gone = ThreadPoolExecutor(1)
    gone.shutdown()
    monkeypatch.setattr(threads, "_pool", lambda _: gone)
    done = []
    spread(lambda part: done.extend(range(8)[part]), 8)
    assert sorted(done) == list(range(8))


def threads_of(rows, *, alone=False, inner=4):
    """The threads that did a task, and those that did what it spread itself."""
    outer, within = set(), set()

    def task(_):
        outer.add(get_ident())
        barrier.wait(5) if not alone and rows == most else None
        spread(lambda _: within.add(get_ident()), inner)

    most = thread_count()
    barrier = Barrier(most)
    spread(task, rows, alone=alone)
    return outer, within


def test_where_all_threads_have_a_run_each_does_alone_what_that_spreads(monkeypatch):
    monkeypatch.setenv("MDI_THREADS", "3")
    outer, within = threads_of(3)
    assert len(outer) == 3
    assert within == outer


def test_alone_no_thread_helps_within_either(monkeypatch):
    monkeypatch.setenv("MDI_THREADS", "3")
    assert threads_of(8, alone=True) == ({get_ident()},) * 2


def test_after_that_threads_help_again(monkeypatch):
    monkeypatch.setenv("MDI_THREADS", "3")
    with pytest.raises(ArithmeticError):
        spread(fails, 3, alone=True)
    outer, _ = threads_of(3)
    assert len(outer) == 3


def fails(_):
    raise ArithmeticError
