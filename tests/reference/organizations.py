"""What every organization goes through every week, one at a time: hours, embedding, closing."""

from __future__ import annotations

from typing import Any

from agents import codes
from agents.rules.arithmetic import exp
from agents.rules.organizations import autonomy_of, closing_probability, legitimacy_of, staffed_closing_probability
from agents.rules.projects import volunteers_after_crowding
from agents.rules.service import skill_after
from agents.rules.trust import toward
from model import hours, randomness, tally
from model.kernels.organizations import SHORT_OF_CASH, SHORT_OF_ROOM
from tests.reference.awareness import is_goose
from tests.reference.counting import count
from tests.reference.luck import one
from tests.reference.people import DOMAINS, is_in
from vocabulary.calendar import WEEKS_A_YEAR

MONTHS, YOUNG = 12.0, 52


def who_runs(now: Any) -> None:
    """Mark who offers and serves: the living and awake, where others than departments serve (A5)."""
    for body in now.bodies:
        admitted = now.e[body.community].other_subjects >= 0.5
        now.runs[body.number] = bool(body.alive) and not body.dormant and admitted


# ---- hours ----------------------------------------------------------------------------------------------------------


def supply_hours(now: Any) -> None:
    """Give each organization the week's hours."""
    for body in now.bodies:
        if now.runs[body.number]:
            _supply(now, body)
        else:
            now.book[hours.EXPIRED] += body.service_hours + body.activity_hours + body.outreach_hours
            body.service_hours = body.activity_hours = body.outreach_hours = 0.0


def _supply(now: Any, body: Any) -> None:
    """Party life, meetings and training come first; what is left is for services, activities, outreach."""
    given = _staff_hours(now, body) if body.kind == codes.STAFFED else _volunteer_hours(now, body)
    now.book[hours.SUPPLIED] += given
    duty = _obligations(now, body) * now.scale
    body.duty = toward(body.duty, min(1.0, given / duty) if duty > 0.0 else 1.0, now.org.duty_memory)
    now.book[hours.SPENT] += min(duty, given)
    free = given - min(duty, given)
    if body.kind == codes.STAFFED:
        share = _outreach_share(now, body)
        body.outreach_hours = free * share
        serving = usual = free * (1.0 - share)
    else:
        expected = (body.volunteers + body.leaders) * now.p.works * now.p.hours
        serving, usual = free * now.org.service_share, expected * now.org.service_share
        stock = _keep_activity_hours(now, body, expected - usual)
        body.activity_hours = stock + free - serving
    _keep_service_hours(now, body, serving, usual)
    count(now.tally, body.community, -1, -1, tally.ORGANIZATION_WEEKS)


def _staff_hours(now: Any, body: Any) -> float:
    """Return the hours of paid posts that go into direct service."""
    return float(body.staff * now.s.working_hours / 52.0 * now.s.direct * now.scale * body.effort)


def _volunteer_hours(now: Any, body: Any) -> float:
    """Return volunteers' hours; government money may crowd them in or out."""
    org, income = now.org, body.public_income + body.other_income
    public = body.public_income / income if income > 0.0 else 0.0
    crowding = volunteers_after_crowding(
        int(org.volunteer_crowding), public, org.crowding_linear, org.crowding_rise, org.crowding_fall
    )
    given = body.workers * now.p.hours * crowding
    count(now.tally, body.community, -1, body.domain, tally.UNPAID_HOURS, given)
    return float(given)


def training_hours(d: Any, body: Any) -> float:
    """Return the hours a week of a person's training: of workers in a staffed body, of the backbone in a group."""
    return float(d.training_workers if body.kind == codes.STAFFED else d.training_backbone)


def _obligations(now: Any, body: Any) -> float:
    """Return what Party life, appointments, meetings and training take this week."""
    a, d = now.a[body.community], now.d[body.community]
    taken = float(now.meeting[body.community])
    if body.party_group and a.party_groups > 0.0:
        taken += a.party_life_hours * a.party_groups
    if body.appointed and a.cross_appointment > 0.0:
        taken += now.a[0].appointment_hours * a.cross_appointment * MONTHS / WEEKS_A_YEAR
    if d.training > 0.0:
        people = d.training_workers * body.staff if body.kind == codes.STAFFED else d.training_backbone
        taken += d.training * people / WEEKS_A_YEAR
    return taken


def _outreach_share(now: Any, body: Any) -> float:
    """Return the share of hours for outreach: another one where a purchase is aimed (B3)."""
    u = now.u[body.community]
    aimed = (u.aimed_outreach - now.s.outreach) * u.aimed_purchase
    return float(now.s.outreach + aimed if body.target else now.s.outreach)


def _keep_activity_hours(now: Any, body: Any, a_week: float) -> float:
    """Return what is kept of hours for activities: two plannings' worth. What expires is counted by its cause."""
    kept = min(body.activity_hours, 2.0 / now.org.planning_pace * a_week)
    expired = body.activity_hours - kept
    now.book[hours.EXPIRED] += expired
    counters = {SHORT_OF_CASH: tally.CASH_HOURS_LOST, SHORT_OF_ROOM: tally.ROOM_HOURS_LOST}
    if body.short in counters:
        count(now.tally, body.community, -1, body.domain, counters[body.short], expired / now.scale)
    return float(kept)


def _keep_service_hours(now: Any, body: Any, serving: float, usual: float) -> None:
    """Add the week's hours to those carried over, which are some weeks' worth, or enough for any one service."""
    kept = min(body.service_hours, max(now.s.carry * usual, max(now.s.hours.tolist())))
    now.book[hours.EXPIRED] += body.service_hours - kept
    body.service_hours = kept + serving


# ---- embedding ------------------------------------------------------------------------------------------------------


def embed(now: Any) -> None:
    """Let what embedding brings and takes follow its causes, organization by organization."""
    for body in now.bodies:
        if body.alive:
            body.choice -= now.pr.choice_fading * body.choice
            _deepen(now, body)
            _learn(now, body)


def _deepen(now: Any, body: Any) -> None:
    """Depth lends legitimacy, and a rigid style takes autonomy; drive follows autonomy."""
    e, style = now.e[0], now.e[body.community].flexible_style
    body.depth = toward(body.depth, _depth_of_ties(now, body), e.depth_speed)
    body.legitimacy = legitimacy_of(body.depth + now.pr.choice_lends * body.choice, e.legitimacy_slope)
    rigidity = e.rigidity_rigid + (e.rigidity_flexible - e.rigidity_rigid) * style
    body.autonomy = autonomy_of(body.depth, rigidity, int(e.autonomy_loss))
    body.drive = toward(body.drive, body.autonomy, e.drive_speed)


def _depth_of_ties(now: Any, body: Any) -> float:
    """Return where depth tends: Party groups and managers count as far as there is time for them."""
    a, e, goal = now.a[body.community], now.e[body.community], 0.0
    if body.party_group and a.party_groups > 0.0:
        goal += now.a[0].depth_of_party_group * a.party_groups * body.duty
    if body.appointed and a.cross_appointment > 0.0:
        goal += now.a[0].depth_of_appointment * a.cross_appointment * body.duty
    if body.kind == codes.MASS and e.rainbow_alliance > 0.0:
        goal += now.e[0].depth_of_alliance
    if a.red_grid > 0.0:
        goal += now.a[0].depth_of_leader * body.led_by_party
    return float(goal)


def _learn(now: Any, body: Any) -> None:
    """Training builds skill as far as there is time for it, and keeps trained workers; skill wears off."""
    d, learned, wear = now.d[body.community], 0.0, now.d[0].skill_decay
    if d.training > 0.0 and now.runs[body.number]:
        learned = d.training * training_hours(d, body) / WEEKS_A_YEAR * body.duty
        if body.kind == codes.STAFFED:
            wear *= 1.0 - now.d[0].retention
    body.skill = skill_after(body.skill, learned, now.d[0].training_gain, body.start_skill, wear)


def guess_geese(now: Any) -> None:
    """Mix, by the scale, what is seen of Party members among leaders with the chance of one among those unseen."""
    for body in now.bodies:
        at_least_one = 1.0 - exp(-body.geese / now.scale)
        body.led_by_party = now.scale * body.led_by_party + (1.0 - now.scale) * at_least_one


# ---- founding and closing -------------------------------------------------------------------------------------------


def form_and_decay(now: Any) -> None:
    """Let ties between bodies form by chance and decay."""
    for of_body in now.ties:
        for hub, tie in enumerate(of_body.tolist()):
            of_body[hub] = tie + (now.chance * (1.0 - tie) - now.decay * tie)


def draw_closings(now: Any) -> int:
    """List the organizations that close; return how many."""
    closing = [
        body.number for body in now.bodies
        if body.alive and one(now.key, randomness.CLOSES, body.identity, now.week) < _closing(now, body)
    ]  # fmt: skip
    for at, number in enumerate(closing):
        now.closing[at] = number
    return len(closing)


def _closing(now: Any, body: Any) -> float:
    """Return the chance to close: unpaid wages end a staffed body, smallness and newness a group; sleep keeps it."""
    org = now.org
    if body.kind == codes.STAFFED:
        unpaid = float(body.unpaid_weeks)
        return staffed_closing_probability(org.closing_staffed, org.closing_unpaid, unpaid, org.unpaid_weeks)
    small = 0.0 if body.dormant else org.closing_small
    young = now.week - body.founded < YOUNG
    return closing_probability(org.closing, small, body.standing / now.scale, org.small, org.closing_new, young)


def count_interested(now: Any) -> None:
    """Count who might found a group: adults who attend, or inactive Party members under a red grid (C1).

    Each counts in every domain of interest but that of the own organization.
    """
    for resident in now.people:
        goose = resident.state == codes.INACTIVE and is_goose(resident, now.a)
        at_home = resident.present == codes.HOME and resident.age != codes.CHILD
        if at_home and (goose or resident.state == codes.ATTENDS):
            own = now.bodies[resident.organization].domain if resident.organization >= 0 else None
            for d in DOMAINS:
                if is_in(d, resident.interest) and d != own:
                    now.counts[resident.community, d] += 1
