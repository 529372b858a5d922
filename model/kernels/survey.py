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
PART_OF_ONE = 2.0**-32
"""Such numbers are added up in parts as small as this: whole numbers, whose sum is the same in any order."""

# Counts are added up four to a word, which is quicker; before a field of 16 bits can be full, the words are emptied.
IN_A_WORD, BITS = 4, 16
FIELD = (1 << BITS) - 1
AT_ONCE = FIELD // 9
WORDS = -(-COUNTS // IN_A_WORD)
FELT = (GAIN, HAPPINESS, TRUST, EFFICACY)
"""What is felt is added up after the words, in this order."""


@kernel
def survey(
    people: Residents, first: Any, bodies: Bodies, ground: Grounds, week: int, opened: int, p: Any, out: Any
) -> None:
    """Count all residents into ``out``, by measure.

    ``opened`` is the first week of the window of participation, ``first`` where each community's residents begin.
    """
    out[:] = 0.0
    sums = np.zeros((1, WORDS + len(FELT)), np.int64)
    for c in range(first.size - 1):
        offered = int(ground.offered[c])
        for start in range(first[c], first[c + 1], AT_ONCE):
            a0, a1, a2, a3, gain, happiness, trust, efficacy = 0, 0, 0, 0, 0, 0, 0, 0
            for i in range(start, min(start + AT_ONCE, first[c + 1])):
                b0, b1, b2, b3, g, h, t, e = answers(people[i], bodies, offered, week, opened, p.gain_neighbors)
                a0, a1, a2, a3 = a0 + b0, a1 + b1, a2 + b2, a3 + b3
                gain, happiness, trust, efficacy = gain + g, happiness + h, trust + t, efficacy + e
            keep(sums, 0, a0, a1, a2, a3, gain, happiness, trust, efficacy)
            unpack(sums, 0, out)
    for g in range(ground.grid_homes.size):
        out[SAFETY] += ground.grid_homes[g] * in_parts(clamp(ground.grid_safety[g], 0.0, 1.0))
    for measure in range(COUNTS, out.size):
        out[measure] *= PART_OF_ONE


@kernel
def survey_cells(
    people: Residents, first: Any, bodies: Bodies, ground: Grounds, week: int, opened: int, p: Any, out: Any
) -> None:
    """Count residents into ``out``, by community, group and measure; what they add up to is what `survey` counts."""
    out[:] = 0.0
    sums = np.zeros((out.shape[1], WORDS + len(FELT)), np.int64)
    for c in range(first.size - 1):
        offered = int(ground.offered[c])
        for start in range(first[c], first[c + 1], AT_ONCE):
            for i in range(start, min(start + AT_ONCE, first[c + 1])):
                me, group = people[i], int(people[i].group)
                b0, b1, b2, b3, g, h, t, e = answers(me, bodies, offered, week, opened, p.gain_neighbors)
                keep(sums, group, b0, b1, b2, b3, g, h, t, e)
                if me.present == HOME:
                    out[c, group, SAFETY] += in_parts(clamp(ground.grid_safety[me.grid], 0.0, 1.0))
            for group in range(out.shape[1]):
                unpack(sums, group, out[c, group])
        for group in range(out.shape[1]):
            for measure in range(COUNTS, out.shape[2]):
                out[c, group, measure] *= PART_OF_ONE


@kernel
def answers(
    me: Any, bodies: Bodies, offered: int, week: int, opened: int, weight: float
) -> tuple[int, int, int, int, int, int, int, int]:
    """Return what a resident answers: four words of counts, then what they feel, in small parts of one.

    ``offered`` are the domains of which their community has an offer, ``weight`` that of neighbors in what is gained.
    Nothing branches, so that several residents can be asked at once; who is not at home answers nothing.
    """
    here = int(me.present == HOME)
    adult = here & int(me.age != CHILD)
    settled = int(me.since <= opened)
    part = settled & int(me.last >= opened)
    active = part | (settled & int(me.mobilized >= opened))
    twice = part & int(me.previous >= opened)
    mass = bodies[max(int(me.organization), 0)].kind == MASS
    member = int(me.state > INACTIVE) & int(me.organization >= 0) & int(mass)
    known, constituencies = int(me.known), constituencies_of(me)
    informed = constituencies * int(known & offered != 0)
    other = int(me.marks & PARTY == 0)
    return (
        here + adult * packed(0, 1, settled, part),
        adult * packed(active, twice, int(me.last == week), member),
        adult * packed(int(me.state >= VOLUNTEERS), constituencies, informed, other),
        adult * other * how_many(known),
        here * in_parts(gain_with_neighbors(me.gain, me.near_gain, weight)),
        here * in_parts(np.float64(me.happiness)),
        here * in_parts(np.float64(me.trust)),
        adult * in_parts(np.float64(me.efficacy)),
    )


@rule
def in_parts(share: float) -> int:
    """Return how many small parts of one a number between 0 and 1 has."""
    return int(share * 4294967296.0)


@kernel
def keep(
    sums: Any, row: int, a0: int, a1: int, a2: int, a3: int, gain: int, happiness: int, trust: int, efficacy: int
) -> None:
    """Add answers to a row of sums."""
    sums[row, 0] += a0
    sums[row, 1] += a1
    sums[row, 2] += a2
    sums[row, 3] += a3
    sums[row, WORDS] += gain
    sums[row, WORDS + 1] += happiness
    sums[row, WORDS + 2] += trust
    sums[row, WORDS + 3] += efficacy


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
def unpack(sums: Any, row: int, out: Any) -> None:
    """Add a row of sums to the measures, and begin it anew."""
    for measure in range(COUNTS):
        out[measure] += (sums[row, measure // IN_A_WORD] >> (BITS * (measure % IN_A_WORD))) & FIELD
    for k in range(len(FELT)):
        out[FELT[k]] += sums[row, WORDS + k]
    sums[row] = 0


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
