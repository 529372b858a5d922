"""Trust, memory and the senses."""

from __future__ import annotations

from typing import Any

from agents import codes
from agents.rules.arithmetic import clamp
from agents.rules.asking import memory_after
from agents.rules.taking_part import weeks_since
from agents.rules.trust import gain_with_neighbors, happiness_goal, raised, toward, trust_after_week
from model.kernels import survey as measures
from tests.reference.contacts import is_constituent
from tests.reference.people import DOMAINS


def end_week(now: Any) -> None:
    """Let everybody feel what the week brought, then forget what lasts a week only."""
    _update_feelings(now)
    for resident in now.people:
        resident.efficacy = toward(resident.efficacy, now.t.efficacy_neutral, now.efficacy_fading)
        resident.identification -= now.t.identification_loss * resident.identification
        resident.placed, resident.told = -1, 0
        resident.contact &= codes.EVENT


def _update_feelings(now: Any) -> None:
    """Update what each resident feels, from the week and from what neighbors tell."""
    p = now.p
    for resident in now.people:
        if resident.present == codes.HOME:
            heard = resident.near_memory
            trust = trust_after_week(resident.trust, resident.base_trust, p.reversion, heard, p.neighbors)
            if resident.last == now.week:
                trust = raised(trust, p.attending)
            if resident.contact & codes.VISIT:
                trust = raised(trust, p.visited)
            resident.trust = trust
            resident.memory = memory_after(resident.memory, heard, now.hearsay)
            _be_happy(resident, p, now.week)


def _be_happy(resident: Any, p: Any, week: int) -> None:
    around = resident.near_active / resident.near_present if resident.near_present else 0.0
    recently = resident.last > week - p.happiness_weeks
    goal = happiness_goal(recently, around, p.happiness_ties)
    resident.happiness = toward(resident.happiness, goal, p.happiness_speed)


def update_safety(now: Any) -> None:
    """Update each grid's sense of safety from this week's escalations per resident."""
    ground, p = now.ground, now.p
    for g, homes in enumerate(ground.grid_homes.tolist()):
        if homes:
            goal = 1.0 - ground.grid_incidents[g] / homes * p.safety_circle
            ground.grid_safety[g] = toward(float(ground.grid_safety[g]), float(goal), p.safety_speed)
        ground.grid_incidents[g] = 0.0


# ---- the survey -----------------------------------------------------------------------------------------------------


SMALL_PARTS = 2**32
"""What is felt is added up in whole numbers of such parts."""


def survey(now: Any) -> None:
    """Ask everybody who is at home; what they feel is added up in small parts of one."""
    now.out[:] = 0.0
    for resident in now.people:
        _ask(now, resident, now.out)
    now.out[measures.COUNTS :] /= SMALL_PARTS


def survey_cells(now: Any) -> None:
    """Ask everybody who is at home, and keep communities and groups apart."""
    now.out[:] = 0.0
    for resident in now.people:
        _ask(now, resident, now.out[resident.community, resident.group])
    now.out[:, :, measures.COUNTS :] /= SMALL_PARTS


def _ask(now: Any, resident: Any, cell: Any) -> None:
    if resident.present != codes.HOME:
        return
    felt = {
        measures.GAIN: gain_with_neighbors(resident.gain, resident.near_gain, now.p.gain_neighbors),
        measures.HAPPINESS: resident.happiness,
        measures.SAFETY: clamp(float(now.ground.grid_safety[resident.grid]), 0.0, 1.0),
        measures.TRUST: resident.trust,
    }
    cell[measures.HOMES] += 1
    if resident.age != codes.CHILD:
        felt[measures.EFFICACY] = resident.efficacy
        _ask_adult(now, resident, cell)
    for measure, share in felt.items():
        cell[measure] += int(share * SMALL_PARTS)


def _ask_adult(now: Any, resident: Any, cell: Any) -> None:
    cell[measures.ADULTS] += 1
    if resident.since <= now.opened:
        part = resident.last >= now.opened
        cell[measures.SETTLED] += 1
        cell[measures.PART] += part
        cell[measures.PART_OR_MOBILIZED] += part or resident.mobilized >= now.opened
        cell[measures.TWICE] += part and resident.previous >= now.opened
    cell[measures.THIS_WEEK] += resident.last == now.week
    member = resident.organization >= 0 and resident.state != codes.INACTIVE
    cell[measures.MEMBERS] += member and now.bodies[resident.organization].kind == codes.MASS
    cell[measures.VOLUNTEERS_COUNT] += resident.state in (codes.VOLUNTEERS, codes.LEADS)
    constituencies = sum(is_constituent(resident, body) for body in range(4))
    cell[measures.CONSTITUENTS] += constituencies
    if resident.known & int(now.ground.offered[resident.community]):
        cell[measures.INFORMED] += constituencies
    if not resident.marks & codes.PARTY:
        cell[measures.OTHERS] += 1
        cell[measures.DOMAINS_KNOWN] += resident.known.bit_count()


def survey_domains(now: Any) -> None:
    """Count settled adults, and by domain those who took part in it within the window."""
    now.out[:] = 0.0
    for resident in now.people:
        if resident.present == codes.HOME and resident.age != codes.CHILD and resident.since <= now.opened:
            for d in DOMAINS:
                now.out[d, measures.SETTLED] += 1
                mark = resident.last_by_domain[d]
                now.out[d, measures.PART] += mark > 0 and now.week - weeks_since(mark, now.week) >= now.opened
