"""Runs a study to its end: hands out tasks, commits what comes back, and outlives whatever happens to the workers.

It is the only one who writes. It keeps no more in flight than there are workers, hands out the next task before it
commits the last one, tries a failed run again, alone if it is not certain who is to blame, and gives it up after its
attempts with the cause.
"""

from __future__ import annotations

import signal
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from experiments.studies.epoch import present
from experiments.studies.executors import LostWorkerError, Processes, capacity
from experiments.studies.living import STOPPING, Live, Outcome, last_line, live_task
from experiments.studies.plan import Run, Task
from experiments.studies.stopping import enough
from experiments.studies.store import Store
from vocabulary.messages import FailureError

LOOK_SECONDS = 0.25
LEAVE_SECONDS = 20.0
"""How long what is in flight may take to come back after the first Ctrl-C."""
OURS = (Processes, ThreadPoolExecutor)
"""Executors that end within a moment when they are told to."""
CERTAIN = ("exception", "unstorable")
"""Causes that, met twice in the same words, will be met again."""
Told = Callable[["Standing"], None]


@dataclass
class Standing:
    """How far a sitting is: runs wanted, done (in this sitting: ``lived``) and given up; and whether it is ending."""

    wanted: int = 0
    done: int = 0
    lived: int = 0
    failed: int = 0
    leaving: bool = False


@dataclass
class Supervisor:
    """One sitting of a study.

    Attributes
    ----------
    opened
        Gives an executor; called again if it breaks.
    workers
        Tasks in flight, unless the executor says how many it takes.
    live
        What lives a task; it must be picklable for processes.
    at_most
        Runs to live in this sitting, all if ``None``.
    shuffle
        If given, tasks are handed out in an order drawn from it: results do not depend on the order.
    told
        Called with how far the sitting is.
    replicates
        How many of them are wanted in this sitting, all that the store wants if ``None``.
    """

    store: Store
    opened: Callable[[], Executor]
    workers: int = 1
    live: Live = live_task
    at_most: int | None = None
    shuffle: int | None = None
    told: Told = lambda _: None
    replicates: int | None = None
    standing: Standing = field(default_factory=Standing)
    flying: dict[Future[Any], Task] = field(default_factory=dict)
    again: deque[Task] = field(default_factory=deque)
    suspects: deque[Task] = field(default_factory=deque)
    leaving: float = 0.0
    running: bool = False

    def run(self) -> str:
        """Run until all is done, or as far as it goes, and return how it ended: one of ``store.ENDINGS``."""
        if self.leaving:
            return "interrupted"
        self.failures = Counter(self.store.attempts())
        self.said: dict[str, str] = {}
        self.done = self.store.done()
        STOPPING.clear()
        self.executor = self.opened()
        self.running = True
        try:
            return self._replicates()
        except BaseException:
            getattr(self.executor, "kill", lambda: None)()
            raise
        finally:
            STOPPING.set()  # threads see it within a week of theirs
            self.executor.shutdown(wait=isinstance(self.executor, OURS), cancel_futures=True)
            STOPPING.clear()

    def _replicates(self) -> str:
        """Run the replicates that are wanted, look whether they are enough, and go on."""
        first = 0
        while True:
            target = self.target
            self._count(target)
            self._drain(self._tasks(range(first, target)))
            if self.leaving and self._left():
                return "interrupted"
            if self.at_most is not None and self.standing.lived >= self.at_most and self._left():
                return "paused"
            if target < self.store.target or enough(self.store, target):
                return "failed" if self.standing.failed else "complete"
            first = target

    @property
    def target(self) -> int:
        """Replicates that are wanted so far."""
        wanted = self.store.target
        return wanted if self.replicates is None else min(wanted, self.replicates)

    def _left(self) -> bool:
        return self.standing.done + self.standing.failed < self.standing.wanted

    def _count(self, target: int) -> None:
        standing, plan = self.standing, self.store.plan
        standing.wanted = target * plan.runs_a_replicate
        standing.done = self.store.done_before(target)
        standing.failed = sum(one["number"] < standing.wanted for one in self.store.failures())
        self.told(standing)

    def _tasks(self, replicates: range) -> Iterator[Task]:
        tasks = self.store.plan.tasks(replicates, self._is_wanted)
        if self.shuffle is None:
            return tasks
        listed = list(tasks)
        return (listed[at] for at in np.random.default_rng(self.shuffle).permutation(len(listed)))

    def _is_wanted(self, run: Run) -> bool:
        return run.key not in self.done and self.failures[run.key] < self.store.study.limits.attempts

    # ---- the loop --------------------------------------------------------------------------------------------------

    def _drain(self, tasks: Iterator[Task]) -> None:
        """Live all tasks, and again those that failed."""
        self._fill(tasks)
        while self.flying:
            done, _ = wait(self.flying, timeout=LOOK_SECONDS, return_when=FIRST_COMPLETED)
            getattr(self.executor, "watch", lambda: None)()
            if self.leaving and not self.standing.leaving:
                self.standing.leaving = True
                self.told(self.standing)
            came = [(self.flying.pop(future), future) for future in done]
            outcomes = [outcome for task, future in came for outcome in self._outcomes(task, future, len(came))]
            outcomes = [self._noted(outcome) for outcome in outcomes]
            self._fill(tasks)
            if outcomes:
                self.store.keep(outcomes)
                self.told(self.standing)
            if self.leaving and time.monotonic() > self.leaving:
                getattr(self.executor, "kill", lambda: None)()
                return

    def _fill(self, tasks: Iterator[Task]) -> None:
        """Hand out tasks while workers are free; suspects one at a time, when nothing else is in flight."""
        if self.suspects and not self.leaving:
            if not self.flying:
                self._submit(self.suspects.popleft())
            return
        while not self.leaving and not self._is_sated() and len(self.flying) < capacity(self.executor, self.workers):
            task = self.again.popleft() if self.again else next(tasks, None)
            if task is None:
                return
            if self.at_most is not None and len(task.runs) > self._room():
                task, *others = task.alone()
                self.again.extendleft(reversed(others))
            self._submit(task)

    def _is_sated(self) -> bool:
        return self.at_most is not None and self._room() <= 0

    def _room(self) -> int:
        """Return how many runs this sitting may still hand out."""
        flying = sum(len(task.runs) for task in self.flying.values())
        return (self.at_most or 0) - self.standing.lived - flying

    def _submit(self, task: Task) -> None:
        try:
            future = self.executor.submit(self.live, task)
        except BrokenExecutor:
            self._rebuild()
            future = self.executor.submit(self.live, task)
        self.flying[future] = task

    def _rebuild(self) -> None:
        self.executor.shutdown(wait=False, cancel_futures=True)
        self.executor = self.opened()
        self.store.log("the workers were lost; new ones were started")

    # ---- what comes back -------------------------------------------------------------------------------------------

    def _outcomes(self, task: Task, future: Future[Any], came: int) -> list[Outcome]:
        """Return what became of a task's runs; what has to be tried again is put aside."""
        fault = _fault_of(future)
        if fault is None:
            return self._checked(task, future.result())
        if self.leaving:
            return []
        alone = came == 1 and not self.flying
        if isinstance(fault, BrokenExecutor) and not alone:
            self.suspects.append(task)
            return []
        if len(task.runs) > 1:
            (self.suspects if isinstance(fault, BrokenExecutor) else self.again).extend(task.alone())
            return []
        cause = fault.cause if isinstance(fault, LostWorkerError) else "lost"
        detail = fault.detail if isinstance(fault, LostWorkerError) else f"{type(fault).__name__}: {fault}"
        return [Outcome(task.runs[0], 0.0, cause=cause, detail=detail[:2000])]

    def _checked(self, task: Task, outcomes: list[Outcome]) -> list[Outcome]:
        """Return outcomes that were lived by this program; those of another are no part of this study."""
        for outcome in outcomes:
            if not outcome.cause and outcome.epoch != present().digest:
                values = {"host": outcome.host, "given": outcome.epoch, "known": present().digest}
                raise FailureError("error.study_worker_epoch", values)
        there = {outcome.run.key for outcome in outcomes}
        missing = tuple(run for run in task.runs if run.key not in there)
        if missing and not self.leaving:
            self.again.extend(part for part in task.alone() if part.runs[0] in missing)
        return outcomes

    def _noted(self, outcome: Outcome) -> Outcome:
        """Count an outcome, put aside what is to be tried again, and return it with what the attempt counts."""
        key = outcome.run.key
        self.standing.lived += 1
        if not outcome.cause:
            self.standing.done += key not in self.done
            self.done.add(key)
            return outcome
        outcome = replace(outcome, counts=self._counts(outcome))
        self.failures[key] += outcome.counts
        self.store.log(f"run {outcome.run.number} failed ({outcome.cause})")
        if self._is_wanted(outcome.run):
            again = self.store.plan.task([outcome.run])
            (self.suspects if outcome.cause == "lost" and self._is_plain() else self.again).append(again)
        else:
            self.standing.failed += 1
        return outcome

    def _counts(self, outcome: Outcome) -> int:
        """Return for how many attempts one counts: for all that there are if it failed as the last one did."""
        key, said = outcome.run.key, f"{outcome.cause} {last_line(outcome.detail)}"
        again = outcome.cause in CERTAIN and self.said.get(key) == said
        self.said[key] = said
        return self.store.study.limits.attempts if again else 1

    def _is_plain(self) -> bool:
        """Whether the executor cannot say who is to blame when workers are lost."""
        return not hasattr(self.executor, "watch")

    # ---- Ctrl-C ----------------------------------------------------------------------------------------------------

    @contextmanager
    def signals(self) -> Iterator[None]:
        """Leave in good order at the first Ctrl-C in the block, at once at the second, or if nothing runs yet."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self._hear) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _hear(self, *_: object) -> None:
        again, self.leaving = self.leaving > 0, time.monotonic() + LEAVE_SECONDS
        if again or not self.running:
            raise KeyboardInterrupt
        STOPPING.set()


def _fault_of(future: Future[Any]) -> BaseException | None:
    if future.cancelled():
        return LostWorkerError(cause="lost", detail="cancelled")
    return future.exception()
