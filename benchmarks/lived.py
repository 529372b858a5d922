"""Models to be timed: built, some weeks lived, and looked at phase by phase."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest import mock

from benchmarks.measuring import NANOSECONDS, Work
from model import week
from model.governance import GovernanceModel
from scenarios import Place

WARM_WEEKS = 13
QUARTER = 13
"""Weeks timed at once: whatever comes once a quarter is in each stretch."""


def lived(place: str | Place, weeks: int = WARM_WEEKS, scale: float = 1.0, **settings: Any) -> GovernanceModel:
    """Return a model with all mechanisms on that has lived some weeks."""
    model = GovernanceModel(place, "full", seed=1, burn_in=0, scale=scale, **settings)
    step(model, weeks)
    return model


def step(model: GovernanceModel, weeks: int) -> None:
    """Live some weeks."""
    for _ in range(weeks):
        model.step()


def residents_of(model: GovernanceModel) -> int:
    """Return how many residents a model simulates."""
    return int(model.world.people.size)


def quarter_of(model: GovernanceModel, weeks: int = QUARTER) -> Work:
    """Return a model's next quarter as something to be timed, by the resident-week."""
    return Work(lambda: step(model, weeks), weeks * residents_of(model))


@contextmanager
def stopwatch() -> Iterator[dict[str, float]]:
    """Give the processor seconds of each phase of the week that is lived inside the block."""
    taken: dict[str, float] = defaultdict(float)
    since = 0.0

    def start(_: Any) -> None:
        nonlocal since
        since = time.thread_time()

    def stop(name: str) -> Any:
        def note(_: Any) -> None:
            nonlocal since
            now = time.thread_time()
            taken[name] += now - since
            since = now

        return note

    timed = [replace(week.WEEK[0], act=start)]
    for phase in week.WEEK:
        timed += [phase, replace(phase, act=stop(phase.name))]
    with mock.patch.object(week, "WEEK", tuple(timed)):
        yield taken


def by_phase(model: GovernanceModel, weeks: int) -> dict[str, float]:
    """Live some weeks and return nanoseconds of processor time per resident-week by phase, the dearest first."""
    with stopwatch() as taken:
        step(model, weeks)
    each = {name: seconds / weeks / residents_of(model) * NANOSECONDS for name, seconds in taken.items()}
    return dict(sorted(each.items(), key=lambda entry: -entry[1]))
