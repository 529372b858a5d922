"""Asking everybody: counts and sums over residents, from which the indicators are made."""

from __future__ import annotations

from typing import Any

from agents.codes import CHILD, HOME, INACTIVE, MASS, PARTY, VOLUNTEERS
from agents.rules.arithmetic import clamp
from model.columns import Bodies, Grounds, Residents
from model.compiling import kernel
from model.kernels.contacts import is_constituent
from model.kernels.feelings import felt_gain

MEASURES = (
    "homes", "adults", "settled", "part", "part_or_mobilized", "twice", "this_week", "gain", "happiness", "safety",
    "trust", "members", "volunteers", "constituents", "informed", "others", "domains_known", "efficacy",
)  # fmt: skip
(
    HOMES, ADULTS, SETTLED, PART, PART_OR_MOBILIZED, TWICE, THIS_WEEK, GAIN, HAPPINESS, SAFETY,
    TRUST, MEMBERS, VOLUNTEERS_COUNT, CONSTITUENTS, INFORMED, OTHERS, DOMAINS_KNOWN, EFFICACY,
) = range(18)  # fmt: skip


@kernel
def survey(people: Residents, bodies: Bodies, ground: Grounds, week: int, opened: int, p: Any, out: Any) -> None:
    """Count residents into ``out``, by community, group and measure.

    ``opened`` is the first week of the window of participation.
    """
    out[:] = 0.0
    for i in range(people.size):
        if people[i].present != HOME:
            continue
        cell = out[people[i].community, people[i].group]
        cell[HOMES] += 1.0
        cell[GAIN] += felt_gain(people, i, p)
        cell[HAPPINESS] += people[i].happiness
        cell[SAFETY] += clamp(ground.grid_safety[people[i].grid], 0.0, 1.0)
        cell[TRUST] += people[i].trust
        if people[i].age != CHILD:
            count_adult(people, bodies, ground, i, cell, week, opened)


@kernel
def count_adult(people: Residents, bodies: Bodies, ground: Grounds, i: int, cell: Any, week: int, opened: int) -> None:
    """Count what concerns adults."""
    cell[ADULTS] += 1.0
    cell[EFFICACY] += people[i].efficacy
    if people[i].since <= opened:
        took_part = people[i].last >= opened
        cell[SETTLED] += 1.0
        cell[PART] += took_part
        cell[PART_OR_MOBILIZED] += took_part or people[i].mobilized >= opened
        cell[TWICE] += took_part and people[i].previous >= opened
    cell[THIS_WEEK] += people[i].last == week
    o = int(people[i].organization)
    cell[MEMBERS] += people[i].state > INACTIVE and o >= 0 and bodies[o].kind == MASS
    cell[VOLUNTEERS_COUNT] += people[i].state >= VOLUNTEERS
    known = int(people[i].known)
    informed = known & int(ground.offered[people[i].community]) != 0
    for body in range(4):
        if is_constituent(people, i, body):
            cell[CONSTITUENTS] += 1.0
            cell[INFORMED] += informed
    if not people[i].marks & PARTY:
        cell[OTHERS] += 1.0
        while known:
            cell[DOMAINS_KNOWN] += known & 1
            known >>= 1


@kernel
def survey_domains(people: Residents, opened: int, out: Any) -> None:
    """Count, by domain, settled adults and those who took part in that domain."""
    out[:] = 0.0
    for i in range(people.size):
        if people[i].present == HOME and people[i].age != CHILD and people[i].since <= opened:
            for d in range(9):
                out[d, SETTLED] += 1.0
                out[d, PART] += people[i].last_by_domain[d] >= opened
