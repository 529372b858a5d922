"""Selecting (选): the panel scores proposals, and money is awarded until the budget is spent."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from agents.project import CALL, CLOSED, PURCHASE, SELECT, VENTURE
from model.accounts import fen
from model.columns import Array, total
from model.kernels.projects import hear_of_awards
from model.projects.agenda import backing
from model.projects.panel import Case, panel_scores
from model.projects.proposals import merits, request, target_groups, wanted_domain
from model.projects.rounds import SELECTING, is_stage, place_in_round, rounds_a_year, weeks_of_work
from model.randomness import ADVISES, draw_each, draw_one
from model.settings import is_on
from model.tally import BETTER, BETTER_RENEWED, FUND_AWARDED, FUND_CASEWORK, FUND_GRANTED, WORSE, WORSE_RENEWED
from vocabulary.calendar import WEEKS_A_YEAR
from vocabulary.categories import DOMAIN_IDS
from vocabulary.categories import JUDGES as KINDS

if TYPE_CHECKING:
    from model.world import World


def select_projects(world: World) -> None:
    """Let the panel score proposals and award contracts and venture projects (C7, C8, D1, D2); assign advisers (D4)."""
    if not is_stage(world, SELECTING):
        return
    p: Any = world.values.projects
    end_contracts(world)
    granted = round(pot(world) * 100.0 * float(world.budget_factor()[-1]))
    world.fund += granted
    world.fund_book["granted"] += granted
    world.tally.week[0, FUND_GRANTED] += granted / 100.0
    scores = score_proposals(world)
    won = [*award_purchases(world, scores[PURCHASE]), *award_ventures(world, scores[VENTURE])]
    for kind in (PURCHASE, VENTURE):
        if scores[kind]:
            share = len(scores[kind].keys() & set(won)) / len(scores[kind])
            world.belief[kind] += p.belief_step * (max(share, p.belief_least) - world.belief[kind])
    for row in np.flatnonzero(world.projects.phase[: world.project_count] == CALL):
        world.project_agents.pop(int(row)).move_to(CLOSED)
    follow_renewals(world, won)
    turn_into_casework(world)
    assign_advisers(world, won)
    tell_residents(world, won)


def turn_into_casework(world: World) -> None:
    """Let what a round did not award buy departments' casework until the next: money does not lie idle."""
    world.casework_weeks = place_in_round(world.week, rounds_a_year(world))[1]
    world.casework_fund += world.fund
    world.tally.week[0, FUND_CASEWORK] += world.fund / 100.0
    world.fund = 0


def end_contracts(world: World) -> None:
    """Let contracts end whose last week this is, so that their money is free again."""
    rows = np.flatnonzero(world.projects.kind[: world.project_count] == PURCHASE)
    for row in rows[world.projects.ends[rows] == world.week]:
        body = int(world.projects.body[row])
        if world.bodies.contract_project[body] == row:
            world.bodies.contract[body] = 0
            world.bodies.contract_project[body] = -1


def pot(world: World) -> float:
    """Return the yuan that the venture fund has for a round, at the model's scale, before what is left of the last."""
    link: Any = world.values.linking
    m: Any = world.values.money
    given = total(link.venture_fund[:-1] * link.fund_share[:-1] * world.census.residents)
    return float(given * m.venture_pot * world.scale / rounds_a_year(world))


def score_proposals(world: World) -> dict[int, dict[int, float]]:
    """Return the score of each proposal: by kind of money, and by its row. One sitting has both kinds before it."""
    a: Any = world.values.activation
    link: Any = world.values.linking
    t, b = world.projects, world.bodies
    called = np.flatnonzero(t.phase[: world.project_count] == CALL)
    rows = [int(row) for row in called[b.alive[t.body[called]] > 0]]
    cases = [_case(world, row) for row in rows]
    scores: dict[int, dict[int, float]] = {PURCHASE: {}, VENTURE: {}}
    for row, case, found in zip(rows, cases, panel_scores(world, cases), strict=True):
        c, o = int(t.community[row]), case.body
        score = float(found)
        if is_on(a.star_rating, c) and b.stars[o] > 0:
            score += float(a.star_credit[c]) * (float(b.stars[o]) - 3.0)
        if not is_on(link.published_rules, c):
            score += float(link.favor[c]) * float(b.legitimacy[o])
        t.merit[row], t.award_score[row] = math.fsum(case.seen) / len(KINDS), score
        scores[int(t.kind[row])][row] = score
    return scores


def _case(world: World, row: int) -> Case:
    t = world.projects
    o = int(t.body[row])
    return Case(int(t.identity[row]), o, merits(world, o, int(t.domain[row])))


def in_order(world: World, scores: dict[int, float]) -> list[int]:
    """Return rows from the best score on; a draw decides between equal ones."""
    identity = world.bodies.identity[world.projects.body[: world.project_count]]
    luck = {row: draw_one(world.key, ADVISES, int(identity[row]), world.week, 0) for row in scores}
    return sorted(scores, key=lambda row: (-scores[row], luck[row]))


def award_purchases(world: World, scores: dict[int, float]) -> list[int]:
    """Award yearly contracts, the best first, until each domain's purchase money is spent; return their rows."""
    b = world.bodies
    won: list[int] = []
    for row in in_order(world, scores):
        o = int(world.projects.body[row])
        d = wanted_domain(world, o)
        free = world.free_purchase(d) if d >= 0 else 0.0
        weekly = int(min(request(world, o, PURCHASE) * 100.0 / WEEKS_A_YEAR, free))
        if weekly > 0:
            world.projects.domain[row] = b.contract_domain[o] = d
            b.contract[o], b.contract_project[o] = weekly, row
            award(world, row, weekly * WEEKS_A_YEAR)
            won.append(row)
    b.contract_domain[b.contract_project < 0] = -1
    return won


def award_ventures(world: World, scores: dict[int, float]) -> list[int]:
    """Award the fund's money by theme, the best first, then what is left to the best of the others; return the rows.

    Money that a policy gives to one community beyond what all have is awarded there only, and first.
    """
    t = world.projects
    order = in_order(world, scores)
    agenda = world.agenda[-1] / max(float(world.agenda[-1].sum()), 1e-9)
    own = np.append(earmarked(world), 0)
    common = max(0, world.fund - int(own.sum()))
    left = {d: float(agenda[d]) * common for d in range(len(DOMAIN_IDS))}
    won: list[int] = []
    for by_theme in (True, False):
        for row in order:
            d, c, o = int(t.domain[row]), int(t.community[row]), int(t.body[row])
            budget = int(fen(request(world, o, VENTURE)))
            room = int(own[c]) + (min(left[d], common) if by_theme else common)
            if row not in won and 0 < budget <= min(room, world.fund):
                world.bodies.venture_project[o] = row
                award(world, row, budget)
                won.append(row)
                world.fund -= budget
                world.fund_book["awarded"] += budget
                world.tally.week[0, FUND_AWARDED] += budget / 100.0
                rest = max(0, budget - int(own[c]))
                own[c] -= budget - rest
                common -= rest
                left[d] -= rest
    return won


def earmarked(world: World) -> Array:
    """Return the fen of this round's fund that are for one community alone: what it is given beyond the others."""
    link: Any = world.values.linking
    m: Any = world.values.money
    given = link.venture_fund[:-1] * link.fund_share[:-1]
    beyond = (given - given.min()) * world.census.residents * m.venture_pot * world.scale * 100.0 / rounds_a_year(world)
    return np.asarray(np.floor(beyond * float(world.budget_factor()[-1])).astype(np.int64))


def award(world: World, row: int, budget: int) -> None:
    """Award a proposal its budget, in fen: it is worked at from the week after."""
    t, kind = world.projects, int(world.projects.kind[row])
    world.project_agent(row).move_to(SELECT)
    u: Any = world.values.cultivation
    aims = kind == VENTURE or is_on(u.aimed_purchase, t.community[row])
    t.target[row] = target_groups(world, kind, int(t.domain[row])) if aims else 0
    t.start[row] = world.week + 1
    t.ends[row] = world.week + (WEEKS_A_YEAR if kind == PURCHASE else weeks_of_work(world))
    t.staff[row], t.budget[row] = world.bodies.staff[t.body[row]], budget
    _split(world, row)


def _split(world: World, row: int) -> None:
    """Split a budget into subsidy, purchase and reward: a contract is all purchase (D2)."""
    t = world.projects
    budget = int(t.budget[row])
    link: Any = world.values.linking
    c = int(t.community[row])
    weights = np.array([link.subsidy_share[c], link.purchase_share[c], link.reward_share[c]])
    if t.kind[row] == PURCHASE:
        weights = np.array([0.0, 1.0, 0.0])
    exact = budget * weights / weights.sum()
    parts = np.floor(exact + 1e-6).astype(np.int64)  # an exact part may come out a hair below
    parts[np.argmax(weights)] += budget - int(parts.sum())
    t.subsidy[row], t.purchase[row], t.reward[row] = parts


def follow_renewals(world: World, won: list[int]) -> None:
    """Count which bodies hold money of the same kind again after a project was rated, the better half and the worse."""
    t = world.projects
    rows = np.arange(world.project_count)
    ended = rows[(t.rated[rows] >= 0) & (t.followed[rows] == 0) & (t.ends[rows] <= world.week)]
    holders = {(int(t.kind[row]), int(t.body[row])) for row in won}
    for kind in (PURCHASE, VENTURE):
        of_kind = ended[t.kind[ended] == kind]
        luck = draw_each(world.key, ADVISES, t.identity[of_kind].astype(np.int64), world.week, 2)
        order = of_kind[np.lexsort((luck, t.quality[of_kind]))]
        half = order.size // 2
        for part, all_of, again in (
            (order[:half], WORSE, WORSE_RENEWED), (order[order.size - half :], BETTER, BETTER_RENEWED)
        ):  # fmt: skip
            world.tally.week[0, all_of] += part.size
            world.tally.week[0, again] += sum((kind, int(t.body[row])) in holders for row in part)
    t.followed[ended] = 1


def assign_advisers(world: World, won: list[int]) -> None:
    """Assign advisers to projects (D4), in a drawn order, as far as the time of one adviser goes."""
    link: Any = world.values.linking
    p: Any = world.values.projects
    t = world.projects
    pool = sum(entry.count for entry in world.place.panel if entry.kind == "adviser")
    time = np.full(pool, p.adviser_capacity)
    n = world.project_count
    running = np.flatnonzero((t.adviser[:n] >= 0) & (t.ends[:n] > world.week) & (t.phase[:n] != CLOSED))
    for at_work in running:
        time[t.adviser[at_work]] -= t.advised[at_work]
    for row in sorted(won, key=lambda row: draw_one(world.key, ADVISES, int(t.identity[row]), world.week, 1)):
        c = int(t.community[row])
        free = int(np.argmax(time)) if pool else -1
        hours = min(float(link.adviser_hours[c]), float(time[free])) if pool else 0.0
        if is_on(link.think_tank, c) and hours > 1e-9:
            t.adviser[row], t.advised[row] = free, hours
            time[free] -= hours


def tell_residents(world: World, won: list[int]) -> None:
    """Let residents learn which of their proposals were adopted, and lend legitimacy to what they chose (C6)."""
    a: Any = world.values.activation
    t, b = world.projects, world.bodies
    adopted: Array = np.zeros((world.communities, len(DOMAIN_IDS)))
    proposed = backing(world)
    for row in won:
        c, o, d = int(t.community[row]), int(t.body[row]), int(t.domain[row])
        adopted[c if c >= 0 else slice(None), d] = 1.0
        voice = float(a.project_based[c] * a.agenda_share[c] * proposed[c, d])
        b.choice[o] += voice * (1.0 - b.choice[o])
    v = world.values.compiled
    hear_of_awards(world.people, adopted, v.activation, v.projects)
    world.people.proposed[:] = 0
