"""AgentPy: agents in lists, neighbors looked up once and kept, as it is quickest there."""

from __future__ import annotations

import math
from typing import Any

import agentpy as ap
import networkx as nx
import numpy as np

from benchmarks.peers import spec
from benchmarks.peers.spec import Array, Run, Town

NAME = "AgentPy"
LINE = "AgentPy with each agent's neighbors kept after the first look"


class Resident(ap.Agent):  # type: ignore[misc,unused-ignore]
    """A resident."""

    def settle(self, organization: Any, aware: bool, trust: float) -> None:
        """Begin with a town's state."""
        self.aware = self.next_aware = aware
        self.taking_part = self.next_taking_part = False
        self.trust, self.need, self.organization = trust, None, organization
        self.known: list[Any] | None = None
        organization.members.append(self)

    def decide(self) -> None:
        """Look at the neighbors and decide, for all to see next week."""
        if self.known is None:
            self.known = list(self.model.network.neighbors(self))
        aware_ones = active = 0
        for other in self.known:
            if other.aware:
                aware_ones += 1
                if other.taking_part:
                    active += 1
        luck = self.model.random
        if self.aware:
            self.next_aware = luck.random() >= spec.FORGETS
        else:
            self.next_aware = aware_ones > 0 and luck.random() < 1 - (1 - spec.TELLS) ** aware_ones
        self.next_taking_part = False
        if self.next_aware:
            log_odds = spec.INTERCEPT + spec.PER_TRUST * self.trust + spec.PER_SHARE * active / len(self.known)
            log_odds += spec.PER_QUALITY * self.organization.quality
            self.next_taking_part = luck.random() < 1 / (1 + math.exp(-log_odds))
        if self.need is None and luck.random() < spec.ARISES:
            self.need = luck.randrange(spec.DOMAINS)

    def commit(self) -> None:
        """Let the decision be seen."""
        self.aware, self.taking_part = self.next_aware, self.next_taking_part


class Organization(ap.Agent):  # type: ignore[misc,unused-ignore]
    """An organization."""

    def setup(self) -> None:
        """Begin without members."""
        self.quality, self.asked, self.served = spec.START_QUALITY, 0, 0
        self.members: list[Any] = []

    def serve(self) -> None:
        """Serve members from a random start, and move quality."""
        self.asked = self.served = active = 0
        size = len(self.members)
        if not size:
            return
        capacity = int(spec.CAPACITY * size * (0.5 + self.quality))
        start = self.model.random.randrange(size)
        for member in self.members[start:] + self.members[:start]:
            if member.need is not None:
                self.asked += 1
                if self.served < capacity:
                    self.served += 1
                    member.need = None
                    member.trust += 0.2 * (self.quality - member.trust)
                else:
                    member.trust -= 0.05 * member.trust
            if member.taking_part:
                active += 1
        self.quality += 0.1 * (0.2 + 0.8 * min(1, 2 * active / size) - self.quality)


class Workload(ap.Model):  # type: ignore[misc,unused-ignore]
    """The workload as an AgentPy model."""

    def setup(self) -> None:
        """Settle the town."""
        town: Town = self.p.town
        self.residents = ap.AgentList(self, town.residents, Resident)
        self.organizations = ap.AgentList(self, town.organizations, Organization)
        bodies = list(self.organizations)
        columns = (town.organization.tolist(), town.aware.tolist(), town.trust.tolist())
        for resident, o, aware, trust in zip(self.residents, *columns, strict=True):
            resident.settle(bodies[o], aware, trust)
        graph: Any = nx.Graph()
        graph.add_nodes_from(range(town.residents))
        graph.add_edges_from(zip(town.one.tolist(), town.other.tolist(), strict=True))
        self.network = ap.Network(self, graph)
        self.network.add_agents(self.residents, self.network.nodes)
        self.rows: list[tuple[float, ...]] = []

    def step(self) -> None:
        """Live a week and write its indicators down."""
        self.residents.decide()
        self.residents.commit()
        self.organizations.serve()
        n, people = self.p.town.residents, self.residents
        asked, served = sum(self.organizations.asked), sum(self.organizations.served)
        shares = (sum(people.aware) / n, sum(people.taking_part) / n, sum(people.trust) / n)
        self.rows.append((*shares, (asked - served) / n, served / max(1, asked)))


def begin(town: Town, seed: int) -> Run:
    """Make the model and return what lives its weeks."""
    model = Workload({"town": town, "seed": seed, "steps": 10**9})
    model.sim_setup()

    def live(weeks: int) -> Array:
        for _ in range(weeks):
            model.sim_step()
        return np.array(model.rows[-weeks:])

    return live
