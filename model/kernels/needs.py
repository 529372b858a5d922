"""The ledger of needs: arising, ending, aging. A need that ends is marked GONE and swept at the end of the week."""

from __future__ import annotations

from typing import Any

import numpy as np

from agents.codes import COMPOUND, COUNTED, ESCALATED, GONE, HOME, IN_COURSE, UNASKED
from agents.rules.arithmetic import happens
from agents.rules.asking import memory_after
from agents.rules.population import need_hazard, needs_two_bodies, severity_from
from agents.rules.trust import lowered, raised
from model.columns import Grounds, Needs, Residents
from model.compiling import kernel
from model.kernels.population import pick
from model.randomness import AGES, ARISES, Key, draw_each, draws4
from model.tally import (
    ARISEN,
    CLOSED_ESCALATED,
    COMPOUND_CASES,
    ESCALATIONS,
    LAPSED,
    LEFT,
    MET,
    MET_BY_OTHERS,
    OUTSIDER_NEEDS,
    TICKETS_ENDED,
    TICKETS_MET,
    add,
)

CULTURE, SAFETY, LEGAL, ENVIRONMENT = 1, 3, 4, 8
RING = 64


@kernel
def luck_of_needs(needs: Needs, n: int, process: int, key: Key, week: int) -> Any:
    """Return, in four rows, draws of each need in the ledger, named by its resident and the week in which it arose."""
    names, births = np.empty(n, np.int64), np.empty(n, np.int64)
    for r in range(n):
        names[r] = needs[r].identity
        births[r] = needs[r].born
    luck = np.empty((4, n))
    for r in range(n):
        luck[0, r], luck[1, r], luck[2, r], luck[3, r] = draws4(key, process, names[r], week, births[r])
    return luck


@kernel
def note(ring: Any, week: int, domain: int, community: int, group: int) -> None:
    """Count a need in the week in which it arose, for coverage: in total, by community and by group."""
    slot = week % RING
    ring[slot, domain, 0] += 1
    ring[slot, domain, 1 + community] += 1
    ring[slot, domain, ring.shape[2] - 4 + group] += 1


@kernel
def draw_new_needs(
    people: Residents, names: Any, needs: Needs, n: int, start: int, rates: Any, totals: Any, p: Any, arisen: Any,
    tally: Any, key: Key, week: int,
) -> tuple[int, int]:  # fmt: skip
    """Draw this week's needs; return the ledger's length and where to go on if the ledger was full.

    ``rates[c, g, a, d]`` are needs per 1,000 and year by community, group and age, ``totals`` their sums over domains.
    """
    luck = draw_each(key, ARISES, names, week, 0)
    for i in range(start, people.size):
        if people[i].present != HOME:
            continue
        c, g, a = int(people[i].community), int(people[i].group), int(people[i].age)
        if not happens(need_hazard(people[i].proneness, totals[c, g, a]), luck[i]):
            continue
        if n == needs.size:
            return n, i
        u = draws4(key, ARISES, names[i], week)
        d = pick(rates[c, g, a], u[1] * totals[c, g, a])
        severity = severity_from(u[2])
        needs[n].who = i
        needs[n].identity = names[i]
        needs[n].domain = d
        needs[n].group = g
        needs[n].community = people[i].community
        needs[n].severity = severity
        needs[n].born = week
        needs[n].status = UNASKED
        needs[n].body = -1
        needs[n].since = week
        needs[n].ready = week
        needs[n].asked = -1
        two = d in (SAFETY, LEGAL, ENVIRONMENT)
        needs[n].marks = (
            COMPOUND if two and needs_two_bodies(severity, p.compound_severity, p.compound_share, u[3]) else 0
        )
        n += 1
        note(arisen, week, d, people[i].community, g)
        add(tally, people[i].community, g, d, ARISEN, 1.0)
        if g >= 2:
            add(tally, people[i].community, g, d, OUTSIDER_NEEDS, 1.0)
    return n, people.size


@kernel
def mean_of(row: Any) -> float:
    """Return the mean of a row's numbers, added up in their order: NumPy's own order depends on its version."""
    total = 0.0
    for k in range(row.size):
        total += row[k]
    return float(total / row.size)


@kernel
def remember(people: Residents, i: int, outcome: float, weight: float) -> None:
    """Let a resident remember how a request was handled."""
    people[i].memory = memory_after(people[i].memory, outcome, weight)


@kernel
def meet(
    needs: Needs,
    r: int,
    people: Residents,
    by_others: bool,
    in_time: Any,
    p: Any,
    t: Any,
    weight: float,
    tally: Any,
    week: int,
) -> None:
    """End a need as met."""
    i, d, c, g = int(needs[r].who), int(needs[r].domain), int(needs[r].community), int(needs[r].group)
    add(tally, c, g, d, MET, 1.0)
    if by_others:
        add(tally, c, g, d, MET_BY_OTHERS, 1.0)
    if week - int(needs[r].born) <= p.time_to_meet[d]:
        note(in_time, int(needs[r].born), d, c, g)
    if int(needs[r].asked) >= 0:
        add(tally, c, g, d, TICKETS_ENDED, 1.0)
        add(tally, c, g, d, TICKETS_MET, 1.0)
        remember(people, i, 1.0, weight)
    people[i].trust = raised(people[i].trust, t.met)
    people[i].gain = raised(people[i].gain, t.gain_step)
    people[i].known |= 1 << d
    needs[r].status = GONE


@kernel
def serve_badly(needs: Needs, r: int, people: Residents, t: Any, weight: float, tally: Any) -> None:
    """Return a need that was served badly to the open ones; it keeps its age."""
    i = int(needs[r].who)
    add(tally, needs[r].community, needs[r].group, needs[r].domain, TICKETS_ENDED, 1.0)
    remember(people, i, 0.0, weight)
    people[i].trust = lowered(people[i].trust, t.badly)
    needs[r].status = UNASKED
    needs[r].body = -1
    needs[r].asked = -1
    needs[r].marks &= COMPOUND


@kernel
def close_escalated(needs: Needs, r: int, people: Residents, ask: Any, tally: Any) -> None:
    """End an escalated case: closed, not met."""
    c, g, d = int(needs[r].community), int(needs[r].group), int(needs[r].domain)
    add(tally, c, g, d, CLOSED_ESCALATED, 1.0)
    if int(needs[r].asked) >= 0:
        add(tally, c, g, d, TICKETS_ENDED, 1.0)
    remember(people, needs[r].who, ask.memory_of_escalation, ask.own_memory)
    needs[r].status = GONE


@kernel
def settle_departed(people: Residents, needs: Needs, n: int, tally: Any) -> None:
    """End the needs of residents who have left."""
    for r in range(n):
        i = int(needs[r].who)
        if people[i].present != HOME or people[i].since > int(needs[r].born):
            c, g, d = int(needs[r].community), int(needs[r].group), int(needs[r].domain)
            add(tally, c, g, d, LEFT, 1.0)
            if int(needs[r].asked) >= 0:
                add(tally, c, g, d, TICKETS_ENDED, 1.0)
            needs[r].status = GONE


@kernel
def meet_by_attending(
    people: Residents, needs: Needs, n: int, in_time: Any, p: Any, t: Any, weight: float, tally: Any, week: int
) -> None:
    """Meet needs for culture and sport of those who got a place at such an activity this week."""
    for r in range(n):
        if needs[r].domain == CULTURE and needs[r].status == UNASKED and people[needs[r].who].placed == CULTURE:
            meet(needs, r, people, True, in_time, p, t, weight, tally, week)


@kernel
def count_unjoined(needs: Needs, r: int, tally: Any) -> None:
    """Count a case that needed two bodies and ended before it had both."""
    if needs[r].marks & COMPOUND and not needs[r].marks & COUNTED and needs[r].asked >= 0:
        needs[r].marks |= COUNTED
        add(tally, needs[r].community, needs[r].group, needs[r].domain, COMPOUND_CASES, 1.0)


@kernel
def age_needs(
    people: Residents,
    needs: Needs,
    n: int,
    ground: Grounds,
    mandate: Any,
    p: Any,
    t: Any,
    ask: Any,
    tally: Any,
    key: Key,
    week: int,
) -> None:
    """Let unmet needs lapse in silence or escalate with their severity."""
    luck = luck_of_needs(needs, n, AGES, key, week)
    for r in range(n):
        status = int(needs[r].status)
        if status in (GONE, ESCALATED, IN_COURSE):
            continue
        i, d = int(needs[r].who), int(needs[r].domain)
        c, g = int(needs[r].community), int(needs[r].group)
        if happens(p.escalation[d] * needs[r].severity, luck[0, r]):
            count_unjoined(needs, r, tally)
            add(tally, c, g, d, ESCALATIONS, 1.0)
            ground.grid_incidents[people[i].grid] += 1
            people[i].trust = lowered(people[i].trust, t.escalated)
            people[i].gain = lowered(people[i].gain, t.gain_step)
            needs[r].status = ESCALATED
            needs[r].body = mandate[d]
            needs[r].since = week
        elif happens(p.lapse if status == UNASKED else p.lapse_queued, luck[1, r]):
            count_unjoined(needs, r, tally)
            add(tally, c, g, d, LAPSED, 1.0)
            if int(needs[r].asked) >= 0:
                add(tally, c, g, d, TICKETS_ENDED, 1.0)
                remember(people, i, 0.0, ask.memory_of_lapse)
            people[i].trust = lowered(people[i].trust, t.lapsed)
            people[i].gain = lowered(people[i].gain, t.gain_step)
            needs[r].status = GONE


@kernel
def move_up(needs: Needs, r: int, to: int) -> None:
    """Copy a row of the ledger to a place before it."""
    needs[to].who = needs[r].who
    needs[to].identity = needs[r].identity
    needs[to].domain = needs[r].domain
    needs[to].group = needs[r].group
    needs[to].community = needs[r].community
    needs[to].severity = needs[r].severity
    needs[to].born = needs[r].born
    needs[to].status = needs[r].status
    needs[to].body = needs[r].body
    needs[to].since = needs[r].since
    needs[to].ready = needs[r].ready
    needs[to].asked = needs[r].asked
    needs[to].marks = needs[r].marks


@kernel
def sweep(needs: Needs, n: int, open_needs: Any) -> int:
    """Drop ended needs, keep the others in order, count the open ones by community and domain; return how many."""
    kept = 0
    for r in range(n):
        if needs[r].status == GONE:
            continue
        move_up(needs, r, kept)
        open_needs[needs[kept].community, needs[kept].domain] += 1.0
        kept += 1
    return kept


@kernel
def take_stock(needs: Needs, n: int, found: Any) -> None:
    """Count open needs by community and domain: the list of needs by which the committee sets the year's priorities.

    Culture and sport, which are met by attending, are not on it.
    """
    found[:] = 0.0
    for r in range(n):
        if needs[r].domain != CULTURE and needs[r].status != GONE:
            found[needs[r].community, needs[r].domain] += 1.0
