"""What residents see of each other, and how awareness spreads."""

from __future__ import annotations

from typing import Any

from agents.rules.awareness import also, stays_aware, told_probability
from agents.codes import (ALLIANCE_BIT, EVENT, HOME, PARTY, VISIT)
from model.columns import (Residents, Town)
from model.compiling import kernel
from model.randomness import HEARS, LEARNS, ORDER, Key, draw, draw_pair, draws4

KNOWN_MASK = 0x1FF
AT_HOME, TAKES_PART, GOOSE = 1 << 9, 1 << 10, 1 << 11
GROUP_SHIFT, MEMORY_SHIFT, GAIN_SHIFT = 12, 14, 21
LEVELS = 127.0


@kernel
def face(people: Residents, i: int, red_grid: Any) -> int:
    """Return what others can see of a resident, packed into one word."""
    if people.present[i] != HOME:
        return 0
    word = int(people.known[i]) | AT_HOME | (int(people.group[i]) << GROUP_SHIFT)
    if people.state[i] > 0:
        word |= TAKES_PART
        if people.flags[i] & PARTY and red_grid[people.community[i]] > 0.0:
            word |= GOOSE
    word |= int(people.memory[i] * LEVELS) << MEMORY_SHIFT
    word |= int(people.gain[i] * LEVELS) << GAIN_SHIFT
    return word


@kernel
def show(people: Residents, red_grid: Any) -> None:
    """Let everybody be seen as they are at the start of the week."""
    for i in range(people.identity.size):
        people.seen[i] = face(people, i, red_grid)


@kernel
def draw_order(people: Residents, key: Key, week: int, luck: Any) -> None:
    """Draw what an order of residents is sorted by, for the variant in which they see each other as it happens."""
    for i in range(people.identity.size):
        luck[i] = draw(key, ORDER, people.identity[i], week)


@kernel
def look(people: Residents, town: Town, i: int, tie_chance: float, key: Key, week: int) -> tuple[int, int]:
    """Look at one resident's neighbors: return the domains heard of by word of mouth and those the own circle knows."""
    known = int(people.known[i])
    heard, circle, active, present, goose = 0, 0, 0, 0, 0
    memory, gain = 0, 0
    for e in range(town.first_tie[i], town.first_tie[i + 1]):
        j = town.ties[e]
        seen = int(people.seen[j])
        if seen & AT_HOME == 0:
            continue
        present += 1
        active += (seen >> 10) & 1
        goose |= (seen >> 11) & 1
        memory += (seen >> MEMORY_SHIFT) & 127
        gain += (seen >> GAIN_SHIFT) & 127
        theirs = seen & KNOWN_MASK
        if (seen >> GROUP_SHIFT) & 3 == people.group[i]:
            circle |= theirs
        if theirs & ~known and draw_pair(key, HEARS, people.identity[i], people.identity[j], week) < tie_chance:
            heard |= theirs
    people.near_active[i] = active
    people.near_present[i] = present
    people.near_goose[i] = goose
    people.near_memory[i] = memory / (LEVELS * present) if present > 0 else 0.5
    people.near_gain[i] = gain / (LEVELS * present) if present > 0 else people.gain[i]
    return heard, circle


@kernel
def contacts_tell(people: Residents, i: int, d: int, a: Any, e: Any, reach: Any) -> float:
    """Return the chance that this week's visit, event, alliance or outreach tells a resident of a domain."""
    contact = int(people.contact[i])
    told = 0.0
    if (people.told[i] >> d) & 1:
        return 1.0
    if contact & VISIT:
        told = also(told, a.visit_tells)
    if contact & EVENT:
        told = also(told, a.event_tells)
    for k in range(4):
        if contact & (ALLIANCE_BIT << k) and reach[k, d]:
            told = also(told, e.alliance_tells)
    return told


@kernel
def spread_awareness(
    people: Residents, town: Town, order: Any, live: bool, p: Any, a: Any, e: Any, reach: Any, key: Key, week: int
) -> None:
    """Word of mouth, media and contacts; each domain fades. ``live``: later residents see what earlier ones learned."""
    for k in range(order.size):
        i = order[k]
        if people.present[i] != HOME:
            continue
        heard, circle = look(people, town, i, p.tie_chance, key, week)
        reached = int(people.contact[i]) != 0 or people.told[i] != 0
        barrier = p.barrier[int(people.group[i])]
        known = int(people.known[i])
        now = heard
        u = (0.0, 0.0, 0.0, 0.0)
        for d in range(9):
            if d % 4 == 0:
                u = draws4(key, LEARNS, people.identity[i], week, d // 4)
            contacts = contacts_tell(people, i, d, a, e, reach) if reached else 0.0
            told = told_probability(p.media, contacts, 1.0 if (circle >> d) & 1 else barrier)
            if stays_aware((known >> d) & 1 == 1, told, p.fading, u[d % 4]):
                now |= 1 << d
        people.known[i] = now
        if live:
            people.seen[i] = (int(people.seen[i]) & ~KNOWN_MASK) | now
