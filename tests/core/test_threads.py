"""Every task runs once, on however many threads."""

import pytest

from mdi.core.threads import spread, thread_count


@pytest.mark.parametrize("threads", ["1", "2", "5"])
@pytest.mark.parametrize("tasks", [0, 1, 2, 40])
def test_every_task_runs_exactly_once(monkeypatch, threads, tasks):
    monkeypatch.setenv("MDI_THREADS", threads)
    done = [0] * tasks

    def task(number):
        done[number] += 1

    spread(task, tasks)
    assert done == [1] * tasks


@pytest.mark.parametrize("threads", ["1", "3"])
def test_a_task_that_fails_is_heard_of(monkeypatch, threads):
    monkeypatch.setenv("MDI_THREADS", threads)

    def task(number):
        if number == 3:
            raise ArithmeticError

    with pytest.raises(ArithmeticError):
        spread(task, 8)


@pytest.mark.parametrize("asked", ["0", "-1", "many", "", "²", "1.5"])
def test_a_number_of_threads_that_makes_no_sense_is_as_if_not_asked(monkeypatch, asked):
    monkeypatch.setenv("MDI_THREADS", asked)
    assert thread_count() >= 1
