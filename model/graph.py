"""The network as a networkx graph: everybody, every body, every tie."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from agents.bodies import Adviser, Judge
from agents.codes import HOME, PARTY
from model.own_ties import LAYERS
from model.picture import hub_names
from vocabulary.categories import AGE_IDS, DOMAINS, GROUP_IDS, ORGANIZATION_KINDS, STATES

if TYPE_CHECKING:
    from model.governance import GovernanceModel
    from model.world import World

Node = tuple[str, dict[str, Any]]
Edge = tuple[str, str, dict[str, Any]]


def as_networkx(model: GovernanceModel) -> Any:
    """Return all layers as a networkx multigraph: neighbors, kin and work, grid duty, membership, bodies' ties.

    Nodes are the residents who are at home, the grids, and all bodies that exist, dormant organizations, media, judges
    and advisers among them; edges are all ties that are not zero, with their strength. Meant for small towns: export by
    ``networkx.write_graphml``, pictures, metrics.
    """
    import networkx as nx

    graph = nx.MultiGraph()
    world = model.world
    here = np.flatnonzero(world.people.present == HOME)
    for nodes in (_residents(world, here), _grids(world), _hubs(world), _committees(world), _organizations(world)):
        graph.add_nodes_from(nodes)
    graph.add_nodes_from(_panel(model))
    graph.add_edges_from(_resident_ties(world, here))
    graph.add_edges_from(_body_ties(world))
    return graph


def _residents(world: World, here: Any) -> Iterator[Node]:
    people = world.people
    for i in here:
        yield f"resident:{i}", {
            "kind": "resident", "group": GROUP_IDS[people.group[i]], "age": AGE_IDS[people.age[i]],
            "community": _community(world, people.community[i]), "state": STATES[people.state[i]].id,
        }  # fmt: skip


def _grids(world: World) -> Iterator[Node]:
    for g, c in enumerate(world.town.grid_community):
        yield f"grid:{g}", _body("grid", f"网格{g}", f"grid {g}", _community(world, c))


def _hubs(world: World) -> Iterator[Node]:
    """Yield the bodies of the whole subdistrict, the media among them, which nobody is tied to."""
    for name, kind, zh, en in hub_names(world):
        yield name, _body(kind, zh, en)
    yield "media", _body("media", "新闻媒体", "news media")


def _committees(world: World) -> Iterator[Node]:
    for place in world.place.communities:
        yield f"committee:{place.id}", _body("committee", f"{place.zh}党委", f"Party committee, {place.en}", place.id)
        label = f"residents' committee, {place.en}"
        yield f"residents_committee:{place.id}", _body("residents_committee", f"{place.zh}居委会", label, place.id)


def _organizations(world: World) -> Iterator[Node]:
    b = world.bodies
    for o in np.flatnonzero(b.alive):
        domain, kind = DOMAINS[b.domain[o]], ORGANIZATION_KINDS[b.kind[o]].id
        node = _body(kind, domain.zh, domain.en, _community(world, b.community[o]))
        yield f"organization:{o}", {**node, "dormant": bool(b.dormant[o])}


def _panel(model: GovernanceModel) -> Iterator[Node]:
    for kind, zh, en in ((Judge, "评委", "judge"), (Adviser, "智库顾问", "adviser")):
        for number, member in enumerate(model.agents_by_type.get(kind, ())):
            yield f"{en}:{number}", {**_body(en, zh, en), "panel": member.id}


def _body(kind: str, zh: str, en: str, community: str = "") -> dict[str, Any]:
    return {"kind": kind, "zh": zh, "en": en, "community": community}


def _community(world: World, at: int) -> str:
    """Return a community's id, an empty text for the whole subdistrict."""
    return world.place.communities[at].id if at >= 0 else ""


def _resident_ties(world: World, here: Any) -> Iterator[Edge]:
    town, people, layers = world.town, world.people, world.town.layers
    for i in here:
        for e in range(town.first_tie[i], town.first_tie[i + 1]):
            j = int(town.ties[e])
            if i < j and people.present[j] == HOME:
                yield _tie(f"resident:{i}", f"resident:{j}", LAYERS[layers[e]])
        if people.organization[i] >= 0 and world.bodies.alive[people.organization[i]]:
            yield _tie(f"resident:{i}", f"organization:{people.organization[i]}", "membership")
        if people.marks[i] & PARTY:
            yield _tie(f"resident:{i}", f"grid:{people.grid[i]}", "grid duty")


def _body_ties(world: World) -> Iterator[Edge]:
    """Yield ties of hubs to each other, and of communities' committees and of organizations to hubs."""
    hubs = [name for name, *_ in hub_names(world)]
    for one, name in enumerate(hubs):
        yield from _ties_to(hubs[:one], name, world.hubs[one, :one])
    for at, place in enumerate(world.place.communities):
        yield from _ties_to(hubs, f"committee:{place.id}", world.hubs[world.hub_count + at])
    for o in np.flatnonzero(world.bodies.alive):
        yield from _ties_to(hubs, f"organization:{o}", world.ties[o])


def _ties_to(hubs: list[str], name: str, strengths: Any) -> Iterator[Edge]:
    for hub, strength in zip(hubs, strengths, strict=True):
        if strength > 0.0:
            yield _tie(hub, name, "bodies", float(strength))


def _tie(one: str, other: str, layer: str, strength: float = 1.0) -> Edge:
    return one, other, {"layer": layer, "strength": strength}
