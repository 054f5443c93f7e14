"""A batch: what is not done yet is done, and the edition is published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from mdi.editions.batch.composing import compose
from mdi.editions.batch.report import Report
from mdi.editions.batch.running import Here, Runner, runner
from mdi.editions.batch.steps import ResultStep, Step, Steps
from mdi.editions.batch.work import Made, Work
from mdi.editions.batch.works import Works
from mdi.editions.plan import Prepared
from mdi.editions.store.files import writing
from mdi.editions.store.manifest import Causes
from mdi.errors import FileError, MdiError, Problem, StoreWriteError, TableError

if TYPE_CHECKING:
    from mdi.editions.store.steps import StepRecord
    from mdi.editions.store.store import Store

Progress = Callable[[Step, int, int], None]


@dataclass(frozen=True)
class Task:
    """A step, and why it has to be carried out; None where it was done before."""

    step: Step
    why: str | None


class Batch:
    """The steps of a plan, over a store.

    Args:
        plan: the plan.
        store: where editions go.
    """

    def __init__(self, plan: Prepared, store: Store) -> None:
        self.steps = Steps(plan)
        self.store = store
        self.report = Report()
        self._done: dict[str, StepRecord] = {}

    def tasks(self) -> list[Task]:
        """Every step, and why it has to be carried out; it is looked up once."""
        return self._tasks

    @cached_property
    def _tasks(self) -> list[Task]:
        found, steps = [], list(self.steps.all())
        kept = filter(None, (self.store.steps.get(step.key) for step in steps))
        self.store.objects.look_at(output for step in kept for output in step.outputs.values())
        for step in steps:
            record = self.store.step(step.key)
            if record is not None:
                self._done[step.key] = record
            found.append(Task(step, None if record else self._why(step)))
        return found

    def run(
        self, workers: int = 1, scheduler: str | None = None, progress: Progress | None = None
    ) -> Report:
        """Carry out what has to be, and publish.

        Args:
            workers: how many processes.
            scheduler: a Dask scheduler that is used instead.
            progress: is told of every finished step, how many are finished, and of how many.

        Raises:
            TableError: all that is wrong with tables and shapes, at once; nothing is published.
            RunError: a process was killed, or the scheduler does not answer.
            FileError: the store cannot be written.
        """
        tasks = self.tasks()
        for task in tasks:
            if task.why is None:
                self.report.reuse(task.step, self._done[task.step.key].account)
        waiting = {task.step.key: task for task in tasks if task.why is not None}
        if waiting:
            told, works = _Told(waiting, progress), Works(self.steps)
            keys, count = set(waiting), min(workers, len(waiting))
            with self._scratch() as scratch, runner(scratch, count, scheduler) as by:
                self._carry_out(works.checking(keys), by, told)
                self._carry_out(works.computing(keys), by, told)
                near = by if scheduler is None else Here(scratch)
                self._carry_out(works.weaving(keys, self._lies), near, told)
        manifest = compose(self.steps, self._done, self.store)
        self.report.published = not self.store.is_current(manifest.edition)
        self.report.edition = self.store.publish(manifest).name
        return self.report

    def _carry_out(self, work: Iterable[Work], by: Runner, told: _Told) -> None:
        """Finish every step that its data allow, then raise what they did not."""
        problems: list[Problem] = []
        for each, made in by.run(work):
            if isinstance(made, StoreWriteError):
                raise made
            if isinstance(made, MdiError):
                problems += self._rejected(each, made, told)
                continue
            for one in made:
                task = told.of(one)
                self._done[one.key] = self.store.finish(one.key, one.outputs, one.account)
                self.report.done(task.step, one, task.why or "")
                told.finished(task.step)
        if problems:
            message = "Some files of the plan do not hold up; nothing was published."
            raise TableError(message, problems)

    def _rejected(self, work: Work, error: MdiError, told: _Told) -> list[Problem]:
        """What is wrong with a file, with its name."""
        self.report.reject(told.tasks[work.first].step, error)
        first = Problem(f"'{work.file}': {error.message}", hint=error.hint)
        return [first, *error.problems]

    @contextmanager
    def _scratch(self) -> Iterator[Path]:
        """A folder on the disk of the store for what is made."""
        unfinished = self.store.objects.unfinished
        with writing(unfinished):
            made = TemporaryDirectory(dir=unfinished)
        with made as folder:
            yield Path(folder)

    def _lies(self, step: Step) -> dict[str, Path]:
        """Where the files of a step lie that this run has finished, or one before it."""
        outputs = self._done[step.key].outputs
        return {name: self.store.path_of(record) for name, record in outputs.items()}

    def _why(self, step: Step) -> str:
        """Why a step has to be carried out."""
        before = self._published.get(step.place) if isinstance(step, ResultStep) else None
        if before is None or not isinstance(step, ResultStep):
            return "new"
        now = step.causes.model_dump()
        changed = [name for name, mark in before.model_dump().items() if now[name] != mark]
        return f"{', '.join(changed)} changed" if changed else "missing or damaged"

    @cached_property
    def _published(self) -> dict[tuple[str, int, str, str], Causes]:
        """What the published results follow from; nothing where that is damaged."""
        try:
            current = self.store.current()
        except FileError:
            current = None
        results = current.manifest.results if current else ()
        return {record.key: record.causes for record in results}


class _Told:
    """Who is told of finished steps."""

    def __init__(self, tasks: dict[str, Task], progress: Progress | None) -> None:
        self.tasks = tasks
        self._progress = progress
        self._finished = 0

    def of(self, made: Made) -> Task:
        """The task that something came of."""
        return self.tasks[made.key]

    def finished(self, step: Step) -> None:
        """One more step is finished."""
        self._finished += 1
        if self._progress is not None:
            self._progress(step, self._finished, len(self.tasks))
