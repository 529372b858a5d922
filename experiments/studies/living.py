"""Lives the runs of a task, wherever it has been sent: what comes back is bytes, or the cause why there are none."""

from __future__ import annotations

import platform
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from experiments.equal_money import evened
from experiments.histories import History, begin, live
from experiments.studies.epoch import present
from experiments.studies.payload import encode, finals
from experiments.studies.plan import LIVES_OF_EVENED, Run, Task

if TYPE_CHECKING:
    from model.governance import GovernanceModel
    from scenarios import Policy
    from scenarios.study import Arm

LONGEST_DETAIL = 4000
STOPPING = threading.Event()
"""Set when runs that are lived in this process are to be left as they are."""


class StoppedError(Exception):
    """A run was left because the program is to end."""


class OvertimeError(Exception):
    """A run took longer than it may."""


@dataclass(frozen=True)
class Outcome:
    """What became of a run.

    Attributes
    ----------
    payload, finals, digest
        The history as bytes, all indicators at its end, and the fingerprint of its weekly record; empty if it failed.
    cause, detail
        Empty, or one of ``exception``, ``time``, ``memory``, ``unstorable``, ``lost``, and what was said.
    epoch, host
        Which program lived it, and where.
    counts
        Of how many attempts a failure uses up the right.
    """

    run: Run
    seconds: float
    payload: bytes = b""
    finals: bytes = b""
    digest: str = ""
    cause: str = ""
    detail: str = ""
    epoch: str = ""
    host: str = ""
    counts: int = 1


Live = Callable[[Task], "list[Outcome]"]


def live_task(task: Task) -> list[Outcome]:
    """Live the runs of a task and return what became of each; after ``STOPPING`` only of those that were done."""
    shared = _Shared(task)
    outcomes = []
    for run, arm in zip(task.runs, task.arms, strict=True):
        outcome = attempt(run, partial(shared.live, run, arm))
        if outcome is None:
            break
        outcomes.append(outcome)
    return outcomes


def attempt(run: Run, act: Callable[[], Outcome]) -> Outcome | None:
    """Return what a run comes to, with the cause if it fails; nothing if it was left because the program is to end."""
    began = time.monotonic()
    try:
        return act()
    except StoppedError:
        return None
    except Exception as fault:
        seconds = time.monotonic() - began
        return Outcome(run, seconds, cause=cause_of(fault), detail=_told(fault), epoch=present().digest, host=_host())


def cause_of(fault: BaseException) -> str:
    """Return the word for what made a run fail."""
    if isinstance(fault, MemoryError):
        return "memory"
    if isinstance(fault, OvertimeError):
        return "time"
    return "unstorable" if isinstance(fault, UnstorableError) else "exception"


class UnstorableError(Exception):
    """What a run gave cannot be written as bytes."""


def outcome_of(run: Run, history: Any, seconds: float) -> Outcome:
    """Return a history as what is sent back.

    Raises
    ------
    UnstorableError
        If it cannot be written as bytes.
    """
    try:
        payload, last = encode(history), finals(history)
        digest = str(history.digest)
    except Exception as fault:
        raise UnstorableError(f"{type(fault).__name__}: {fault}") from fault
    return Outcome(run, seconds, payload, last, digest, epoch=present().digest, host=_host())


class _Shared:
    """The runs of a task: the first of them lives the burn-in, the others go on from its end.

    What is evened needs every policy's history at its own cost; each is lived once, whichever run needs it first.
    """

    def __init__(self, task: Task) -> None:
        self.task = task
        self.start: GovernanceModel | None = None
        self.kept: dict[str, History] = {}
        self.is_kept = any(arm.evened for arm in task.arms)

    def live(self, run: Run, arm: Arm) -> Outcome:
        """Live a run and return what came of it."""
        began = time.monotonic()
        history = self._evened(arm.policy) if arm.evened else self._own(arm.policy)
        if self.task.record == "end":
            history = replace(history, totals=history.totals[-1:])
        return outcome_of(run, history, time.monotonic() - began)

    def _own(self, policy: Policy) -> History:
        """Return the history of a policy at its own cost. A burn-in is held to the limit when it has been lived."""
        if policy.id in self.kept:
            return self.kept[policy.id]
        task, watch = self.task, self._watch(1)
        if self.start is None:
            self.start = begin(task.plan, task.replicate, policy)
        watch()
        history = live(self.start, policy, task.plan, with_picture=task.with_picture, watch=watch)
        if self.is_kept:
            self.kept[policy.id] = history
        return history

    def _evened(self, policy: Policy) -> History:
        """Return the history of a policy with casework bought until it costs as much as the dearest."""
        plan, own = self.task.plan, self._own(policy)
        all_own = [self._own(one) for one in plan.policies]
        assert self.start is not None
        return evened(self.start, plan, policy, own, all_own, self._watch(LIVES_OF_EVENED))

    def _watch(self, lives: int) -> Callable[[], None]:
        """Return what ends a life when its time is over or the program is to end."""
        return partial(_refuse_to_go_on, time.monotonic() + lives * self.task.limits.run_seconds)


def _refuse_to_go_on(end: float) -> None:
    if STOPPING.is_set():
        raise StoppedError
    if time.monotonic() > end:
        raise OvertimeError("the run took longer than its limit")


def _told(fault: BaseException) -> str:
    return "".join(traceback.format_exception(fault))[-LONGEST_DETAIL:]


def last_line(detail: str) -> str:
    """Return what is said last: of an exception its name and sentence."""
    return detail.strip().splitlines()[-1] if detail.strip() else ""


def _host() -> str:
    return platform.node()
