"""Party members: residents with a grid to look after and, at times, an organization to lead."""

from __future__ import annotations

from agents.codes import LEADS
from agents.resident import Resident


class PartyMember(Resident):
    """A resident who is a Party member."""

    @property
    def duty_hours(self) -> float:
        """Hours for duty visits that are left."""
        return float(self.model.world.duty.of(self.row))

    @property
    def branch(self) -> str:
        """The Party branch: that of the community, with the group of the grid that the member looks after."""
        return f"{self.community}/grid {self.grid}"

    @property
    def is_lead_goose(self) -> bool:
        """Whether they lead an organization."""
        return bool(self._value("state") == LEADS)
