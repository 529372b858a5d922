"""The ledger of needs: arising, ending, aging."""

from __future__ import annotations

from typing import Any

from agents import codes
from agents.rules.arithmetic import chance
from agents.rules.asking import memory_after
from agents.rules.population import need_hazard, needs_two_bodies, severity_from
from agents.rules.trust import lowered, raised
from model import randomness, tally
from model.kernels.needs import RING
from tests.reference.counting import count_need
from tests.reference.luck import four
from tests.reference.people import one_of
from tests.reference.rows import name_of
from vocabulary.categories import CULTURE, DOMAIN_IDS, GROUP_IDS

TWO_BODIES = {DOMAIN_IDS.index(name) for name in ("safety", "legal_aid", "environment")}
OUTSIDERS = {GROUP_IDS.index("minority"), GROUP_IDS.index("foreign")}
LEFT_TO_THEMSELVES = codes.UNASKED
WITH_SOMEBODY = (codes.INTAKE, codes.AT_ORGANIZATION, codes.AT_DEPARTMENT)


def note(ring: Any, week: int, need: Any) -> None:
    """Count a need under the week in which it arose: in total, by community and by group."""
    row = ring[week % RING, need.domain]
    row[0] += 1
    row[1 + need.community] += 1
    row[len(row) - len(GROUP_IDS) + need.group] += 1


def draw_new_needs(now: Any) -> tuple[int, int]:
    """Let needs arise, one at most for each resident; stop where the ledger is full."""
    used = now.n
    for resident in now.people[now.start :]:
        if resident.present != codes.HOME:
            continue
        cell = resident.community, resident.group, resident.age
        luck = four(now.key, randomness.ARISES, name_of(now, resident), now.week)
        rate = float(now.totals[cell])
        if luck[0] < chance(need_hazard(resident.proneness, rate)):
            if used == len(now.needs):
                return used, resident.number
            _arise(now, now.needs[used], resident, one_of(now.rates[cell], luck[1] * rate), luck)
            used += 1
    return used, len(now.people)


def _arise(now: Any, need: Any, resident: Any, domain: int, luck: Any) -> None:
    """Write a new need down."""
    severity = severity_from(luck[2])
    two = domain in TWO_BODIES
    two = two and needs_two_bodies(severity, now.p.compound_severity, now.p.compound_share, luck[3])
    need.who, need.identity = resident.number, name_of(now, resident)
    need.community, need.group, need.domain = resident.community, resident.group, domain
    need.severity, need.marks = severity, codes.COMPOUND if two else 0
    need.born = need.since = need.ready = now.week
    need.status, need.body, need.asked = codes.UNASKED, -1, -1
    note(now.arisen, now.week, need)
    count_need(now.tally, need, tally.ARISEN)
    if need.group in OUTSIDERS:
        count_need(now.tally, need, tally.OUTSIDER_NEEDS)


# ---- how needs end --------------------------------------------------------------------------------------------------


def remember(resident: Any, outcome: float, weight: float) -> None:
    resident.memory = memory_after(resident.memory, outcome, weight)


def end_ticket(now: Any, need: Any) -> bool:
    """Count the end of what had been asked for or found; tell whether it had."""
    if need.asked >= 0:
        count_need(now.tally, need, tally.TICKETS_ENDED)
    return bool(need.asked >= 0)


def meet(now: Any, need: Any, by_others: bool, weight: float) -> None:
    """End a need as met: the resident trusts more, gains, remembers who helped."""
    resident = now.people[need.who]
    count_need(now.tally, need, tally.MET)
    if by_others:
        count_need(now.tally, need, tally.MET_BY_OTHERS)
    if now.week - need.born <= now.n.time_to_meet[need.domain]:
        note(now.in_time, need.born, need)
    if end_ticket(now, need):
        count_need(now.tally, need, tally.TICKETS_MET)
        remember(resident, 1.0, weight)
    resident.trust = raised(resident.trust, now.t.met)
    resident.gain = raised(resident.gain, now.t.gain_step)
    resident.known |= 1 << need.domain
    need.status = codes.GONE


def serve_badly(now: Any, need: Any, weight: float) -> None:
    """Give a need back to the open ones: it keeps its age, and whether it needs two bodies."""
    resident = now.people[need.who]
    count_need(now.tally, need, tally.TICKETS_ENDED)
    remember(resident, 0.0, weight)
    resident.trust = lowered(resident.trust, now.t.badly)
    need.status, need.body, need.asked = codes.UNASKED, -1, -1
    need.marks &= codes.COMPOUND


def settle_departed(now: Any) -> None:
    """End the needs of those who have left, even if others live there by now."""
    for need in now.needs[: now.n]:
        resident = now.people[need.who]
        if resident.present != codes.HOME or resident.since > need.born:
            count_need(now.tally, need, tally.LEFT)
            end_ticket(now, need)
            need.status = codes.GONE


def meet_by_attending(now: Any) -> None:
    """Needs for culture and sport are met by a place at such an activity."""
    culture = CULTURE
    now.n, size = now.p, now.n  # elsewhere the parameters of needs are called n
    for need in now.needs[:size]:
        placed = now.people[need.who].placed
        if need.domain == culture and need.status == codes.UNASKED and placed == culture:
            meet(now, need, True, now.weight)


def age_needs(now: Any) -> None:
    """Let unmet needs escalate with their severity, or lapse in silence."""
    for need in now.needs[: now.n]:
        if need.status != LEFT_TO_THEMSELVES and need.status not in WITH_SOMEBODY:
            continue
        luck = four(now.key, randomness.AGES, need.identity, now.week, need.born)
        lapse = now.p.lapse if need.status == LEFT_TO_THEMSELVES else now.p.lapse_queued
        if luck[0] < chance(float(now.p.escalation[need.domain]) * need.severity):
            _escalate(now, need)
        elif luck[1] < chance(lapse):
            _lapse(now, need)


def _be_left_alone(now: Any, need: Any, trust_lost: float) -> None:
    """What escalating and lapsing have in common."""
    if need.marks & codes.COMPOUND and not need.marks & codes.COUNTED and need.asked >= 0:
        need.marks |= codes.COUNTED
        count_need(now.tally, need, tally.COMPOUND_CASES)
    resident = now.people[need.who]
    resident.trust = lowered(resident.trust, trust_lost)
    resident.gain = lowered(resident.gain, now.t.gain_step)


def _escalate(now: Any, need: Any) -> None:
    _be_left_alone(now, need, now.t.escalated)
    count_need(now.tally, need, tally.ESCALATIONS)
    now.ground.grid_incidents[now.people[need.who].grid] += 1
    need.status, need.since, need.body = codes.ESCALATED, now.week, int(now.mandate[need.domain])


def _lapse(now: Any, need: Any) -> None:
    _be_left_alone(now, need, now.t.lapsed)
    count_need(now.tally, need, tally.LAPSED)
    if end_ticket(now, need):
        remember(now.people[need.who], 0.0, now.ask.memory_of_lapse)
    need.status = codes.GONE


def sweep(now: Any) -> int:
    """Keep the needs that are open, in their order, and count them; return how many there are."""
    kept = [need for need in now.needs[: now.n] if need.status != codes.GONE]
    for place, need in enumerate(kept):
        now.open_needs[need.community, need.domain] += 1.0
        now.needs.copy_row(need.number, place)
    return len(kept)


def take_stock(now: Any) -> None:
    """Count open needs but those that are met by attending."""
    now.found[:] = 0.0
    for need in now.needs[: now.n]:
        if need.status != codes.GONE and need.domain != CULTURE:
            now.found[need.community, need.domain] += 1.0
