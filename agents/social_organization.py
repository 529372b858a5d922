"""Social organizations: mass organizations of residents and professional ones."""

from __future__ import annotations

import numpy as np

from agents.base import Actor, Governance
from agents.codes import STAFFED
from vocabulary.categories import DOMAIN_IDS, ORGANIZATION_KINDS


class SocialOrganization(Actor):
    """A view of an organization's slot; its methods are its events: registering, appointing, waking, closing."""

    def __init__(self, model: Governance, slot: int, name: str = "") -> None:
        self.slot = slot
        self.name = name
        super().__init__(model)

    def register(self) -> None:
        """Become a registered legal person, which can hold contracts."""
        self.model.world.bodies.registered[self.slot] = True

    def wake(self) -> None:
        """Begin to run again after lying dormant."""
        self.model.world.bodies.dormant[self.slot] = False

    def set_up_party_group(self) -> None:
        """Set up a Party group inside (C2): deepens embedding, and Party life costs hours."""
        self.model.world.bodies.party_group[self.slot] = True

    def exchange_managers(self) -> None:
        """Exchange managers with a Party group (C3): ties the organization to the department of its domain."""
        self.model.world.bodies.appointed[self.slot] = True

    def close(self) -> None:
        """Dissolve: members are free again, what is left in cash goes to the public purse. Once is enough."""
        world = self.model.world
        if world.bodies.alive[self.slot]:
            world.close_organizations(np.array([self.slot]))
        self.leave()

    def remove(self) -> None:
        """Close the organization: no other way leads out of the world. A model that drops its agents lets it go."""
        if self.model.is_dropped:
            self.leave()
        else:
            self.close()

    @property
    def kind(self) -> str:
        """``"mass"`` or ``"professional"``."""
        return str(ORGANIZATION_KINDS[int(self.model.world.bodies.kind[self.slot])].id)

    @property
    def domain(self) -> str:
        """The main domain, in which it makes offers."""
        return DOMAIN_IDS[int(self.model.world.bodies.domain[self.slot])]

    @property
    def domains(self) -> tuple[str, ...]:
        """All domains that it serves."""
        served = int(self.model.world.bodies.domains[self.slot])
        return tuple(name for d, name in enumerate(DOMAIN_IDS) if served >> d & 1)

    @property
    def community(self) -> str | None:
        """Id of the home community, or ``None`` for one that serves the whole subdistrict."""
        at = self.model.world.bodies.community[self.slot]
        return str(self.model.world.place.communities[at].id) if at >= 0 else None

    @property
    def is_professional(self) -> bool:
        """Whether it has paid, qualified staff."""
        return bool(self.model.world.bodies.kind[self.slot] == STAFFED)

    @property
    def registered(self) -> bool:
        """Whether it is a registered legal person, which can hold contracts; else it is only recorded."""
        return bool(self.model.world.bodies.registered[self.slot])

    @property
    def dormant(self) -> bool:
        """Whether it lies dormant: it offers and serves nothing until it wakes."""
        return bool(self.model.world.bodies.dormant[self.slot])

    @property
    def members(self) -> int:
        """Residents who take part in it, at the model's scale."""
        return int(self.model.world.bodies.members[self.slot])

    @property
    def volunteers(self) -> float:
        """Residents who volunteer in it, leaders not counted, at the model's scale; no whole number in a sample."""
        return float(self.model.world.bodies.volunteers[self.slot])

    @property
    def leaders(self) -> float:
        """Residents who lead it, at the model's scale; no whole number in a sample."""
        return float(self.model.world.bodies.leaders[self.slot])

    @property
    def staff(self) -> float:
        """Paid people, at full scale."""
        return float(self.model.world.bodies.staff[self.slot])

    @property
    def cash(self) -> float:
        """Yuan at hand, at the model's scale."""
        return float(self.model.world.accounts.cash[self.slot]) / 100.0

    @property
    def depth(self) -> float:
        """Depth of embedding, 0 to 1."""
        return float(self.model.world.bodies.depth[self.slot])

    @property
    def legitimacy(self) -> float:
        """Legitimacy, 0 to 1."""
        return float(self.model.world.bodies.legitimacy[self.slot])

    @property
    def autonomy(self) -> float:
        """Autonomy, 0 to 1."""
        return float(self.model.world.bodies.autonomy[self.slot])

    @property
    def drive(self) -> float:
        """Drive, 0 to 1: it follows autonomy slowly."""
        return float(self.model.world.bodies.drive[self.slot])

    @property
    def professionalism(self) -> float:
        """Professionalism, 0 to 1."""
        return float(self.model.world.bodies.skill[self.slot])

    @property
    def stars(self) -> int:
        """Stars of its last rating, 1 to 5; 0 where it was never rated."""
        return int(self.model.world.bodies.stars[self.slot])

    @property
    def reputation(self) -> float:
        """Reputation, 0 to 1: it follows the stars of each rating."""
        return float(self.model.world.bodies.reputation[self.slot])

    @property
    def dependence(self) -> float:
        """Share of public money in its income of about the last year, 0 to 1; 0 without any income."""
        b = self.model.world.bodies
        public, other = float(b.public_income[self.slot]), float(b.other_income[self.slot])
        return public / (public + other) if public + other > 0 else 0.0
