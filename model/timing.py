"""Where the time of a week goes: processor time of this thread by phase, taken only while somebody asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from time import thread_time

RECORD = "record"
"""Stands beside the phases for keeping and collecting the indicators."""


@dataclass
class Timing:
    """What was timed: seconds by phase, and how many weeks were lived meanwhile."""

    weeks: int = 0
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    since: float = 0.0

    def begin_week(self) -> None:
        """Begin a week; what was done before it is nobody's time."""
        self.weeks += 1
        self.since = thread_time()

    def lap(self, name: str) -> None:
        """Count what has passed since the last lap as a phase's."""
        now = thread_time()
        self.seconds[name] += now - self.since
        self.since = now

    def restart(self) -> None:
        """Forget what was timed so far."""
        self.weeks = 0
        self.seconds.clear()


_RUNNING: ContextVar[Timing | None] = ContextVar("running", default=None)


def running() -> Timing | None:
    """Return the timing that is under way, if there is one."""
    return _RUNNING.get()


@contextmanager
def timing() -> Iterator[Timing]:
    """Time all weeks that are lived inside the block, in this thread."""
    found = Timing()
    token = _RUNNING.set(found)
    try:
        yield found
    finally:
        _RUNNING.reset(token)
