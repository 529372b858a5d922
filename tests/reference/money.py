"""Money of organizations, and needs that were due, added up one by one."""

from __future__ import annotations

from typing import Any

from agents import codes
from agents.rules.projects import donations_after_crowding
from model import tally
from vocabulary.calendar import WEEKS_A_YEAR


def share_among_groups(now: Any) -> None:
    """Share each community's money among its running groups."""
    groups = [
        body for body in now.bodies
        if body.kind == codes.MASS and body.community >= 0 and now.runs[body.number] > 0
    ]  # fmt: skip
    now.amounts[:] = 0
    weights = [_weight(now, body) for body in groups]
    for c, yuan in enumerate(now.yuan.tolist()):
        own = [(body.number, weight) for body, weight in zip(groups, weights, strict=True) if body.community == c]
        together = 0.0
        for _, weight in own:
            together += weight
        for o, weight in own:
            now.amounts[o] = round(yuan * weight / together * 100.0)


def _weight(now: Any, body: Any) -> float:
    return float((body.volunteers + body.leaders + now.scale) * now.favor[body.community, body.domain])


def add_up_due(now: Any) -> None:
    """Add up what arose in each week that is due by now."""
    ring = len(now.arisen)
    for d, weeks in enumerate(now.time_to_meet.tolist()):
        for born in range(now.week - int(weeks) + 1):
            if born > now.week - now.window:
                now.met[:, d] += now.in_time[born % ring, d]
                now.due[:, d] += now.arisen[born % ring, d]


def income_of_week(now: Any) -> None:
    """Pay grants to staff, fees and gifts to groups; gifts follow the share of public money."""
    m, weekly = now.m[0], now.scale / WEEKS_A_YEAR
    for body in now.bodies:
        o, runs = body.number, now.runs[body.number] > 0
        body.public_income *= 1.0 - 1.0 / WEEKS_A_YEAR
        body.other_income *= 1.0 - 1.0 / WEEKS_A_YEAR
        now.amounts[0, o] = _fen(m.foundation * body.staff * weekly) if runs and body.kind == codes.STAFFED else 0
        is_group = runs and body.kind == codes.MASS
        members = body.volunteers + body.leaders
        now.amounts[1, o] = _fen(m.fee / WEEKS_A_YEAR * members) if is_group else 0
        for earlier in (0, 1):
            body.other_income += float(now.amounts[earlier, o]) / 100.0
        now.amounts[2, o] = _fen(m.donation * weekly * _gifts(now, body)) if is_group else 0
        body.other_income += float(now.amounts[2, o]) / 100.0


def _fen(yuan: float) -> int:
    return round(yuan * 100.0)


def _gifts(now: Any, body: Any) -> float:
    income, org = body.public_income + body.other_income, now.org
    public = body.public_income / income if income > 0.0 else 0.0
    return donations_after_crowding(
        int(org.donation_crowding), public, org.donation_dip, org.donation_rise, org.donation_fall
    )


def wages_of_week(now: Any) -> None:
    """Pay wages as far as there is cash; some of those who are not paid leave."""
    for body in now.bodies:
        o, cash = body.number, int(now.cash[body.number])
        due = _fen(body.staff * now.m[0].wage / WEEKS_A_YEAR * now.scale) if now.runs[o] > 0 else 0
        now.paid[o] = paid = min(due, cash)
        now.unpaid[o] = (due - paid) / due * body.staff if due else 0.0
        body.held = min(body.held, cash - paid)
        body.unpaid_weeks = body.unpaid_weeks + 1 if paid < due else 0
        if paid < due:
            body.staff *= 1.0 - now.org.quitting_unpaid


def pay_for_places(now: Any) -> None:
    """Let projects pay for the activities held with their money, and count who worked for them."""
    for body in now.bodies:
        o, held = body.number, float(now.held[body.number])
        now.amounts[o] = 0
        if held > 0.0:
            project = now.projects[body.venture_project]
            here = now.a[project.community]
            hours, places = held * now.org.hours_per_activity * now.scale, held * now.org.places * now.scale
            residents = min(here.project_based * here.work_share, 1.0 - now.pr.volunteers_share)
            project.work += hours
            project.residents_work += hours * residents
            now.tally[0, tally.PROJECT_PLACES] += places
            now.amounts[o] = amount = min(_fen(places * now.pr.yuan_per_place), int(now.cash[o]))
            project.spent += amount
            body.held = max(0, body.held - amount)


def aim_contracts(now: Any) -> None:
    """Aim outreach at what a contract is for."""
    for body in now.bodies:
        contract = now.projects[body.contract_project] if body.contract > 0 and body.contract_project >= 0 else None
        body.outreach_domain = body.contract_domain if contract else body.domain
        aims = contract and now.u[body.community].aimed_purchase > 0.0
        body.target = contract.target if contract and aims else 0
