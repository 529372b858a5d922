"""Setting the agenda of a round (定): what money should be for, as departments and residents see it (C6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from model.accounts import FINANCE, STAFF, fen
from model.columns import Array, total
from model.kernels.projects import list_cases, make_proposals, think_of_needs
from model.projects.panel import give_judges_time
from model.projects.rounds import SETTING, is_stage
from model.settings import is_on
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
        names = world.town.names
        made = make_proposals(world.people, names, v.activation, v.projects, residents, world.key, world.week)
        world.judging_hours += made * p.proposal_hours
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


def backing(world: World) -> Array:
    """Return how many residents proposed each domain against the one most proposed, by community and, last, in all."""
    p = world.people
    made = p.proposed > 0
    counts = np.zeros((world.communities + 1, len(DOMAIN_IDS)))
    np.add.at(counts, (p.community[made], p.proposed[made].astype(np.int64) - 1), 1.0)
    counts[-1] = np.add.reduce(counts[:-1])
    return np.asarray(counts / np.maximum(counts.max(axis=1, keepdims=True), 1.0))
