"""Models to be timed: built, some weeks lived, and looked at phase by phase."""

from __future__ import annotations

from typing import Any

from benchmarks.measuring import NANOSECONDS, Work
from model.governance import GovernanceModel
from model.timing import RECORD, timing
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


def by_phase(model: GovernanceModel, weeks: int) -> dict[str, float]:
    """Live some weeks and return nanoseconds of processor time per resident-week by phase, the dearest first."""
    with timing() as taken:
        step(model, weeks)
    taken.seconds.pop(RECORD, None)
    each = {name: seconds / weeks / residents_of(model) * NANOSECONDS for name, seconds in taken.seconds.items()}
    return dict(sorted(each.items(), key=lambda entry: -entry[1]))
