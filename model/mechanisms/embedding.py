"""柔性嵌入 · Phases of flexible embedding (rows A1-A6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from agents.codes import MASS
from agents.rules.organizations import skill_with_another, taking_up_probability
from model.accounts import FINANCE, STAFF, UNITS, fen
from model.columns import total
from model.hours import ALLIANCE, COMMAND_CENTER, SERVICE_CENTER, SPENT
from model.kernels.contacts import call_up, contact_constituents
from model.kernels.needs import take_stock
from model.kernels.organizations import embed
from model.projects.proposals import lacking
from model.randomness import TAKES_UP, draw_each
from model.tally import DOMAINS_TAKEN_UP
from vocabulary.calendar import MONTH_ENDS, WEEKS_A_YEAR, is_quarter_end, is_year_start, week_of_year
from vocabulary.categories import ALLIANCE_TELLS, DOMAINS

if TYPE_CHECKING:
    from model.world import World


def set_priorities(world: World) -> None:
    """Let the subdistrict Party committee set the year's priorities (A1).

    It holds each community's list of open needs against the hours served there in the last year: the highest priority,
    1, goes to the domain in which needs and services meet least. A community that has none yet does not wait.
    """
    e: Any = world.values.embedding
    due = (e.party_committee[:-1] > 0) & (world.ground.priority.max(axis=1) == 0)
    if is_year_start(world.week) or world.number == 1:
        due[:] = True
    if due.any():
        listed = np.zeros_like(world.ground.priority)
        take_stock(world.needs, world.open, listed)
        served = np.add.reduce(world.served, axis=0)
        lack = _shares(listed) / (_shares(served) + e.least_share)
        lack /= np.maximum(lack.max(axis=1, keepdims=True), e.least_share)
        world.ground.priority[due] = lack[due]
    world.ground.priority[e.party_committee[:-1] == 0.0] = 0.0


def _shares(table: Any) -> Any:
    """Return each row's shares of its sum."""
    total = table.sum(axis=1, keepdims=True)
    return np.where(total > 0, table / np.where(total > 0, total, 1.0), 0.0)


def let_units_give(world: World) -> None:
    """Let co-building units give money to the groups of their community when the committee chairs (A1)."""
    e: Any = world.values.embedding
    m: Any = world.values.money
    giving = (
        world.census.units
        * m.unit_giving
        / WEEKS_A_YEAR
        * world.scale
        * e.units_giving[:-1]
        * (e.party_committee[:-1] > 0)
    )
    world.share_among_groups("unit_giving", UNITS, giving, np.ones_like(world.ground.priority))


def staff_centers(world: World) -> None:
    """Give the command center (A3) and the service center (A4) the week's hours, and pay for them."""
    e: Any = world.values.embedding
    m: Any = world.values.money
    weekly = world.start_homes / 1000.0 / WEEKS_A_YEAR
    for book, on, hours, stock in (
        (COMMAND_CENTER, e.command_center, e.command_hours, world.command),
        (SERVICE_CENTER, e.service_center, e.service_center_hours, world.matching),
    ):
        supply = np.where(on[:-1] > 0, hours[:-1], 0.0) * weekly
        kept = np.where(supply > 0, np.minimum(stock[0], np.maximum(e.center_weeks * supply, e.hours_kept)), 0.0)
        world.books[book] += (total(supply), total(stock[1]), total(stock[0] - kept))
        meeting = np.minimum(at_meeting(world), kept + supply)
        stock[0], stock[1] = kept + supply - meeting, meeting
        world.accounts.pay_outside("center_staff", FINANCE, STAFF, fen(total(supply) * m.staff_hour))


def at_meeting(world: World) -> Any:
    """Return the hours of this week's joint meeting that a body of the whole subdistrict has for it, by community."""
    return world.meeting_hours[:-1] * world.scale / world.communities


def contact_alliance(world: World) -> None:
    """Let the alliance's four meet their constituents, and pay for their hours (A2)."""
    e: Any = world.values.embedding
    m: Any = world.values.money
    hours = np.where(e.rainbow_alliance[:-1] > 0, e.alliance_hours[:-1], 0.0) * world.start_homes
    hours /= 1000.0 * WEEKS_A_YEAR
    stock = world.alliance_hours
    kept = np.where(hours[:, None] > 0, stock, 0.0)
    world.books[ALLIANCE] += (total(hours), 0.0, total(stock - kept))
    stock[:] = kept + hours[:, None] / len(ALLIANCE_TELLS)
    meeting = np.minimum(at_meeting(world)[:, None], stock)
    stock -= meeting
    world.books[ALLIANCE, SPENT] += total(meeting) + contact_constituents(
        world.people, world.town, world.values.compiled.embedding, stock, world.key, world.week
    )
    world.accounts.pay_outside("alliance_staff", FINANCE, STAFF, fen(total(hours) * m.staff_hour))


def call_up_adults(world: World) -> None:
    """Call up adults to attend by order, in the first week of a month (a lever of A1, by default nobody)."""
    e: Any = world.values.embedding
    first_weeks = {1, *(end + 1 for end in MONTH_ENDS[:-1])}
    if e.mobilized_share.any() and week_of_year(world.week) in first_weeks:
        share = e.mobilized_share * (e.party_committee > 0)
        call_up(world.people, world.town.names, world.ground, share, e.call_hours, world.key, world.week)


def embed_organizations(world: World) -> None:
    """Let depth, legitimacy, autonomy and drive of organizations follow their causes (A6, C1-C3); skill too."""
    v = world.values.compiled
    embed(world.bodies, world.runs, v.embedding, v.activation, v.linking, v.projects)


def take_up_domains(world: World) -> None:
    """Let organizations take up a further domain, which residents around lack most (A6): the free and keen try.

    A group takes up what needs no profession or is taught in courses; staff what they are professional enough for.
    """
    if not is_quarter_end(world.week):
        return
    o: Any = world.values.organizations
    b = world.bodies
    luck = draw_each(world.key, TAKES_UP, b.identity.astype(np.int64), world.week, 0)
    could = (b.alive > 0) & (world.runs > 0) & (luck < o.taking_up * b.autonomy * b.drive)  # with one domain the most
    for slot in np.flatnonzero(could):
        served = [d for d in range(len(DOMAINS)) if (int(b.domains[slot]) >> d) & 1]
        likely = taking_up_probability(o.taking_up, float(b.autonomy[slot]), float(b.drive[slot]), float(len(served)))
        if luck[slot] < likely:
            _take_up(world, int(slot), served)


def _take_up(world: World, slot: int, served: list[int]) -> None:
    """Let an organization take up the domain lacked most of those that it could serve, if there is one."""
    s: Any = world.values.service
    o: Any = world.values.organizations
    b = world.bodies
    skill = skill_with_another(float(b.skill[slot]), float(len(served)), o.start_skill)
    simple = [not domain.professional or domain.by_course for domain in DOMAINS]
    could = [
        d for d in range(len(DOMAINS))
        if d not in served and (b.kind[slot] != MASS or simple[d]) and skill >= s.minimum_skill[[*served, d]].max()
    ]  # fmt: skip
    lack = lacking(world, int(b.community[slot]))
    found = max(could, key=lambda d: (lack[d], -d), default=-1)
    if found >= 0 and lack[found] > 0.0:
        b.domains[slot] |= 1 << found
        b.skill[slot] = skill
        world.tally.week[0, DOMAINS_TAKEN_UP] += 1
        if b.community[slot] >= 0:
            world.tally.week[1 + b.community[slot], DOMAINS_TAKEN_UP] += 1


def alliance_reach() -> Any:
    """Return which domains each of the alliance's four tells of: 4 by 9 zeros and ones."""
    return np.array(ALLIANCE_TELLS, dtype=np.uint8)
