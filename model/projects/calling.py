"""Calling for projects (征集): who hears of a round, who may apply, and who does (D1, D2)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from agents.codes import NEVER, STAFFED
from agents.project import PAY, PURCHASE, VENTURE
from agents.rules.projects import applies, hears_of_call, passed_on
from model.columns import Array
from model.projects.agenda import backing
from model.projects.proposals import project_domain, propose, request, wanted_domain
from model.projects.rounds import CALLING, is_stage
from model.projects.time import residents_time, spend_hours
from model.randomness import APPLIES, draw_each
from model.settings import is_on
from model.tally import APPLICANTS, COULD_APPLY

if TYPE_CHECKING:
    from model.world import World

Call = tuple[int, int]
"""An organization that may apply, and for which kind of project."""


def call_for_projects(world: World) -> None:
    """Let organizations decide whether they apply: for purchase contracts, and for the venture fund (D1, D2)."""
    if not is_stage(world, CALLING):
        return
    b = world.bodies
    luck = [draw_each(world.key, APPLIES, b.identity.astype(np.int64), world.week, part) for part in range(2)]
    running = np.flatnonzero((b.alive > 0) & (world.runs > 0)).tolist()
    open_to = {o: [kind for kind in (PURCHASE, VENTURE) if may_apply(world, o, kind)] for o in running}
    hear = _who_hears(world, [(o, kind) for o, kinds in open_to.items() for kind in kinds], luck[0])
    for o, kinds in open_to.items():
        made = [kind for kind in kinds if (o, kind) in hear and _applies(world, o, kind, luck[1][o])]
        for kind in made:
            propose(world, o, kind)
        world.tally.week[0, COULD_APPLY] += bool(kinds)
        world.tally.week[0, APPLICANTS] += bool(made)


def may_apply(world: World, o: int, kind: int) -> bool:
    """Tell whether an organization may apply: registered staffed bodies for purchase, all that run for the fund.

    None that has a venture project running gets another (D2); one that only waits for its money does not run.
    """
    b = world.bodies
    if kind == PURCHASE:
        row = int(b.contract_project[o])
        free = row < 0 or int(world.projects.ends[row]) <= world.week + 1
        return bool(
            b.kind[o] == STAFFED and b.registered[o] and b.staff[o] > 0 and free and wanted_domain(world, o) >= 0
        )
    link: Any = world.values.linking
    on = is_on(link.venture_fund, b.community[o]) and link.fund_share[b.community[o]] > 0
    row = int(b.venture_project[o])
    return bool(on and (row < 0 or world.projects.phase[row] == PAY))


def _who_hears(world: World, calls: list[Call], luck: Array) -> set[Call]:
    """Return which of those who may apply hear of it: from a department, by notice or word of mouth, by residents."""
    likely = {(o, kind): _likely_to_hear(world, o) for o, kind in calls if not _is_called(world, o, kind)}
    unheard = [call for call, chance in likely.items() if luck[call[0]] >= chance]
    told = _told_by_residents(world, unheard)
    return set(calls) - {call for call in unheard if luck[call[0]] >= passed_on(likely[call], told[call])}


def _is_called(world: World, o: int, kind: int) -> bool:
    """Tell whether a department calls itself: those who hold its contract, and who were there at the start."""
    return kind == PURCHASE and bool(world.bodies.contract_project[o] >= 0 or world.bodies.founded[o] == NEVER)


def _likely_to_hear(world: World, o: int) -> float:
    b = world.bodies
    p: Any = world.values.projects
    tie = float(world.ties[o, world.departments.mandate[b.domain[o]]])
    return float(hears_of_call(_is_published(world, o), p.hears_published, p.hears, p.hears_tie, tie))


def _is_published(world: World, o: int) -> bool:
    link: Any = world.values.linking
    return bool(is_on(link.published_rules, world.bodies.community[o]))


def _told_by_residents(world: World, calls: list[Call]) -> dict[Call, float]:
    """Return the chances that residents who proposed what organizations do tell them of a call (C6).

    They take the time for it from what they have for projects. Time that is scarce is shared out in proportion to what
    each call needs, so that nobody comes first, and nobody loses where residents pass more on.
    """
    a: Any = world.values.activation
    p: Any = world.values.projects
    homes, asked_for = world.bodies.community, backing(world)
    told = {}
    for o, kind in calls:
        c = int(homes[o])
        told[o, kind] = float(a.project_based[c] * a.call_share[c] * asked_for[c, project_domain(world, o, kind)])
    hours = {call: share * p.telling_hours * world.scale for call, share in told.items()}
    there = {c: _share_there_is(world, c, [hours[o, k] for o, k in calls if homes[o] == c]) for c in {*homes.tolist()}}
    for call in calls:
        c = int(homes[call[0]])
        told[call] *= there[c] * residents_time(world, c, hours[call] * there[c])
    return told


def _share_there_is(world: World, c: int, wanted: list[float]) -> float:
    """Return the share of the hours that are wanted which residents have; their sum does not depend on its order."""
    have, wants = float(world.watching[c]), math.fsum(wanted)
    return have / wants if wants > have else 1.0


def _applies(world: World, o: int, kind: int, doubt: float) -> bool:
    """Tell whether an organization that has heard of a call applies, and let it spend the hours.

    Staff write applications in the part of their time that is not direct service; a group takes the hours from its
    volunteers'.
    """
    b = world.bodies
    p: Any = world.values.projects
    link: Any = world.values.linking
    published = _is_published(world, o)
    hours = float(link.published_hours[b.community[o]]) if published else p.application_hours
    doubts = not published and doubt < p.doubt * (1.0 - float(b.legitimacy[o]))
    if doubts and not _is_called(world, o, kind):
        return False
    award = request(world, o, kind) / world.scale
    if not applies(float(world.belief[kind]), award, hours, p.hour_value):
        return False
    return b.kind[o] == STAFFED or spend_hours(world, o, hours * world.scale)
