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

from experiments.histories import begin, branch, harvest
from experiments.studies.epoch import present
from experiments.studies.payload import encode, finals
from experiments.studies.plan import Run, Task

if TYPE_CHECKING:
    from model.governance import GovernanceModel
    from scenarios import Policy

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


Live = Callable[[Task], "list[Outcome]"]


def live_task(task: Task) -> list[Outcome]:
    """Live the runs of a task and return what became of each; after ``STOPPING`` only of those that were done."""
    shared = _Shared(task)
    outcomes = []
    for run, policy in zip(task.runs, task.plan.policies, strict=True):
        outcome = attempt(run, partial(shared.live, run, policy))
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
    """The runs of a task: the first of them lives the burn-in, the others go on from its end."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.start: GovernanceModel | None = None

    def live(self, run: Run, policy: Policy) -> Outcome:
        """Live a run and return what came of it. A burn-in is held to the limit when it has been lived."""
        task, began = self.task, time.monotonic()
        end = began + task.limits.run_seconds
        if self.start is None:
            self.start = begin(task.plan, task.replicate)
        _refuse_to_go_on(end)
        model = branch(self.start, policy)
        for _ in range(task.plan.weeks):
            _refuse_to_go_on(end)
            model.step()
        history = harvest(model, task.plan, with_picture=False)
        if task.record == "end":
            history = replace(history, totals=history.totals[-1:])
        return outcome_of(run, history, time.monotonic() - began)


def _refuse_to_go_on(end: float) -> None:
    if STOPPING.is_set():
        raise StoppedError
    if time.monotonic() > end:
        raise OvertimeError("the run took longer than its limit")


def _told(fault: BaseException) -> str:
    return "".join(traceback.format_exception(fault))[-LONGEST_DETAIL:]


def _host() -> str:
    return platform.node()
