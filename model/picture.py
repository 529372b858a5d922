"""Tables to draw the town from: communities, running bodies and the stronger ties between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from model.record import breakdown
from vocabulary.categories import ALLIANCE, DOMAINS, ORGANIZATION_KINDS

if TYPE_CHECKING:
    from model.world import World

WORTH_DRAWING = 0.25
"""Ties weaker than this are not drawn."""


def picture(world: World) -> dict[str, Any]:
    """Return communities, bodies and the stronger ties between bodies, as plain lists."""
    return {"communities": _communities(world), "bodies": [*_hubs(world), *_groups(world)], "ties": _ties(world)}


def _communities(world: World) -> list[dict[str, Any]]:
    shown = {(name, category): value for name, dim, category, value in breakdown(world) if dim == "community"}
    return [
        {
            "id": community.id, "zh": community.zh, "en": community.en, "residents": community.residents,
            "participation": shown["participation_rate", community.id],
            "coverage": shown["service_coverage", community.id],
        }
        for community in world.place.communities
    ]  # fmt: skip


def hub_names(world: World) -> list[tuple[str, str, str, str]]:
    """Return id, kind and both labels of the hubs, in the order of the ties' columns."""
    named = [(f"department:{d.id}", "department", d.zh, d.en) for d in world.place.departments]
    named += [(f"alliance:{a.id}", "alliance", a.zh, a.en) for a in ALLIANCE]
    named += [("command_center", "center", "指挥中心", "command center")]
    named += [("service_center", "center", "社会组织服务中心", "service center")]
    return [*named, ("committee", "committee", "街道大党委", "Party committee")]


def _hubs(world: World) -> list[dict[str, Any]]:
    return [
        {"id": name, "zh": zh, "en": en, "kind": kind, "community": None, "size": 1.0}
        for name, kind, zh, en in hub_names(world)
    ]


def organization_name(world: World, o: int) -> str:
    """Return the name by which an organization is the same under every policy: slots are filled as each founds."""
    return f"organization:{int(world.bodies.identity[o])}"


def _groups(world: World) -> list[dict[str, Any]]:
    b = world.bodies
    return [
        {
            "id": organization_name(world, int(o)), "zh": DOMAINS[b.domain[o]].zh, "en": DOMAINS[b.domain[o]].en,
            "kind": ORGANIZATION_KINDS[b.kind[o]].id,
            "community": world.place.communities[b.community[o]].id if b.community[o] >= 0 else None,
            "size": float(b.members[o] / world.scale + b.staff[o]),
        }
        for o in np.flatnonzero((b.alive > 0) & (b.dormant == 0))
    ]  # fmt: skip


def _ties(world: World) -> list[tuple[str, str, float]]:
    names = [name for name, *_ in hub_names(world)]
    found: list[tuple[str, str, float]] = []
    for one in range(world.hub_count):
        for other in range(one):
            strength = float(world.hubs[one, other])
            if strength >= WORTH_DRAWING:
                found.append((names[other], names[one], strength))
    living = np.flatnonzero((world.bodies.alive > 0) & (world.bodies.dormant == 0))
    for o in living:
        best = int(np.argmax(world.ties[o]))
        if world.ties[o, best] >= WORTH_DRAWING:
            found.append((organization_name(world, int(o)), names[best], float(world.ties[o, best])))
    return found
