"""From an open need to a ticket: who raises it, and where it goes first."""

from __future__ import annotations

from typing import Any

from agents import codes
from agents.rules.arithmetic import exp
from agents.rules.asking import asking_probability, awareness_factor, finding_probability, line
from agents.rules.cases import attention, misroute_probability
from model import randomness, tally
from model.kernels.asking import FOUND_BY_OTHERS, OUTREACH_FOUND, SELF
from model.quantiles import rounded
from tests.reference.counting import count_need
from tests.reference.luck import four, one
from tests.reference.matching import (
    find_organization,
    fits,
    in_drawn_order,
    is_professional,
    note_request,
    spend_center_hours,
)
from tests.reference.needs import meet, serve_badly
from tests.reference.people import is_in
from tests.reference.taking_part import listed_in

SECOND_PART = 65536
"""Where the draws of a second block about a need begin; its week of birth comes on top."""


def ask_for_help(now: Any) -> None:
    """Let open needs be raised, one after the other in a drawn order, and go on their way."""
    for need in in_drawn_order(now, [need for need in now.needs[: now.size] if need.status == codes.UNASKED]):
        raised_by = _who_raises(now, need)
        if raised_by:
            _become_ticket(now, need, raised_by)
            _go_on_its_way(now, need, raised_by)


def _who_raises(now: Any, need: Any) -> int:
    """The resident asks, outreach tells of it, a visitor hears of it, or a grid worker finds it; or nobody does."""
    resident, d = now.people[need.who], need.domain
    luck = four(now.key, randomness.ASKS, need.identity, now.week, need.born)
    if luck[0] < _asking(now, need, resident):
        return SELF
    if is_in(d, resident.told) and luck[1] < now.p.outreach_finds:
        return OUTREACH_FOUND
    can_be_asked = now.p.hazard[d] > 0.0
    if resident.contact & codes.VISIT and luck[2] < now.a[0].visit_finds and can_be_asked:
        return FOUND_BY_OTHERS
    found = luck[3] < _finding(now, need) and _spend_grid_hours(now, need.community, now.k.finding_hours)
    return FOUND_BY_OTHERS if found else 0


def _asking(now: Any, need: Any, resident: Any) -> float:
    """Return the chance that the resident asks: by domain, person, awareness, trust, memory and barrier."""
    p = now.p
    return asking_probability(
        float(p.hazard[need.domain]),
        resident.propensity,
        awareness_factor(is_in(need.domain, resident.known), p.unaware),
        line(p.trust_base, p.trust_slope, resident.trust),
        line(p.memory_base, p.memory_slope, resident.memory),
        float(p.barrier[need.group]),
    )


def _finding(now: Any, need: Any) -> float:
    """Return the chance that a grid worker finds a need: more where it is a priority, and after training."""
    c, priorities = need.community, now.ground.priority[need.community].tolist()
    mean = 0.0
    for priority in priorities:
        mean += priority
    mean /= len(priorities)
    looks = attention(priorities[need.domain], mean, now.e[c].priority_weight, now.k.most_attention)
    rate = float(now.p.found[need.domain]) * looks
    return finding_probability(rate, float(now.ground.cadre_skill[c]), now.start_skill, float(now.gain[c]))


def _spend_grid_hours(now: Any, c: int, hours: float) -> bool:
    """Take hours of a community's grid workers, if there are enough."""
    if now.ground.grid_hours[c] < hours:
        return False
    now.ground.grid_hours[c] -= hours
    now.ground.grid_spent[c] += hours
    return True


def _become_ticket(now: Any, need: Any, raised_by: int) -> None:
    need.asked = now.week
    if raised_by == SELF:
        resident = now.people[need.who]
        resident.requests = min(resident.requests + 1, 255)
    count_need(now.tally, need, tally.TICKETS)
    if is_professional(need.domain):
        count_need(now.tally, need, tally.PROFESSIONAL_REQUESTS)


def _go_on_its_way(now: Any, need: Any, raised_by: int) -> None:
    """To an organization, if there is one to turn to; else settled at once by a grid worker; else as a case."""
    luck = four(now.key, randomness.FOUND, need.identity, now.week, need.born)
    turned_away = _turns_to_organization(now, need, raised_by, luck[0])
    if turned_away:
        if _is_taken(now, need, _knows_where(now, need, raised_by, luck[1])):
            return
    elif _is_settled_at_once(now, need, luck[2], luck[3]):
        return
    _open_case(now, need, raised_by, turned_away)


def _turns_to_organization(now: Any, need: Any, raised_by: int, luck: float) -> bool:
    """Whether a request goes to an organization: what outreach found does, and some of what the aware ask for."""
    if need.marks & codes.COMPOUND:
        return False
    aware = is_in(need.domain, now.people[need.who].known)
    return raised_by == OUTREACH_FOUND or (raised_by == SELF and aware and luck < now.p.to_organization)


def _knows_where(now: Any, need: Any, raised_by: int, luck: float) -> bool:
    """Whether the right organization is turned to: outreach knows it, some guess it, the service center tells it."""
    if raised_by == OUTREACH_FOUND or luck < now.p.right_guess:
        return True
    return spend_center_hours(now.matching, need.community, now.e[0].hours_per_match)


def _is_taken(now: Any, need: Any, right: bool) -> bool:
    """Turn to an organization; tell whether it can take the request."""
    if right:
        o = find_organization(now, need, free=True)
        o = find_organization(now, need, free=False) if o < 0 else o
    else:
        o = _any_organization(now, need)
    if o < 0:
        return False
    able = fits(now, o, need.domain)
    note_request(now, need, now.bodies[o], able)
    if able:
        need.status, need.body, need.since = codes.AT_ORGANIZATION, o, now.week
        count_need(now.tally, need, tally.ROUTED)
        count_need(now.tally, need, tally.ROUTING_WEEKS, float(now.week - need.asked))
    return able


def _any_organization(now: Any, need: Any) -> int:
    """Return whichever running organization a resident happens to turn to, or -1."""
    running = [o for o in listed_in(now, need.community) if now.runs[o]]
    draws = {
        o: one(now.key, randomness.GUESSES, need.identity, now.week, now.bodies[o].identity) for o in running
    }  # fmt: skip
    return max(draws, key=lambda o: draws[o], default=-1)


def _is_settled_at_once(now: Any, need: Any, tries: float, quality: float) -> bool:
    """Whether a grid worker tries to settle a light ticket on the spot, well or badly."""
    light = need.severity < now.k.light and not need.marks & codes.COMPOUND
    if not light or tries >= now.k.first_contact[need.domain]:
        return False
    if not _spend_grid_hours(now, need.community, now.k.first_contact_hours):
        return False
    if quality < now.k.first_contact_quality:
        count_need(now.tally, need, tally.RESPONSES)
        meet(now, need, False, now.p.own_memory)
    else:
        serve_badly(now, need, now.p.own_memory)
    return True


def _open_case(now: Any, need: Any, raised_by: int, turned_away: bool) -> None:
    """Send a ticket on its way as a case: it is bounced, doubled, delayed, the less the closer bodies are."""
    k, center = now.k, spend_center_hours(now.command, need.community, now.e[0].hours_per_case)
    tie = _tie_of_intake(now, need, raised_by)
    wrong = misroute_probability(k.misroute, k.center_misroute, center, tie, k.misroute_tie)
    bounces = 0
    for luck in four(now.key, randomness.ROUTES, need.identity, now.week, need.born)[: int(k.most_bounces)]:
        if luck >= wrong:
            break
        bounces += 1
    delay = bounces * (k.center_bounce if center else k.bounce) + (0.0 if center else k.intake)
    parts, doubles, _, _ = four(now.key, randomness.ROUTES, need.identity, now.week, need.born + SECOND_PART)
    if bounces or turned_away:
        need.marks |= codes.BOUNCED
    if doubles < k.duplicates * exp(-k.duplicates_tie * tie):
        need.marks |= codes.DUPLICATE
    need.status, need.body, need.since = codes.INTAKE, -1, now.week
    need.ready = now.week + rounded(delay, parts)
    count_need(now.tally, need, tally.CASES)
    if need.marks & (codes.BOUNCED | codes.DUPLICATE):
        count_need(now.tally, need, tally.CASES_FRAGMENTED)


def _tie_of_intake(now: Any, need: Any, raised_by: int) -> float:
    """Return the tie between who takes a case in and the department: the committee, or the subdistrict's own."""
    luck = one(now.key, randomness.FOUND, need.identity, now.week, need.born + SECOND_PART)
    hubs = now.hubs.shape[1]
    by_grid_worker = raised_by != SELF or luck < now.p.to_grid_worker
    row = hubs + need.community if by_grid_worker else hubs - 1
    return float(now.hubs[row, now.departments.mandate[need.domain]])
