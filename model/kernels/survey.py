"""Asking everybody: counts and sums over residents, from which the indicators are made."""

from __future__ import annotations

from typing import Any

import numpy as np

from agents.codes import CHILD, HOME, INACTIVE, MASS, PARTY, VOLUNTEERS
from agents.rules.arithmetic import clamp, rule
from agents.rules.taking_part import A_BYTE, in_a_byte
from agents.rules.trust import gain_with_neighbors
from model.columns import Bodies, Grounds, Residents
from model.compiling import kernel
from model.kernels.contacts import constituencies_of

MEASURES = (
    "homes", "adults", "settled", "part", "part_or_mobilized", "twice", "this_week", "members", "volunteers",
    "constituents", "informed", "others", "domains_known", "gain", "happiness", "safety", "trust", "efficacy",
)  # fmt: skip
(
    HOMES, ADULTS, SETTLED, PART, PART_OR_MOBILIZED, TWICE, THIS_WEEK, MEMBERS, VOLUNTEERS_COUNT,
    CONSTITUENTS, INFORMED, OTHERS, DOMAINS_KNOWN, GAIN, HAPPINESS, SAFETY, TRUST, EFFICACY,
) = range(18)  # fmt: skip
COUNTS = GAIN
"""The first measures are whole numbers; the others are sums of numbers between 0 and 1."""

# Counts are added up four to a word, which is quicker; before a field of 16 bits can be full, the words are emptied.
IN_A_WORD, BITS = 4, 16
FIELD = (1 << BITS) - 1
AT_ONCE = FIELD // 9


@kernel
def survey(people: Residents, bodies: Bodies, ground: Grounds, week: int, opened: int, p: Any, out: Any) -> None:
    """Count residents into ``out``, by community, group and measure.

    ``opened`` is the first week of the window of participation.
    """
    out[:] = 0.0
    words = np.zeros((out.shape[0], out.shape[1], -(-COUNTS // IN_A_WORD)), np.int64)
    for first in range(0, people.size, AT_ONCE):
        for i in range(first, min(first + AT_ONCE, people.size)):
            me = people[i]
            if me.present != HOME:
                continue
            c, g = int(me.community), int(me.group)
            out[c, g, GAIN] += gain_with_neighbors(me.gain, me.near_gain, p.gain_neighbors)
            out[c, g, HAPPINESS] += me.happiness
            out[c, g, SAFETY] += clamp(ground.grid_safety[me.grid], 0.0, 1.0)
            out[c, g, TRUST] += me.trust
            if me.age == CHILD:
                words[c, g, 0] += 1
            else:
                out[c, g, EFFICACY] += me.efficacy
                count_adult(me, bodies, int(ground.offered[c]), week, opened, words, c, g)
        unpack(words, out)


@kernel
def count_adult(me: Any, bodies: Bodies, offered: int, week: int, opened: int, words: Any, c: int, g: int) -> None:
    """Count what concerns adults; ``offered`` are the domains of which their community has an offer.

    Without branches where it goes by turns: the processor guesses wrong half the time.
    """
    settled = int(me.since <= opened)
    part = settled & int(me.last >= opened)
    active = part | (settled & int(me.mobilized >= opened))
    twice = part & int(me.previous >= opened)
    mass = bodies[max(int(me.organization), 0)].kind == MASS
    member = int(me.state > INACTIVE) & int(me.organization >= 0) & int(mass)
    known, constituencies = int(me.known), constituencies_of(me)
    informed = constituencies if known & offered else 0
    other = 0 if me.marks & PARTY else 1
    words[c, g, 0] += packed(1, 1, settled, part)
    words[c, g, 1] += packed(active, twice, int(me.last == week), member)
    words[c, g, 2] += packed(int(me.state >= VOLUNTEERS), constituencies, informed, other)
    words[c, g, 3] += how_many(known) if other else 0


@rule
def packed(a: int, b: int, c: int, d: int) -> int:
    """Return four counts in one word."""
    return a | (b << BITS) | (c << (2 * BITS)) | (d << (3 * BITS))


@rule
def how_many(domains: int) -> int:
    """Return how many of nine domains are in a set: bits are added up by twos, fours and eights."""
    twos = (domains & 0x155) + ((domains >> 1) & 0x155)
    fours = (twos & 0x333) + ((twos >> 2) & 0x333)
    return (fours & 15) + ((fours >> 4) & 15) + (fours >> 8)


@kernel
def unpack(words: Any, out: Any) -> None:
    """Add packed counts to the measures, and begin anew."""
    for c in range(words.shape[0]):
        for g in range(words.shape[1]):
            for measure in range(COUNTS):
                shift = BITS * (measure % IN_A_WORD)
                out[c, g, measure] += (words[c, g, measure // IN_A_WORD] >> shift) & FIELD
    words[:] = 0


@kernel
def survey_domains(people: Residents, week: int, opened: int, out: Any) -> None:
    """Count, by domain, settled adults and those who took part in that domain since the window opened."""
    out[:] = 0.0
    within = np.zeros(A_BYTE + 1)
    for then in range(opened, week + 1):
        within[in_a_byte(then)] = 1.0
    for i in range(people.size):
        if people[i].present == HOME and people[i].age != CHILD and people[i].since <= opened:
            for d in range(9):
                out[d, SETTLED] += 1.0
                out[d, PART] += within[people[i].last_by_domain[d]]
