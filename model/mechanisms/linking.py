"""资源链接 · Phases of resource linking (rows D3 and D5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from agents.codes import STAFFED
from agents.rules.service import skill_after
from model.accounts import FINANCE, STAFF, SUPPLIERS, UNITS, fen
from model.columns import total
from model.hours import ROOMS
from vocabulary.calendar import WEEKS_A_YEAR

if TYPE_CHECKING:
    from model.world import World


def open_rooms(world: World) -> None:
    """Open rooms: own premises, units' rooms where the committee chairs (A1), venues (D3)."""
    link: Any = world.values.linking
    census = world.census
    opened = (
        census.room_hours + units_rooms(world) + census.venue_hours * link.venue_share[:-1] * (link.venues[:-1] > 0)
    )
    left = world.ground.room_left
    world.books[ROOMS] += (total(opened), total(world.ground.room_taken), total(np.maximum(left, 0.0)))
    world.ground.room_hours[:] = opened
    world.ground.room_owed[:] = np.maximum(-left, 0.0)
    world.ground.room_left[:] = opened - world.ground.room_owed
    world.ground.room_taken[:] = 0.0


def pay_for_rooms(world: World) -> None:
    """Pay for the room hours that were used, and for keeping venues open (D3).

    Rooms of co-building units are lent by them: theirs is the part that they have in what is open.
    """
    m: Any = world.values.money
    link: Any = world.values.linking
    opened = np.maximum(world.ground.room_hours, 1e-9)
    lent = world.rooms_used * np.minimum(1.0, units_rooms(world) / opened)
    hour = m.room_hour * world.scale
    world.accounts.pay_outside("rooms", FINANCE, SUPPLIERS, fen(total(world.rooms_used - lent) * hour))
    world.accounts.pay_outside("rooms_in_kind", UNITS, SUPPLIERS, fen(total(lent) * hour))
    kept = total(world.census.venue_hours * link.venue_share[:-1] * (link.venues[:-1] > 0))
    world.accounts.pay_outside("venues", FINANCE, STAFF, fen(kept * m.venue_hour * world.scale))


def units_rooms(world: World) -> Any:
    """Return the hours a week that rooms of co-building units are open, where the committee chairs (A1)."""
    e: Any = world.values.embedding
    m: Any = world.values.money
    return world.census.units * m.unit_rooms * (e.party_committee[:-1] > 0) * e.units_giving[:-1]


def train(world: World) -> None:
    """Train community cadres, and pay for the training of all three audiences (D5)."""
    link: Any = world.values.linking
    m: Any = world.values.money
    b = world.bodies
    on = link.training > 0
    cadres = world.census.grids
    for c in range(world.communities):
        hours = link.training_cadres[c] / WEEKS_A_YEAR if on[c] else 0.0
        skill = float(world.ground.cadre_skill[c])
        world.ground.cadre_skill[c] = skill_after(skill, hours, link.training_gain, link.cadre_skill, link.skill_decay)
    at = b.community
    staffed = (b.kind == STAFFED) & (world.runs > 0)
    groups = (b.kind != STAFFED) & (world.runs > 0)
    trained = total(link.training_cadres[:-1] * on[:-1] * cadres)
    trained += total((link.training_workers[at] * link.training[at] * b.staff)[staffed])
    trained += total((link.training_backbone[at] * link.training[at])[groups])
    cost = fen(trained / WEEKS_A_YEAR * m.training_hour * world.scale)
    world.accounts.pay_outside("training", FINANCE, SUPPLIERS, cost)
