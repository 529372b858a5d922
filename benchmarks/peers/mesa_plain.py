"""Mesa as its own examples use it: cells of a network, agents found through them, shuffled turns, a data collector."""

from __future__ import annotations

import math
from typing import Any

import mesa
import networkx as nx
import numpy as np
from mesa.discrete_space import CellAgent, Network

from benchmarks.peers import spec
from benchmarks.peers.spec import Array, Run, Town

NAME = "Mesa"
LINE = "Mesa as its examples do it: neighbors through cells, shuffle_do, a DataCollector"


class Decisions:
    """What a resident does in a week, whichever way neighbors are found."""

    model: Any
    random: Any
    organization: Organization
    aware: bool
    trust: float

    def settle(self, organization: Organization, aware: bool, trust: float) -> None:
        """Begin with a town's state."""
        self.aware = self.next_aware = aware
        self.taking_part = self.next_taking_part = False
        self.trust = trust
        self.need: int | None = None
        self.organization = organization
        organization.members.append(self)

    def neighbors(self) -> Any:
        """Return whom the resident knows."""
        raise NotImplementedError

    def decide(self) -> None:
        """Look at the neighbors and decide, for all to see next week."""
        aware_ones = active = count = 0
        for other in self.neighbors():
            count += 1
            if other.aware:
                aware_ones += 1
                if other.taking_part:
                    active += 1
        draw = self.random.random
        if self.aware:
            self.next_aware = draw() >= spec.FORGETS
        else:
            self.next_aware = aware_ones > 0 and draw() < 1 - (1 - spec.TELLS) ** aware_ones
        self.next_taking_part = False
        if self.next_aware:
            log_odds = spec.INTERCEPT + spec.PER_TRUST * self.trust + spec.PER_SHARE * active / count
            log_odds += spec.PER_QUALITY * self.organization.quality
            self.next_taking_part = draw() < 1 / (1 + math.exp(-log_odds))
        if self.need is None and draw() < spec.ARISES:
            self.need = self.random.randrange(spec.DOMAINS)

    def commit(self) -> None:
        """Let the decision be seen."""
        self.aware = self.next_aware
        self.taking_part = self.next_taking_part


class Resident(Decisions, CellAgent):  # type: ignore[misc,unused-ignore]
    """A resident who sits on a cell of the network."""

    def __init__(self, model: Any, cell: Any, *start: Any) -> None:
        super().__init__(model)
        self.cell = cell
        self.settle(*start)

    def neighbors(self) -> Any:
        """Return the agents on the cells around."""
        return self.cell.neighborhood.agents


class Organization(mesa.Agent):  # type: ignore[misc,unused-ignore]
    """An organization with a list of members, whom it serves as far as its capacity goes."""

    def __init__(self, model: Any) -> None:
        super().__init__(model)
        self.quality = spec.START_QUALITY
        self.members: list[Any] = []
        self.asked = self.served = 0

    def step(self) -> None:
        """Serve members from a random start, and move quality."""
        self.asked = self.served = active = 0
        size = len(self.members)
        if not size:
            return
        capacity = int(spec.CAPACITY * size * (0.5 + self.quality))
        start = self.random.randrange(size)
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


class Workload(mesa.Model):  # type: ignore[misc,unused-ignore]
    """The workload as a Mesa model."""

    def __init__(self, town: Town, seed: int) -> None:
        super().__init__(seed=seed)
        self.residents = self.settle(town, [Organization(self) for _ in range(town.organizations)])
        kind = self.residents
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "aware": lambda model: model.agents_by_type[kind].agg("aware", np.mean),
                "taking part": lambda model: model.agents_by_type[kind].agg("taking_part", np.mean),
                "trust": lambda model: model.agents_by_type[kind].agg("trust", np.mean),
                "open needs": lambda model: (model.total("asked") - model.total("served")) / town.residents,
                "needs met": lambda model: model.total("served") / max(1, model.total("asked")),
            }
        )

    def settle(self, town: Town, organizations: list[Organization]) -> type[Any]:
        """Let the town's residents move in, and return their class."""
        graph: Any = nx.Graph()
        graph.add_nodes_from(range(town.residents))
        graph.add_edges_from(zip(town.one.tolist(), town.other.tolist(), strict=True))
        # Later versions of Mesa lay the graph out, at a cost that grows with the square, unless told not to.
        more = {"layout": None} if "layout" in Network.__init__.__code__.co_varnames else {}
        grid = Network(graph, capacity=1, random=self.random, **more)
        for i, start in enumerate(starts(town, organizations)):
            Resident(self, grid[i], *start)
        return Resident

    def total(self, what: str) -> int:
        """Return the sum of something over organizations."""
        return int(self.agents_by_type[Organization].agg(what, sum))

    def step(self) -> None:
        """Live a week."""
        residents = self.agents_by_type[self.residents]
        residents.shuffle_do("decide")
        residents.do("commit")
        self.agents_by_type[Organization].do("step")
        self.datacollector.collect(self)


def starts(town: Town, organizations: list[Organization]) -> list[tuple[Organization, bool, float]]:
    """Return what each resident begins with."""
    columns = (town.organization.tolist(), town.aware.tolist(), town.trust.tolist())
    return [(organizations[o], aware, trust) for o, aware, trust in zip(*columns, strict=True)]


def living(model: Any) -> Run:
    """Return what lives a model's weeks."""

    def live(weeks: int) -> Array:
        for _ in range(weeks):
            model.step()
        collected = model.datacollector.model_vars
        return np.array([collected[name][-weeks:] for name in spec.INDICATORS], dtype=np.float64).T

    return live


def begin(town: Town, seed: int) -> Run:
    """Make the model and return what lives its weeks."""
    return living(Workload(town, seed))
