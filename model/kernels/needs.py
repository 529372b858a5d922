"""The ledger of needs: arising, ending, aging. A need that ends is marked GONE and swept at the end of the week."""

from __future__ import annotations

from typing import Any

from agents.rules.arithmetic import chance
from agents.rules.asking import memory_after
from agents.rules.population import need_probability, needs_two_bodies, severity_from
from agents.rules.trust import lowered, raised
from agents.codes import (AT_DEPARTMENT, COMPOUND, ESCALATED, GONE, HOME, IN_COURSE, UNASKED)
from model.columns import (Grounds, Needs, Residents)
from model.compiling import kernel
from model.kernels.population import pick
from model.randomness import AGES, ARISES, Key, draws4
from model.tally import (
    ARISEN,
    CLOSED_ESCALATED,
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
def note(ring: Any, week: int, domain: int, community: int, group: int) -> None:
    """Count a need in the week in which it arose, for coverage: in total, by community and by group."""
    slot = week % RING
    ring[slot, domain, 0] += 1
    ring[slot, domain, 1 + community] += 1
    ring[slot, domain, ring.shape[2] - 4 + group] += 1


@kernel
def draw_new_needs(
    people: Residents, needs: Needs, n: int, start: int, rates: Any, totals: Any, p: Any, arisen: Any, tally: Any, key: Key, week: int
) -> tuple[int, int]:
    """Draw this week's needs; return the ledger's length and where to go on if the ledger was full.

    ``rates[g, a, d]`` are needs per 1,000 and year by group and age, ``totals`` their sums over domains.
    """
    for i in range(start, people.identity.size):
        if people.present[i] != HOME:
            continue
        g, a = int(people.group[i]), int(people.age[i])
        u = draws4(key, ARISES, people.identity[i], week)
        if u[0] >= need_probability(people.proneness[i], totals[g, a]):
            continue
        if n == needs.who.size:
            return n, i
        d = pick(rates[g, a], u[1] * totals[g, a])
        severity = severity_from(u[2])
        needs.who[n] = i
        needs.identity[n] = people.identity[i]
        needs.domain[n] = d
        needs.group[n] = g
        needs.community[n] = people.community[i]
        needs.severity[n] = severity
        needs.born[n] = week
        needs.status[n] = UNASKED
        needs.body[n] = -1
        needs.since[n] = week
        needs.ready[n] = week
        needs.asked[n] = -1
        two = d == SAFETY or d == LEGAL or d == ENVIRONMENT
        needs.flags[n] = (
            COMPOUND if two and needs_two_bodies(severity, p.compound_severity, p.compound_share, u[3]) else 0
        )
        n += 1
        note(arisen, week, d, people.community[i], g)
        add(tally, people.community[i], g, d, ARISEN, 1.0)
        if g >= 2:
            add(tally, people.community[i], g, d, OUTSIDER_NEEDS, 1.0)
    return n, people.identity.size


@kernel
def remember(people: Residents, i: int, outcome: float, weight: float) -> None:
    """Let a resident remember how a request was handled."""
    people.memory[i] = memory_after(people.memory[i], outcome, weight)


@kernel
def meet(
    needs: Needs, r: int, people: Residents, by_others: bool, in_time: Any, p: Any, t: Any, weight: float, tally: Any, week: int
) -> None:
    """End a need as met."""
    i, d, c, g = int(needs.who[r]), int(needs.domain[r]), int(needs.community[r]), int(needs.group[r])
    add(tally, c, g, d, MET, 1.0)
    if by_others:
        add(tally, c, g, d, MET_BY_OTHERS, 1.0)
    if week - int(needs.born[r]) <= p.time_to_meet[d]:
        note(in_time, int(needs.born[r]), d, c, g)
    if int(needs.asked[r]) >= 0:
        add(tally, c, g, d, TICKETS_ENDED, 1.0)
        add(tally, c, g, d, TICKETS_MET, 1.0)
        remember(people, i, 1.0, weight)
    people.trust[i] = raised(people.trust[i], t.met)
    people.gain[i] = raised(people.gain[i], t.gain_step)
    people.known[i] |= 1 << d
    needs.status[r] = GONE


@kernel
def serve_badly(needs: Needs, r: int, people: Residents, t: Any, weight: float, tally: Any) -> None:
    """Return a need that was served badly to the open ones; it keeps its age."""
    i = int(needs.who[r])
    add(tally, needs.community[r], needs.group[r], needs.domain[r], TICKETS_ENDED, 1.0)
    remember(people, i, 0.0, weight)
    people.trust[i] = lowered(people.trust[i], t.badly)
    needs.status[r] = UNASKED
    needs.body[r] = -1
    needs.asked[r] = -1
    needs.flags[r] &= COMPOUND


@kernel
def close_escalated(needs: Needs, r: int, people: Residents, weight: float, tally: Any) -> None:
    """End an escalated case: closed, not met."""
    c, g, d = int(needs.community[r]), int(needs.group[r]), int(needs.domain[r])
    add(tally, c, g, d, CLOSED_ESCALATED, 1.0)
    if int(needs.asked[r]) >= 0:
        add(tally, c, g, d, TICKETS_ENDED, 1.0)
    remember(people, needs.who[r], 0.5, weight)
    needs.status[r] = GONE


@kernel
def settle_departed(people: Residents, needs: Needs, n: int, tally: Any) -> None:
    """End the needs of residents who have left."""
    for r in range(n):
        i = int(needs.who[r])
        if people.present[i] != HOME or people.since[i] > int(needs.born[r]):
            c, g, d = int(needs.community[r]), int(needs.group[r]), int(needs.domain[r])
            add(tally, c, g, d, LEFT, 1.0)
            if int(needs.asked[r]) >= 0:
                add(tally, c, g, d, TICKETS_ENDED, 1.0)
            needs.status[r] = GONE


@kernel
def meet_by_attending(
    people: Residents, needs: Needs, n: int, in_time: Any, p: Any, t: Any, weight: float, tally: Any, week: int
) -> None:
    """Meet needs for culture and sport of those who got a place at such an activity this week."""
    for r in range(n):
        if needs.domain[r] == CULTURE and needs.status[r] == UNASKED and people.placed[needs.who[r]] == CULTURE:
            meet(needs, r, people, True, in_time, p, t, weight, tally, week)


@kernel
def age_needs(
    people: Residents, needs: Needs, n: int, ground: Grounds, mandate: Any, p: Any, t: Any, tally: Any, key: Key, week: int
) -> None:
    """Let unmet needs lapse in silence or escalate with their severity."""
    for r in range(n):
        status = int(needs.status[r])
        if status == GONE or status == ESCALATED or status == IN_COURSE:
            continue
        i, d = int(needs.who[r]), int(needs.domain[r])
        c, g = int(needs.community[r]), int(needs.group[r])
        u = draws4(key, AGES, needs.identity[r], week, int(needs.born[r]))
        if u[0] < chance(p.escalation[d] * needs.severity[r]):
            add(tally, c, g, d, ESCALATIONS, 1.0)
            ground.grid_incidents[people.grid[i]] += 1
            people.trust[i] = lowered(people.trust[i], t.escalated)
            people.gain[i] = lowered(people.gain[i], t.gain_step)
            needs.status[r] = ESCALATED
            needs.body[r] = mandate[d]
            needs.since[r] = week
        elif u[1] < chance(p.lapse if status == UNASKED else p.lapse_queued):
            add(tally, c, g, d, LAPSED, 1.0)
            if int(needs.asked[r]) >= 0:
                add(tally, c, g, d, TICKETS_ENDED, 1.0)
                remember(people, i, 0.0, 0.5)
            people.trust[i] = lowered(people.trust[i], t.lapsed)
            people.gain[i] = lowered(people.gain[i], t.gain_step)
            needs.status[r] = GONE


@kernel
def move_up(needs: Needs, r: int, to: int) -> None:
    """Copy a row of the ledger to a place before it."""
    needs.who[to] = needs.who[r]
    needs.identity[to] = needs.identity[r]
    needs.domain[to] = needs.domain[r]
    needs.group[to] = needs.group[r]
    needs.community[to] = needs.community[r]
    needs.severity[to] = needs.severity[r]
    needs.born[to] = needs.born[r]
    needs.status[to] = needs.status[r]
    needs.body[to] = needs.body[r]
    needs.since[to] = needs.since[r]
    needs.ready[to] = needs.ready[r]
    needs.asked[to] = needs.asked[r]
    needs.flags[to] = needs.flags[r]


@kernel
def sweep(needs: Needs, n: int, open_needs: Any) -> int:
    """Drop ended needs, keep the others in order, count the open ones by community and domain; return how many."""
    kept = 0
    for r in range(n):
        if needs.status[r] == GONE:
            continue
        move_up(needs, r, kept)
        open_needs[needs.community[kept], needs.domain[kept]] += 1.0
        kept += 1
    return kept


@kernel
def count_waiting(needs: Needs, n: int, asked: Any) -> None:
    """Count asked needs by community and domain: what the committee can see when it sets the year's priorities."""
    asked[:] = 0.0
    for r in range(n):
        if needs.status[r] >= 1 and needs.status[r] <= AT_DEPARTMENT:
            asked[needs.community[r], needs.domain[r]] += 1.0
