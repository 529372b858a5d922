"""Lives that tests hand to workers in place of the model's: quick, slow, or fatal. Workers import them by name."""

import hashlib
import os
import signal
import time
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy as np

from experiments.histories import History
from experiments.studies.living import STOPPING, Outcome, StoppedError, attempt, outcome_of
from experiments.studies.plan import Run, Task
from vocabulary.indicators import INDICATORS


def made(run: Run, weeks: int = 2) -> History:
    """A history that depends on the run's key alone."""
    draws = np.random.default_rng(int(run.key[:15], 16))
    totals = draws.random((weeks + 1, len(INDICATORS)))
    return History(totals, (), (), hashlib.sha256(totals.tobytes()).hexdigest())


def quick(task: Task) -> list[Outcome]:
    """Each run of a task, at once."""
    return [outcome_of(run, made(run), 0.0) for run in task.runs]


@dataclass(frozen=True)
class Slow:
    """Each run takes some seconds; the processes that live them leave their ids in a folder."""

    seconds: float
    folder: str = ""

    def __call__(self, task: Task) -> list[Outcome]:
        if self.folder:
            (Path(self.folder) / str(os.getpid())).touch()
        outcomes = [attempt(run, partial(self.live, run)) for run in task.runs]
        return [outcome for outcome in outcomes if outcome is not None]

    def live(self, run: Run) -> Outcome:
        end = time.monotonic() + self.seconds
        while (left := end - time.monotonic()) > 0:
            if STOPPING.is_set():
                raise StoppedError
            time.sleep(min(left, 0.02))
        return outcome_of(run, made(run), self.seconds)


@dataclass(frozen=True)
class Poisoned:
    """Runs of some numbers end in some way; all others are quick."""

    bad: dict[int, str] = field(default_factory=dict)

    def __call__(self, task: Task) -> list[Outcome]:
        outcomes = [attempt(run, partial(self.live, run)) for run in task.runs]
        return [outcome for outcome in outcomes if outcome is not None]

    def live(self, run: Run) -> Outcome:
        history = made(run)
        match self.bad.get(run.number, ""):
            case "exit":
                os._exit(3)
            case "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            case "memory":
                _ = [bytearray(50_000_000) for _ in range(1000)]
            case "loop":
                while True:
                    pass
            case "exception":
                raise ZeroDivisionError("poisoned")
            case "random":
                raise ZeroDivisionError(str(time.monotonic_ns()))
            case "unstorable":
                history = replace(history, digest="x", quarters=({1, 2},))  # type: ignore[arg-type]
        return outcome_of(run, history, 0.0)


CAUSES = {
    "exit": "lost", "kill": "lost", "memory": "memory", "loop": "time", "exception": "exception",
    "unstorable": "unstorable",
}  # fmt: skip
