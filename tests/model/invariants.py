"""What must hold of a world after every week, whatever the place, the policy and the luck."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from agents.codes import (
    AT_DEPARTMENT,
    CHILD,
    ESCALATED,
    GONE,
    HOME,
    IN_COURSE,
    INACTIVE,
    MASS,
    PARTY,
    UNASKED,
    VOLUNTEERS,
)
from agents.project import CALL, CLOSED, EXECUTE, PAY, PURCHASE, SELECT, VENTURE
from model import tally
from model.governance import GovernanceModel
from model.indicators import ORDER
from model.world import World
from tests.model.towns import looking
from vocabulary.calendar import WEEKS_A_YEAR
from vocabulary.categories import DOMAIN_IDS, EDUCATION, INTEGRATION
from vocabulary.indicators import BY_ID

SLACK = 1e-9
LEVELS_OF_RESIDENTS = (
    "base_trust", "trust", "memory", "identification", "gain", "happiness", "near_memory", "near_gain", "efficacy"
)  # fmt: skip
LEVELS_OF_BODIES = (
    "skill", "start_skill", "depth", "legitimacy", "autonomy", "drive", "company", "reputation", "choice", "effort"
)  # fmt: skip
LEVELS_OF_PROJECTS = ("criteria", "score", "quality", "merit", "effort")
ALWAYS_DEFINED = (
    "sense_of_gain", "sense_of_happiness", "sense_of_safety", "trust", "organizations", "public_cost", "unpaid_hours",
    "tickets", "escalations", "activities", "person_times",
)  # fmt: skip
"""Defined as soon as a week has been lived in a place where somebody lives."""
SPLIT = {
    "community": ("arisen", "met", "met_by_others", "lapsed", "escalated", "closed_escalated", "left", "tickets",
                  "tickets_ended", "tickets_met", "services", "cases", "responses", "person_times", "open_cases"),
    "group": ("arisen", "met", "met_by_others", "lapsed", "escalated", "closed_escalated", "left", "tickets",
              "tickets_ended", "tickets_met", "services", "cases", "responses", "person_times"),
    "domain": ("arisen", "met", "met_by_others", "lapsed", "escalated", "closed_escalated", "left", "tickets",
               "tickets_ended", "tickets_met", "services", "cases", "responses", "person_times", "open_cases"),
}  # fmt: skip
"""Counters that are counted in each of these: their parts sum to the whole."""


def check_state(model: GovernanceModel) -> None:
    """Check everything that must hold after a week has been lived."""
    check_residents(model.world)
    check_bodies(model.world)
    check_projects(model.world)
    check_ledger(model.world)
    check_stocks(model.world)
    check_counters(model.world)
    check_record(model)


def within(column: Any, low: float, high: float, what: str) -> None:
    values = np.asarray(column, dtype=float)
    good = (values >= low - SLACK) & (values <= high + SLACK)  # NaN is neither
    assert good.all(), f"{what}: {values[~good][:3]}"


def check_residents(world: World) -> None:
    p = world.people
    here = p.present == HOME
    for name in LEVELS_OF_RESIDENTS:
        within(p[name][here], 0.0, 1.0, name)
    for name in ("threshold", "proneness", "propensity"):
        assert np.isfinite(p[name][here]).all(), name
    member = p.organization >= 0
    assert (p.state[~here] == INACTIVE).all(), "nobody acts from an empty dwelling"
    assert not member[~here].any()
    assert (p.state[p.age == CHILD] == INACTIVE).all(), "children do not take part"
    assert (p.organization[p.state == INACTIVE] == -1).all(), "the inactive belong nowhere"
    assert world.bodies.alive[p.organization[member]].all(), "nobody belongs to what is closed"
    workers = p.state >= VOLUNTEERS
    assert member[workers].all(), "volunteers have an organization"
    assert (world.bodies.kind[p.organization[workers]] == MASS).all(), "volunteers work for groups"
    assert not ((p.marks & PARTY > 0) & here & (p.age == CHILD)).any(), "Party members are adults"
    ground, grown = world.ground, here & (p.age != CHILD)
    for counted, where, who in (
        (ground.homes, p.community, here), (ground.adults, p.community, grown), (ground.grid_homes, p.grid, here),
    ):  # fmt: skip
        assert counted.tolist() == np.bincount(where[who], minlength=counted.size).tolist(), "all who live here count"
    homes = world.bodies.community[p.organization[member]]
    assert ((homes == p.community[member]) | (homes < 0)).all(), "people belong where they live"


def check_bodies(world: World) -> None:
    b = world.bodies
    alive = b.alive > 0
    for name in LEVELS_OF_BODIES:
        within(b[name][alive], 0.0, 1.0, name)
    for table, name in ((world.ties, "ties"), (world.hubs, "hubs")):
        within(table, 0.0, 1.0, name)
    assert not alive[world.slots_used :].any()
    if world.scale == 1.0:  # in a sample volunteers are reckoned for those who are not in it
        assert (b.members[alive] >= b.volunteers[alive] + b.leaders[alive] - SLACK).all()
    assert (world.accounts.cash[~alive] == 0).all(), "what is closed holds no cash"
    assert (b.contract[~alive] == 0).all()
    home = b.community
    served = np.where(home >= 0, world.served_by_others[home], world.served_by_others.any())
    assert sorted(np.flatnonzero(alive & served)) == sorted(set(world.listed)), "the lists name who lives and serves"
    within(world.ground.cadre_skill, 0.0, 1.0, "cadres' professionalism")
    within(world.ground.priority, 0.0, 1.0, "priorities")
    within(world.ground.grid_safety, -np.inf, 1.0, "safety")  # cut at 0 where it is read


def check_projects(world: World) -> None:
    """Check the project cycle's books: what was awarded, earned, claimed and paid, and who works at it."""
    t, b, n = world.projects[: world.project_count], world.bodies, world.project_count
    assert np.isin(t.phase, (CALL, SELECT, EXECUTE, PAY, CLOSED)).all(), "no week ends in the middle of a phase"
    assert (t.start[t.phase == SELECT] > world.week).all(), "work begins in the week after"
    for name in LEVELS_OF_PROJECTS:
        within(t[name], 0.0, 1.0, name)
    within(t.stars, 0, 5, "stars")
    assert (t.rated[t.stars > 0] >= 0).all(), "stars are given when a project is rated"
    assert (t.rated <= world.week).all()
    assert (t.subsidy + t.purchase + t.reward == t.budget).all(), "a budget is split and nothing is lost"
    for name in ("budget", "subsidy", "purchase", "reward", "earned", "claimed", "paid", "refused", "spent"):
        assert (t[name] >= 0).all(), name
    bought = t.kind == PURCHASE
    assert (t.purchase[bought] == t.budget[bought]).all(), "a contract is all purchase"
    assert (t.claimed <= t.budget).all()
    assert (t.residents_work >= 0.0).all()
    assert (t.residents_work <= t.work * (1.0 + SLACK)).all(), "residents gave a part of the work"
    assert (t.claimed[bought] <= t.earned[bought]).all(), "no contract claims what it has not earned"
    pending = np.zeros(n, dtype=np.int64)
    for due, row, _, amount in world.claims:
        assert due > world.week
        assert amount > 0
        pending[row] += amount
    living = b.alive[t.body] > 0
    assert (t.claimed[living] == (t.paid + pending)[living]).all(), "what is claimed is paid or owed"
    assert (t.claimed >= t.paid + pending).all()
    assert set(world.project_agents) == set(np.flatnonzero(t.phase != CLOSED).tolist())
    for kind, held in ((PURCHASE, b.contract_project), (VENTURE, b.venture_project)):
        bodies = np.flatnonzero((b.alive > 0) & (held >= 0))
        rows = held[bodies]
        assert (t.body[rows] == bodies).all()
        assert (t.kind[rows] == kind).all()
        assert (t.phase[rows] != CLOSED).all()
        at_work = (t.kind == kind) & (t.phase == EXECUTE) & (t.ends >= world.week) & living
        assert (np.bincount(t.body[at_work], minlength=1) <= 1).all(), "one project of a kind at a time"
    pool = sum(entry.count for entry in world.place.panel if entry.kind == "adviser")
    within(t.adviser, -1, pool - 1, "advisers are of the pool")
    assert (b.held[b.alive > 0] <= world.accounts.cash[b.alive > 0]).all(), "project money lies in the cash"
    assert (b.held >= 0).all()
    within(world.belief, 0.0, 1.0, "expectations")
    within(world.agenda, 0.0, 1.0, "agenda")
    assert np.allclose(world.agenda[:-1].sum(axis=1), 1.0)
    assert world.fund >= 0
    assert world.casework_fund >= 0


def check_ledger(world: World) -> None:
    p, needs = world.people, world.needs[: world.open]
    who = needs.who
    assert ((needs.status >= UNASKED) & (needs.status <= ESCALATED) & (needs.status != GONE)).all()
    assert (p.present[who] == HOME).all(), "needs of those who left have ended"
    assert (needs.identity == world.town.names[who]).all()
    for name in ("community", "group"):
        assert (needs[name] == p[name][who]).all(), name
    within(needs.severity, 0.0, 1.0, "severity")
    assert (needs.born >= p.since[who]).all()
    assert (needs.born <= world.week).all()
    assert len(set(zip(needs.identity.tolist(), needs.born.tolist(), strict=True))) == world.open, "one row each"
    assert ((needs.asked >= needs.born) | (needs.asked == -1)).all()
    assert (needs.asked[needs.status == UNASKED] == -1).all(), "served badly is unasked again"
    waiting = (needs.status == AT_DEPARTMENT) | (needs.status == ESCALATED)
    assert (needs.body[waiting] == world.departments.mandate[needs.domain[waiting]]).all(), "the mandate answers"
    assert (needs.ready[needs.status == IN_COURSE] > world.week).all()


def check_stocks(world: World) -> None:
    b, ground, values = world.bodies, world.ground, world.values
    activation: Any = values.activation
    embedding: Any = values.embedding
    rooms = ground.room_hours
    within(b.service_hours, 0.0, np.inf, "organizations' hours")
    within(b.activity_hours, 0.0, np.inf, "organizations' hours")
    for stock in (b.service_hours, b.activity_hours):
        assert (stock[b.alive == 0] == 0.0).all(), "what is closed has no hours"
    assert (b.outreach_hours == 0.0).all(), "spent within the week"
    within(world.watching, 0.0, np.inf, "residents' time to watch")
    within(world.departments.hours, 0.0, np.inf, "departments' hours")
    within(ground.grid_hours, 0.0, np.inf, "grid workers' hours")
    within(world.rooms_used, 0.0, np.inf, "rooms")
    service: Any = values.service
    course = max(service.hours[EDUCATION], service.hours[INTEGRATION]) * service.course_rooms / world.scale
    most = np.maximum(rooms, 0.0) + course  # the last course of a week may reach into the next week's hours
    assert (world.rooms_used <= most * (1.0 + SLACK) + SLACK).all(), "more rooms used than there are"
    assert (np.diff(world.duty.who.astype(int)) > 0).all(), "each once, in order"
    within(world.duty.hours, 0.0, 4.0 * activation.member_hours + activation.visit_hours, "duty hours")
    weekly = world.start_homes / 1000.0 / WEEKS_A_YEAR
    for stock, on, hours in (
        (world.command_hours, embedding.command_center, embedding.command_hours),
        (world.matching_hours, embedding.service_center, embedding.service_center_hours),
    ):
        within(stock, 0.0, np.inf, "a center's hours")
        supply = np.where(on[:-1] > 0, hours[:-1], 0.0) * weekly
        kept = np.maximum(embedding.center_weeks * supply, embedding.hours_kept)
        assert (stock <= np.where(supply > 0, kept + supply, 0.0) + SLACK).all()


def check_counters(world: World) -> None:
    assert not world.tally.week.any(), "the week is closed"
    last = world.tally._past[(world.tally.weeks - 1) % tally.WINDOW]
    assert np.isfinite(last).all()
    assert (last >= -SLACK).all()
    rows = {
        "community": slice(1, 1 + world.communities),
        "group": slice(1 + world.communities, 5 + world.communities),
        "domain": slice(5 + world.communities, None),
    }
    for dimension, names in SPLIT.items():
        for name in names:
            column = tally.COUNTERS.index(name)
            parts = last[rows[dimension], column].sum()
            assert np.isclose(parts, last[0, column], rtol=1e-9), f"{name} by {dimension}"
    assert last[0, tally.MET_BY_OTHERS] <= last[0, tally.MET]
    assert last[0, tally.TICKETS_MET] <= last[0, tally.TICKETS_ENDED]
    assert last[0, tally.CROSS_TIES] <= last[0, tally.TIES] + SLACK


@contextmanager
def purchases_checked() -> Iterator[None]:
    """Check each week that purchase money is all spent: what contracts earn, and the rest on casework.

    So is what the fund did not award, and money for further casework.
    """
    fund: list[int] = []

    def before(world: World) -> None:
        fund.append(world.casework_fund)

    def after(world: World) -> None:
        money: Any = world.values.money
        casework = float(world.extra_casework.sum()) * money.casework_hour
        casework -= float(money.further_casework[-1]) * world.scale / WEEKS_A_YEAR
        casework -= (fund[-1] - world.casework_fund) / 100.0
        earned = float(world.earned_this_week.sum()) / 100.0
        given = sum(purchase.yuan for purchase in world.place.purchases) / WEEKS_A_YEAR * world.scale
        left = world.budget_factor()
        # Contracts are whole fen, rounded down; a cut that differs by community is not worked out again here.
        fens = 0.01 * (world.slots_used + 1)
        total = earned + casework
        assert given * left.min() - fens <= total <= given * left.max() + fens, (earned, casework, given)

    with looking(before={"buy_casework": before}, after={"buy_casework": after}):
        yield
    assert fund, "weeks were lived"


def check_record(model: GovernanceModel) -> None:
    last = model.record.last
    assert not np.isinf(last).any()
    between = ("correlation", "difference of shares")
    for name, value in zip(ORDER, last, strict=True):
        if name in ALWAYS_DEFINED:
            assert value == value, f"{name} is not defined"
        if BY_ID[name].unit.startswith("share") or BY_ID[name].unit == "0-1":
            assert np.isnan(value) or -SLACK <= value <= 1.0 + SLACK, (name, value)
        elif BY_ID[name].unit in between:
            assert np.isnan(value) or -1.0 - SLACK <= value <= 1.0 + SLACK, (name, value)
        elif value == value:
            assert value >= -SLACK, (name, value)
    for name, _, category, shown in model.breakdown():
        if shown is not None and (BY_ID[name].unit.startswith("share") or BY_ID[name].unit == "0-1"):
            assert -SLACK <= shown <= 1.0 + SLACK, (name, category, shown)
    assert len(DOMAIN_IDS) == 9
