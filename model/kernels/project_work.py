"""Projects week by week: followed by advisers, worked at, supervised, and earning what they deliver (C6, D2, D4)."""

from __future__ import annotations

from typing import Any

from agents.codes import MASS, STAFFED
from agents.project import CLOSED, EXECUTE, PAY, PURCHASE, SELECT, SUPERVISE, VENTURE
from agents.rules.projects import effort_of, eligible_share, share_followed
from agents.rules.service import service_quality
from model.columns import Bodies
from model.compiling import kernel
from model.hours import SPENT, SUPPLIED
from model.tally import PROJECT_CONTACTS, PROJECT_HOURS, PUBLIC_YUAN, REFUSED_YUAN, UNPAID_HOURS

CULTURE = 1


@kernel
def is_worked_at(project: Any, bodies: Bodies, week: int) -> bool:
    """Tell whether a project is worked at this week."""
    in_time = project.start <= week and project.ends >= week
    return bool(project.phase == EXECUTE and in_time and bodies[project.body].alive)


@kernel
def weeks_of(project: Any) -> int:
    """Return for how many weeks a project has been awarded its budget."""
    return int(project.ends) - int(project.start) + 1


@kernel
def follow_projects(
    projects: Any, count: int, bodies: Bodies, pr: Any, d: Any, scale: float, week: int, hours: Any
) -> int:
    """Let organizations learn from advisers who follow their projects; list the hours of each, return of how many."""
    n = 0
    for row in range(count):
        project = projects[row]
        if is_worked_at(project, bodies, week) and project.adviser >= 0 and d[project.community].think_tank >= 0.5:
            o = project.body
            hours[n] = project.advised * scale
            bodies[o].skill += min(1.0, pr.adviser_gain * (hours[n] / scale)) * (1.0 - bodies[o].skill)
            n += 1
    return n


@kernel
def set_circumstances(bodies: Bodies, pr: Any, d: Any) -> None:
    """Begin with full effort, and with what venues add to the quality of services and a full load takes from it."""
    for o in range(bodies.size):
        c = bodies[o].community
        hours = bodies[o].service_hours * pr.load_weeks
        load = 1.0 if bodies[o].waiting > 0.0 else 0.0
        if hours > 0.0:
            load = bodies[o].waiting / hours
        venue = pr.quality_venue * min(1.0, d[c].venues * d[c].venue_share)
        bodies[o].effort = 1.0
        bodies[o].bonus = venue - pr.quality_load * min(1.0, load)
        bodies[o].funded_activities = 0.0


@kernel
def project_effort(project: Any, drive: float, pr: Any, a: Any) -> float:
    """Return the effort of a project: supervised by residents (C6), paid by milestone, rewarded by stars (C8)."""
    lever = a[project.community]
    budget = max(1, int(project.budget))
    rewarded = 0.0
    if lever.star_rating >= 0.5:
        rewarded = int(project.reward) / budget + (pr.effort_renewal if lever.star_credit > 0.0 else 0.0)
    unwatched = 1.0 - lever.project_based * lever.supervision_share
    return effort_of(
        pr.effort_base, pr.effort_supervision, project.watched + pr.departments_watch * unwatched, pr.effort_milestone,
        int(project.purchase) / budget, pr.effort_reward, min(1.0, rewarded), pr.effort_drive, drive, pr.effort_least,
    )  # fmt: skip


@kernel
def covered_share(project: Any, bodies: Bodies, wage: float, scale: float) -> float:
    """Return which part of an organization's paid work a project stands for: its share of the payroll."""
    o = project.body
    if bodies[o].kind == MASS or bodies[o].staff <= 0.0:
        return 0.0
    payroll = bodies[o].staff * wage * scale * 100.0 * weeks_of(project) / 52.0
    return float(min(1.0, int(project.budget) / payroll))


@kernel
def make_effort(project: Any, bodies: Bodies, pr: Any, a: Any, d: Any, wage: float, scale: float) -> None:
    """Set a project's effort, and what it does to paid hours and to quality."""
    o = project.body
    project.effort = project_effort(project, bodies[o].drive, pr, a)
    idle = 1.0 - min(1.0, project.effort / pr.effort_norm)
    bodies[o].effort = max(0.0, bodies[o].effort - covered_share(project, bodies, wage, scale) * idle)
    on = d[project.community].think_tank >= 0.5
    advised = share_followed(project.adviser >= 0 and on, project.advised, pr.adviser_full)
    bodies[o].bonus += pr.quality_effort * (project.effort - pr.effort_norm) + pr.quality_adviser * advised


@kernel
def money_of_week(project: Any, bodies: Bodies, cash: int, pr: Any) -> int:
    """Return the fen that a venture project spends this week.

    It can spend what it was paid and has not spent, and carries a little with its own free cash.
    """
    held = int(bodies[project.body].held)
    plan = int(project.budget) / weeks_of(project) * min(1.0, project.effort / pr.effort_norm)
    return int(min(plan, held + pr.own_pace * max(0, cash - held), float(cash)))


@kernel
def note_spending(project: Any, bodies: Bodies, amount: int) -> None:
    """Count project money as spent: it is not held any more."""
    project.spent += amount
    bodies[project.body].held = max(0, int(bodies[project.body].held) - amount)


@kernel
def reach_out_to_target(project: Any, bodies: Bodies, amount: int, pr: Any, s: Any, book: Any, tally: Any) -> None:
    """Buy hours of outreach to a project's target."""
    o = project.body
    contacts = amount / 100.0 / pr.yuan_per_contact
    hours = contacts / s.contacts_per_hour
    bodies[o].venture_hours += hours
    bodies[o].venture_target = project.target
    bodies[o].venture_domain = project.domain
    book[SUPPLIED] += hours
    tally[0, PROJECT_CONTACTS] += contacts
    note_spending(project, bodies, amount)


@kernel
def buy_hours(project: Any, bodies: Bodies, amount: int, pr: Any, a: Any, book: Any, tally: Any) -> None:
    """Buy hours of service; residents who do their share of the work (C6) make the money go further."""
    o = project.body
    staffed = bodies[o].kind == STAFFED
    paid = amount / 100.0 / (pr.yuan_per_skilled_hour if staffed else pr.yuan_per_hour)
    share = a[project.community].project_based * a[project.community].work_share
    given = 0.0
    if not staffed:
        given = min(bodies[o].activity_hours, paid * share / max(1e-9, 1.0 - share))
    bodies[o].activity_hours -= given
    bodies[o].service_hours += paid + given
    project.work += paid + given
    project.residents_work += given
    book[SUPPLIED] += paid
    tally[0, PROJECT_HOURS] += paid + given
    note_spending(project, bodies, amount)


@kernel
def work_at_projects(
    projects: Any, count: int, bodies: Bodies, cash: Any, scale: float, pr: Any, s: Any, org: Any, m: Any, a: Any,
    d: Any, outreach: Any, hours: Any, book: Any, tally: Any, week: int,
) -> None:  # fmt: skip
    """Let organizations make their effort, and spend a venture's money on outreach, hours, and activities to be held.

    ``outreach`` and ``hours`` add up, by organization, the fen to be paid for them.
    """
    set_circumstances(bodies, pr, d)
    for row in range(count):
        project = projects[row]
        if not is_worked_at(project, bodies, week):
            continue
        make_effort(project, bodies, pr, a, d, m[0].wage, scale)
        o = project.body
        money = money_of_week(project, bodies, cash[o] - outreach[o] - hours[o], pr)
        if project.kind != VENTURE or money <= 0:
            continue
        reach = int(money * pr.outreach)
        overhead = int(money * pr.overhead)
        work = money - overhead - reach
        places = int(work * pr.places_share)
        if bodies[o].kind == STAFFED:
            places = 0
        elif bodies[o].kind == MASS and bodies[o].domain == CULTURE:
            places = work
        note_spending(project, bodies, overhead)
        reach_out_to_target(project, bodies, reach, pr, s, book, tally)
        buy_hours(project, bodies, work - places, pr, a, book, tally)
        bodies[o].funded_activities = places / 100.0 / (org.places * pr.yuan_per_place * scale)
        outreach[o] += reach
        hours[o] += work - places


@kernel
def hold_to_account(
    project: Any, bodies: Bodies, watching: Any, pr: Any, a: Any, scale: float, book: Any, tally: Any
) -> float:
    """Take an organization's time for being supervised; residents give as much of theirs, as far as it goes.

    The organization gives hours for activities first, then for services, and is not supervised if it has not as many.
    Return the hours that departments watch instead.
    """
    o, c = project.body, project.community
    share = a[c].project_based * a[c].supervision_share
    hours = min(pr.supervision_hours * share * scale, watching[c])
    project.watched = 0.0
    if hours > 0.0 and bodies[o].activity_hours + bodies[o].service_hours >= hours:
        first = min(hours, bodies[o].activity_hours)
        bodies[o].activity_hours -= first
        bodies[o].service_hours -= hours - first
        bodies[o].hours_spent += hours
        watching[c] -= hours
        book[SPENT] += hours
        tally[0, UNPAID_HOURS] += hours
        project.watched = hours / (pr.supervision_hours * scale)
    return float(pr.departments_watch * (1.0 - share) * pr.supervision_hours * scale)


@kernel
def note_delivery(project: Any, bodies: Bodies, s: Any) -> None:
    """Add to a project what its organization did this week; where nobody came, judges see the quality on offer."""
    o = project.body
    project.weeks += 1
    project.supervised += project.watched
    project.hours += bodies[o].week_hours
    project.quality_hours += bodies[o].week_quality
    project.times += bodies[o].week_times
    project.served += bodies[o].week_served
    project.met += bodies[o].week_met
    if project.kind == PURCHASE:
        staff = bodies[o].staff / project.staff if project.staff > 0.0 else 0.0
        project.progress += min(1.0, staff * bodies[o].effort)
    if project.hours == 0.0:
        project.quality = service_quality(s.quality, s.quality_skill, bodies[o].skill, s.quality_drive, bodies[o].drive)


@kernel
def supervise(
    projects: Any, order: Any, bodies: Bodies, ties: Any, mandate: Any, watching: Any, judging: float, pr: Any, s: Any,
    a: Any, scale: float, book: Any, tally: Any,
) -> float:  # fmt: skip
    """Let residents look at projects in an order, and note what each delivered; it ties its body to its department.

    ``judging`` are the hours that departments have given so far; return them with these.
    """
    for row in order:
        project = projects[row]
        project.phase = SUPERVISE
        judging += hold_to_account(project, bodies, watching, pr, a, scale, book, tally)
        at = mandate[project.domain]
        ties[project.body, at] += pr.project_tie * (1.0 - ties[project.body, at])
        note_delivery(project, bodies, s)
        project.phase = EXECUTE
    for o in range(bodies.size):
        bodies[o].week_hours = 0.0
        bodies[o].week_quality = 0.0
        bodies[o].week_times = 0
        bodies[o].week_served = 0
        bodies[o].week_met = 0
    return judging


@kernel
def earn_by_the_week(project: Any, bodies: Bodies, left: Any, pr: Any, d: Any, earned: Any, tally: Any) -> None:
    """Let a contract earn this week's part by the hours kept on offer; a budget cut lowers it."""
    o = project.body
    staff = min(1.0, bodies[o].staff / project.staff) if project.staff > 0.0 else 0.0
    delivered = min(1.0, staff * bodies[o].effort)
    full = int(project.budget) // weeks_of(project)
    due = int(full * delivered * left[bodies[o].community])
    published = d[project.community].published_rules >= 0.5
    paid = int(due * eligible_share(published, pr.disallowed_published, pr.disallowed, pr.contract_exposed))
    project.earned += paid
    project.refused += due - paid
    earned[project.domain] += paid
    tally[0, REFUSED_YUAN] += (due - paid) / 100.0
    tally[0, PUBLIC_YUAN] += paid / 100.0


@kernel
def is_due(project: Any, bodies: Bodies, every: int, week: int) -> bool:
    """Tell whether something is to be claimed for a project this week, or whether it may be closed."""
    start, end = int(project.start), int(project.ends)
    if not bodies[project.body].alive or (start == week and project.subsidy > 0):
        return True
    if start < week and week <= end + 1 and ((week - start) % every == 0 or week == end + 1):
        return True
    return bool(end < week and (project.phase == PAY or project.kind == PURCHASE))


@kernel
def earn(
    projects: Any, first: int, count: int, bodies: Bodies, runs: Any, left: Any, pr: Any, d: Any, earned: Any,
    tally: Any, week: int,
) -> int:  # fmt: skip
    """Let contracts earn, from the ``first`` row on; return the first one for which something is due, or ``count``.

    ``left`` is what budget cuts leave by community; ``earned`` adds up what contracts earn by domain.
    """
    for row in range(first, count):
        project = projects[row]
        if project.phase < SELECT or project.phase == CLOSED:
            continue
        o = project.body
        if bodies[o].alive and project.kind == PURCHASE and project.start <= week and project.ends >= week and runs[o]:
            earn_by_the_week(project, bodies, left, pr, d, earned, tally)
        if is_due(project, bodies, int(pr.milestone_weeks), week):
            return row
    return count
