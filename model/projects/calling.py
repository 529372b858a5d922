"""Calling for projects (征集): who hears of a round, who may apply, and who does (D1, D2)."""

from __future__ import annotations

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


def call_for_projects(world: World) -> None:
    """Let organizations decide whether they apply: for purchase contracts, and for the venture fund (D1, D2)."""
    if not is_stage(world, CALLING):
        return
    b = world.bodies
    luck = [draw_each(world.key, APPLIES, b.identity.astype(np.int64), world.week, part) for part in range(2)]
    asked_for = backing(world)
    for o in np.flatnonzero((b.alive > 0) & (world.runs > 0)):
        kinds = [kind for kind in (PURCHASE, VENTURE) if may_apply(world, int(o), kind)]
        made = [kind for kind in kinds if _applies(world, int(o), kind, asked_for, luck[0][o], luck[1][o])]
        for kind in made:
            propose(world, int(o), kind)
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


def _applies(world: World, o: int, kind: int, asked_for: Array, luck: float, doubt: float) -> bool:
    """Tell whether an organization applies, and let it spend the hours.

    A department calls itself those who hold its contract, and who were there at the start. Staff write applications in
    the part of their time that is not direct service; a group takes the hours from its volunteers'.
    """
    b = world.bodies
    p: Any = world.values.projects
    link: Any = world.values.linking
    c = int(b.community[o])
    published = bool(is_on(link.published_rules, c))
    hours = float(link.published_hours[c]) if published else p.application_hours
    is_known = kind == PURCHASE and (b.contract_project[o] >= 0 or b.founded[o] == NEVER)
    if not is_known:
        tie = float(world.ties[o, world.departments.mandate[b.domain[o]]])
        likely = hears_of_call(published, p.hears_published, p.hears, p.hears_tie, tie)
        if luck >= likely and luck >= passed_on(likely, _told_by_residents(world, o, kind, asked_for)):
            return False
        if not published and doubt < p.doubt * (1.0 - float(b.legitimacy[o])):
            return False
    award = request(world, o, kind) / world.scale
    if not applies(float(world.belief[kind]), award, hours, p.hour_value):
        return False
    return b.kind[o] == STAFFED or spend_hours(world, o, hours * world.scale)


def _told_by_residents(world: World, o: int, kind: int, asked_for: Array) -> float:
    """Return the chance that residents who proposed what an organization does tell it of the call (C6).

    They take the time for it from what they have for projects.
    """
    a: Any = world.values.activation
    p: Any = world.values.projects
    c = int(world.bodies.community[o])
    share = float(a.project_based[c] * a.call_share[c] * asked_for[c, project_domain(world, o, kind)])
    return share * residents_time(world, c, share * p.telling_hours * world.scale)
