"""Paying (付): subsidies in advance, purchases by milestone, rewards after rating; what is ineligible is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agents.project import CLOSED, PAY, PURCHASE, VENTURE
from agents.rules.projects import eligible_share
from model.accounts import ENTERPRISES, FINANCE, fen
from model.kernels.project_work import earn
from model.projects.time import residents_time
from model.projects.work import progress_of
from model.settings import is_on
from model.tally import PUBLIC_YUAN, REFUSED_YUAN
from vocabulary.calendar import is_year_start

if TYPE_CHECKING:
    from model.world import World

Claim = tuple[int, int, str, int]
"""The week in which it is due, the project's row, what it is for, and the sum in fen."""


def pay_projects(world: World) -> None:
    """Pay what is due this week, and let contracts and projects earn by what they deliver (D2)."""
    world.earned_this_week[:] = 0
    if is_year_start(world.week):
        world.matched = 0
    v = world.values.compiled
    left, n = world.budget_factor(), world.project_count
    row = -1
    while True:
        row = earn(
            world.projects, row + 1, n, world.bodies, world.runs, left, v.projects, v.linking, world.earned_this_week,
            world.tally.week, world.week,
        )  # fmt: skip
        if row == n:
            break
        _go_on(world, row)
    due = sorted(claim for claim in world.claims if claim[0] <= world.week)
    world.claims = [claim for claim in world.claims if claim[0] > world.week]
    for _, row, purpose, amount in due:
        _pay(world, row, purpose, amount)


def _go_on(world: World, row: int) -> None:
    """Claim what a project may claim this week, and close it when all is settled."""
    t = world.projects
    o = int(t.body[row])
    if not world.bodies.alive[o]:
        close_project(world, row)
        return
    if t.start[row] == world.week and t.subsidy[row] > 0:
        claim(world, row, "subsidy", int(t.subsidy[row]))
    p: Any = world.values.projects
    at_work = int(t.start[row]) < world.week <= int(t.ends[row]) + 1
    milestone = (world.week - int(t.start[row])) % int(p.milestone_weeks) == 0 or world.week == int(t.ends[row]) + 1
    if at_work and milestone:
        claim_milestone(world, row)
    worked = t.ends[row] < world.week and (t.phase[row] == PAY or t.kind[row] == PURCHASE)
    if worked and not any(claim[1] == row for claim in world.claims):
        close_project(world, row)


def claim(world: World, row: int, purpose: str, amount: int) -> None:
    """Enter a claim, to be paid after the delay of payments; what is owed counts as public cost.

    A contract's money was counted as it was earned. What residents confirm is paid without that delay (C6).
    """
    link: Any = world.values.linking
    t = world.projects
    late = 0.0 if purpose == "subsidy" else float(link.payment_delay[t.community[row]])
    delay = round(late * (1.0 - _confirmed_by_residents(world, int(t.community[row])))) if late > 0 else 0
    t.claimed[row] += amount
    world.claims.append((world.week + delay, row, purpose, amount))
    if t.kind[row] == VENTURE:
        world.tally.week[0, PUBLIC_YUAN] += amount / 100.0


def _confirmed_by_residents(world: World, c: int) -> float:
    """Return the share of a claim that residents confirm, as far as they have the time for it (C6)."""
    a: Any = world.values.activation
    p: Any = world.values.projects
    share = float(a.project_based[c] * a.payment_share[c])
    return share * residents_time(world, c, share * p.confirming_hours * world.scale)


def eligible(world: World, row: int) -> float:
    """Return which share of a project's spending is eligible: more where rules are published (D1)."""
    p: Any = world.values.projects
    link: Any = world.values.linking
    t = world.projects
    published = bool(is_on(link.published_rules, t.community[row]))
    exposed = p.contract_exposed if t.kind[row] == PURCHASE else 1.0
    return eligible_share(published, p.disallowed_published, p.disallowed, exposed)


def claim_milestone(world: World, row: int) -> None:
    """Claim what has been delivered since the last milestone."""
    t = world.projects
    if t.kind[row] == PURCHASE:
        amount = int(t.earned[row] - t.claimed[row])
    else:
        weeks = int(t.ends[row]) - int(t.start[row]) + 1
        due = int(t.purchase[row]) * min(1.0, int(t.weeks[row]) / weeks) * progress_of(world, row)
        gross = max(0, int(due) - int(t.earned[row]))
        amount = int(gross * eligible(world, row))
        t.earned[row] += gross
        t.refused[row] += gross - amount
        world.tally.week[0, REFUSED_YUAN] += (gross - amount) / 100.0
    if amount > 0:
        claim(world, row, "milestones", amount)


def settle(world: World, row: int) -> None:
    """Settle a rated venture project: the last milestone, the reward by stars, ineligible subsidy paid back."""
    claim_milestone(world, row)
    reward = int(int(world.projects.reward[row]) * reward_share(world, row))
    if reward > 0:
        claim(world, row, "reward", reward)
    _pay_back(world, row)


def reward_share(world: World, row: int) -> float:
    """Return the share of the full reward that a project gets: by stars, or the mean over stars without them (C8)."""
    p: Any = world.values.projects
    stars = int(world.projects.stars[row])
    return float(p.reward[stars - 1]) if stars else float(p.reward.mean())


def _pay_back(world: World, row: int) -> None:
    """Let an organization pay back what it spent of its subsidy on what is not eligible, and what it did not spend."""
    t, b = world.projects, world.bodies
    o = int(t.body[row])
    spent = min(int(t.subsidy[row]), int(t.spent[row]))
    refused = int(spent * (1.0 - eligible(world, row)))
    unspent = max(0, int(t.subsidy[row]) - int(t.spent[row]))
    amount = min(int(world.accounts.cash[o]), refused + unspent)
    world.accounts.pay_one("paid_back", FINANCE, o, amount)
    t.refused[row] += refused
    world.tally.week[0, REFUSED_YUAN] += refused / 100.0
    world.tally.week[0, PUBLIC_YUAN] -= amount / 100.0
    world.give_back_to_fund(amount)
    b.held[o] = 0


def _pay(world: World, row: int, purpose: str, amount: int) -> None:
    """Pay a claim; enterprises and donors add their match to what the fund pays (D2).

    What was claimed for a body that has dissolved since is not paid: the fund keeps it.
    """
    t, b = world.projects, world.bodies
    o = int(t.body[row])
    if not b.alive[o]:
        world.tally.week[0, PUBLIC_YUAN] -= amount / 100.0
        t.claimed[row] -= amount
        if t.kind[row] == VENTURE:
            world.give_back_to_fund(amount)
        return
    world.receive_one(o, purpose, FINANCE, amount)
    t.paid[row] += amount
    if t.kind[row] == VENTURE:
        if purpose != "reward" and t.phase[row] < PAY:
            b.held[o] += amount
        link: Any = world.values.linking
        match = min(int(amount * float(link.match_share[t.community[row]])), left_to_match(world))
        world.matched += match
        world.receive_one(o, "match", ENTERPRISES, match)


def left_to_match(world: World) -> int:
    """Return the fen that enterprises and donors still have for matching the fund this year."""
    m: Any = world.values.money
    return max(0, int(fen(m.enterprise_giving * world.start_homes.sum())) - world.matched)


def close_project(world: World, row: int) -> None:
    """Close a project: the fund gets back what was not claimed."""
    t, b = world.projects, world.bodies
    o = int(t.body[row])
    if t.kind[row] == VENTURE:
        world.give_back_to_fund(int(t.budget[row] - t.claimed[row]))
        if b.venture_project[o] == row:
            b.venture_project[o] = -1
    else:
        world.tally.week[0, PUBLIC_YUAN] -= int(t.earned[row] - t.claimed[row]) / 100.0
    if b.contract_project[o] == row:
        b.contract_project[o], b.contract[o] = -1, 0
    world.project_agents.pop(row).move_to(CLOSED)
