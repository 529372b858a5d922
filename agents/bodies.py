"""The hub bodies: Party and residents' committees, the alliance's four, the two centers, media, judges, advisers."""

from __future__ import annotations

from agents.base import Actor, Governance
from vocabulary.categories import ALLIANCE


class Body(Actor):
    """A body with an id and, where it belongs to one, a community (its place in the table, -1 for none)."""

    def __init__(self, model: Governance, name: str, community: int = -1) -> None:
        self.id = name
        self.at = community
        super().__init__(model)

    @property
    def community(self) -> str | None:
        """Id of the community, or ``None`` for a body of the whole subdistrict."""
        return str(self.model.place.communities[self.at].id) if self.at >= 0 else None


class PartyCommittee(Body):
    """The subdistrict's Party committee, or a community's: priorities, joint meetings, co-building units (A1, C4)."""

    @property
    def priorities(self) -> list[float]:
        """The year's priority of each domain, 0 to 1; for the subdistrict the mean over communities."""
        table = self.model.world.ground.priority
        return [float(x) for x in (table[self.at] if self.at >= 0 else table.mean(axis=0))]

    @property
    def units(self) -> int:
        """Co-building units and Party bodies under it."""
        places = self.model.place.communities
        return places[self.at].units if self.at >= 0 else sum(community.units for community in places)


class ResidentsCommittee(Body):
    """A community's self-governance body, with grid workers and some activity money of its own (A5)."""

    @property
    def grid_hours(self) -> float:
        """Hours that its grid workers have left, at the model's scale."""
        return float(self.model.world.ground.grid_hours[self.at])

    @property
    def cadre_professionalism(self) -> float:
        """Professionalism of its cadres and grid workers, 0 to 1 (D5)."""
        return float(self.model.world.ground.cadre_skill[self.at])


class MassOrganization(Body):
    """One of the Rainbow Alliance's four, with its own constituency (A2)."""

    @property
    def label(self) -> tuple[str, str]:
        """Its name in Chinese and in English."""
        found = next(category for category in ALLIANCE if category.id == self.id)
        return found.zh, found.en


class CommandCenter(Body):
    """The Four-Platforms command center (A3): intake, routing, chasing."""

    @property
    def hours(self) -> float:
        """Staff hours left, at the model's scale."""
        return float(self.model.world.command_hours.sum())


class ServiceCenter(Body):
    """The social-organization service center (A4): matching, incubation."""

    @property
    def hours(self) -> float:
        """Staff hours left, at the model's scale."""
        return float(self.model.world.matching_hours.sum())


class Media(Body):
    """News media: a thin, steady source of awareness; some sit on the panel of judges."""


class Judge(Body):
    """A member of the pool of judges: expert, department, media or residents' representative (``id``)."""


class Adviser(Body):
    """A member of the think tank's pool of advisers."""
