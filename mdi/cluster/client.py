"""The way to a Dask scheduler and its workers; what goes wrong on it becomes an error in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from mdi.cluster.software import Software, software
from mdi.errors import DeclarationError, Problem, RunError

PATIENCE = 10  # seconds until a scheduler has answered, and has workers
SILENCE = 30  # seconds between two looks whether there still are any
ON_PURPOSE = 1 << 40  # bytes: large messages are meant

SAME = "Install the same version of mdi and its libraries on all workers, and start them again."


@contextmanager
def client_of(address: str) -> Iterator[Any]:
    """A client of the scheduler at an address.

    Raises:
        DeclarationError: Dask is not installed.
        RunError: the scheduler does not answer.
    """
    try:
        from distributed import Client  # noqa: PLC0415
    except ImportError:
        problems = [Problem("the package 'distributed' is not installed")]
        hint = 'Install it with: pip install "multi-deprivation-index[dask]"'
        raise DeclarationError("A scheduler needs Dask.", problems, hint) from None
    try:
        client = Client(address, timeout=PATIENCE)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TimeoutError):
        message = f"The scheduler at '{address}' does not answer."
        raise RunError(message, hint="Expected an address such as tcp://10.0.0.1:8786.") from None
    with client:
        yield client


class Workers:
    """The workers of a scheduler.

    Args:
        client: of the scheduler.
    """

    def __init__(self, client: Any) -> None:
        self._client = client

    @property
    def threads(self) -> int:
        """How many threads they have now; 1 while there are none."""
        with _told():
            threads: dict[str, int] = self._client.nthreads()
            return max(1, sum(threads.values()))

    def refuse_others(self) -> None:
        """Let no worker in whose figures might differ.

        Raises:
            RunError: some have other software than this process; all are named.
        """
        with _told():
            answers: dict[str, Any] = self._client.run(_asking(), on_error="return")
        problems = [
            Problem(f"the worker {worker} has {_difference(told)}")
            for worker, told in sorted(answers.items())
            if told != software()
        ]
        if problems:
            raise RunError("Not all workers have the engine of this process.", problems, SAME)

    def send(self, content: bytes) -> Any:
        """Some bytes for all tasks: the scheduler keeps them, workers hand them on."""
        from dask import config  # noqa: PLC0415

        with _told(), config.set({"distributed.admin.large-graph-warning-threshold": ON_PURPOSE}):
            return self._client.submit(bytes, content, pure=False)

    def submit(self, task: Callable[..., Any], *given: Any) -> Any:
        """The future of a task."""
        with _told():
            return self._client.submit(task, *given, pure=False)

    def result(self, future: Any) -> Any:
        """What came of a task; it is waited for as long as there are workers.

        Raises:
            RunError: there are none any more, they die of this task, or the scheduler is lost.
        """
        client, alone = self._client, False
        with _told():
            while True:
                try:  # also what was done waits for others, when its worker leaves with it
                    return client.sync(client.gather, future, direct=True, callback_timeout=SILENCE)
                except TimeoutError:
                    before, alone = alone, not client.nthreads()
                if before and alone:
                    raise RunError(
                        "All workers have left the scheduler.",
                        hint="Start some; with --keep FOLDER a run goes on where it stopped.",
                    )

    def cancel(self, futures: Sequence[Any]) -> None:
        """Take tasks back; one that is being done comes to its end for nobody."""
        if futures and self._client.status == "running":
            self._client.cancel(list(futures), force=True)


@contextmanager
def workers_of(address: str) -> Iterator[Workers]:
    """The workers of the scheduler at an address, once there is one.

    Raises:
        DeclarationError: Dask is not installed.
        RunError: the scheduler does not answer, or has no workers.
    """
    with client_of(address) as client:
        try:
            with _told():
                client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            message = f"The scheduler at '{address}' has no workers."
            raise RunError(message, hint=f"Start some with: dask worker {address}") from None
        yield Workers(client)


@contextmanager
def _told() -> Iterator[None]:
    """What Dask raises, in words."""
    from distributed import CancelledError, KilledWorker  # noqa: PLC0415
    from distributed.comm.core import CommClosedError  # noqa: PLC0415

    try:
        yield
    except KilledWorker:
        message = "Several workers were killed at the same work, perhaps because memory ran out."
        raise RunError(message, hint="Give them more memory, or fewer threads.") from None
    except TimeoutError:
        raise
    except (OSError, CommClosedError, CancelledError):
        raise _lost() from None
    except ImportError as error:
        raise RunError(f"A worker has another engine: {error}.", hint=SAME) from None


def _lost() -> RunError:
    message = "The scheduler was lost, or somebody cancelled the work."
    return RunError(message, hint="With --keep FOLDER a run goes on where it stopped.")


def _asking() -> Callable[[], Software | None]:
    """Asks a worker for its software; sent as it is, for who has no such module."""

    def ask() -> Software | None:
        try:
            from mdi.cluster.software import software  # noqa: PLC0415
        except ImportError:
            return None
        return software()

    return ask


def _difference(told: Any) -> str:
    """``numpy 2.0.1 (expected 2.1.3)``, of all that differs."""
    if not isinstance(told, dict):
        return f"no mdi, or an older one (expected {software()['mdi']})"
    return ", ".join(
        f"{name} {told.get(name, 'missing')} (expected {expected})"
        for name, expected in software().items()
        if told.get(name) != expected
    )
