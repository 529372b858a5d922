"""What becomes of people's roles: members, work, rising, tiring, leaving."""

from __future__ import annotations

from typing import Any

from agents import codes
from agents.rules.arithmetic import chance
from agents.rules.awareness import also
from agents.rules.taking_part import rising_probability, tiring_probability
from model import randomness
from model.kernels.taking_part import RETURNS
from tests.reference.awareness import is_goose
from tests.reference.luck import by_luck, four, one
from tests.reference.people import DOMAINS
from tests.reference.rows import name_of
from tests.reference.taking_part import identify, note_coming, note_taking_part


def count_members(now: Any) -> None:
    """Count each organization's members and who they are."""
    for body in now.bodies:
        body.members = 0
        body.volunteers = body.leaders = body.geese = body.led_by_party = 0.0
    for resident in now.people:
        if resident.organization >= 0 and resident.state != codes.INACTIVE:
            body = now.bodies[resident.organization]
            body.members += 1
            body.volunteers += resident.state == codes.VOLUNTEERS
            if resident.state == codes.LEADS:
                body.leaders += 1
                body.geese += bool(resident.marks & codes.PARTY)
                body.led_by_party = float(body.geese > 0)


def free_people(now: Any) -> None:
    """Let those whose organization is gone belong to none; they go on attending."""
    for resident in now.people:
        if resident.organization >= 0 and now.gone[resident.organization]:
            resident.organization = -1
            if resident.state != codes.INACTIVE:
                resident.state = codes.ATTENDS


def volunteers_work(now: Any) -> None:
    """Count who belongs to whom; let volunteers and leaders work for their organization, if it runs."""
    count_members(now)
    for body in now.bodies:
        body.workers = 0
    for resident in now.people:
        o = resident.organization
        if resident.state not in (codes.VOLUNTEERS, codes.LEADS) or o < 0 or not now.runs[o]:
            continue
        if one(now.key, randomness.WORKS, name_of(now, resident), now.week) < now.p.works:
            now.bodies[o].workers += 1
            note_taking_part(resident, now.bodies[o].domain, now.week)
            identify(resident, now.p)


def change_roles(now: Any) -> None:
    """Let people rise, tire and leave; those who could rise do so in a drawn order while leaders can guide them."""
    risers, draws = [], []
    for resident in now.people:
        luck = four(now.key, randomness.MOVES, name_of(now, resident), now.week)
        if resident.state == codes.ATTENDS:
            rises, invited = _stays_and_rises(now, resident, luck)
            if rises:
                risers.append((resident, invited))
                draws.append(luck[3])
        elif resident.state != codes.INACTIVE:
            _tire_or_lead(now, resident, luck)
    for resident, invited in by_luck(risers, draws):
        home = now.bodies[resident.organization].community
        if now.spans[home] >= 1.0:
            now.spans[home] -= 1.0
            resident.state, resident.rose = codes.VOLUNTEERS, now.week
            if invited:
                note_coming(resident, True)


def drive_of(now: Any, resident: Any) -> float:
    """Return the drive of somebody's organization; without one there is none."""
    return float(now.bodies[resident.organization].drive) if resident.organization >= 0 else 0.0


def _stays_and_rises(now: Any, resident: Any, luck: Any) -> tuple[bool, bool]:
    """Tell whether somebody who attends would rise, and whether they were asked to; some leave instead."""
    p = now.p
    missed = now.wish[resident.number] == RETURNS and resident.placed < 0
    if luck[0] < chance(p.leaving + p.no_place_leaving if missed else p.leaving):
        resident.state, resident.organization = codes.INACTIVE, -1
        return False, False
    invited = resident.placed >= 0 and luck[1] < p.asked_at_activity
    likely = rising_probability(
        p.rising, p.rising_without_trust + resident.trust, p.rising_without_drive + drive_of(now, resident), invited,
        p.asked_rising,
    )  # fmt: skip
    in_a_group = resident.organization >= 0 and now.bodies[resident.organization].kind == codes.MASS
    return in_a_group and luck[2] < likely, invited


def likely_to_tire(now: Any, resident: Any) -> float:
    """Return the chance that a volunteer or leader steps back: more in a group that does not run."""
    p = now.p
    likely = float(tiring_probability(p.tiring, drive_of(now, resident), p.tiring_by_drive))
    if resident.organization < 0 or not now.runs[resident.organization]:
        return float(also(likely, chance(p.no_place_leaving)))
    return likely


def _tire_or_lead(now: Any, resident: Any, luck: Any) -> None:
    """Let a volunteer or leader step back by one, or a volunteer begin to lead."""
    p = now.p
    if luck[0] < likely_to_tire(now, resident):
        resident.state -= 1
    elif resident.state == codes.VOLUNTEERS:
        leading = p.leading * now.a[0].goose_leads if is_goose(resident, now.a) else p.leading
        if luck[3] < chance(leading):
            resident.state = codes.LEADS


def forget_domains(now: Any) -> None:
    """Forget what lies before the last weeks."""
    remembered = {1 + (now.week - ago) % 255 for ago in range(now.window)}
    for resident in now.people:
        for d in DOMAINS:
            if resident.last_by_domain[d] not in remembered:
                resident.last_by_domain[d] = 0
