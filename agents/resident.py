"""Residents as Mesa agents: views of a row of columns, made when somebody looks."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from agents.base import Actor, Governance
from agents.codes import GONE, HOME, PARTY
from vocabulary.categories import AGE_IDS, DOMAIN_IDS, GROUP_IDS, STATES

FIRST_RESIDENT_ID = 10_000_000


class OpenNeed(NamedTuple):
    """A need that is open: its domain, and the week of the comparison in which it arose (0 or less: the burn-in)."""

    domain: str
    since: int


def resident_id(model: Governance, row: int) -> int:
    """Return the id of whoever lives in a dwelling: another person who moves in later has another one."""
    people = model.world.people
    arrived = max(0, int(people.since[row]) + 1)
    return FIRST_RESIDENT_ID + arrived * int(people.since.size) + row


class Resident(Actor):
    """A view of one resident. It never steps; writing goes through ``GovernanceModel.write``."""

    instead = (
        "residents move out and in by the rates people.turnover.*; to take one out of an organization alone, "
        'use model.write("organization", row, -1)'
    )

    def __init__(self, model: Governance, row: int) -> None:
        # No super().__init__: a view is not registered, and its id is fixed by its row.
        self.model = model
        self.row = row
        self.unique_id = resident_id(model, row)
        self.pos = None

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.model, self.row)

    def _value(self, column: str) -> Any:
        return getattr(self.model.world.people, column)[self.row]

    @property
    def is_here(self) -> bool:
        """Whether somebody lives in this dwelling now."""
        return bool(self._value("present") == HOME)

    @property
    def community(self) -> str:
        """Id of the community."""
        return str(self.model.place.communities[self._value("community")].id)

    @property
    def grid(self) -> int:
        """Number of the grid."""
        return int(self._value("grid"))

    @property
    def group(self) -> str:
        """Population group."""
        return GROUP_IDS[int(self._value("group"))]

    @property
    def age(self) -> str:
        """Age band."""
        return AGE_IDS[int(self._value("age"))]

    @property
    def is_party_member(self) -> bool:
        """Whether the resident is a Party member."""
        return bool(int(self._value("marks")) & PARTY)

    @property
    def interests(self) -> tuple[str, ...]:
        """Domains in which the resident takes an interest."""
        return _domains(int(self._value("interest")))

    @property
    def threshold(self) -> float:
        """Share of neighbors, about 0 to 1, who must be seen to take part before their example draws the resident."""
        return float(self._value("threshold"))

    @property
    def efficacy(self) -> float:
        """Sense that one is heard, 0 to 1."""
        return float(self._value("efficacy"))

    @property
    def open_needs(self) -> tuple[OpenNeed, ...]:
        """Needs that are open, the oldest first; ``model.steps`` less ``since`` are the weeks that one has waited."""
        world = self.model.world
        needs = world.needs[: world.open]
        own = np.flatnonzero((needs["who"] == self.row) & (needs["status"] != GONE))
        found = [OpenNeed(DOMAIN_IDS[needs["domain"][n]], int(needs["born"][n]) - world.burn_in + 1) for n in own]
        return tuple(sorted(found, key=lambda need: need.since))

    @property
    def state(self) -> str:
        """How the resident takes part: inactive, attends, volunteers or leads."""
        return STATES[int(self._value("state"))].id

    @property
    def organization(self) -> int | None:
        """Slot of the organization in which the resident takes part."""
        slot = int(self._value("organization"))
        return slot if slot >= 0 else None

    @property
    def trust(self) -> float:
        """Trust, 0 to 1."""
        return float(self._value("trust"))

    @property
    def known_domains(self) -> tuple[str, ...]:
        """Domains of which the resident knows who here can help."""
        return _domains(int(self._value("known")))

    @property
    def sense_of_gain(self) -> float:
        """Own sense of gain, 0 to 1."""
        return float(self._value("gain"))

    @property
    def sense_of_happiness(self) -> float:
        """Sense of happiness, 0 to 1."""
        return float(self._value("happiness"))

    @property
    def sense_of_safety(self) -> float:
        """Sense of safety, 0 to 1: that of the grid."""
        return min(1.0, max(0.0, float(self.model.world.ground.grid_safety[self.grid])))

    @property
    def neighbors(self) -> list[int]:
        """Rows of the residents to whom there is a tie."""
        town = self.model.world.town
        return [int(j) for j in town.ties[town.first_tie[self.row] : town.first_tie[self.row + 1]]]


def _domains(marks: int) -> tuple[str, ...]:
    """Return the domains whose bits are set."""
    return tuple(name for d, name in enumerate(DOMAIN_IDS) if marks >> d & 1)
