"""What residents see of each other, and how awareness spreads."""

from __future__ import annotations

from typing import Any

import numpy as np

from agents.codes import ALLIANCE_BIT, EVENT, HOME, PARTY, VISIT
from agents.rules.awareness import also, remembers, stays_aware, told_probability
from model.columns import UNHEARD, Residents, Town
from model.compiling import kernel
from model.randomness import HEARS, ORDER, Key, branch, draw, roots_of_each

KNOWN_MASK = 0x1FF
AT_HOME, TAKES_PART, GOOSE = 1 << 9, 1 << 10, 1 << 11
GROUP_SHIFT, MEMORY_SHIFT, GAIN_SHIFT = 12, 14, 21
LEVELS = 126.0
"""In how many steps memory and gain are seen: an even number, so that one of them is the neutral middle."""


@kernel
def face(people: Residents, i: int, a: Any) -> int:
    """Return what others can see of a resident, packed into one word."""
    if people[i].present != HOME:
        return 0
    word = int(people[i].known) | AT_HOME | (int(people[i].group) << GROUP_SHIFT)
    if people[i].state > 0:
        word |= TAKES_PART
        if people[i].marks & PARTY and a[people[i].community].red_grid > 0.0:
            word |= GOOSE
    word |= in_steps(people[i].memory) << MEMORY_SHIFT
    word |= in_steps(people[i].gain) << GAIN_SHIFT
    return word


@kernel
def in_steps(share: float) -> int:
    """Return the step that is nearest to a number between 0 and 1."""
    return int(np.float64(share) * LEVELS + 0.5)


@kernel
def show(people: Residents, town: Town, a: Any) -> None:
    """Let everybody be seen as they are at the start of the week."""
    for i in range(people.size):
        town.seen[i] = face(people, i, a)


@kernel
def draw_order(people: Residents, key: Key, week: int, luck: Any) -> None:
    """Draw what an order of residents is sorted by, for the variant in which they see each other as it happens."""
    for i in range(people.size):
        luck[i] = draw(key, ORDER, people[i].identity, week)


@kernel
def look(me: Any, town: Town, first: int, last: int, kept: int, tie_chance: float, root: Any) -> tuple[int, int]:
    """Look at one resident's neighbors: return the domains heard of by word of mouth and those the own circle knows.

    A tie whose other end knows nothing but what is ``kept`` anyway is not drawn for.
    """
    ties, seen_of, names = town.ties, town.seen, town.names
    heard, circle, active, present, goose = 0, 0, 0, 0, 0
    memory, gain, group = 0, 0, int(me.group)
    for e in range(first, last):
        j = ties[e]
        seen = int(seen_of[j])
        if seen & AT_HOME == 0:
            continue
        present += 1
        active += (seen >> 10) & 1
        goose |= (seen >> 11) & 1
        memory += (seen >> MEMORY_SHIFT) & 127
        gain += (seen >> GAIN_SHIFT) & 127
        theirs = seen & KNOWN_MASK
        if (seen >> GROUP_SHIFT) & 3 == group:
            circle |= theirs
        if theirs & ~kept and branch(root, names[j]) < tie_chance:
            heard |= theirs
    me.near_active = active
    me.near_present = present
    me.near_goose = goose
    me.near_memory = memory / (LEVELS * present) if present > 0 else UNHEARD
    me.near_gain = gain / (LEVELS * present) if present > 0 else me.gain
    return heard, circle


@kernel
def contacts_tell(contact: int, told: int, d: int, a: Any, e: Any, reach: Any) -> float:
    """Return the chance that this week's visit, event, alliance or outreach tells a resident of a domain."""
    likely = 0.0
    if (told >> d) & 1:
        return 1.0
    if contact & VISIT:
        likely = also(likely, a[0].visit_tells)
    if contact & EVENT:
        likely = also(likely, a[0].event_tells)
    for k in range(4):
        if contact & (ALLIANCE_BIT << k) and reach[k, d]:
            likely = also(likely, e[0].alliance_tells)
    return likely


@kernel
def kept_in_mind(known: int, fading: float, root: Any) -> int:
    """Return which of the domains that a resident knows of are still known."""
    kept = 0
    for d in range(9):
        if (known >> d) & 1 and remembers(0.0, fading, branch(root, d)):
            kept |= 1 << d
    return kept


@kernel
def learned(me: Any, now: int, circle: int, p: Any, a: Any, e: Any, reach: Any, root: Any) -> int:
    """Return which domains a resident knows of after media and this week's contacts, ``now`` being known without."""
    contact, told, known = int(me.contact), int(me.told), int(me.known)
    media, fading, barrier = p.media, p.fading, p.barrier[int(me.group)]
    for d in range(9):
        if (now >> d) & 1:
            continue
        contacts = contacts_tell(contact, told, d, a, e, reach) if contact or told else 0.0
        likely = told_probability(media, contacts, 1.0 if (circle >> d) & 1 else barrier)
        if stays_aware((known >> d) & 1 == 1, likely, fading, branch(root, d)):
            now |= 1 << d
    return now


@kernel
def spread_awareness(
    people: Residents, town: Town, order: Any, live: bool, p: Any, a: Any, e: Any, reach: Any, key: Key, week: int
) -> None:
    """Word of mouth, media and contacts; each domain fades. ``live``: later residents see what earlier ones learned."""
    first_tie, seen_of = town.first_tie, town.seen
    by_tie, by_domain = roots_of_each(key, HEARS, town.names, week)
    for k in range(order.size):
        i = order[k]
        me = people[i]
        if me.present != HOME:
            continue
        kept = kept_in_mind(int(me.known), p.fading, by_domain[i])
        heard, circle = look(me, town, first_tie[i], first_tie[i + 1], kept, p.tie_chance, by_tie[i])
        now = learned(me, heard | kept, circle, p, a, e, reach, by_domain[i])
        me.known = now
        if live:
            seen_of[i] = (int(seen_of[i]) & ~KNOWN_MASK) | now
