"""Asking everybody: counts and sums over residents, from which the indicators are made."""

from __future__ import annotations

from typing import Any

from agents.codes import CHILD, HOME, INACTIVE, MASS, PARTY, VOLUNTEERS
from agents.rules.arithmetic import clamp
from agents.rules.trust import gain_with_neighbors
from model.columns import Bodies, Grounds, Residents
from model.compiling import kernel
from model.kernels.contacts import constituencies_of

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
    safety, offered = ground.grid_safety, ground.offered
    for i in range(people.size):
        me = people[i]
        if me.present != HOME:
            continue
        c, g = me.community, me.group
        out[c, g, HOMES] += 1.0
        out[c, g, GAIN] += gain_with_neighbors(me.gain, me.near_gain, p.gain_neighbors)
        out[c, g, HAPPINESS] += me.happiness
        out[c, g, SAFETY] += clamp(safety[me.grid], 0.0, 1.0)
        out[c, g, TRUST] += me.trust
        if me.age != CHILD:
            in_a_group = me.state > INACTIVE and me.organization >= 0 and bodies[me.organization].kind == MASS
            out[c, g, MEMBERS] += in_a_group
            count_adult(me, int(offered[c]), week, opened, out, c, g)


@kernel
def count_adult(me: Any, offered: int, week: int, opened: int, out: Any, c: int, g: int) -> None:
    """Count what concerns adults; ``offered`` are the domains of which their community has an offer."""
    out[c, g, ADULTS] += 1.0
    out[c, g, EFFICACY] += me.efficacy
    if me.since <= opened:
        took_part = me.last >= opened
        out[c, g, SETTLED] += 1.0
        out[c, g, PART] += took_part
        out[c, g, PART_OR_MOBILIZED] += took_part or me.mobilized >= opened
        out[c, g, TWICE] += took_part and me.previous >= opened
    out[c, g, THIS_WEEK] += me.last == week
    out[c, g, VOLUNTEERS_COUNT] += me.state >= VOLUNTEERS
    known, constituencies = int(me.known), constituencies_of(me)
    out[c, g, CONSTITUENTS] += constituencies
    if known & offered:
        out[c, g, INFORMED] += constituencies
    if not me.marks & PARTY:
        domains = 0
        for d in range(9):
            domains += (known >> d) & 1
        out[c, g, OTHERS] += 1.0
        out[c, g, DOMAINS_KNOWN] += domains


@kernel
def survey_domains(people: Residents, opened: int, out: Any) -> None:
    """Count, by domain, settled adults and those who took part in that domain."""
    out[:] = 0.0
    for i in range(people.size):
        if people[i].present == HOME and people[i].age != CHILD and people[i].since <= opened:
            for d in range(9):
                out[d, SETTLED] += 1.0
                out[d, PART] += people[i].last_by_domain[d] >= opened
