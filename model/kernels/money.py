"""Money of organizations: income, wages, what contracts aim at, what projects pay for places."""

from __future__ import annotations

from typing import Any

import numpy as np

from agents.codes import MASS, STAFFED
from agents.rules.projects import donations_after_crowding
from model.columns import Bodies
from model.compiling import kernel
from model.kernels.project_work import note_spending
from model.tally import PROJECT_PLACES


@kernel
def is_sharing(bodies: Bodies, o: int, runs: Any) -> bool:
    """Tell whether an organization is a running group of a community."""
    return bool(bodies[o].community >= 0 and runs[o] > 0 and bodies[o].kind == MASS)


@kernel
def part_of(bodies: Bodies, o: int, favor: Any, scale: float) -> float:
    """Return what a group's part in its community's money goes by: its volunteers, and favor for its domain."""
    weight = bodies[o].volunteers + bodies[o].leaders + scale
    return float(weight * favor[bodies[o].community, bodies[o].domain])


@kernel
def share_among_groups(bodies: Bodies, runs: Any, scale: float, yuan: Any, favor: Any, amounts: Any) -> None:
    """Share each community's ``yuan`` among its groups; write the fen of each into ``amounts``.

    ``favor[c, d]`` weighs groups of a domain further.
    """
    sums = np.zeros(yuan.size)
    home, part = np.full(bodies.size, -1), np.empty(bodies.size)
    for o in range(bodies.size):
        if is_sharing(bodies, o, runs):
            home[o], part[o] = bodies[o].community, part_of(bodies, o, favor, scale)
            sums[home[o]] += part[o]
    for o in range(bodies.size):
        c = home[o]
        amounts[o] = int(np.rint(yuan[c] * part[o] / sums[c] * 100.0)) if c >= 0 else 0


@kernel
def whole_fen(yuan: float) -> int:
    """Return yuan as whole fen, rounded to the nearest."""
    return int(np.rint(yuan * 100.0))


@kernel
def income_of_week(bodies: Bodies, runs: Any, scale: float, m: Any, org: Any, amounts: Any) -> None:
    """Write grants of foundations, fees and donations into ``amounts``, in fen, and add them to the year's income.

    What an organization has of the year's income fades; donations see the public share of what it has by then.
    """
    weekly = scale / 52.0
    for o in range(bodies.size):
        group = runs[o] > 0 and bodies[o].kind == MASS
        bodies[o].public_income *= 1.0 - 1.0 / 52.0
        bodies[o].other_income *= 1.0 - 1.0 / 52.0
        amounts[:, o] = 0
        if runs[o] > 0 and bodies[o].kind == STAFFED:
            amounts[0, o] = whole_fen(m[0].foundation * bodies[o].staff * weekly)
        if group:
            amounts[1, o] = whole_fen(m[0].fee / 52.0 * (bodies[o].volunteers + bodies[o].leaders))
        bodies[o].other_income += amounts[0, o] / 100.0
        bodies[o].other_income += amounts[1, o] / 100.0
        if group:
            income = bodies[o].public_income + bodies[o].other_income
            public = bodies[o].public_income / income if income > 0.0 else 0.0
            crowded = donations_after_crowding(
                int(org.donation_crowding), public, org.donation_dip, org.donation_rise, org.donation_fall
            )
            amounts[2, o] = whole_fen(m[0].donation * weekly * crowded)
        bodies[o].other_income += amounts[2, o] / 100.0


@kernel
def wages_of_week(bodies: Bodies, runs: Any, cash: Any, scale: float, m: Any, org: Any, paid: Any, unpaid: Any) -> None:
    """Write what each organization pays of its wages, in fen, and how many posts go unpaid, which are lost bit by bit.

    Project money that wages have taken is not held any more.
    """
    for o in range(bodies.size):
        due = whole_fen(bodies[o].staff * m[0].wage / 52.0 * scale) if runs[o] > 0 else 0
        paid[o] = min(due, cash[o])
        unpaid[o] = (due - paid[o]) / max(due, 1) * bodies[o].staff
        bodies[o].held = min(int(bodies[o].held), cash[o] - paid[o])
        if paid[o] < due:
            bodies[o].unpaid_weeks += 1
            bodies[o].staff *= 1.0 - org.quitting_unpaid
        else:
            bodies[o].unpaid_weeks = 0


@kernel
def pay_for_places(
    projects: Any, bodies: Bodies, held: Any, cash: Any, scale: float, pr: Any, org: Any, a: Any, amounts: Any,
    tally: Any,
) -> None:  # fmt: skip
    """Write into ``amounts`` the fen to be paid for the funded activities that each organization held.

    Residents gave their share of the organizers' hours (C6): without it the activities would not have been held.
    """
    for o in range(bodies.size):
        amounts[o] = 0
        if held[o] <= 0.0:
            continue
        project = projects[bodies[o].venture_project]
        places = held[o] * org.places * scale
        hours = held[o] * org.hours_per_activity * scale
        lever = a[project.community]
        project.work += hours
        project.residents_work += hours * min(lever.project_based * lever.work_share, 1.0 - pr.volunteers_share)
        tally[0, PROJECT_PLACES] += places
        amounts[o] = min(whole_fen(places * pr.yuan_per_place), cash[o])
        note_spending(project, bodies, amounts[o])


@kernel
def aim_contracts(bodies: Bodies, projects: Any, u: Any) -> None:
    """Let outreach of staffed bodies follow their contract: its domain, and its target groups where B3 is on."""
    for o in range(bodies.size):
        bodies[o].target = 0
        bodies[o].outreach_domain = bodies[o].domain
        if bodies[o].contract > 0 and bodies[o].contract_project >= 0:
            bodies[o].outreach_domain = bodies[o].contract_domain
            if u[bodies[o].community].aimed_purchase > 0.0:
                bodies[o].target = projects[bodies[o].contract_project].target
