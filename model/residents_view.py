"""Residents as Mesa agents, made when somebody looks and kept as long as they live here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from mesa.agent import AgentSet

from agents.codes import HOME, PARTY
from agents.party_member import PartyMember
from agents.resident import Resident, resident_id

if TYPE_CHECKING:
    from model.governance import GovernanceModel


class ResidentViews:
    """The views that somebody has looked at, by dwelling."""

    def __init__(self, model: GovernanceModel) -> None:
        self.model = model
        self._made: dict[int, Resident] = {}

    def of(self, row: int) -> Resident:
        """Return the resident of a dwelling, under their own class."""
        view = self._made.get(row)
        if view is None or view.unique_id != resident_id(self.model, row):
            party = self.model.world.people.marks[row] & PARTY
            view = self._made[row] = (PartyMember if party else Resident)(self.model, row)
        return view

    def rows(self, kind: type[Resident]) -> Any:
        """Return the dwellings whose residents are exactly of this class."""
        people = self.model.world.people
        party = people.marks & PARTY > 0
        return np.flatnonzero((people.present == HOME) & (party == (kind is PartyMember)))

    def all(self, kind: type[Resident]) -> list[Resident]:
        """Return all residents of a class."""
        return [self.of(int(row)) for row in self.rows(kind)]

    def everyone(self) -> list[Resident]:
        """Return all residents, Party members last."""
        return [*self.all(Resident), *self.all(PartyMember)]

    def __getstate__(self) -> dict[str, Any]:
        return {"model": self.model, "_made": {}}


class AgentsByType(Mapping[type[Any], Any]):
    """A model's agents by class; a class's set is built when it is asked for."""

    def __init__(self, model: GovernanceModel) -> None:
        self._model = model
        self._bodies: dict[type[Any], Any] = model._agents_by_type

    def __getitem__(self, kind: type[Any]) -> Any:
        if kind in (Resident, PartyMember):
            return AgentSet(self._model.views.all(kind), random=self._model.random)
        return self._bodies[kind]

    def __iter__(self) -> Iterator[type[Any]]:
        yield from self._bodies
        yield from (Resident, PartyMember)

    def __len__(self) -> int:
        return len(self._bodies) + 2
