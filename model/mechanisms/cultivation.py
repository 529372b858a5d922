"""组织培育 · Phases of cultivation (rows B1-B3)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from agents.codes import ATTENDS, CHILD, ENTERED, FOUNDED, HOME, LEADS, MASS, PARTY, STAFFED
from agents.rules.organizations import entry_probability, founding_probability
from model.columns import total
from model.kernels.organizations import count_interested
from model.randomness import ENTERS, FOUNDS, draw, draw_each
from vocabulary.calendar import WEEKS_A_YEAR, is_quarter_end, is_year_start, week_of_year
from vocabulary.categories import DOMAIN_IDS, DOMAINS, GROUP_IDS

if TYPE_CHECKING:
    from model.world import World
    from scenarios import Purchase


def award_contracts(world: World) -> None:
    """Let departments buy services for the year; what finds no body buys casework, and later in the year an entrant.

    A body is paid by the week, up to a sum per post. With B3 the contract names its target groups.
    """
    if is_year_start(world.week):
        world.bodies.contract[:] = 0
        world.bodies.contract_domain[:] = -1
        world.bodies.aim[:] = 0
        world.bodies.target[:] = 0
    if is_year_start(world.week) or week_of_year(world.week) % 13 == 1 or world.number == 1:
        for purchase in world.place.purchases:
            _award(world, purchase)
    u: Any = world.values.cultivation
    world.bodies.target[:] = np.where(u.aimed_purchase[world.bodies.community] > 0, world.bodies.aim, 0)
    _buy_casework(world)


def _award(world: World, purchase: Purchase) -> None:
    b = world.bodies
    money: Any = world.values.money
    d = DOMAIN_IDS.index(purchase.domain)
    service: Any = world.values.service
    able = (b.domains >> d) & 1 & (b.kind == STAFFED) & b.registered & world.runs
    able &= (b.staff > 0) & (b.skill >= service.minimum_skill[d])
    room = np.where(
        able > 0, np.maximum(money.contract * b.staff * world.scale * 100 / WEEKS_A_YEAR - b.contract, 0), 0.0
    )
    room[(b.contract_domain >= 0) & (b.contract_domain != d) & (b.contract > 0)] = 0.0
    left = bought(world, d) - float(b.contract[b.contract_domain == d].sum())
    free = max(0.0, min(world.purchase_week(purchase), left))
    wanted = total(room)
    if wanted < 1.0 or free < 1.0:
        return
    award = np.floor(room * min(1.0, free / wanted)).astype(np.int64)
    b.contract[:] += award
    b.contract_domain[award > 0] = d
    target = sum(1 << GROUP_IDS.index(group) for group in purchase.groups)
    b.aim[award > 0] |= np.uint8(target)


def bought(world: World, domain: int) -> float:
    """Return the money of a week, in fen, with which all departments together buy services in a domain."""
    return math.fsum(world.purchase_week(p) for p in world.place.purchases if DOMAIN_IDS.index(p.domain) == domain)


def _buy_casework(world: World) -> None:
    """Turn purchase money that no body earns this week into hours of the department that holds it."""
    b = world.bodies
    money: Any = world.values.money
    cut = float(world.budget_factor()[-1])
    world.extra_casework[:] = 0.0
    for at, department in enumerate(world.place.departments):
        for purchase in world.place.purchases:
            if purchase.department == department.id:
                d = DOMAIN_IDS.index(purchase.domain)
                paid = float(b.contract[(b.contract_domain == d) & (world.runs > 0)].sum())
                together = bought(world, d)
                share = world.purchase_week(purchase) / together if together > 0.0 else 0.0
                left = max(0.0, together - paid) * share * cut
                world.extra_casework[at] += left / 100.0 / money.casework_hour


def found_organizations(world: World) -> None:
    """Let residents found groups where enough active people share an interest and somebody will lead (B1)."""
    if not is_quarter_end(world.week):
        return
    u: Any = world.values.cultivation
    open_to_all = [d for d in range(len(DOMAINS)) if not DOMAINS[d].professional or DOMAINS[d].by_course]
    luck = draw_each(world.key, FOUNDS, np.arange(world.communities * len(DOMAINS)), world.week, 0)
    interested = np.zeros((world.communities, len(DOMAINS)), dtype=np.int64)
    count_interested(world.people, world.bodies, interested)
    rivals = _rivals(world)
    for c in (int(c) for c in np.flatnonzero(u.mass_organizations[:-1] > 0)):
        support = founding_support(world, c)
        for d in open_to_all:
            many = interested[c, d] / world.scale
            likely = founding_probability(
                u.founding_rate, support, many, u.founders_scale, float(rivals[c, d]), u.rivalry
            )
            if luck[c * len(DOMAINS) + d] < likely:
                _found(world, c, d)
    world.list_organizations()


def _interested(world: World, c: int, d: int) -> Any:
    """Return the rows of a community's active residents with an interest that their organization does not serve."""
    home = slice(world.town.first_of_community[c], world.town.first_of_community[c + 1])
    p = world.people[home]
    main = np.where(p.organization >= 0, world.bodies.domain[p.organization], -1)
    active = (p.present == HOME) & (p.age != CHILD) & (p.state == ATTENDS)
    return home.start + np.flatnonzero(active & ((p.interest >> d) & 1 == 1) & (main != d))


def _rivals(world: World) -> Any:
    """Return how many running groups each community has in each domain."""
    b = world.bodies
    running = (b.alive > 0) & (b.dormant == 0) & (b.community >= 0)
    at = b.community[running].astype(np.int64) * len(DOMAINS) + b.domain[running]
    return np.bincount(at, minlength=world.communities * len(DOMAINS)).reshape(-1, len(DOMAINS))


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
    p = world.people
    rows = _interested(world, c, d)
    if rows.size == 0:
        return
    luck = draw_each(world.key, FOUNDS, p.identity[rows].astype(np.int64), world.week, 1 + d)
    geese = (p.marks[rows] & PARTY > 0) & (a.red_grid[c] > 0)
    founder = rows[np.lexsort((luck, ~geese))[0]]
    order = rows[np.lexsort((luck, p.group[rows] != p.group[founder], rows != founder))]
    slot = world.add_organization(
        FOUNDED + (world.week * world.communities + c) * len(DOMAINS) + d, MASS, c, d, 1 << d, 0.0, o.start_skill
    )
    team = order[: max(1, round(o.founding_team * world.scale))]
    p.organization[team] = slot
    p.state[order[0]] = LEADS
    world.bodies.members[slot] = team.size
    world.bodies.company[slot] = np.bincount(p.group[team], minlength=len(GROUP_IDS)) / team.size
    world.bodies.led_by_party[slot] = bool(p.marks[order[0]] & PARTY)
    world.announce(slot)


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
        world.announce(slot)
        world.list_organizations()


def most_wanted(world: World) -> tuple[int, float]:
    """Return the professional domain with most unserved requests, and the yuan a year that are free for it."""
    unserved = world.unserved()
    professional = [d for d in range(len(DOMAINS)) if DOMAINS[d].professional]
    domain = max(professional, key=lambda d: (unserved[d], -d))
    b = world.bodies
    free = bought(world, domain) - float(b.contract[b.contract_domain == domain].sum())
    return domain, max(0.0, free) * WEEKS_A_YEAR / 100.0 / world.scale
