"""Projects week by week: advice, effort, what money buys, supervision, and what contracts earn."""

from __future__ import annotations

from typing import Any

from agents import codes
from agents.project import CLOSED, EXECUTE, PAY, PURCHASE, SELECT, VENTURE
from agents.rules.projects import effort_of, eligible_share, share_followed
from agents.rules.service import service_quality
from model import tally
from model.hours import SPENT, SUPPLIED
from vocabulary.calendar import WEEKS_A_YEAR
from vocabulary.categories import CULTURE


def _at_work(now: Any) -> list[Any]:
    """Return the projects that are worked at, each with its body and the levers where it is."""
    return [
        project for project in now.projects[: now.count]
        if project.phase == EXECUTE and project.start <= now.week <= project.ends and now.bodies[project.body].alive
    ]  # fmt: skip


def _is_advised(now: Any, project: Any) -> bool:
    return bool(project.adviser >= 0 and now.d[project.community].think_tank >= 0.5)


def _weeks(project: Any) -> int:
    return int(project.ends - project.start + 1)


def follow_projects(now: Any) -> int:
    """Let organizations learn from whoever follows their project."""
    advised = [project for project in _at_work(now) if _is_advised(now, project)]
    for at, project in enumerate(advised):
        body = now.bodies[project.body]
        now.hours[at] = project.advised * now.scale
        learned = min(1.0, now.pr.adviser_gain * float(now.hours[at] / now.scale))
        body.skill += learned * (1.0 - body.skill)
    return len(advised)


def work_at_projects(now: Any) -> None:
    """Set each body's circumstances, then let each project's body make its effort and spend."""
    for body in now.bodies:
        _set_circumstances(now, body)
    for project in _at_work(now):
        body = now.bodies[project.body]
        _make_effort(now, project, body)
        if project.kind == VENTURE:
            _spend(now, project, body)


def _set_circumstances(now: Any, body: Any) -> None:
    pr, here = now.pr, now.d[body.community]
    hours = body.service_hours * pr.load_weeks
    load = body.waiting / hours if hours > 0.0 else float(body.waiting > 0.0)
    body.effort, body.funded_activities = 1.0, 0.0
    body.bonus = pr.quality_venue * min(1.0, here.venues * here.venue_share) - pr.quality_load * min(1.0, load)


def _make_effort(now: Any, project: Any, body: Any) -> None:
    pr = now.pr
    project.effort = effort = _effort(now, project, body)
    covered = 0.0
    if body.kind != codes.MASS and body.staff > 0.0:
        payroll = body.staff * now.m[0].wage * now.scale * 100.0 * _weeks(project) / WEEKS_A_YEAR
        covered = min(1.0, project.budget / payroll)
    body.effort = max(0.0, body.effort - covered * (1.0 - min(1.0, effort / pr.effort_norm)))
    advice = share_followed(_is_advised(now, project), project.advised, pr.adviser_full)
    body.bonus += pr.quality_effort * (effort - pr.effort_norm) + pr.quality_adviser * advice


def _effort(now: Any, project: Any, body: Any) -> float:
    """Return the effort that supervision, milestones, stars and drive make."""
    pr, here = now.pr, now.a[project.community]
    budget, rewarded = max(1, project.budget), 0.0
    if here.star_rating >= 0.5:
        rewarded = project.reward / budget + (pr.effort_renewal if here.star_credit > 0.0 else 0.0)
    supervised = project.watched + pr.departments_watch * (1.0 - here.project_based * here.supervision_share)
    return effort_of(
        pr.effort_base, pr.effort_supervision, supervised, pr.effort_milestone, project.purchase / budget,
        pr.effort_reward, min(1.0, rewarded), pr.effort_drive, body.drive, pr.effort_least,
    )  # fmt: skip


def _spend(now: Any, project: Any, body: Any) -> None:
    """Spend a week's part of what a venture holds, and a little of its body's own."""
    pr, o = now.pr, project.body
    cash = int(now.cash[o] - now.outreach[o] - now.hours[o])
    plan = project.budget / _weeks(project) * min(1.0, project.effort / pr.effort_norm)
    money = int(min(plan, body.held + pr.own_pace * max(0, cash - body.held), cash))
    if money <= 0:
        return
    overhead, reach = int(money * pr.overhead), int(money * pr.outreach)
    rest = money - overhead - reach
    activities = rest if body.kind == codes.MASS and body.domain == CULTURE else int(rest * pr.places_share)
    if body.kind == codes.STAFFED:
        activities = 0
    _spent(project, body, overhead)
    _reach_out(now, project, body, reach)
    _buy_hours(now, project, body, rest - activities)
    body.funded_activities = activities / 100.0 / (now.org.places * pr.yuan_per_place * now.scale)


def _spent(project: Any, body: Any, amount: int) -> None:
    project.spent += amount
    body.held = max(0, body.held - amount)


def _reach_out(now: Any, project: Any, body: Any, amount: int) -> None:
    contacts = amount / 100.0 / now.pr.yuan_per_contact
    hours = contacts / now.s.contacts_per_hour
    body.venture_hours += hours
    body.venture_target, body.venture_domain = project.target, project.domain
    now.book[SUPPLIED] += hours
    now.tally[0, tally.PROJECT_CONTACTS] += contacts
    now.outreach[project.body] += amount
    _spent(project, body, amount)


def _buy_hours(now: Any, project: Any, body: Any, amount: int) -> None:
    """Buy hours; a group's volunteers add theirs where residents do a share of the work."""
    here, given = now.a[project.community], 0.0
    paid = amount / 100.0 / (now.pr.yuan_per_skilled_hour if body.kind == codes.STAFFED else now.pr.yuan_per_hour)
    if body.kind != codes.STAFFED:
        share = here.project_based * here.work_share
        given = min(body.activity_hours, paid * share / max(1e-9, 1.0 - share))
    body.activity_hours -= given
    body.service_hours += paid + given
    project.work += paid + given
    project.residents_work += given
    now.book[SUPPLIED] += paid
    now.tally[0, tally.PROJECT_HOURS] += paid + given
    now.hours[project.body] += amount
    _spent(project, body, amount)


def supervise(now: Any) -> float:
    """Let residents look at projects one after the other; return the hours that departments gave."""
    judging = now.judging
    for row in now.order.tolist():
        project = now.projects[row]
        body, here = now.bodies[project.body], now.a[project.community]
        share = here.project_based * here.supervision_share
        judging += now.pr.departments_watch * (1.0 - share) * now.pr.supervision_hours * now.scale
        _watch(now, project, body, share)
        at = project.body, now.mandate[project.domain]
        now.ties[at] += now.pr.project_tie * (1.0 - now.ties[at])
        _note_delivery(now, project, body)
    for body in now.bodies:
        body.week_hours = body.week_quality = 0.0
        body.week_times = body.week_served = body.week_met = 0
    return float(judging)


def _watch(now: Any, project: Any, body: Any, share: float) -> None:
    """Take as much time of residents as they have, if the body has as much for them."""
    full, c = now.pr.supervision_hours * now.scale, project.community
    hours = min(now.pr.supervision_hours * share * now.scale, float(now.watching[c]))
    project.watched = 0.0
    if hours <= 0.0 or body.activity_hours + body.service_hours < hours:
        return
    first = min(hours, body.activity_hours)
    body.activity_hours -= first
    body.service_hours -= hours - first
    body.hours_spent += hours
    now.watching[c] -= hours
    now.book[SPENT] += hours
    now.tally[0, tally.UNPAID_HOURS] += hours
    project.watched = hours / full


def _note_delivery(now: Any, project: Any, body: Any) -> None:
    project.weeks += 1
    project.supervised += project.watched
    project.hours += body.week_hours
    project.quality_hours += body.week_quality
    project.times += body.week_times
    project.served += body.week_served
    project.met += body.week_met
    if project.kind == PURCHASE:
        staff = body.staff / project.staff if project.staff > 0.0 else 0.0
        project.progress += min(1.0, staff * body.effort)
    if project.hours == 0.0:
        s = now.s
        project.quality = service_quality(s.quality, s.quality_skill, body.skill, s.quality_drive, body.drive)


def earn(now: Any) -> int:
    """Let contracts earn, project after project, up to the first for which something else is due."""
    for row in range(now.first, now.count):
        project = now.projects[row]
        if project.phase in range(SELECT, CLOSED):
            _earn_by_the_week(now, project)
            if _is_due(now, project):
                return row
    return int(now.count)


def _earn_by_the_week(now: Any, project: Any) -> None:
    body = now.bodies[project.body]
    offers = body.alive and now.runs[project.body] and project.start <= now.week <= project.ends
    if project.kind != PURCHASE or not offers:
        return
    staff = min(1.0, body.staff / project.staff) if project.staff > 0.0 else 0.0
    part = project.budget // _weeks(project)
    whole = int(part * min(1.0, staff * body.effort) * float(now.left[body.community]))
    published, pr = now.d[project.community].published_rules >= 0.5, now.pr
    eligible = int(
        whole * eligible_share(published, pr.disallowed_published, pr.disallowed, pr.contract_exposed)
    )  # fmt: skip
    project.earned += eligible
    project.refused += whole - eligible
    now.earned[project.domain] += eligible
    now.tally[0, tally.REFUSED_YUAN] += (whole - eligible) / 100.0
    now.tally[0, tally.PUBLIC_YUAN] += eligible / 100.0


def _is_due(now: Any, project: Any) -> bool:
    """Whether a subsidy or a milestone is due, the body has gone, or the project has come to its end."""
    age, left = now.week - project.start, project.ends - now.week
    if not now.bodies[project.body].alive:
        return True
    subsidy = age == 0 and project.subsidy > 0
    milestone = age > 0 and left >= -1 and (age % int(now.pr.milestone_weeks) == 0 or left == -1)
    over = left < 0 and (project.phase == PAY or project.kind == PURCHASE)
    return bool(subsidy or milestone or over)
