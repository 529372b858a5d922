"""Twin worlds: something more that touches nobody changes nobody's life, to the bit, week by week.

One more resident who lives for themselves, one more slot, a lever that binds nobody, a change in a community that is
cut off from the others, one more community of that kind. What moves everybody by right is named where it is set apart.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from agents.codes import AT_ORGANIZATION, CHILD, HOME, IN_COURSE, INACTIVE, NEVER, RESERVED
from model.world import World
from scenarios import Community, Place, Policy, Shock, ShockEvent, Span, load_place
from tests.model.test_same_luck import other_value
from tests.model.towns import bits, differing, duty_hours, live, looking, same_bits, sensible, town, with_levers
from vocabulary.register import LEVERS
from vocabulary.rows import ROWS

WEEKS = 60
SETTLED = {"people.turnover.foreign": 0.0}
"""The idle resident is one of those who never move."""
EAGER: dict[str, Any] = {"cultivation.founding_rate": 1.0, "cultivation.founders_scale": 500.0}
"""Groups are founded in these small towns too."""


# ---- one resident more ----------------------------------------------------------------------------------------------


def with_one_idle(
    policy: Any, community: str, *, age: int = CHILD, counted: bool = True, **more: Any
) -> tuple[Any, int]:
    """Return a town with one resident more, and the row of that resident's dwelling.

    A child, or an adult whom nothing interests, who needs nothing and is tied to nobody, in a grid of its own: nobody
    calls there. The dwelling is one that is reserved for an influx that never comes, so that nobody else's draw finds
    it. ``counted`` among those at home, or not even that.
    """
    place = load_place("classroom")
    residents = next(home.residents for home in place.communities if home.id == community)
    share = 1.0 / (residents * more.get("scale", 0.2))
    never = ShockEvent("influx", 9000, 9000, (community,), share=share, group="foreign")
    model = town(policy, shocks=[Shock("made", "冲击", "Made", "", "", (never,))], **SETTLED, **more)
    (row,) = np.flatnonzero(model.world.people.present == RESERVED)
    person = model.world.people[row]
    person.present, person.age, person.since = HOME, age, NEVER
    person.interest = person.known = person.proneness = person.propensity = 0
    model.world.ground.homes[person.community] += counted
    model.world.ground.adults[person.community] += counted and age != CHILD
    sever(model.world, int(row))
    return model, int(row)


def sever(world: World, row: int) -> None:
    """Cut the ties of a dwelling."""
    degrees = np.diff(world.town.first_tie)
    one = np.repeat(np.arange(degrees.size), degrees)
    kept = (one != row) & (world.town.ties != row)
    degrees = np.bincount(one[kept], minlength=degrees.size)
    first = np.concatenate([[0], np.cumsum(degrees)]).astype(np.int32)
    kin = np.packbits(world.town.layers[kept])
    world.town = world.town._replace(first_tie=first, ties=world.town.ties[kept], kin=kin)


def uncounted(row: int) -> Any:
    """Leave a resident out of those who know of a project as it is rated."""

    def away(world: World) -> None:
        world.people.present[row] = RESERVED

    def back(world: World) -> None:
        world.people.present[row] = HOME

    return looking(before={"rate_projects": away}, after={"rate_projects": back})


def others(model: Any, row: int | None) -> dict[str, bytes]:
    """The state of a world without a resident: rows of dwellings, and numbers of grids, are those of a town without."""
    found = bits(model)
    world = model.world
    one = np.zeros(world.people.size, dtype=bool)
    one[[] if row is None else row] = True
    grid = world.people.grid[one]
    for name in world.people.dtype.names:
        found[f"people.{name}"] = np.ascontiguousarray(world.people[name][~one]).tobytes()
    found["needs.who"] = world.needs.identity[: world.open].tobytes()
    found["duty_hours"] = duty_hours(world)[~one].tobytes()
    numbers = np.delete(np.arange(world.town.grid_community.size), grid)
    found["people.grid"] = np.searchsorted(numbers, world.people.grid[~one]).tobytes()
    for name in ("grid_incidents", "grid_homes", "grid_safety"):
        found[f"ground.{name}"] = getattr(world.ground, name)[numbers].tobytes()
    return found


def unlike(one: Any, other: Any, row: int) -> set[str]:
    a, b = others(one, None), others(other, row)
    assert a.keys() == b.keys()
    return {name for name, value in a.items() if value != b[name]}


def stays(model: Any, row: int) -> None:
    person = model.world.people[row]
    assert (person.present, person.since) == (HOME, NEVER)
    assert not (model.world.needs.who[: model.world.open] == row).any()
    assert person.state == INACTIVE


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("community", ["old-town", "market-side"])
@pytest.mark.parametrize("policy", ["full", "fragmented"])
def test_one_idle_resident_more_changes_nothing_else(policy, community, seed):
    """Everything is equal but what counts heads, by right: those are left out here, and only those."""
    plain = town(policy, seed=seed, **SETTLED, **EAGER)
    more, row = with_one_idle(policy, community, counted=False, seed=seed, **EAGER)
    for week in range(WEEKS):
        assert not unlike(plain, more, row), week
        live(plain, 1)
        with uncounted(row):
            live(more, 1)
    stays(more, row)


HEADS = {
    "ground.homes", "ground.adults", "agenda", "projects.merit", "projects.award_score", "projects.criteria",
    "projects.score", "projects.quality",
}  # fmt: skip
"""What is a mean over residents: the agenda of the whole subdistrict, in which each community counts by its residents,
so what a proposal is worth there, and the share of a group who know of what a project is for."""


STILL: dict[str, Any] = {"activation.brand_projects": False}
"""Places of brand events are a share of all residents, and reach everybody."""
ALOOF: dict[str, Any] = {
    **STILL, "scale": 1.0, "projects.watching_hours": 0.0, "taking_part.spontaneous": 0.0,
    "taking_part.asked_by_outreach": 0.0,
}  # fmt: skip
"""Nobody signs up without a reason. Hours to watch over projects are so many an adult, and some of them are pooled.

At full size: in a sample an adult stands for others, and what these are reckoned to do is shared out.
"""


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(
    ("policy", "age", "more"), [("full", CHILD, STILL), ("full", 2, ALOOF), ("fragmented", 2, ALOOF)]
)
def test_an_idle_resident_who_is_counted_moves_means_over_residents_alone(policy, age, more, seed):
    still = {**more, "seed": seed}
    plain, (more, row) = town(policy, **SETTLED, **still), with_one_idle(policy, "old-town", age=age, **still)
    for week in range(WEEKS):
        assert unlike(plain, more, row) <= HEADS, week
        live(plain, 1)
        live(more, 1)
    stays(more, row)
    assert "ground.homes" in unlike(plain, more, row)


def test_what_is_another_life_is_found():
    """The comparison has eyes: somebody who trusts a hair more is seen."""
    plain, (more, row) = town("full", **SETTLED), with_one_idle("full", "old-town")
    friend = int(np.flatnonzero(more.world.people.present == HOME)[0])
    more.world.people.trust[friend] += np.float32(1e-6)
    live(plain, 3)
    live(more, 3)
    assert "people.trust" in unlike(plain, more, row)


# ---- one slot more --------------------------------------------------------------------------------------------------


def used(model: Any) -> dict[str, bytes]:
    """The state of a world without the slots of organizations that nobody has used yet."""
    world, found = model.world, bits(model)
    slots = world.slots_used
    found |= {f"bodies.{name}": world.bodies[name][:slots].tobytes() for name in world.bodies.dtype.names}
    found |= {
        f"accounts.{name}": getattr(world.accounts, name)[:slots].tobytes() for name in ("cash", "received", "spent")
    }
    return found | {"ties": world.ties[:slots].tobytes()}


@pytest.mark.parametrize("policy", ["full", "fragmented"])
def test_unused_slots_of_organizations_change_nothing(policy):
    eager = {**EAGER, "cultivation.founders_autonomy": 0.0}
    plain, more = town(policy, **eager), town(policy, **eager)
    more.world._grow()
    room = plain.world.bodies.size
    for week in range(WEEKS + 26):
        a, b = used(plain), used(more)
        assert not [name for name in a if a[name] != b[name]], week
        live(plain, 1)
        live(more, 1)
    assert plain.digest() == more.digest()
    assert policy == "fragmented" or plain.world.slots_used > room, "the one has grown later, the other not yet"


# ---- a lever that binds nobody --------------------------------------------------------------------------------------

SWITCH = {row.id: row.switch for row in ROWS}
STILL_BINDING = {
    "activation.judges_per_kind": "departments judge alone, and as many of them",
    "linking.favor": "holds where rules are not published",
    "linking.rounds_per_year": "rounds of purchases are held without the fund",
    "linking.payment_delay": "purchases are paid late as well",
}
"""Levers that bind while their row is off, each with its reason."""
BOUND = sorted(name for name, lever in LEVERS.items() if lever.row and name not in {*SWITCH.values(), *STILL_BINDING})


@cache
def without(row: str) -> tuple[Policy, Any]:
    """All mechanisms but one row, and the year that is lived under them."""
    off = with_levers("full", **{SWITCH[row].replace(".", "__"): False})
    return off, town(off, weeks=WEEKS)


@pytest.mark.parametrize("name", BOUND)
def test_a_lever_whose_row_is_off_binds_nobody(name):
    off, plain = without(LEVERS[name].row)
    moved = sensible(name, other_value(name))
    other = town(with_levers(off, **{lever.replace(".", "__"): value for lever, value in moved.items()}), weeks=WEEKS)
    assert differing(plain, other) == []
    assert plain.digest() == other.digest()


@pytest.mark.parametrize("name", sorted(STILL_BINDING))
def test_what_is_said_to_bind_although_its_row_is_off_does(name):
    off, plain = without(LEVERS[name].row)
    others = [with_levers(off, **{name.replace(".", "__"): end}) for end in (LEVERS[name].low, LEVERS[name].high)]
    assert {plain.digest()} != {town(other, weeks=WEEKS).digest() for other in others}


# ---- communities that are cut off from each other -------------------------------------------------------------------

ALONE: dict[str, Any] = {"people.kin_near": 1.0, "ties.shared_work": 0.0, **EAGER}
"""Kin live in the same community, and departments that meet over a case are tied no closer by it."""

COMMON = {
    "activation.joint_meeting", "activation.meetings_per_year", "linking.venture_fund", "linking.rounds_per_year",
    "cultivation.professional_organizations",
}  # fmt: skip
"""What is one for all communities: ties between departments, the fund and its rounds, who comes in from without."""


def apart() -> Place:
    """Return a place whose communities share nothing that is scarce.

    No body of the whole subdistrict, no purchases, and departments with more hours than all cases could need.
    """
    place = load_place("classroom")
    return replace(
        place, purchases=(), organizations=tuple(entry for entry in place.organizations if entry.community),
        departments=tuple(replace(department, hours=1e6) for department in place.departments),
    )  # fmt: skip


def alone() -> Policy:
    return with_levers("full", linking__venture_fund=False, cultivation__professional_organizations=False)


def changed_in(home: str) -> Policy:
    """Return the policy with every lever at another value in one community."""
    base = alone()
    cuts = sensible("activation.cut_two", 0.1)
    moved = {
        name: (*base.levers[name], Span(cuts.get(name, other_value(name)), communities=(home,)))
        for name in LEVERS
        if name not in COMMON and not name.startswith("money.")
    }
    return replace(base, levers={**base.levers, **moved})


def hit(home: str) -> Shock:
    surge = ShockEvent("need_surge", 3, 40, (home,), factor=3.0)
    cut = ShockEvent("budget_cut", 3, 40, (home,), factor=0.5)
    influx = ShockEvent("influx", 5, 9, (home,), share=0.2, group="foreign")
    return Shock("made", "冲击", "Made", "", "", (surge, cut, influx))


def lives(model: Any, name: str) -> dict[str, Any]:
    """The lives in a community: of its residents, needs and bodies, named by identity, and what is counted there."""
    world, b = model.world, model.world.bodies
    c = [community.id for community in model.place.communities].index(name)
    here = (world.people.community == c) & (world.town.grid_event[world.people.grid] < 0)
    p = world.people[here]
    n = world.needs[: world.open][world.needs.community[: world.open] == c]
    own = np.flatnonzero(b.community[: world.slots_used] == c)
    found = {f"people.{column}": p[column] for column in p.dtype.names if column not in ("grid", "organization")}
    found["names"] = world.town.names[here]
    found["people.organization"] = np.where(p.organization >= 0, b.identity[p.organization], 0)
    found |= {f"needs.{column}": n[column] for column in n.dtype.names if column not in ("who", "body")}
    named = np.isin(n.status, (AT_ORGANIZATION, IN_COURSE))
    found["needs.body"] = np.where(named, b.identity[n.body], n.body)
    found |= {f"bodies.{column}": b[column][own] for column in b.dtype.names}
    grids = world.town.grid_community == c
    grids &= world.town.grid_event < 0
    for column in world.ground._fields:
        by_grid = column in ("grid_incidents", "grid_homes", "grid_safety")
        found[f"ground.{column}"] = getattr(world.ground, column)[grids if by_grid else c]
    return {**found, "cash": world.accounts.cash[own], "ties": world.ties[own], "counted": world.tally.sums(1 + c)}


def unlike_in(name: str, one: Any, other: Any) -> list[str]:
    a, b = lives(one, name), lives(other, name)
    return [column for column in a if not same_bits(a[column], b[column])]


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("home", ["old-town", "new-quarter", "market-side"])
def test_a_change_in_a_community_that_is_cut_off_changes_nothing_elsewhere(home, seed):
    """Every lever, more needs, less money and newcomers there; the others live on to the bit."""
    names = [community.id for community in apart().communities if community.id != home]
    plain = town(alone(), place=apart(), seed=seed, **ALONE)
    moved = town(changed_in(home), place=apart(), seed=seed, shocks=[hit(home)], **ALONE)
    for week in range(WEEKS):
        assert not [(name, found) for name in names if (found := unlike_in(name, plain, moved))], week
        live(plain, 1)
        live(moved, 1)
    assert len(unlike_in(home, plain, moved)) > 40
    assert plain.world.slots_used > len(apart().organizations), "groups were founded"
    assert plain.world.open > 20


def test_one_community_more_that_is_cut_off_changes_nothing_elsewhere():
    """It stands last in the place's table: a community's number is what names it, there and in its residents.

    A joint meeting is one for all: bodies of the whole subdistrict share out its hours, so that it takes none here.
    """
    place = apart()
    annex = Community("annex", "新村", "Annex", 200, (1.0, 0, 0, 0), (0.2, 0.3, 0.3, 0.2), 0.1, 1, 1.0, 1.0, 0, 500.0)
    grown = replace(place, communities=(*place.communities, annex))
    given = {**ALONE, "activation.meeting_hours": 0.0}
    plain, more = (town(alone(), place=home, **given) for home in (place, grown))
    for week in range(WEEKS):
        for community in place.communities:
            assert not unlike_in(community.id, plain, more), (week, community.id)
        live(plain, 1)
        live(more, 1)
    assert more.world.slots_used > plain.world.slots_used > len(place.organizations), "groups were founded, there too"
