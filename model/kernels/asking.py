"""From an open need to a ticket: asking, finding, first contact, and on its way as a case."""

from __future__ import annotations

from typing import Any

import numpy as np

from agents.codes import (
    AT_ORGANIZATION,
    BOUNCED,
    COMPOUND,
    DUPLICATE,
    INTAKE,
    MOST_REQUESTS,
    TRIED,
    UNASKED,
    VISIT,
)
from agents.rules.arithmetic import exp
from agents.rules.asking import asking_probability, awareness_factor, finding_probability, line
from agents.rules.cases import attention, misroute_probability
from model.columns import Bodies, Departments, Grounds, Needs, Residents
from model.compiling import kernel
from model.kernels.matching import Able, find_organization, fits, is_professional, list_able, order_by_luck, take_hours
from model.kernels.needs import luck_of_needs, mean_of, meet, serve_badly
from model.quantiles import rounded
from model.randomness import ASKS, FOUND, GUESSES, ROUTES, Key, draw, draws4
from model.tally import (
    CASES,
    CASES_FRAGMENTED,
    ORGANIZATION_FITS,
    ORGANIZATION_REQUESTS,
    PROFESSIONAL_REQUESTS,
    RESPONSES,
    ROUTED,
    ROUTING_WEEKS,
    TICKETS,
    add,
)

FOUND_BY_OTHERS, SELF, OUTREACH_FOUND = 1, 2, 3
ROUNDING = 1.0 + 1e-9
"""What bounds a chance is a little higher, so that no rounding matters."""


@kernel
def guess_organization(
    bodies: Bodies, first: Any, listed: Any, runs: Any, c: int, who: int, key: Key, week: int
) -> int:
    """Return whichever organization a resident happens to turn to, or -1."""
    best, at = -1.0, -1
    for k in range(first[c], first[c + 1]):
        luck = draw(key, GUESSES, who, week, bodies[listed[k]].identity)
        if runs[listed[k]] and luck > best:
            best, at = luck, listed[k]
    return at


@kernel
def finding_chances(ground: Grounds, p: Any, k: Any, e: Any, start_skill: float, gain: Any) -> Any:
    """Return the chance that a grid worker finds a need this week, by community and domain."""
    communities, domains = ground.priority.shape
    chances = np.empty((communities, domains))
    for c in range(communities):
        mean = mean_of(ground.priority[c])
        for d in range(domains):
            look_out = attention(ground.priority[c, d], mean, e[c].priority_weight, k.most_attention)
            chances[c, d] = finding_probability(p.found[d] * look_out, ground.cadre_skill[c], start_skill, gain[c])
    return chances


@kernel
def rows_to_ask(
    needs: Needs, size: int, people: Residents, finding: Any, p: Any, visit_finds: float, key: Key, week: int
) -> Any:
    """Return the rows of open needs that may be raised this week, however their residents fare until then.

    All others would not be whatever trust, memory and awareness come to be; who is raised is settled in turn.
    """
    u = luck_of_needs(needs, size, ASKS, key, week)
    most = max(p.trust_base, line(p.trust_base, p.trust_slope, 1.0))
    most *= max(p.memory_base, line(p.memory_base, p.memory_slope, 1.0)) * max(1.0, p.unaware) * ROUNDING
    rows = np.empty(size, np.int64)
    n = 0
    for r in range(size):
        need = needs[r]
        if need.status != UNASKED:
            continue
        me, d = people[need.who], int(need.domain)
        asks = u[0, r] < p.hazard[d] * me.propensity * p.barrier[need.group] * most
        found = u[3, r] < finding[need.community, d] or (me.contact & VISIT and u[2, r] < visit_finds)
        if asks or found or ((me.told >> d) & 1 and u[1, r] < p.outreach_finds):
            rows[n] = r
            n += 1
    return rows[:n]


@kernel
def who_raises(
    needs: Needs, r: int, people: Residents, ground: Grounds, finding: Any, p: Any, hours: float, visit_finds: float,
    key: Key, week: int,
) -> int:  # fmt: skip
    """Return who raises an open need this week: nobody (0), who found it, the resident, outreach."""
    i, d, c, g = int(needs[r].who), int(needs[r].domain), int(needs[r].community), int(needs[r].group)
    u = draws4(key, ASKS, needs[r].identity, week, int(needs[r].born))
    aware = (int(people[i].known) >> d) & 1 == 1
    chance_asks = asking_probability(
        p.hazard[d],
        people[i].propensity,
        awareness_factor(aware, p.unaware),
        line(p.trust_base, p.trust_slope, people[i].trust),
        line(p.memory_base, p.memory_slope, people[i].memory),
        p.barrier[g],
    )
    if u[0] < chance_asks:
        return SELF
    if (people[i].told >> d) & 1 and u[1] < p.outreach_finds:
        return OUTREACH_FOUND
    if people[i].contact & VISIT and u[2] < visit_finds and p.hazard[d] > 0.0:
        return FOUND_BY_OTHERS
    if u[3] < finding[c, d] and ground.grid_hours[c] >= hours:
        ground.grid_hours[c] -= hours
        ground.grid_spent[c] += hours
        return FOUND_BY_OTHERS
    return 0


@kernel
def settle_at_once(
    needs: Needs, r: int, people: Residents, ground: Grounds, k: Any, luck: float, quality: float, in_time: Any,
    n: Any, t: Any, weight: float, tally: Any, week: int,
) -> bool:  # fmt: skip
    """Let a grid worker settle a light ticket on the spot; return whether they tried."""
    c, d = int(needs[r].community), int(needs[r].domain)
    light = needs[r].severity < k.light and not needs[r].marks & COMPOUND
    if not light or luck >= k.first_contact[d] or ground.grid_hours[c] < k.first_contact_hours:
        return False
    ground.grid_hours[c] -= k.first_contact_hours
    ground.grid_spent[c] += k.first_contact_hours
    if quality < k.first_contact_quality:
        add(tally, c, needs[r].group, d, RESPONSES, 1.0)
        meet(needs, r, people, False, in_time, n, t, weight, tally, week)
    else:
        serve_badly(needs, r, people, t, weight, tally)
    return True


@kernel
def open_case(
    needs: Needs, r: int, k: Any, center: bool, tie: float, turned_away: bool, tally: Any, key: Key, week: int
) -> None:
    """Send a ticket on its way as a case: intake, bounces between bodies, perhaps a duplicate."""
    u = draws4(key, ROUTES, needs[r].identity, week, int(needs[r].born))
    v = draws4(key, ROUTES, needs[r].identity, week, int(needs[r].born) + 65536)
    wrong = misroute_probability(k.misroute, k.center_misroute, center, tie, k.misroute_tie)
    bounces = 0
    while bounces < k.most_bounces and u[bounces] < wrong:
        bounces += 1
    delay = bounces * (k.center_bounce if center else k.bounce) + (0.0 if center else k.intake)
    if bounces > 0 or turned_away:
        needs[r].marks |= BOUNCED
    if v[1] < k.duplicates * exp(-k.duplicates_tie * tie):
        needs[r].marks |= DUPLICATE
    needs[r].status = INTAKE
    needs[r].body = -1
    needs[r].since = week
    needs[r].ready = week + rounded(delay, v[0])
    add(tally, needs[r].community, needs[r].group, needs[r].domain, CASES, 1.0)
    if needs[r].marks & (BOUNCED | DUPLICATE):
        add(tally, needs[r].community, needs[r].group, needs[r].domain, CASES_FRAGMENTED, 1.0)


@kernel
def turn_to_organization(
    needs: Needs,
    r: int,
    bodies: Bodies,
    able_to: Able,
    first: Any,
    listed: Any,
    runs: Any,
    right: bool,
    s: Any,
    tally: Any,
    key: Key,
    week: int,
) -> bool:
    """Bring a request straight to an organization; return whether it can take it."""
    c, g, d, who = int(needs[r].community), int(needs[r].group), int(needs[r].domain), int(needs[r].identity)
    o = -1
    if right:
        o = find_organization(bodies, able_to, c, d, True, s, who, int(needs[r].born), key, week)
        if o < 0:
            o = find_organization(bodies, able_to, c, d, False, s, who, int(needs[r].born), key, week)
    else:
        o = guess_organization(bodies, first, listed, runs, c, who, key, week)
    if o < 0:
        return False
    able = fits(bodies, o, d, s, runs)
    needs[r].marks |= TRIED
    add(tally, c, g, d, ORGANIZATION_REQUESTS, 1.0)
    if able and bodies[o].service_hours >= s.hours[d]:
        add(tally, c, g, d, ORGANIZATION_FITS, 1.0)
    if able:
        needs[r].status = AT_ORGANIZATION
        needs[r].body = o
        needs[r].since = week
        add(tally, c, g, d, ROUTED, 1.0)
        add(tally, c, g, d, ROUTING_WEEKS, float(week - int(needs[r].asked)))
    return able


@kernel
def ask_for_help(
    needs: Needs, size: int, people: Residents, bodies: Bodies, departments: Departments, ground: Grounds, first: Any,
    listed: Any, runs: Any, hubs: Any, command: Any, matching: Any, start_skill: float, gain: Any,
    in_time: Any, p: Any, k: Any, s: Any, a: Any, e: Any, n: Any, t: Any, tally: Any, key: Key, week: int,
) -> None:  # fmt: skip
    """Let open needs be asked for or found; settle the light ones, send the others on.

    ``command`` and ``matching`` are the hours that the command center and the service center have left and have spent
    by community, 0 where they do not exist. Needs come in a drawn order, so that nobody is first by position.
    """
    able_to = list_able(bodies, first, listed, runs, s)
    finding, visit_finds = finding_chances(ground, p, k, e, start_skill, gain), a[0].visit_finds
    for r in order_by_luck(needs, rows_to_ask(needs, size, people, finding, p, visit_finds, key, week), key, week):
        raised_by = who_raises(needs, r, people, ground, finding, p, k.finding_hours, visit_finds, key, week)
        if raised_by == 0:
            continue
        i, d, c, g = int(needs[r].who), int(needs[r].domain), int(needs[r].community), int(needs[r].group)
        u = draws4(key, FOUND, needs[r].identity, week, int(needs[r].born))
        needs[r].asked = week
        if raised_by == SELF and people[i].requests < MOST_REQUESTS:
            people[i].requests += 1
        add(tally, c, g, d, TICKETS, 1.0)
        if is_professional(d):
            add(tally, c, g, d, PROFESSIONAL_REQUESTS, 1.0)
        turned_away = False
        aware = (int(people[i].known) >> d) & 1 == 1
        alone = not needs[r].marks & COMPOUND
        if alone and (raised_by == OUTREACH_FOUND or (raised_by == SELF and aware and u[0] < p.to_organization)):
            right = raised_by == OUTREACH_FOUND or u[1] < p.right_guess
            if not right:
                right = take_hours(matching, c, e[0].hours_per_match)
            if turn_to_organization(needs, r, bodies, able_to, first, listed, runs, right, s, tally, key, week):
                continue
            turned_away = True
        elif settle_at_once(needs, r, people, ground, k, u[2], u[3], in_time, n, t, p.own_memory, tally, week):
            continue
        center = take_hours(command, c, e[0].hours_per_case)
        luck = draw(key, FOUND, needs[r].identity, week, int(needs[r].born) + 65536)
        at_grid = raised_by != SELF or luck < p.to_grid_worker
        row = hubs.shape[1] + c if at_grid else hubs.shape[1] - 1
        open_case(needs, r, k, center, float(hubs[row, departments.mandate[d]]), turned_away, tally, key, week)
