"""Limiting cases with known answers on networks: contagion on lattices, and the network as it is exported."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest
from scipy.sparse.csgraph import shortest_path

from model.graph import as_networkx
from tests.model.alone import NO_NOISE, alone, crowd, taking_part, village
from tests.model.towns import live

SIDE = 15
CENTER = (SIDE // 2) * SIDE + SIDE // 2


def torus(diagonal: bool) -> Any:
    """Return a square lattice without edges, each tied to four neighbors, or with the diagonal ones to eight."""
    steps = ((0, 1), (1, 0), (1, 1), (1, -1)) if diagonal else ((0, 1), (1, 0))
    graph = nx.Graph()
    for row in range(SIDE):
        for column in range(SIDE):
            for down, right in steps:
                graph.add_edge(row * SIDE + column, (row + down) % SIDE * SIDE + (column + right) % SIDE)
    return graph


def ring(radius: int) -> Any:
    """Return a ring of 60, each tied to the next few on either side."""
    return nx.circulant_graph(60, range(1, radius + 1))


LATTICES: dict[str, tuple[Any, float, int]] = {
    "ring, radius 1": (ring(1), 1 / 2, 30),
    "ring, radius 2": (ring(2), 1 / 2, 30),
    "ring, radius 5": (ring(5), 1 / 2, 30),
    "von Neumann": (torus(diagonal=False), 1 / 4, CENTER),
    "Moore": (torus(diagonal=True), 3 / 8, CENTER),
}


def reached(graph: Any, seed: set[int], threshold: float) -> set[int]:
    """Return who takes part in the end, if a few do at first and all others have the same threshold."""
    state = dict.fromkeys(seed, 1)
    people = len(graph)
    organizers = dict.fromkeys(range(people, people + 5), 2)
    initial = {"threshold": threshold, "state": {**state, **organizers}}
    model = live(crowd(people, graph, initial=initial, **NO_NOISE), 80)
    return set(np.flatnonzero(taking_part(model)).tolist())


def square_around(seed: set[int]) -> set[int]:
    """Return the smallest square of a torus that holds a seed in its middle."""
    rows, columns = {at // SIDE for at in seed}, {at % SIDE for at in seed}
    return {row * SIDE + column for row in rows for column in columns}


@pytest.mark.parametrize("name", LATTICES)
def test_contagion_spreads_up_to_the_threshold_of_its_lattice(name):
    """evidence.md X4, Morris 2000: ring 1/2 at any radius, von Neumann 1/4, Moore 3/8.

    The seed is a whole closed neighborhood. At the threshold all are reached; with a threshold that is the next larger
    number the seed stays alone. On the von Neumann lattice it first fills its square of nine, whose corners have two
    neighbors of four in it, and stays there.
    """
    graph, threshold, middle = LATTICES[name]
    seed = {middle, *graph[middle]}
    assert reached(graph, seed, threshold) == set(graph)
    just_above = float(np.nextafter(np.float32(threshold), np.float32(1.0)))
    assert reached(graph, seed, just_above) == (square_around(seed) if name == "von Neumann" else seed)


# ---- as it is exported ----------------------------------------------------------------------------------------------


def exported(model: Any, folder: Any = None) -> Any:
    """Return the exported network of residents; with a folder, written there as GraphML and read again."""
    graph = as_networkx(model)
    if folder is not None:
        nx.write_graphml(graph, folder / "town.graphml")
        graph = nx.read_graphml(folder / "town.graphml", force_multigraph=True)
    return nx.Graph(graph.subgraph([name for name, kind in graph.nodes(data="kind") if kind == "resident"]))


def clustering_and_distance(graph: Any) -> tuple[float, float]:
    """Return the mean clustering coefficient and the mean distance of two nodes."""
    people = len(graph)
    far = shortest_path(nx.to_scipy_sparse_array(graph), unweighted=True)
    return nx.average_clustering(graph), float(far.sum()) / (people * (people - 1))


def test_a_ring_of_neighbors_has_the_clustering_and_distance_of_a_ring(tmp_path):
    """evidence.md X8, Watts and Strogatz 1998: n = 1,000, k = 10: C(0) = 2/3 and L(0) = 50.4505."""
    settings = {"people.neighbor_ties": 10, "people.kin_ties": 0, "people.rewired": 0.0}
    graph = exported(alone(village(1000), **settings), tmp_path)
    assert clustering_and_distance(graph) == pytest.approx((2 / 3, 50.4505), abs=1e-4)


@pytest.mark.parametrize(
    ("rewired", "clustering", "distance"),
    [
        (0.01, (0.968, 0.012), (0.172, 0.03)),
        (0.1, (0.735, 0.015), (0.088, 0.002)),
        (1.0, (0.013, 0.004), (0.065, 0.0006)),
    ],
)
def test_rewired_neighbors_make_a_small_world(rewired, clustering, distance):
    """evidence.md X8: C/C(0) and L/L(0) at p = 0.01, 0.1 and 1, means of five seeds.

    Each with how far it may be off: at the most four standard errors of the difference of two means of five, and half
    of the last digit. Between seeds L/L(0) varies by 7 % at p = 0.01, by 0.8 % at 0.1 and by 0.05 % at 1; C/C(0) by
    0.4, 0.9 and 0.15 points, the last of 1.3.
    """
    settings = {"people.neighbor_ties": 10, "people.kin_ties": 0, "people.rewired": rewired}
    towns = [alone(village(1000), seed=seed, **settings) for seed in range(1, 6)]
    found = np.mean([clustering_and_distance(exported(town)) for town in towns], axis=0)
    for ratio, (known, within) in zip((found[0] / (2 / 3), found[1] / 50.4505), (clustering, distance), strict=True):
        assert ratio == pytest.approx(known, abs=within)


def test_own_ties_come_out_as_they_went_in(tmp_path):
    """evidence.md X8 on a graph that networkx made: what is exported has its edges, and so its C and L, exactly."""
    given = nx.connected_watts_strogatz_graph(1000, 10, 0.1, seed=1)
    graph = exported(alone(village(1000), ties=given), tmp_path)
    assert {frozenset(edge) for edge in graph.edges} == {
        frozenset((f"resident:{one}", f"resident:{other}")) for one, other in given.edges
    }
    assert clustering_and_distance(graph) == pytest.approx(clustering_and_distance(given))


def test_the_center_of_a_star_stands_between_all(tmp_path):
    """evidence.md X10: a star of ten leaves: the center's betweenness is 1, its constraint (Burt 1992) 0.1."""
    graph = exported(alone(village(11), ties=nx.star_graph(10)), tmp_path)
    assert graph.number_of_edges() == 10
    assert nx.betweenness_centrality(graph)["resident:0"] == 1.0
    assert nx.constraint(graph)["resident:0"] == pytest.approx(0.1)
    assert nx.betweenness_centrality(graph)["resident:7"] == 0.0
    assert nx.constraint(graph)["resident:7"] == pytest.approx(1.0)
