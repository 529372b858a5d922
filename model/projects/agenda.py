"""Setting the agenda and calling for projects (定、征集): what money should be for, and who asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from agents.codes import MASS, NEVER, STAFFED
from agents.project import PAY, PURCHASE, VENTURE
from agents.rules.projects import applies, hears_of_call
from model.accounts import FINANCE, STAFF, fen
from model.columns import total
from model.kernels.projects import list_cases, make_proposals, think_of_needs
from model.projects.panel import give_judges_time
from model.projects.rounds import CALLING, SETTING, is_stage, rounds_a_year
from model.randomness import APPLIES, draw_each
from model.settings import is_on
from model.tally import APPLICANTS, COULD_APPLY, UNPAID_HOURS
from vocabulary.calendar import WEEKS_A_YEAR
from vocabulary.categories import DOMAIN_IDS

if TYPE_CHECKING:
    from model.world import World


def set_agenda(world: World) -> None:
    """Set the round's agenda: needs by community and domain as departments and residents see them, blended (C6)."""
    _follow_rules(world)
    if not is_stage(world, SETTING):
        return
    if world.week > 0:
        give_judges_time(world)
    a: Any = world.values.activation
    p: Any = world.values.projects
    departments = np.zeros((world.communities, len(DOMAIN_IDS)))
    residents = np.zeros_like(departments)
    list_cases(world.needs, world.open, departments)
    voice = a.project_based[:-1] * a.agenda_share[:-1]
    world.people.proposed[:] = 0
    if voice.any():
        if p.residents_choice:
            think_of_needs(world.people, world.needs, world.open)
        v = world.values.compiled
        made = make_proposals(world.people, v.activation, v.projects, residents, world.key, world.week)
        m: Any = world.values.money
        world.tally.week[0, UNPAID_HOURS] += made * p.proposal_hours
        world.accounts.pay_outside("proposals", FINANCE, STAFF, fen(made * p.proposal_hours * m.staff_hour))
    agenda = _shares(departments) * (1.0 - voice[:, None]) + _shares(residents) * voice[:, None]
    homes = world.ground.homes / max(1, int(world.ground.homes.sum()))
    world.agenda[:-1] = agenda
    world.agenda[-1] = np.add.reduce(agenda * homes[:, None], axis=0)


def _shares(table: Any) -> Any:
    """Return each row's shares of its sum; the same for all where there is nothing."""
    sums = table.sum(axis=1, keepdims=True)
    return np.where(sums > 0, table / np.where(sums > 0, sums, 1.0), 1.0 / table.shape[1])


def _follow_rules(world: World) -> None:
    """Pay for publishing and explaining the rules (D1)."""
    link: Any = world.values.linking
    m: Any = world.values.money
    informed = total(is_on(link.published_rules, slice(-1)) * world.start_homes)
    cost = fen(informed * m.rules_yuan / WEEKS_A_YEAR)
    world.accounts.pay_outside("rules", FINANCE, STAFF, cost)


def call_for_projects(world: World) -> None:
    """Let organizations decide whether they apply: for purchase contracts, and for the venture fund (D1, D2)."""
    if not is_stage(world, CALLING):
        return
    b = world.bodies
    b.applied[:] = 0
    luck = [draw_each(world.key, APPLIES, b.identity.astype(np.int64), world.week, part) for part in range(2)]
    could = 0
    for o in np.flatnonzero((b.alive > 0) & (world.runs > 0)):
        kinds = [kind for kind in (PURCHASE, VENTURE) if may_apply(world, int(o), kind)]
        could += bool(kinds)
        for kind in kinds:
            if _applies(world, int(o), kind, luck[0][o], luck[1][o]):
                b.applied[o] |= 1 << kind
    world.tally.week[0, COULD_APPLY] += could
    world.tally.week[0, APPLICANTS] += int((b.applied > 0).sum())


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


def wanted_domain(world: World, o: int) -> int:
    """Return the domain in which a staffed body asks for a contract: that of its contract, its main one, or any other.

    -1 if there is no money free in any domain for which it is professional enough.
    """
    b = world.bodies
    s: Any = world.values.service
    able = [d for d in range(len(DOMAIN_IDS)) if (int(b.domains[o]) >> d) & 1 and b.skill[o] >= s.minimum_skill[d]]
    held = int(b.contract_domain[o])
    if held in able:
        return held
    free = [d for d in able if world.free_purchase(d) > 0.0]
    if int(b.domain[o]) in free:
        return int(b.domain[o])
    return max(free, key=lambda d: (world.free_purchase(d), -d)) if free else -1


def request(world: World, o: int, kind: int) -> float:
    """Return the yuan that an organization asks for, at the model's scale: a year's contract, or a project's budget."""
    b = world.bodies
    p: Any = world.values.projects
    m: Any = world.values.money
    if kind == PURCHASE:
        return float(m.contract * b.staff[o] * world.scale)
    if b.kind[o] == MASS:
        size = min(1.0, float(b.volunteers[o] + b.leaders[o]) / (p.large_group * world.scale))
        return float((p.award_small + (p.award_large - p.award_small) * size) * world.scale)
    return float(p.award_professional * min(1.0, float(b.staff[o]) / p.large_staff) * world.scale)


def _applies(world: World, o: int, kind: int, luck: float, doubt: float) -> bool:
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
        if luck >= hears_of_call(published, p.hears_published, p.hears, p.hears_tie, tie):
            return False
        if not published and doubt < p.doubt * (1.0 - float(b.legitimacy[o])):
            return False
    award = request(world, o, kind) / world.scale
    if not applies(float(world.belief[kind]), award, hours, p.hour_value):
        return False
    return b.kind[o] == STAFFED or spend_hours(world, o, hours * world.scale)


def spend_hours(world: World, o: int, hours: float) -> bool:
    """Take hours from what an organization has, if it has as many: first those for activities, then for services."""
    b = world.bodies
    if float(b.activity_hours[o] + b.service_hours[o]) < hours:
        return False
    first = min(hours, float(b.activity_hours[o]))
    b.activity_hours[o] -= first
    b.service_hours[o] -= hours - first
    b.hours_spent[o] += hours
    return True


def pot(world: World) -> float:
    """Return the yuan that the venture fund has for a round, at the model's scale, before what is left of the last."""
    link: Any = world.values.linking
    m: Any = world.values.money
    residents = np.array([community.residents for community in world.place.communities], dtype=float)
    given = total(link.venture_fund[:-1] * link.fund_share[:-1] * residents)
    return float(given * m.venture_pot * world.scale / rounds_a_year(world))
