"""Asking everybody: counts and sums over residents, from which the indicators are made."""

from __future__ import annotations

from typing import Any

from agents.codes import CHILD, HOME, INACTIVE, MASS, PARTY, VOLUNTEERS
from model.columns import Bodies, Grounds, Residents
from model.compiling import kernel, kernel_of
from model.kernels.contacts import is_constituent
from model.kernels.feelings import felt_gain

MEASURES = (
    "homes", "adults", "settled", "part", "part_or_mobilized", "twice", "this_week", "gain", "happiness", "safety",
    "trust", "members", "volunteers", "constituents", "informed", "others", "domains_known",
)  # fmt: skip
(
    HOMES, ADULTS, SETTLED, PART, PART_OR_MOBILIZED, TWICE, THIS_WEEK, GAIN, HAPPINESS, SAFETY,
    TRUST, MEMBERS, VOLUNTEERS_COUNT, CONSTITUENTS, INFORMED, OTHERS, DOMAINS_KNOWN,
) = range(17)  # fmt: skip


@kernel_of("void(float64[:, ::1], UniTuple(int64, 3), int64, float64)")
def put(out: Any, rows: Any, measure: int, amount: float) -> None:
    """Add to a measure in total, and in detail for the community and the group."""
    for row in rows:
        if row >= 0:
            out[row, measure] += amount


@kernel
def survey(
    people: Residents, bodies: Bodies, ground: Grounds, detail: bool, week: int, opened: int, p: Any, out: Any
) -> None:
    """Count residents into ``out``: a row for the total, each community, group and domain.

    ``opened`` is the first week of the window of participation. Rows of domains hold who took part in that domain.
    """
    out[:] = 0.0
    communities = ground.offered.size
    for i in range(people.size):
        if people[i].present != HOME:
            continue
        c, g = int(people[i].community), int(people[i].group)
        rows = (0, 1 + c, 1 + communities + g) if detail else (0, -1, -1)
        put(out, rows, HOMES, 1.0)
        put(out, rows, GAIN, felt_gain(people, i, p))
        put(out, rows, HAPPINESS, people[i].happiness)
        put(out, rows, SAFETY, ground.grid_safety[people[i].grid])
        put(out, rows, TRUST, people[i].trust)
        if people[i].age == CHILD:
            continue
        count_adult(people, bodies, ground, i, rows, week, opened, out)
        if detail and people[i].since <= opened:
            for d in range(9):
                out[1 + communities + 4 + d, SETTLED] += 1.0
                if people[i].last_by_domain[d] >= opened:
                    out[1 + communities + 4 + d, PART] += 1.0


@kernel
def count_adult(
    people: Residents, bodies: Bodies, ground: Grounds, i: int, rows: Any, week: int, opened: int, out: Any
) -> None:
    """Count what concerns adults."""
    put(out, rows, ADULTS, 1.0)
    if people[i].since <= opened:
        took_part = people[i].last >= opened
        put(out, rows, SETTLED, 1.0)
        put(out, rows, PART, 1.0 if took_part else 0.0)
        put(out, rows, PART_OR_MOBILIZED, 1.0 if took_part or people[i].mobilized >= opened else 0.0)
        put(out, rows, TWICE, 1.0 if took_part and people[i].previous >= opened else 0.0)
    put(out, rows, THIS_WEEK, 1.0 if people[i].last == week else 0.0)
    o = int(people[i].organization)
    member = int(people[i].state) > INACTIVE and o >= 0 and bodies[o].kind == MASS
    put(out, rows, MEMBERS, 1.0 if member else 0.0)
    put(out, rows, VOLUNTEERS_COUNT, 1.0 if people[i].state >= VOLUNTEERS else 0.0)
    known = int(people[i].known)
    for body in range(4):
        if is_constituent(people, i, body):
            put(out, rows, CONSTITUENTS, 1.0)
            put(out, rows, INFORMED, 1.0 if known & int(ground.offered[people[i].community]) else 0.0)
    if not people[i].marks & PARTY:
        put(out, rows, OTHERS, 1.0)
        for d in range(9):
            if (known >> d) & 1:
                put(out, rows, DOMAINS_KNOWN, 1.0)
