"""Discussing and rating (议): five criteria measured in the simulation, judged, and turned into stars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from agents.project import CALL, EXECUTE, PAY, PURCHASE, RATE, SUPERVISE
from agents.rules.arithmetic import clamp, exp
from agents.rules.projects import reputation_after, stars_for
from model.columns import Array, total
from model.kernels.projects import members_feel, take_part_in_projects, who_knows
from model.projects.panel import Case, give_judges_time, panel_scores
from model.projects.payments import settle
from model.projects.rounds import RATING, SELECTING, is_rating_week
from model.projects.time import residents_time
from model.projects.work import advice, progress_of, residents_share
from model.randomness import WATCHES, draw_each
from model.settings import is_on
from model.tally import PROJECT_QUALITY, PROJECTS_RATED, STARRED, STARS_GIVEN
from vocabulary.categories import CRITERIA, DOMAIN_IDS, GROUP_IDS, JUDGES

if TYPE_CHECKING:
    from model.world import World

APPRAISING = 1
"""Part of the draws of who is watched first: 0 orders supervision, this the discussion of results."""


def rate_projects(world: World) -> None:
    """Discuss and rate the projects that end before the next round: criteria, panel, residents, stars (C6-C8).

    They come before residents by lot, as they come before judges: time that is scarce goes to the first.
    """
    if not is_rating_week(world):
        return
    t, n = world.projects, world.project_count
    awarded = (t.phase[:n] > CALL) & (t.phase[:n] < RATE)
    due = awarded & (t.rated[:n] < 0) & (t.ends[:n] <= world.week + RATING + SELECTING)
    rows = [int(row) for row in np.flatnonzero(due) if world.bodies.alive[t.body[row]]]
    give_judges_time(world)
    _measure(world, rows)
    cases = [_case(world, row) for row in rows]
    scores = panel_scores(world, cases)
    luck = draw_each(world.key, WATCHES, world.projects.identity[rows].astype(np.int64), world.week, APPRAISING)
    for at in np.argsort(luck, kind="stable"):
        _rate(world, rows[at], float(scores[at]))
    _let_members_feel_heard(world, rows)


def _case(world: World, row: int) -> Case:
    link: Any = world.values.linking
    t = world.projects
    c, adviser = int(t.community[row]), int(t.adviser[row])
    followed = advice(world, row)
    rates = adviser if followed > 0 and is_on(link.advisers_rate, c) else -1
    return Case(int(t.identity[row]), int(t.body[row]), seen_by_kinds(world, row), followed, rates)


def criterion_weights(world: World, c: int) -> Array:
    """Return the weights of the five criteria: the published ones under star rating (C8), else all the same."""
    a: Any = world.values.activation
    if not is_on(a.star_rating, c):
        return np.ones(len(CRITERIA))
    levers = (a.weight_quality, a.weight_progress, a.weight_awareness, a.weight_participation, a.weight_satisfaction)
    weights = np.array([float(lever[c]) for lever in levers])
    return weights if weights.sum() > 0 else np.ones(len(CRITERIA))


def seen_by_kinds(world: World, row: int) -> tuple[float, ...]:
    """Return what each kind of judges sees of a project: the criteria, weighed by rule and by own information."""
    p: Any = world.values.projects
    weights = criterion_weights(world, int(world.projects.community[row]))
    criteria = world.projects.criteria[row]
    found = []
    for sees in (p.sees_expert, p.sees_department, p.sees_media, p.sees_resident):
        both = weights * sees
        both = both if both.sum() > 0 else weights
        found.append(total(both * criteria) / total(both))
    return tuple(found[: len(JUDGES)])


def _measure(world: World, rows: list[int]) -> None:
    """Measure the five criteria of each project: nothing in them is assigned."""
    happy, members = np.zeros(world.bodies.size), np.zeros(world.bodies.size)
    members_feel(world.people, world.bodies, happy, members)
    known = np.zeros((world.communities, len(GROUP_IDS), len(DOMAIN_IDS)))
    count = np.zeros((world.communities, len(GROUP_IDS)))
    who_knows(world.people, known, count)
    t = world.projects
    for row in rows:
        o = int(t.body[row])
        if t.hours[row] > 0:
            t.quality[row] = t.quality_hours[row] / t.hours[row]
        t.criteria[row] = (
            float(t.quality[row]),
            progress_of(world, row),
            _awareness(world, row, known, count),
            _participation(world, row),
            _satisfaction(world, row, float(happy[o]), float(members[o])),
        )


def _awareness(world: World, row: int, known: Array, count: Array) -> float:
    """Return the share of a project's target, where it works, that knows of help in its domain."""
    t = world.projects
    c, target = int(t.community[row]), int(t.target[row])
    groups = [g for g in range(len(GROUP_IDS)) if target == 0 or (target >> g) & 1]
    places = slice(None) if c < 0 else slice(c, c + 1)
    people = float(count[places, groups].sum())
    return float(known[places, groups, t.domain[row]].sum()) / people if people > 0 else 0.0


def _participation(world: World, row: int) -> float:
    """Return how far a project reached: person-times and services against a share of the residents around it."""
    t = world.projects
    p: Any = world.values.projects
    c = int(t.community[row])
    homes = float(world.ground.homes[c]) if c >= 0 else float(world.ground.homes.mean())
    reached = float(t.times[row] + t.served[row]) * 26.0 / max(1, int(t.weeks[row]))
    return 1.0 - exp(-reached / max(1.0, p.reach * homes))


def _satisfaction(world: World, row: int, happy: float, members: float) -> float:
    """Return how satisfied those are whom a project concerns: clients whose needs were met, and members.

    Where there is nobody nothing speaks for or against it.
    """
    t = world.projects
    trust: Any = world.values.trust
    people = float(t.served[row]) + members
    felt = (float(t.met[row]) + happy) / people if people > 0 else 0.5
    a: Any = world.values.activation
    scored = bool(trust.reported) and bool(is_on(a.star_rating, t.community[row]))
    return clamp(felt + (trust.reporting_bias * (1.0 - felt) if scored else 0.0), 0.0, 1.0)


def _rate(world: World, row: int, panel: float) -> None:
    a: Any = world.values.activation
    p: Any = world.values.projects
    t, b = world.projects, world.bodies
    o, c = int(t.body[row]), int(t.community[row])
    agent = world.project_agent(row)
    if t.phase[row] != SUPERVISE:
        agent.move_to(SUPERVISE)
    agent.move_to(RATE)
    voice = float(a.project_based[c] * a.appraisal_share[c]) * _come_to_appraise(world, c)
    t.appraised[row] = voice
    heard = 0.5 * float(t.criteria[row][3] + t.criteria[row][4])
    t.score[row] = clamp((1.0 - voice) * panel + voice * heard, 0.0, 1.0)
    t.rated[row] = world.week
    world.tally.week[0, PROJECTS_RATED] += 1
    world.tally.week[0, PROJECT_QUALITY] += float(t.quality[row])
    if is_on(a.star_rating, c):
        stars = stars_for(
            float(t.score[row]), float(a.cut_two[c]), float(a.cut_three[c]), float(a.cut_four[c]), float(a.cut_five[c])
        )
        t.stars[row] = b.stars[o] = stars
        b.reputation[o] = reputation_after(float(b.reputation[o]), float(stars), p.reputation_step)
        world.tally.week[0, STARS_GIVEN] += stars
        world.tally.week[0, STARRED] += 1
    if t.kind[row] == PURCHASE:
        agent.move_to(EXECUTE)
    else:
        agent.move_to(PAY)
        settle(world, row)


def _come_to_appraise(world: World, c: int) -> float:
    """Take residents' time for discussing a project (C6), and return the share of it that they have."""
    a: Any = world.values.activation
    p: Any = world.values.projects
    return residents_time(world, c, p.appraisal_hours * float(a.project_based[c] * a.appraisal_share[c]) * world.scale)


def _let_members_feel_heard(world: World, rows: list[int]) -> None:
    """Let members feel that they count as far as residents worked at a project, supervised and appraised it (C6)."""
    p: Any = world.values.projects
    t = world.projects
    share = np.zeros(world.bodies.size)
    for row in rows:
        o = int(t.body[row])
        supervised = float(t.supervised[row]) / max(1, int(t.weeks[row]))
        share[o] = (residents_share(world, row) + supervised + float(t.appraised[row])) / 3.0
    take_part_in_projects(world.people, share, p.efficacy_taking_part)
