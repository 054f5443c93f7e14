"""Every row is done exactly once, on however many threads."""

from concurrent.futures import ThreadPoolExecutor

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
