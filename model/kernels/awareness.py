"""What residents see of each other, and how awareness spreads.

Residents are gone through in tiles: what is noted of a tile's ties stays near the processor, and short loops of one
purpose each do several residents or ties at once.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from agents.codes import ALLIANCE_BIT, EVENT, HOME, NEAR_GOOSE, PARTY, VISIT
from agents.rules.awareness import also, stays_aware, told_probability
from model.columns import Array, Residents, Town
from model.compiling import kernel
from model.randomness import (
    HEARS,
    ORDER,
    Key,
    branch,
    draw,
    luck_word,
    mixed,
    numbered,
    spread_out,
    words_below,
)

KNOWN_MASK = 0x1FF
AT_HOME, TAKES_PART, GOOSE = 1 << 9, 1 << 10, 1 << 11
GROUP_SHIFT, MEMORY_SHIFT, GAIN_SHIFT, LUCK_SHIFT = 12, 14, 21, 32
LEVELS = 126.0
"""In how many steps memory and gain are seen: an even number, so that one of them is the neutral middle."""
TILE = 256
STRIDE = 16
"""What a resident's ties share is written for so many at once; the next resident writes over what is too much."""
MOST_TIES = (1 << 12) - 1
"""A resident can have so many: the sums over them share a word."""

# Words are np.uint64 throughout: mixed with a Python integer, Numba would turn them into floats.
_U = np.uint64
_ALL, _LUCK, _KNOWN = _U(0xFFFFFFFFFFFFFFFF), _U(0xFFFFFFFF), _U(KNOWN_MASK)
_BIT, _GROUP, _LEVEL = _U(1), _U(3), _U(127)
_ACTIVE_AT, _PRESENT_AT, _GOOSE_AT = _U(10), _U(9), _U(11)
_GROUP_AT, _MEMORY_AT, _GAIN_AT, _LUCK_AT = _U(GROUP_SHIFT), _U(MEMORY_SHIFT), _U(GAIN_SHIFT), _U(LUCK_SHIFT)
# Where a resident's sums lie in their word, and what their ties know together in theirs.
_ACTIVE_SUM, _MEMORY_SUM, _GAIN_SUM, _COUNT, _LEVEL_SUM = _U(12), _U(24), _U(44), _U(MOST_TIES), _U(0xFFFFF)
_CIRCLE, _GEESE, _TOP = _U(9), _U(18), _U(63)
# That a tie is the first of its resident, in the word of who hears.
_FIRST, _FIRST_AT = _U(1 << 40), _U(40)


class Ties(NamedTuple):
    """A tile's ties, those of a resident together.

    ``seen`` is what the other end shows, ``hearer`` the luck and the group of whose tie it is, and whether it is their
    first. ``sums`` are running totals over the tile, one entry ahead, ``unions`` what a resident's ties up to this one
    tell, know and show.
    """

    seen: Array
    hearer: Array
    sums: Array
    unions: Array


class Hearers(NamedTuple):
    """A tile's residents: their luck and which domains they know of, as bits.

    ``heard`` by word of mouth, known in the own ``circle``, ``known`` at the start of the week, and ``now``.
    """

    luck: Array
    barrier: Array
    heard: Array
    circle: Array
    known: Array
    now: Array


@kernel
def in_steps(share: float) -> int:
    """Return the step that is nearest to a number between 0 and 1."""
    return int(np.float64(share) * LEVELS + 0.5)


@kernel
def face(me: Any, a: Any) -> int:
    """Return what others can see of a resident, packed into one word."""
    if me.present != HOME:
        return 0
    word = int(me.known) | AT_HOME | (int(me.group) << GROUP_SHIFT)
    if me.state > 0:
        word |= TAKES_PART
        if me.marks & PARTY and a[me.community].red_grid > 0.0:
            word |= GOOSE
    return word | (in_steps(me.memory) << MEMORY_SHIFT) | (in_steps(me.gain) << GAIN_SHIFT)


@kernel
def show(people: Residents, town: Town, a: Any, key: Key, week: int) -> None:
    """Let everybody be seen as they are at the start of the week; the word's upper half is their luck."""
    names, seen = town.names, town.seen
    for i in range(people.size):
        seen[i] = luck_word(key, HEARS, names[i], week) << _LUCK_AT
    for i in range(people.size):
        seen[i] |= _U(face(people[i], a))


@kernel
def draw_order(names: Any, key: Key, week: int, luck: Any) -> None:
    """Draw what an order of residents is sorted by, for the variant in which they see each other as it happens."""
    for i in range(names.size):
        luck[i] = draw(key, ORDER, names[i], week)


@kernel
def most_ties(first_tie: Any, residents: int, tile: int) -> int:
    """Return how many ties the residents of a tile have at most."""
    most = 0
    for i in range(0, residents, tile):
        most = max(most, first_tie[min(i + tile, residents)] - first_tie[i])
    return most


@kernel
def meet(people: Residents, own: Any, ends: Any, seen: Any, starts: Any, barrier: Any, h: Hearers, t: Ties) -> None:
    """Note who hears in a tile of residents, and for each of their ties whose it is and what is seen there.

    ``own`` is what these residents show, ``seen`` what all do.
    """
    for q in range(ends.size):
        t.seen[q] = seen[ends[q]]
    for j in range(own.size):
        me = people[j]
        h.luck[j] = own[j] >> _LUCK_AT
        h.barrier[j] = barrier[me.group]
        h.known[j] = me.known
        start, end = starts[j] - starts[0], starts[j + 1] - starts[0]
        hearer = spread_out(h.luck[j]) | (_U(me.group) << _LUCK_AT)
        for q in range(start, end, STRIDE):
            theirs = t.hearer[q : q + STRIDE]
            for further in range(STRIDE):
                theirs[further] = hearer
        t.hearer[start] |= _FIRST


@kernel
def look(many: int, tie_chance: float, t: Ties) -> None:
    """Look along a tile's ties: what each tells and shows, then added up and put together."""
    lucky = words_below(tie_chance)
    for q in range(many):
        seen, hearer = t.seen[q], t.hearer[q]
        known = seen & _KNOWN
        told = known if mixed(seen >> _LUCK_AT, hearer & _LUCK) < lucky else _U(0)
        circle = known if (seen >> _GROUP_AT) & _GROUP == (hearer >> _LUCK_AT) & _GROUP else _U(0)
        goose = (seen >> _GOOSE_AT) & _BIT
        t.unions[q] = told | (circle << _CIRCLE) | (goose << _GEESE) | ((hearer >> _FIRST_AT) << _TOP)
        counts = ((seen >> _PRESENT_AT) & _BIT) | (((seen >> _ACTIVE_AT) & _BIT) << _ACTIVE_SUM)
        levels = (((seen >> _MEMORY_AT) & _LEVEL) << _MEMORY_SUM) | (((seen >> _GAIN_AT) & _LEVEL) << _GAIN_SUM)
        t.sums[q] = counts | levels
    total, union = _U(0), _U(0)
    for q in range(many):
        further, theirs = t.sums[q], t.unions[q]
        t.sums[q] = total
        total += further
        earlier = _ALL * ((theirs >> _TOP) ^ _BIT)  # no bits at a resident's first tie, all bits elsewhere
        union = (union & earlier) | theirs
        t.unions[q] = union
    t.sums[many] = total


@kernel
def note_neighbors(people: Residents, starts: Any, h: Hearers, t: Ties) -> None:
    """Note what a tile's residents heard by word of mouth, what their own circle knows, and how neighbors fare."""
    for j in range(starts.size - 1):
        start, end = starts[j] - starts[0], starts[j + 1] - starts[0]
        union = t.unions[end - 1] if end > start else _U(0)
        total = t.sums[end] - t.sums[start]
        h.heard[j] = np.int64(union & _KNOWN)
        h.circle[j] = np.int64((union >> _CIRCLE) & _KNOWN)
        me = people[j]
        if me.present != HOME:
            continue
        present = np.int64(total & _COUNT)
        me.near_present = present
        me.near_active = np.int64((total >> _ACTIVE_SUM) & _COUNT)
        me.marks = (int(me.marks) & ~NEAR_GOOSE) | (NEAR_GOOSE * np.int64((union >> _GEESE) & _BIT))
        memory, gain = np.int64((total >> _MEMORY_SUM) & _LEVEL_SUM), np.int64(total >> _GAIN_SUM)
        me.near_memory = memory / (LEVELS * present) if present > 0 else 0.5
        me.near_gain = gain / (LEVELS * present) if present > 0 else me.gain


@kernel
def learn_or_forget(n: int, media: float, fading: float, h: Hearers) -> None:
    """Let a tile's residents learn from media or forget, domain by domain, as if nobody had met them this week."""
    for j in range(n):
        h.now[j] = h.heard[j]
    for d in range(9):
        number = numbered(d)
        for j in range(n):
            told = told_probability(media, 0.0, 1.0 if (h.circle[j] >> d) & 1 else h.barrier[j])
            luck = branch(h.luck[j], number)
            h.now[j] |= (1 << d) if stays_aware((h.known[j] >> d) & 1 == 1, told, fading, luck) else 0


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
def after_contacts(me: Any, j: int, h: Hearers, p: Any, a: Any, e: Any, reach: Any) -> int:
    """Return which domains a resident knows of whom somebody met this week."""
    now, contact, told = h.heard[j], int(me.contact), int(me.told)
    for d in range(9):
        contacts = contacts_tell(contact, told, d, a, e, reach)
        likely = told_probability(p.media, contacts, 1.0 if (h.circle[j] >> d) & 1 else h.barrier[j])
        luck = branch(h.luck[j], numbered(d))
        if stays_aware((h.known[j] >> d) & 1 == 1, likely, p.fading, luck):
            now |= 1 << d
    return int(now)


@kernel
def spread_awareness(people: Residents, town: Town, order: Any, live: bool, p: Any, a: Any, e: Any, reach: Any) -> None:
    """Word of mouth, media and contacts; each domain fades.

    ``live``: residents come one by one in the order given, and later ones see what earlier ones have learned.
    """
    tile = 1 if live else TILE
    room = most_ties(town.first_tie, people.size, tile) + STRIDE + 1
    t = Ties(np.empty(room, _U), np.empty(room, _U), np.empty(room, _U), np.empty(room, _U))
    h = Hearers(
        np.empty(tile, _U), np.empty(tile), np.empty(tile, np.int64), np.empty(tile, np.int64),
        np.empty(tile, np.int64), np.empty(tile, np.int64),
    )  # fmt: skip
    for k in range(0, people.size, tile):
        i, n = order[k] if live else k, min(tile, people.size - k)
        hearing, starts = people[i : i + n], town.first_tie[i : i + n + 1]
        ends = town.ties[starts[0] : starts[n]]
        meet(hearing, town.seen[i : i + n], ends, town.seen, starts, p.barrier, h, t)
        look(ends.size, p.tie_chance, t)
        note_neighbors(hearing, starts, h, t)
        learn_or_forget(n, p.media, p.fading, h)
        for j in range(n):
            me = hearing[j]
            if me.present == HOME:
                me.known = after_contacts(me, j, h, p, a, e, reach) if me.contact or me.told else h.now[j]
                if live:
                    town.seen[i] = (town.seen[i] & ~_KNOWN) | _U(me.known)
