"""组织培育 · Phases of cultivation (rows B1-B3)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from agents.codes import ATTENDS, CHILD, ENTERED, FOUNDED, HOME, INACTIVE, LEADS, MASS, PARTY, STAFFED
from agents.rules.organizations import entry_probability, founding_probability
from model.accounts import FINANCE
from model.kernels.organizations import count_interested
from model.randomness import ENTERS, FOUNDS, draw, draw_each, draw_one
from model.sampling import expect_team
from vocabulary.calendar import WEEKS_A_QUARTER, WEEKS_A_YEAR, is_quarter_end
from vocabulary.categories import DOMAIN_IDS, DOMAINS, GROUP_IDS

if TYPE_CHECKING:
    from model.world import World

FOUNDER_LEADS = 1 + len(DOMAINS)
"""Part of a founder's draws: those before are of the team, by domain."""
MOST_QUARTERS = 2521
"""As many as there are in the weeks that a column can name."""


def buy_casework(world: World) -> None:
    """Turn purchase money that no body earned this week into hours of the department that holds it.

    So does what the venture fund did not award, and money for further casework, shared by departments' own hours.
    """
    money: Any = world.values.money
    cut = float(world.budget_factor()[-1])
    own = world.census.department_hours
    further = float(money.further_casework[-1]) * world.scale / WEEKS_A_YEAR + _left_of_the_fund(world)
    parts = own / own.sum() if own.any() else np.full(own.size, 1.0 / own.size)
    world.extra_casework[:] = further / money.casework_hour * parts
    for at, department in enumerate(world.place.departments):
        for purchase in world.place.purchases:
            if purchase.department == department.id:
                d = DOMAIN_IDS.index(purchase.domain)
                together = bought(world, d)
                share = world.purchase_week(purchase) / together if together > 0.0 else 0.0
                left = max(0.0, together * cut - float(world.earned_this_week[d])) * share
                world.extra_casework[at] += left / 100.0 / money.casework_hour


def _left_of_the_fund(world: World) -> float:
    """Take this week's part of what the last round did not award, in yuan."""
    part = world.casework_fund // max(1, world.casework_weeks)
    world.casework_fund -= part
    world.fund_book["casework"] += part
    world.casework_weeks = max(1, world.casework_weeks - 1)
    return part / 100.0


def bought(world: World, domain: int) -> float:
    """Return the money of a week, in fen, with which all departments together buy services in a domain."""
    return math.fsum(world.purchase_week(p) for p in world.place.purchases if DOMAIN_IDS.index(p.domain) == domain)


def found_organizations(world: World) -> None:
    """Let residents found groups where enough active people share an interest and somebody will lead (B1)."""
    if not is_quarter_end(world.week):
        return
    u: Any = world.values.cultivation
    open_to_all = [d for d in range(len(DOMAINS)) if not DOMAINS[d].professional or DOMAINS[d].by_course]
    luck = draw_each(world.key, FOUNDS, np.arange(world.communities * len(DOMAINS)), world.week, 0)
    interested = np.zeros((world.communities, len(DOMAINS)), dtype=np.int64)
    count_interested(world.people, world.bodies, world.values.compiled.activation, interested)
    rivals = _rivals(world)
    drive = _founders_drive(world)
    for c in (int(c) for c in np.flatnonzero(u.mass_organizations[:-1] > 0)):
        support = founding_support(world, c) * float(drive[c])
        for d in open_to_all:
            many = interested[c, d] / world.scale
            likely = founding_probability(
                u.founding_rate, support, many, u.founders_scale, float(rivals[c, d]), u.rivalry
            )
            if luck[c * len(DOMAINS) + d] < likely:
                _found(world, c, d)
    world.list_organizations()


def _interested(world: World, c: int, d: int) -> Any:
    """Return the rows of a community's active residents with an interest that their organization does not serve.

    Where the red grid works (C1) a Party member with the interest need not be active yet to found a group.
    """
    home = slice(world.town.first_of_community[c], world.town.first_of_community[c + 1])
    p = world.people[home]
    main = np.where(p.organization >= 0, world.bodies.domain[p.organization], -1)
    geese = (p.marks & PARTY > 0) & (p.state == INACTIVE) & bool(world.values.activation.red_grid[c] > 0)
    active = (p.present == HOME) & (p.age != CHILD) & ((p.state == ATTENDS) | geese)
    return home.start + np.flatnonzero(active & ((p.interest >> d) & 1 == 1) & (main != d))


def _rivals(world: World) -> Any:
    """Return how many running groups each community has in each domain."""
    b = world.bodies
    running = (b.alive > 0) & (b.dormant == 0) & (b.community >= 0)
    at = b.community[running].astype(np.int64) * len(DOMAINS) + b.domain[running]
    return np.bincount(at, minlength=world.communities * len(DOMAINS)).reshape(-1, len(DOMAINS))


def _founders_drive(world: World) -> Any:
    """Return, by community, what is left of founders' drive: less where groups have little autonomy left."""
    u: Any = world.values.cultivation
    b = world.bodies
    running = (b.alive > 0) & (b.dormant == 0) & (b.community >= 0)
    homes = b.community[running]
    count = np.bincount(homes, minlength=world.communities)
    lost = np.bincount(homes, weights=1.0 - b.autonomy[running], minlength=world.communities) / np.maximum(count, 1)
    return 1.0 - u.founders_autonomy * lost


def founding_support(world: World, c: int) -> float:
    """Return how much cultivation, service center, alliance and venues multiply founding in a community."""
    v = world.values
    u: Any = v.cultivation
    e: Any = v.embedding
    link: Any = v.linking
    support = float(u.founding_support[c])
    if e.service_center[c] > 0:
        support *= e.incubation
    if e.rainbow_alliance[c] > 0:
        support *= e.alliance_incubation
    if link.venues[c] > 0:
        support *= link.venue_founding
    return support


def _found(world: World, c: int, d: int) -> None:
    """Found a group: a Party member leads where the red grid works, else whom the draw names; the own group follows."""
    o: Any = world.values.organizations
    a: Any = world.values.activation
    p, names = world.people, world.town.names
    rows = _interested(world, c, d)
    if rows.size == 0:
        return
    luck = draw_each(world.key, FOUNDS, names[rows].astype(np.int64), world.week, 1 + d)
    geese = (p.marks[rows] & PARTY > 0) & (a.red_grid[c] > 0)
    founder = rows[np.lexsort((luck, ~geese))[0]]
    order = rows[np.lexsort((luck, p.group[rows] != p.group[founder], rows != founder))]
    slot = world.add_organization(founded_identity(world.week, c, d), MASS, c, d, 1 << d, 0.0, o.start_skill)
    team = order[: max(1, round(o.founding_team * world.scale))]
    expect_team(world, c, float(np.mean(p.state[team] == INACTIVE)))
    p.organization[team] = slot
    p.state[team] = np.maximum(p.state[team], ATTENDS)  # Party members among them may not have been active yet
    if draw_one(world.key, FOUNDS, int(names[founder]), world.week, FOUNDER_LEADS) < world.scale:
        p.state[founder] = LEADS  # below full size the founder stands for many, of whom one leads
    world.bodies.members[slot] = team.size
    world.bodies.standing[slot] = o.founding_team * world.scale
    world.bodies.company[slot] = np.bincount(p.group[team], minlength=len(GROUP_IDS)) / team.size
    world.bodies.led_by_party[slot] = bool(p.marks[order[0]] & PARTY)
    support = max(0.0, float(world.values.cultivation.founding_support[c]) - 1.0)
    seed: Any = world.values.cultivation.seed_money
    world.give(slot, "seed", FINANCE, seed * support * world.scale)
    world.announce(slot)


def founded_identity(week: int, c: int, d: int) -> int:
    """Return what keys the luck of a group that is founded in a quarter: it does not depend on other communities."""
    return FOUNDED + (c * MOST_QUARTERS + week // WEEKS_A_QUARTER) * len(DOMAINS) + d


def enter_organizations(world: World) -> None:
    """Let a professional organization come in where contracts are in sight and requests unserved (B2)."""
    u: Any = world.values.cultivation
    if not is_quarter_end(world.week) or u.professional_organizations[-1] <= 0:
        return
    domain, contract = most_wanted(world)
    support = float(u.entry_support[-1] * u.professional_organizations[-1])
    likely = entry_probability(u.entry_rate, support, contract, u.entry_contract)
    if draw(world.key, ENTERS, 0, world.week) < likely:
        o: Any = world.values.organizations
        slot = world.add_organization(
            ENTERED + world.week, STAFFED, -1, domain, 1 << domain, u.entrant_staff, o.entrant_skill
        )
        grant = u.entry_grant * float(u.entry_support[-1] * u.professional_organizations[-1])
        world.give(slot, "entry_grant", FINANCE, grant * world.scale)
        world.announce(slot)
        world.list_organizations()


def most_wanted(world: World) -> tuple[int, float]:
    """Return the professional domain with most unserved requests, and the yuan a year that an entrant can hope for.

    That is what no contract binds, less what bodies of the domain that are here without a contract will ask for.
    """
    unserved = world.unserved()
    professional = [d for d in range(len(DOMAINS)) if DOMAINS[d].professional]
    domain = max(professional, key=lambda d: (unserved[d], -d))
    b = world.bodies
    money: Any = world.values.money
    waiting = (b.alive > 0) & (b.kind == STAFFED) & (b.contract == 0) & (b.domain == domain)
    free = world.free_purchase(domain) * WEEKS_A_YEAR / 100.0 / world.scale
    return domain, max(0.0, free - float(b.staff[waiting].sum()) * money.contract)
