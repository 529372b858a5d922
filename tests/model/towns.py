"""What the tests of the model share: short runs, random small worlds, and eyes between the phases of a week."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume
from hypothesis import strategies as st

from model import week
from model.governance import GovernanceModel
from model.world import World
from scenarios import (
    Community,
    DepartmentEntry,
    OrganizationEntry,
    PanelEntry,
    Place,
    Policy,
    Purchase,
    Shock,
    ShockEvent,
    Span,
    check_levers,
    load_policy,
)
from scenarios.combinations import CUT_POINTS
from vocabulary.categories import DOMAIN_IDS, GROUP_IDS
from vocabulary.parameters import Parameter
from vocabulary.register import LEVERS, WORLD

Look = Callable[[World], None]
FOUR = 4


build: Any = GovernanceModel
"""The model under a name that takes any settings by their full names."""


def town(policy: Any = "full", **more: Any) -> Any:
    """Return a small classroom, or another place, that has lived ``weeks`` weeks, 0 at first, without a burn-in."""
    arguments: dict[str, Any] = {"place": "classroom", "scale": 0.2, "burn_in": 0, "seed": 1, **more}
    weeks = arguments.pop("weeks", 0)
    return live(build(policy=policy, **arguments), weeks)


def live(model: Any, weeks: int) -> Any:
    for _ in range(weeks):
        model.step()
    return model


def bits(model: GovernanceModel) -> dict[str, bytes]:
    """Return the whole state of a model's world, column by column."""
    world = model.world
    found = {
        f"{table}.{name}": np.ascontiguousarray(rows[name]).tobytes()
        for table, rows in (
            ("people", world.people),
            ("bodies", world.bodies),
            ("needs", world.needs[: world.open]),
            ("projects", world.projects[: world.project_count]),
        )
        for name in rows.dtype.names
    }
    for holder in ("ground", "departments"):
        columns = getattr(world, holder)
        found |= {f"{holder}.{name}": getattr(columns, name).tobytes() for name in columns._fields}
    for name in (
        "ties", "hubs", "books", "alliance_hours", "command_hours", "arisen", "agenda", "belief",
        "earned_this_week", "likely", "joins", "came", "demand",
    ):  # fmt: skip
        found[name] = getattr(world, name).tobytes()
    found["duty_hours"] = duty_hours(world).tobytes()
    for name in ("sectors", "cash", "received", "spent", "flows"):
        found[f"accounts.{name}"] = getattr(world.accounts, name).tobytes()
    for name in ("claims", "fund", "matched", "casework_fund", "casework_weeks", "judging_hours"):
        found[name] = repr(getattr(world, name)).encode()
    return found


def duty_hours(world: Any) -> Any:
    """Return the hours for visits that are left, by row."""
    hours = np.zeros(world.people.size)
    hours[world.duty.who] = world.duty.hours
    return hours


def differing(one: GovernanceModel, other: GovernanceModel) -> list[str]:
    """Return the names of what differs between two models' worlds."""
    first, second = bits(one), bits(other)
    assert first.keys() == second.keys()
    return [name for name, value in first.items() if value != second[name]]


def same_bits(one: Any, other: Any) -> bool:
    """Whether two arrays of numbers are equal to the bit, NaN included."""
    return np.asarray(one).tobytes() == np.asarray(other).tobytes()


@contextmanager
def looking(before: Mapping[str, Look] | None = None, after: Mapping[str, Look] | None = None) -> Iterator[None]:
    """Look at the world before or after some phases of the week, each named by its function."""
    given = {True: before or {}, False: after or {}}
    known = {phase.name for phase in week.WEEK}
    assert not [name for looks in given.values() for name in looks if name not in known], "there is no such phase"
    phases = []
    for phase in week.WEEK:
        if phase.name in given[True]:
            phases.append(replace(phase, act=given[True][phase.name]))
        phases.append(phase)
        if phase.name in given[False]:
            phases.append(replace(phase, act=given[False][phase.name]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(week, "WEEK", tuple(phases))
        yield


def with_levers(policy: str | Policy, **levers: Any) -> Policy:
    """Return a policy with some levers set always, or to spans; ``__`` in a name stands for the dot."""
    base = load_policy(policy) if isinstance(policy, str) else policy
    spans = {name.replace("__", "."): value for name, value in levers.items()}
    given = {name: value if isinstance(value, tuple) else (Span(value),) for name, value in spans.items()}
    return replace(base, levers={**base.levers, **given})


def dated(policy: str, start: int, end: int | None = None) -> Policy:
    """Return a policy all of whose levers hold in some weeks only."""
    base = load_policy(policy)
    levers = {name: tuple(replace(span, start=start, end=end) for span in spans) for name, spans in base.levers.items()}
    return replace(base, id=f"{policy} from {start}", levers=levers)


def sensible(name: str, value: Any) -> dict[str, Any]:
    """Return a parameter's value, and with a cut point those of the other cut points, so that they do not fall."""
    if name not in CUT_POINTS:
        return {name: value}
    at = CUT_POINTS.index(name)
    others = {cut: LEVERS[cut].value for cut in CUT_POINTS}
    return {cut: (min if place < at else max)(others[cut], value) for place, cut in enumerate(CUT_POINTS)}


# ---- random small worlds --------------------------------------------------------------------------------------------


def shares() -> st.SearchStrategy[tuple[float, float, float, float]]:
    """Four shares that sum to 1, some of them often 0."""
    weights = st.lists(st.integers(0, 6), min_size=FOUR, max_size=FOUR).filter(any)
    return weights.map(lambda w: (w[0] / sum(w), w[1] / sum(w), w[2] / sum(w), w[3] / sum(w)))


def communities(number: int) -> st.SearchStrategy[Community]:
    return st.builds(
        Community,
        id=st.just(f"c{number}"),
        zh=st.just("社区"),
        en=st.just("Community"),
        residents=st.integers(20, 160),
        group_shares=shares(),
        age_shares=shares(),
        party_share=st.sampled_from((0.0, 0.05, 0.3, 1.0)),
        grids=st.integers(1, 4),
        room_hours=st.sampled_from((0.0, 0.5, 3.0, 40.0)),
        venue_hours=st.sampled_from((0.0, 2.0)),
        units=st.integers(0, 4),
        committee_yuan=st.sampled_from((0.0, 1000.0, 60000.0)),
    )


def organizations(homes: tuple[str, ...]) -> st.SearchStrategy[OrganizationEntry]:
    domains = st.lists(st.sampled_from(DOMAIN_IDS), min_size=1, max_size=3, unique=True).map(tuple)

    def entry(
        number: int, home: str, professional: bool, served: tuple[str, ...], staff: float, *more: Any
    ) -> OrganizationEntry:
        kind: Any = "professional" if professional else "mass"
        skill, registered, dormant = more
        if not professional:  # a group has a home community and no staff
            home, staff = home or homes[0], 0.0
        return OrganizationEntry(f"o{number}", "组织", "Body", home, kind, served, staff, skill, registered, dormant)

    return st.builds(
        entry,
        st.integers(0, 999),
        st.sampled_from(homes),
        st.booleans(),
        domains,
        st.sampled_from((0.0, 0.5, 3.0)),
        st.sampled_from((0.0, 0.35, 0.7, 1.0)),
        st.booleans(),
        st.sampled_from((False, False, True)),
    )


def departments() -> st.SearchStrategy[tuple[DepartmentEntry, ...]]:
    """One to four departments that share the nine domains among them."""

    def divide(owners: list[int], hours: list[float]) -> tuple[DepartmentEntry, ...]:
        owned = [tuple(d for d, o in zip(DOMAIN_IDS, owners, strict=True) if o == owner) for owner in range(4)]
        return tuple(DepartmentEntry(f"d{i}", "部门", "Office", owned[i], hours[i]) for i in range(4) if owned[i])

    owners = st.lists(st.integers(0, 3), min_size=9, max_size=9)
    return st.builds(divide, owners, st.lists(st.sampled_from((0.0, 40.0, 900.0)), min_size=4, max_size=4))


def panels() -> st.SearchStrategy[tuple[PanelEntry, ...]]:
    """A pool of judges and advisers in which some kinds are missing or few."""
    kinds: tuple[Any, ...] = ("expert", "department", "media", "resident", "adviser")
    counts = st.tuples(*(st.sampled_from((0, 1, 2, 6)) for _ in kinds))
    return counts.map(lambda many: tuple(PanelEntry(kind, n) for kind, n in zip(kinds, many, strict=True) if n))


@st.composite
def places(draw: st.DrawFn, most_communities: int = 3) -> Place:
    number = draw(st.integers(1, most_communities))
    settled = tuple(draw(communities(n)) for n in range(number))
    offices = draw(departments())
    homes = (*(community.id for community in settled), "")
    groups = st.lists(st.sampled_from(GROUP_IDS), max_size=2, unique=True).map(tuple)
    names = st.sampled_from([office.id for office in offices])
    yuan = st.sampled_from((0.0, 500.0, 30000.0, 400000.0))
    purchases = st.builds(Purchase, names, st.sampled_from(DOMAIN_IDS), groups, yuan)
    return Place(
        "made", "小镇", "Made town", "", "", draw(st.sampled_from(("standing", "departments-only", "full"))), settled,
        tuple(draw(st.lists(organizations(homes), max_size=6))), offices,
        tuple(draw(st.lists(purchases, max_size=3, unique_by=lambda p: p.domain))), draw(panels()),
        draw(worlds()),
    )  # fmt: skip


def values(parameter: Parameter) -> st.SearchStrategy[Any]:
    """Values that a parameter allows, its bounds often among them."""
    if parameter.choices:
        return st.sampled_from(parameter.choices)
    if parameter.kind == "switch":
        return st.booleans()
    if parameter.kind == "whole number":
        return st.integers(int(np.ceil(parameter.low)), int(parameter.high))
    bounds = st.sampled_from((float(parameter.low), float(parameter.high)))
    return bounds | st.floats(parameter.low, parameter.high, allow_nan=False, allow_subnormal=False)


def some_of(parameters: dict[str, Parameter], most: int) -> st.SearchStrategy[dict[str, Any]]:
    names = st.lists(st.sampled_from(sorted(parameters)), max_size=most, unique=True)
    return names.flatmap(lambda chosen: st.fixed_dictionaries({name: values(parameters[name]) for name in chosen}))


def worlds() -> st.SearchStrategy[dict[str, Any]]:
    """Values of a few parameters of the world."""
    return some_of(WORLD, 6)


@st.composite
def policies(draw: st.DrawFn, place: Place) -> Policy:
    """A shipped policy with some levers moved, some of them in some weeks and communities only."""
    base = load_policy(draw(st.sampled_from(("full", "fragmented", "departments-only", "rigid"))))
    switches = {name: lever for name, lever in LEVERS.items() if lever.kind == "switch"}
    moved = {**draw(some_of(switches, 8)), **draw(some_of(LEVERS, 6))}
    levers = {name: tuple(draw(st.lists(spans(place, value), min_size=1, max_size=2))) for name, value in moved.items()}
    made = {**base.levers, **levers}
    assume(not check_levers(made, load_policy(place.standing_policy).levers))
    return replace(base, id="made", levers=made)


@st.composite
def spans(draw: st.DrawFn, place: Place, value: Any) -> Span:
    start = draw(st.sampled_from((1, 1, 4, 9)))
    end = draw(st.none() | st.integers(start, start + 8))
    names = [community.id for community in place.communities]
    where = draw(st.none() | st.lists(st.sampled_from(names), min_size=1, unique=True).map(tuple))
    return Span(value, start, end, where)


@st.composite
def shocks(draw: st.DrawFn, place: Place) -> Shock:
    kinds = st.lists(st.sampled_from(("influx", "need_surge", "budget_cut", "capacity_loss")), max_size=2, unique=True)
    return Shock("made", "冲击", "Made", "", "", tuple(draw(event(place, kind)) for kind in draw(kinds)))


@st.composite
def event(draw: st.DrawFn, place: Place, kind: Any) -> ShockEvent:
    start = draw(st.integers(1, 6))
    names = [community.id for community in place.communities]
    return ShockEvent(
        kind, start, start + draw(st.integers(0, 5)),
        draw(st.none() | st.lists(st.sampled_from(names), min_size=1, unique=True).map(tuple)),
        share=draw(st.sampled_from((0.1, 0.5))), group=draw(st.sampled_from(GROUP_IDS)),
        factor=draw(st.sampled_from((0.0, 0.5, 1.0))) * (3.0 if kind == "need_surge" else 1.0),
        domains=tuple(draw(st.lists(st.sampled_from(DOMAIN_IDS), max_size=2, unique=True))),
        department=draw(st.sampled_from(("", place.departments[0].id))),
    )  # fmt: skip
