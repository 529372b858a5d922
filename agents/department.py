"""Departments of the subdistrict: mandates, casework hours, money to buy services with."""

from __future__ import annotations

from agents.base import Actor, Governance


class Department(Actor):
    """A department, with its mandate by domain and the hours that it has left for cases."""

    def __init__(self, model: Governance, slot: int) -> None:
        self.slot = slot
        self.id = model.place.departments[slot].id
        super().__init__(model)

    @property
    def domains(self) -> tuple[str, ...]:
        """Domains of its mandate."""
        return tuple(self.model.place.departments[self.slot].domains)

    @property
    def hours(self) -> float:
        """Hours that are left for cases, at the model's scale."""
        return float(self.model.world.departments.hours[self.slot])

    @property
    def backlog(self) -> float:
        """Hours that its waiting cases need, as of the last week."""
        return float(self.model.world.departments.backlog[self.slot])
