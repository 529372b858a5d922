"""Who knows whom: ties that are sound, mostly near, mostly among one's own; and the network as others can read it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import networkx as nx
import numpy as np
import pytest

from agents.codes import HOME, PARTY
from agents.project import Project
from model.graph import as_networkx
from model.kernels.network import TRIES
from model.randomness import town_key
from tests.model.towns import live, same_bits, town

NEIGHBORS, KIN = 0, 1


class Ties:
    """The ends of all ties of a town, each tie in both directions."""

    def __init__(self, model: Any) -> None:
        self.people, self.town = model.world.people, model.world.town
        degrees = np.diff(self.town.first_tie)
        self.degrees = degrees
        self.one = np.repeat(np.arange(degrees.size), degrees)
        self.other = self.town.ties.astype(np.int64)
        self.layer = self.town.layers

    def share(self, layer: int, column: str) -> float:
        """Return the share of a layer's ties whose ends agree in a column."""
        chosen = self.layer == layer
        return float((self.people[column][self.one] == self.people[column][self.other])[chosen].mean())


TOWNS: dict[str, dict[str, Any]] = {
    "classroom": {"scale": 1.0},
    "classroom, a tenth": {"scale": 0.1},
    "jimingshan": {"place": "jimingshan", "scale": 0.05},
    "jiangdong": {"place": "jiangdong", "scale": 0.02},
    "with an influx": {"scale": 0.5, "shocks": ["influx"]},
    "dense": {"scale": 0.5, "people.neighbor_ties": 12, "people.kin_ties": 12, "people.rewired": 1.0},
    "tiny": {"scale": 0.003},
}


@pytest.mark.parametrize("name", TOWNS)
def test_ties_are_sound(name):
    model = town(**TOWNS[name])
    ties = Ties(model)
    people = model.world.people.size
    assert ties.town.first_tie[0] == 0
    assert ties.town.first_tie[-1] == ties.other.size == ties.layer.size
    assert (ties.degrees >= 0).all()
    assert ties.other.max(initial=0) < people
    assert (ties.one != ties.other).all(), "nobody is tied to themselves"
    pairs = ties.one * people + ties.other
    assert np.unique(pairs).size == pairs.size, "no tie is there twice"
    back = ties.other * people + ties.one
    assert np.array_equal(np.sort(pairs), np.sort(back)), "ties go both ways"
    layers = dict(zip(pairs.tolist(), ties.layer.tolist(), strict=True))
    assert all(layers[pair] == layer for pair, layer in zip(back.tolist(), ties.layer.tolist(), strict=True))
    for i in range(0, people, 7):
        own = ties.other[ties.town.first_tie[i] : ties.town.first_tie[i + 1]]
        assert (np.diff(own) > 0).all(), "a resident's ties lie in order"


@pytest.mark.parametrize("name", ["classroom", "jimingshan", "jiangdong"])
def test_residents_have_about_ten_ties_mostly_near(name):
    ties = Ties(town(**TOWNS[name]))
    assert 9.0 < ties.degrees.mean() <= 10.0
    assert ties.degrees.min() >= 4
    near, kin = (float((ties.layer == layer).mean()) for layer in (NEIGHBORS, KIN))
    assert near == pytest.approx(0.6, abs=0.03)
    assert kin == pytest.approx(0.4, abs=0.03)
    assert ties.share(NEIGHBORS, "grid") >= 0.9, "a tenth goes anywhere in the community"
    assert ties.share(NEIGHBORS, "community") == 1.0
    assert 0.5 <= ties.share(KIN, "community") <= (1.0 if name == "jimingshan" else 0.8)


@pytest.mark.parametrize("neighbors", [2, 3, 6, 7, 12])
@pytest.mark.parametrize("kin", [0, 1, 4, 5, 11])
def test_residents_have_as_many_ties_as_the_parameters_say(neighbors, kin):
    """In the mean, for odd numbers too; somewhat fewer, as two who meet twice are tied once."""
    ties = Ties(town(scale=1.0, **{"people.neighbor_ties": neighbors, "people.kin_ties": kin}))
    for layer, number in ((NEIGHBORS, neighbors), (KIN, kin)):
        assert (ties.layer == layer).sum() / ties.degrees.size == pytest.approx(number, rel=0.03)


def test_homophily_is_what_is_asked_for():
    """A partner is of the own group with the share given, as far as one is found in some tries, else anybody."""

    def measured(homophily: float) -> float:
        return Ties(town(scale=1.0, **{"people.homophily": homophily, "people.kin_near": 0.0})).share(KIN, "group")

    groups = town(scale=1.0).world.people.group
    shares = np.bincount(groups, minlength=4) / groups.size
    found = 1.0 - (1.0 - shares) ** TRIES
    for homophily in (0.0, 0.7, 1.0):
        expected = float(shares @ (homophily * found + (1.0 - homophily) * shares))
        assert measured(homophily) == pytest.approx(expected, abs=0.02)


def test_parameters_of_the_network_do_what_they_say():
    assert Ties(town(scale=0.5, **{"people.rewired": 0.0})).share(NEIGHBORS, "grid") == 1.0
    assert Ties(town(scale=0.5, **{"people.rewired": 1.0})).share(NEIGHBORS, "community") == 1.0
    assert Ties(town(scale=0.5, **{"people.kin_near": 1.0})).share(KIN, "community") == 1.0
    ties = Ties(town(scale=0.5, **{"people.kin_ties": 0}))
    assert not (ties.layer == KIN).any()
    ring = Ties(town(scale=0.5, **{"people.kin_ties": 0, "people.rewired": 0.0, "people.neighbor_ties": 4}))
    assert (ring.degrees == 4).all()


def test_the_town_is_drawn_from_its_own_seed():
    one, other = (town(seed=seed, town_seed=3) for seed in (1, 2))
    assert same_bits(one.world.town.ties, other.world.town.ties)
    assert same_bits(one.world.people.threshold, other.world.people.threshold)
    assert one.world.town_key == other.world.town_key == town_key(3)
    assert live(one, 2).digest() != live(other, 2).digest(), "histories differ"
    assert not same_bits(one.world.town.ties, town(seed=1).world.town.ties)


def test_ties_of_residents_are_the_same_under_every_policy_and_stay():
    one, other = town("full"), town("departments-only")
    assert same_bits(one.world.town.ties, other.world.town.ties)
    before = one.world.town.ties.copy()
    assert same_bits(live(one, 10).world.town.ties, before)


def test_neighbors_of_an_agent_are_its_ties():
    model = town()
    for agent in list(model.agents_by_type[type(model.views.of(0))])[:20]:
        assert all(agent.row in model.views.of(row).neighbors for row in agent.neighbors)
        assert len(set(agent.neighbors)) == len(agent.neighbors)


# ---- as others can read it ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lived():
    model = town(weeks=20, scale=1.0)
    model.world.bodies.dormant[np.flatnonzero(model.world.bodies.alive)[-1]] = 1
    return model


@pytest.fixture(scope="module")
def graph(lived):
    return as_networkx(lived)


def test_every_resident_and_every_body_is_a_node(lived, graph):
    people = lived.world.people
    kinds = nx.get_node_attributes(graph, "kind")
    residents = {node for node, kind in kinds.items() if kind == "resident"}
    assert residents == {f"resident:{i}" for i in np.flatnonzero(people.present == HOME)}
    bodies, places = lived.world.bodies, len(lived.place.communities)
    living = np.flatnonzero(bodies.alive)
    assert {node for node in graph if node.startswith("organization:")} == {f"organization:{o}" for o in living}
    dormant = {f"organization:{o}" for o in np.flatnonzero(bodies.alive & bodies.dormant)}
    assert {node for node, sleeps in nx.get_node_attributes(graph, "dormant").items() if sleeps} == dormant != set()
    counts = Counter(kinds.values())
    assert counts["committee"] == 1 + places
    assert counts["residents_committee"] == places
    assert (counts["alliance"], counts["center"], counts["media"]) == (4, 2, 1)
    assert (counts["department"], counts["grid"]) == (len(lived.place.departments), lived.world.town.grid_event.size)
    assert counts["judge"] + counts["adviser"] == sum(entry.count for entry in lived.place.panel)
    others = sum(len(lived.agents_by_type[kind]) for kind in lived.agent_types if kind is not Project)
    assert sum(counts.values()) - counts["grid"] == others, "every agent is a node, but for projects: who does them is"
    assert len(lived.agents_by_type[Project]) > 0
    node = graph.nodes[f"resident:{np.flatnonzero(people.present == HOME)[0]}"]
    assert set(node) == {"kind", "group", "age", "community", "state"}
    for node, attributes in graph.nodes(data=True):
        assert attributes.keys() >= {"kind", "community"}, node


def test_every_tie_is_an_edge_of_its_layer(lived, graph):
    people, bodies = lived.world.people, lived.world.bodies
    ties = Ties(lived)
    here = people.present == HOME
    both = here[ties.one] & here[ties.other] & (ties.one < ties.other)
    layers = [data["layer"] for *_, data in graph.edges(data=True)]
    assert layers.count("neighbors") == (both & (ties.layer == NEIGHBORS)).sum()
    assert layers.count("kin and work") == (both & (ties.layer == KIN)).sum()
    assert layers.count("grid duty") == (here & (people.marks & PARTY > 0)).sum()
    members = here & (people.organization >= 0)
    assert layers.count("membership") == (members & (bodies.alive[people.organization] > 0)).sum()
    hubs, rows, every = lived.world.hub_count, lived.world.hubs, lived.world.ties[bodies.alive > 0]
    between = rows[:hubs][np.tril_indices(hubs, -1)]
    strengths = [data["strength"] for *_, data in graph.edges(data=True) if data["layer"] == "bodies"]
    expected = np.concatenate([between, rows[hubs:].ravel(), every.ravel()])
    assert (expected < 0.25).any()
    assert sorted(strengths) == sorted(expected[expected > 0.0].tolist()), "the weakest and the sleepers' too"
    assert set(layers) == {"neighbors", "kin and work", "grid duty", "membership", "bodies"}


def test_the_network_can_be_written_as_graphml_and_read_again(graph, tmp_path):
    nx.write_graphml(graph, tmp_path / "town.graphml")
    back = nx.read_graphml(tmp_path / "town.graphml", force_multigraph=True)
    assert set(back) == set(graph)
    assert back.number_of_edges() == graph.number_of_edges()
    assert dict(back.nodes(data=True)) == {name: dict(data) for name, data in graph.nodes(data=True)}
    found, written = (
        sorted((*sorted((one, other)), data["layer"], round(data["strength"], 9)) for one, other, data in edges)
        for edges in (back.edges(data=True), graph.edges(data=True))
    )
    assert found == written


def test_layers_that_change_change_as_people_act():
    model = town(scale=0.5)

    def layer(name: str) -> set[tuple[str, str]]:
        return {(one, other) for one, other, data in as_networkx(model).edges(data=True) if data["layer"] == name}

    members, neighbors, bodies = layer("membership"), layer("neighbors"), layer("bodies")
    still = {**{f"people.turnover.{group}": 0.0 for group in ("local", "migrant", "minority", "foreign")}}
    live(model, 30)
    assert layer("membership") != members
    assert layer("bodies") != bodies
    model = town(scale=0.5, **still)
    neighbors = layer("neighbors")
    live(model, 10)
    assert layer("neighbors") == neighbors


def test_a_picture_is_plain_and_complete(lived):
    shown = lived.picture()
    assert [community["id"] for community in shown["communities"]] == [c.id for c in lived.place.communities]
    breakdown = {line[:3]: line[3] for line in lived.breakdown()}
    for community in shown["communities"]:
        assert community["participation"] == breakdown["participation_rate", "community", community["id"]]
    names = {body["id"] for body in shown["bodies"]}
    assert len(names) == len(shown["bodies"])
    for one, other, strength in shown["ties"]:
        assert {one, other} <= names
        assert 0.25 <= strength <= 1.0


def test_an_organization_has_the_same_name_and_home_in_every_policy_s_picture():
    """Slots are filled as each history founds; names are not."""
    eager = {"cultivation.founding_rate": 1.0, "cultivation.founders_scale": 500.0}
    start = town("standing", scale=0.5, **eager)
    homes: dict[str, set[Any]] = {}
    for policy in ("full", "cultivation"):
        for body in live(start.fork(policy), 45).picture()["bodies"]:
            homes.setdefault(body["id"], set()).add((body["kind"], body["community"]))
    assert all(len(found) == 1 for found in homes.values())
