"""Mesa with each resident's neighbors kept in a list: what a careful user makes of it without leaving its agents."""

from __future__ import annotations

from typing import Any

import mesa

from benchmarks.peers.mesa_plain import Decisions, Organization, Workload, living, starts
from benchmarks.peers.spec import Run, Town

NAME = "Mesa, neighbors kept"
LINE = "Mesa agents with their neighbors in a list of their own"


class Resident(Decisions, mesa.Agent):  # type: ignore[misc,unused-ignore]
    """A resident who knows the neighbors by heart."""

    def __init__(self, model: Any, *start: Any) -> None:
        super().__init__(model)
        self.known: list[Resident] = []
        self.settle(*start)

    def neighbors(self) -> list[Resident]:
        """Return whom the resident knows."""
        return self.known


class CachedWorkload(Workload):
    """The workload with neighbors in lists."""

    def settle(self, town: Town, organizations: list[Organization]) -> type[Any]:
        """Let the residents move in and tie them to each other."""
        residents = [Resident(self, *start) for start in starts(town, organizations)]
        for one, other in zip(town.one.tolist(), town.other.tolist(), strict=True):
            residents[one].known.append(residents[other])
            residents[other].known.append(residents[one])
        return Resident


def begin(town: Town, seed: int) -> Run:
    """Make the model and return what lives its weeks."""
    return living(CachedWorkload(town, seed))
