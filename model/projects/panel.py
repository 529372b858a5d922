"""The panel of judges (C7): drawn from a pool of four kinds, each with its own information, bias and noise."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from agents.rules.projects import judged
from model.accounts import FINANCE, STAFF, fen
from model.columns import Array
from model.hours import ADVISERS, JUDGES, SPENT
from model.kernels.judging import judge_cases
from model.quantiles import normal_from
from model.randomness import JUDGES as JUDGES_DRAW
from model.randomness import PANEL, draw_each, draw_one
from model.settings import is_on
from model.tally import UNPAID_HOURS
from vocabulary.categories import JUDGES as KINDS

if TYPE_CHECKING:
    from model.world import World

EXPERT, DEPARTMENT, RESIDENT, ADVISER = 0, 1, 3, len(KINDS)
"""Kinds of judges; advisers, who come from no pool, are numbered after all of them."""
NUMBERS = 1 << 12
"""More judges than any pool of one kind has: numbers each judge and what the judge does."""
CASES = NUMBERS - 1
"""The number under which the order of cases is drawn."""


class Case(NamedTuple):
    """What the panel has before it: a project or proposal, whose it is, and what each kind of judges sees of it.

    ``adviser`` is the number of an adviser who followed it and now rates it, or -1; ``followed`` says how much of an
    adviser it had, 0 to 1.
    """

    identity: int
    body: int
    seen: tuple[float, ...]
    followed: float = 0.0
    adviser: int = -1


def panel_scores(world: World, cases: list[Case]) -> Array:
    """Return each case's score, 0 to 1: the mean of each kind of judges, weighed by kind.

    Where the four-way panel is off (C7), departments judge alone. Who judges is drawn for each case from the pool; a
    pool that has not the hours for as many sends fewer. What nobody has time for is scored in the middle.
    """
    sums, weights = np.zeros(len(cases)), np.zeros(len(cases))
    for kind in range(len(KINDS)):
        _let_a_kind_judge(world, cases, kind, sums, weights)
    return np.asarray(np.divide(sums, weights, out=np.full(len(cases), 0.5), where=weights > 0))


def _let_a_kind_judge(world: World, cases: list[Case], kind: int, sums: Array, weights: Array) -> None:
    a: Any = world.values.activation
    levers = (a.weight_expert, a.weight_department, a.weight_media, a.weight_resident)
    homes = world.bodies.community[[case.body for case in cases]] if cases else np.zeros(0, dtype=np.int64)
    four_way = is_on(a.four_way_panel, homes)
    weight = np.where(four_way, levers[kind][homes], 1.0 if kind == DEPARTMENT else 0.0)
    wanted = np.where(weight > 0, np.rint(a.judges_per_kind[homes]), 0).astype(np.int64)
    chosen = _choose(world, cases, kind, wanted)
    scores = _scores(world, cases, kind, chosen) if cases else []
    if kind == EXPERT:
        _let_advisers_rate(world, cases, weight, scores)
    for at, given in enumerate(scores):
        if given:
            sums[at] += weight[at] * math.fsum(given) / len(given)
            weights[at] += weight[at]


def pool_of(world: World, kind: int) -> int:
    """Return how many judges of a kind the place has."""
    return sum(entry.count for entry in world.place.panel if entry.kind == KINDS[kind].id)


def give_judges_time(world: World) -> None:
    """Give each judge the time for a sitting, to select or to rate; what is left of the last one's is gone."""
    p: Any = world.values.projects
    for kind in range(len(KINDS)):
        expired, given = world.judges_left[kind], np.full(pool_of(world, kind), p.judge_capacity)
        world.books[JUDGES] += np.array([given.sum(), 0.0, expired.sum()]) * world.scale
        world.judges_left[kind] = given


def _choose(world: World, cases: list[Case], kind: int, wanted: Array) -> list[list[int]]:
    """Draw judges for each case, as many as are wanted, and take their hours.

    Judges are taken by lot, of those with time left. Cases come by lot too, each for one judge and then each for one
    more, so that scarce time goes round.
    """
    p: Any = world.values.projects
    pool = pool_of(world, kind)
    left = world.judges_left[kind]
    identities, turns = _by_lot(world, cases, kind)
    luck = [draw_each(world.key, PANEL, identities, world.week, kind * NUMBERS + judge) for judge in range(pool)]
    orders = [iter(order) for order in np.argsort(np.reshape(luck, (pool, len(cases))), axis=0, kind="stable").T]
    chosen: list[list[int]] = [[] for _ in cases]
    for turn in range(int(wanted.max(initial=0))):
        for at in turns[wanted[turns] > turn]:
            judge = next((int(judge) for judge in orders[at] if left[judge] >= p.judging_hours), None)
            if judge is not None:
                left[judge] -= p.judging_hours
                chosen[at].append(judge)
    hours = sum(len(judges) for judges in chosen) * p.judging_hours * world.scale
    world.books[JUDGES, SPENT] += hours
    _charge(world, kind, hours)
    return chosen


def _by_lot(world: World, cases: list[Case], kind: int) -> tuple[Array, Array]:
    """Return the identities of cases, and a drawn order in which they come before a kind of judges."""
    identities = _identities(cases)
    luck = draw_each(world.key, PANEL, identities, world.week, kind * NUMBERS + CASES)
    return identities, np.argsort(luck, kind="stable")


def _let_advisers_rate(world: World, cases: list[Case], weight: Array, scores: list[list[float]]) -> None:
    """Add what advisers give to cases that they followed (D4), by lot as long as there is time."""
    for at in _by_lot(world, cases, ADVISER)[1]:
        if cases[at].adviser >= 0 and weight[at] > 0 and _charge_adviser(world):
            scores[at].append(_advisers_score(world, cases[at]))


def _charge_adviser(world: World) -> bool:
    """Take the time of an adviser who rates, if there is any left this week; it is paid as that of following."""
    p: Any = world.values.projects
    m: Any = world.values.money
    hours = p.judging_hours * world.scale
    if world.advisers_left < hours:
        return False
    world.advisers_left -= hours
    world.books[ADVISERS, SPENT] += hours
    world.accounts.pay_outside("advisers", FINANCE, STAFF, fen(hours * m.adviser_hour))
    return True


def _charge(world: World, kind: int, hours: float) -> None:
    """Charge judging: experts and media are paid, departments give working time, residents give theirs."""
    m: Any = world.values.money
    if kind == DEPARTMENT:
        world.judging_hours += hours
    elif kind == RESIDENT:
        world.tally.week[0, UNPAID_HOURS] += hours
    else:
        world.accounts.pay_outside("judging", FINANCE, STAFF, fen(hours * m.judge_hour))


def _scores(world: World, cases: list[Case], kind: int, chosen: list[list[int]]) -> list[list[float]]:
    """Return what each case is given by those of a kind who were chosen for it."""
    b = world.bodies
    p: Any = world.values.projects
    whose = [case.body for case in cases]
    at = np.array([at for at, judges in enumerate(chosen) for _ in judges], dtype=np.int64)
    numbers = np.array([kind * NUMBERS + judge for judges in chosen for judge in judges], dtype=np.int64)
    seen, followed = np.array([(case.seen[kind], case.followed) for case in cases]).reshape(-1, 2).T
    leaning = p.bias_embedded * b.legitimacy[whose] if kind == DEPARTMENT else np.zeros(len(cases))
    scores = np.zeros(at.size)
    judge_cases(
        at, numbers, seen, followed, leaning, b.reputation[whose], _identities(cases), float(p.noise[kind]),
        float(p.bias[kind]), world.values.compiled.projects, world.key, world.town_key, world.week, scores,
    )  # fmt: skip
    given = iter(scores.tolist())
    return [[next(given) for _ in judges] for judges in chosen]


def _identities(cases: list[Case]) -> Array:
    return np.array([case.identity for case in cases], dtype=np.int64)


def _advisers_score(world: World, case: Case) -> float:
    """Return the score of an adviser who rates what was advised (D4): sees it well, and is lenient."""
    p: Any = world.values.projects
    number = ADVISER * NUMBERS + case.adviser
    luck = normal_from(draw_one(world.key, JUDGES_DRAW, case.identity, world.week, number))
    noise = float(p.noise[0]) * p.advised_noise * luck
    return judged(case.seen[0], noise, p.adviser_leniency, 0.0, 0, 0.0, 0.0, 0.0)
