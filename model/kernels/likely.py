"""What is likely to become of each community's residents this week: chances where other kernels draw."""

from __future__ import annotations

from typing import Any

from agents.codes import ATTENDS, CHILD, HOME, INACTIVE, LEADS, MASS, PARTY, VOLUNTEERS
from agents.rules.arithmetic import chance
from agents.rules.taking_part import event_probability, is_influenced, joining_probability, rising_probability
from model.columns import Bodies, Residents
from model.compiling import kernel
from model.kernels.roles import tires
from model.kernels.taking_part import JOINS, RETURNS, asked, inclination

JOIN, INACTIVE_ADULTS = range(2)
"""Columns of what is likely to become of a community's inactive adults."""


@kernel
def reckon_joins(people: Residents, offered: Any, joins: Any, p: Any, a: Any, e: Any, rule: int) -> None:
    """Set, by community, how many inactive adults are likely to sign up this week, and how many there are."""
    joins[:] = 0.0
    for i in range(people.size):
        if people[i].present == HOME and people[i].age != CHILD and people[i].state == INACTIVE:
            c = people[i].community
            joins[c, INACTIVE_ADULTS] += 1.0
            joins[c, JOIN] += p.attention * likely_to_join(people, i, int(offered[c]), p, a, e, rule)


@kernel
def likely_to_join(people: Residents, i: int, offered: int, p: Any, a: Any, e: Any, rule: int) -> float:
    """Return the chance that an inactive resident who thinks of it signs up, asked or not."""
    aware, matches = int(people[i].known) & offered != 0, int(people[i].interest) & offered != 0
    influenced = is_influenced(
        rule, float(people[i].near_active), float(people[i].near_present), float(people[i].threshold), p.influence_count
    )
    when_asked = joining_probability(
        inclination(people, i, True, aware, matches, p, a), influenced, p.influence, p.spontaneous
    )
    alone = p.spontaneous
    if aware:
        x = inclination(people, i, False, aware, matches, p, a)
        alone = joining_probability(x, influenced, p.influence, p.spontaneous)
    by = asked(people, i, p, a, e)
    return float((1.0 - by) * alone + by * when_asked)


@kernel
def reckon_visits(people: Residents, wish: Any, events: Any, likely: Any, p: Any, a: Any) -> None:
    """Set, by community, how many adults without another wish are likely to turn up at this week's brand event."""
    likely[:] = 0.0
    for i in range(people.size):
        c = people[i].community
        free = people[i].present == HOME and people[i].age != CHILD and wish[i] != JOINS and wish[i] != RETURNS
        if free and events[c] > 0.0:
            cost = p.age_cost[int(people[i].age) - 1] + p.group_cost[people[i].group]
            likely[c] += event_probability(events[c], p.event_turnout, cost, a[0].event_openness)


@kernel
def reckon_flows(people: Residents, wish: Any, bodies: Bodies, runs: Any, odds: Any, p: Any, a: Any) -> None:
    """Set, by community and by what they are now, how many residents are likely to become what.

    ``odds[c, state, state]`` is how many there are, ``odds[c, state, other]`` how many of them are likely to change.
    """
    odds[:] = 0.0
    for i in range(people.size):
        state, c, o = int(people[i].state), people[i].community, int(people[i].organization)
        if state == INACTIVE:
            continue
        odds[c, state, state] += 1.0
        if state == ATTENDS:
            missed = wish[i] == RETURNS and people[i].placed < 0
            leaves = chance(p.leaving + (p.no_place_leaving if missed else 0.0))
            odds[c, ATTENDS, INACTIVE] += leaves
            if o >= 0 and bodies[o].kind == MASS:
                odds[c, ATTENDS, VOLUNTEERS] += (1.0 - leaves) * likely_to_rise(people[i], bodies[o].drive, p)
            continue
        steps_back = tires(p, bodies[o].drive if o >= 0 else 0.0, o >= 0 and runs[o])
        odds[c, state, state - 1] += steps_back
        if state == VOLUNTEERS:
            leads = p.leading
            if people[i].marks & PARTY and a[c].red_grid > 0.0:
                leads *= a[0].goose_leads
            odds[c, VOLUNTEERS, LEADS] += (1.0 - steps_back) * chance(leads)


@kernel
def likely_to_rise(me: Any, drive: float, p: Any) -> float:
    """Return the chance that somebody who attends begins to volunteer, asked or not."""
    asked_there = p.asked_at_activity if me.placed >= 0 else 0.0
    by_trust, by_drive = p.rising_without_trust + me.trust, p.rising_without_drive + drive
    alone = rising_probability(p.rising, by_trust, by_drive, False, p.asked_rising)
    when_asked = rising_probability(p.rising, by_trust, by_drive, True, p.asked_rising)
    return float((1.0 - asked_there) * alone + asked_there * when_asked)
