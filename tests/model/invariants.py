"""What must hold of a world after every week, whatever the place, the policy and the luck."""

from __future__ import annotations

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
from model import tally
from model.accounts import PURPOSES
from model.governance import GovernanceModel
from model.indicators import ORDER
from model.world import World
from vocabulary.calendar import WEEKS_A_YEAR
from vocabulary.categories import DOMAIN_IDS, EDUCATION, INTEGRATION
from vocabulary.indicators import BY_ID

SLACK = 1e-9
LEVELS_OF_RESIDENTS = (
    "base_trust", "trust", "memory", "identification", "gain", "happiness", "near_memory", "near_gain"
)  # fmt: skip
LEVELS_OF_BODIES = ("skill", "start_skill", "depth", "legitimacy", "autonomy", "drive", "company")
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
    assert (b.members >= b.volunteers + b.leaders).all()
    assert (world.accounts.cash[~alive] == 0).all(), "what is closed holds no cash"
    assert (b.contract[~alive] == 0).all()
    home = b.community
    served = np.where(home >= 0, world.served_by_others[home], world.served_by_others.any())
    assert sorted(np.flatnonzero(alive & served)) == sorted(set(world.listed)), "the lists name who lives and serves"
    within(world.ground.cadre_skill, 0.0, 1.0, "cadres' professionalism")
    within(world.ground.priority, 0.0, 1.0, "priorities")
    within(world.ground.grid_safety, -np.inf, 1.0, "safety")  # cut at 0 where it is read


def check_ledger(world: World) -> None:
    p, needs = world.people, world.needs[: world.open]
    who = needs.who
    assert ((needs.status >= UNASKED) & (needs.status <= ESCALATED) & (needs.status != GONE)).all()
    assert (p.present[who] == HOME).all(), "needs of those who left have ended"
    for name in ("identity", "community", "group"):
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
    within(world.departments.hours, 0.0, np.inf, "departments' hours")
    within(ground.grid_hours, 0.0, np.inf, "grid workers' hours")
    within(world.rooms_used, 0.0, np.inf, "rooms")
    service: Any = values.service
    course = max(service.hours[EDUCATION], service.hours[INTEGRATION]) * service.course_rooms / world.scale
    most = np.maximum(rooms, 0.0) + course  # the last course of a week may reach into the next week's hours
    assert (world.rooms_used <= most * (1.0 + SLACK) + SLACK).all(), "more rooms used than there are"
    within(world.duty_hours, 0.0, 4.0 * activation.member_hours + activation.visit_hours, "duty hours")
    weekly = world.start_homes / 1000.0 / WEEKS_A_YEAR
    for stock, on, hours in (
        (world.command_hours, embedding.command_center, embedding.command_hours),
        (world.matching_hours, embedding.service_center, embedding.service_center_hours),
    ):
        within(stock, 0.0, np.inf, "a center's hours")
        supply = np.where(on[:-1] > 0, hours[:-1], 0.0) * weekly
        assert (
            stock <= np.where(supply > 0, np.maximum(2.0 * supply, embedding.hours_kept) + supply, 0.0) + SLACK
        ).all()


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


def check_purchases(world: World) -> None:
    """Check that departments' purchase money is all spent: on contracts, and the rest on casework."""
    week = world.accounts.week[PURPOSES.index("contracts"), 1] / 100.0
    money: Any = world.values.money
    casework = float(world.extra_casework.sum()) * money.casework_hour
    given = sum(purchase.yuan for purchase in world.place.purchases) / WEEKS_A_YEAR * world.scale
    left = world.budget_factor()
    # Contracts are whole fen, rounded down; a cut that differs by community is not worked out again here.
    fens = 0.01 * (world.slots_used + 1)
    assert given * left.min() - fens <= week + casework <= given * left.max() + fens, (week, casework, given)


def check_record(model: GovernanceModel) -> None:
    last = model.record.last
    assert not np.isinf(last).any()
    for name, value in zip(ORDER, last, strict=True):
        if name in ALWAYS_DEFINED:
            assert value == value, f"{name} is not defined"
        if BY_ID[name].unit.startswith("share") or BY_ID[name].unit == "0-1":
            assert np.isnan(value) or -SLACK <= value <= 1.0 + SLACK, (name, value)
        elif value == value:
            assert value >= -SLACK, (name, value)
    for name, _, category, shown in model.breakdown():
        if shown is not None and (BY_ID[name].unit.startswith("share") or BY_ID[name].unit == "0-1"):
            assert -SLACK <= shown <= 1.0 + SLACK, (name, category, shown)
    assert len(DOMAIN_IDS) == 9
