"""Influxes: each brings its own people in its own weeks, and before it comes nobody's life is another."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from agents.codes import HOME, RESERVED
from model.kernels.network import home_of
from model.town import BLOCK, MOST_GRIDS, NEWCOMERS, Reservation, dwellings
from scenarios import Shock, ShockEvent, load_place
from tests.model.invariants import check_state
from tests.model.towns import live, same_bits, town
from vocabulary.categories import GROUP_IDS
from vocabulary.messages import RefusalError

STILL = {f"people.turnover.{group}": 0.0 for group in GROUP_IDS}


def shock(*events: ShockEvent) -> Shock:
    return Shock("made", "冲击", "Made", "", "", events)


def influx(start: int, end: int, share: float, group: str, *communities: str) -> ShockEvent:
    return ShockEvent("influx", start, end, communities or None, share=share, group=group)


def arrived(model: Any, number: int) -> Any:
    """The weeks of the comparison in which the newcomers of an influx came, community by community."""
    world = model.world
    here = (world.town.grid_event[world.people.grid] == number) & (world.people.present == HOME)
    return world.people[here]


def test_each_influx_brings_its_own_share_of_its_own_group_in_its_own_weeks():
    first, second = influx(2, 4, 0.1, "migrant"), influx(3, 8, 0.2, "foreign")
    model = town(scale=0.5, shocks=[shock(first, second)], **STILL)
    start = np.bincount(model.world.people[model.world.people.present == HOME].community)
    for week in range(1, 12):
        live(model, 1)
        for number, event in enumerate((first, second)):
            came = arrived(model, number)
            assert (came.group == GROUP_IDS.index(event.group)).all()
            assert came.size > 0 if event.start < week else week >= event.start or came.size == 0
            if week >= (event.end or 0):
                assert np.bincount(came.community).tolist() == [round(n * event.share) for n in start.tolist()]
                assert (came.since + 1 >= event.start).all()
                assert (came.since + 1 <= event.end).all()
    check_state(model)


def test_two_like_influxes_bring_twice_as_many():
    one = influx(2, 3, 0.1, "migrant")
    model = live(town(shocks=[shock(one), shock(one)], **STILL), 4)
    assert arrived(model, 0).size == arrived(model, 1).size > 0


def test_an_influx_that_begins_earlier_is_found_earlier_whatever_the_order_in_the_file():
    late, early = influx(6, 6, 0.2, "foreign"), influx(2, 2, 0.1, "migrant")
    model = live(town(shocks=[shock(late, early)], **STILL), 3)
    assert arrived(model, 0).size == 0 < arrived(model, 1).size
    reserved = np.flatnonzero(model.world.people.present == RESERVED)
    assert model.world.town.homes.size > 0
    assert not np.isin(reserved, model.world.town.homes).any()


def test_a_further_influx_leaves_the_people_of_the_first_as_they_are():
    first, second = influx(2, 4, 0.1, "migrant"), influx(30, 34, 0.2, "foreign")
    names = [name for name in town().world.people.dtype.names if name != "grid"]
    one, both = (live(town(shocks=[shock(*events)], **STILL), 20) for events in ((first,), (first, second)))
    came, again = arrived(one, 0), arrived(both, 0)
    assert came.size > 0
    assert not [name for name in names if not same_bits(came[name], again[name])]
    assert same_bits(one.record.totals, both.record.totals)


# ---- the others, before it ------------------------------------------------------------------------------------------


def ordinary(model: Any) -> Any:
    """The rows of dwellings that wait for no influx, in which people live in either town."""
    return np.flatnonzero(model.world.town.grid_event[model.world.people.grid] < 0)


def ties(model: Any) -> list[Any]:
    """The ties among those who wait for no influx, as pairs of identities with their layers, in their order."""
    world = model.world
    degrees = np.diff(world.town.first_tie)
    one, other = np.repeat(np.arange(degrees.size), degrees), world.town.ties
    among = np.isin(one, ordinary(model)) & np.isin(other, ordinary(model))
    names = world.town.names
    return [names[one[among]], names[other[among]], world.town.layers[among]]


@pytest.mark.parametrize("policy", ["full", "fragmented"])
@pytest.mark.parametrize("sees", ["start of the week", "as it happens"])
def test_ties_and_lives_of_the_others_are_those_of_the_town_without_the_influx(policy, sees):
    rules: Any = {"scale": 0.5, "taking_part.sees": sees}
    coming = shock(influx(14, 20, 0.3, "foreign"), influx(15, 15, 0.1, "migrant", "old-town"))
    quiet, struck = town(policy, **rules), town(policy, shocks=[coming], **rules)
    assert all(same_bits(one, other) for one, other in zip(ties(quiet), ties(struck), strict=True))
    live(quiet, 13)
    live(struck, 13)
    assert same_bits(quiet.record.totals, struck.record.totals)
    assert quiet.breakdown() == struck.breakdown()
    rows = ordinary(struck)
    for name in quiet.world.people.dtype.names:
        if name != "grid":  # a number of its own for each influx stands between those of the communities
            assert same_bits(quiet.world.people[name], struck.world.people[name][rows]), name
    assert same_bits(quiet.world.town.names, struck.world.town.names[rows])
    open_needs = [model.world.needs[: model.world.open] for model in (quiet, struck)]
    for name in open_needs[0].dtype.names:
        if name != "who":
            assert same_bits(open_needs[0][name], open_needs[1][name]), name
    assert live(quiet, 3).digest() != live(struck, 3).digest()


def test_newcomers_know_each_other_and_some_of_the_others():
    model = town(scale=0.5, shocks=[shock(influx(2, 3, 0.2, "migrant"), influx(2, 3, 0.2, "foreign"))])
    world = model.world
    event = world.town.grid_event[world.people.grid]
    degrees = np.diff(world.town.first_tie)
    one, other = event[np.repeat(np.arange(event.size), degrees)], event[world.town.ties]
    for number in (0, 1):
        met = other[one == number]
        assert (met == number).mean() > 0.4
        assert (met == -1).mean() > 0.2
        assert not (met == 1 - number).any(), "nobody waits for another influx"
        assert degrees[event == number].mean() == pytest.approx(10.0, rel=0.25)


def test_where_all_dwellings_can_be_found_they_are_found_as_from_a_list_of_all():
    plain = town().world.town
    listed = plain._replace(homes=np.arange(plain.names.size, dtype=np.uint32))
    assert plain.homes.size == 0
    for community in (-1, 0, 1):
        for luck in (*np.linspace(0.0, 1.0, 97, endpoint=False).tolist(), 1.0 - 2.0**-32):
            assert home_of(plain, community, luck) == home_of(listed, community, luck)


def test_once_every_influx_has_begun_all_dwellings_can_be_found():
    model = live(town(shocks=[shock(influx(2, 3, 0.1, "migrant"))], **STILL), 1)
    assert 0 < model.world.town.homes.size < model.world.people.size
    assert live(model, 2).world.town.homes.size == 0


def test_dwellings_of_an_influx_are_found_from_the_week_in_which_it_begins():
    """Those of the first from its second week, those of the second from its fourth, each with all that were before."""
    model = town(shocks=[shock(influx(2, 2, 0.1, "migrant"), influx(4, 4, 0.2, "foreign"))], **STILL)
    world = model.world
    event = world.town.grid_event[world.people.grid]
    for begun in ({-1}, {-1, 0}, {-1, 0}):
        live(model, 1)
        assert world.town.homes.tolist() == np.flatnonzero(np.isin(event, list(begun))).tolist()
    assert live(model, 1).world.town.homes.size == 0, "all can be found"


# ---- identities -----------------------------------------------------------------------------------------------------


def test_identities_are_unique_where_a_community_is_large():
    place = load_place("classroom")
    sizes = (3 * BLOCK + 5, BLOCK, 7)
    parts = tuple(replace(place.communities[c], residents=size) for c, size in enumerate(sizes))
    coming = [Reservation(0, 0, 9, 1), Reservation(1, 0, 4, 2)]
    people, town_ = dwellings(replace(place, communities=parts), 1.0, coming)
    assert np.unique(town_.names).size == people.size == sum(sizes) + 13
    assert (town_.names[people.present == RESERVED] >= NEWCOMERS).all()
    assert (town_.names[people.present == HOME] < NEWCOMERS).all()


def test_identities_are_unique_in_a_place_of_many_communities():
    place = load_place("classroom")
    many = tuple(replace(place.communities[0], id=f"c{n}", residents=2) for n in range(5_000))
    people, town_ = dwellings(replace(place, communities=many), 1.0, [])
    assert np.unique(town_.names).size == people.size == 10_000


def test_one_more_resident_changes_no_identity_elsewhere():
    place = load_place("classroom")
    grown = replace(place.communities[0], residents=place.communities[0].residents + 1)
    _, one = dwellings(place, 1.0, [])
    _, other = dwellings(replace(place, communities=(grown, *place.communities[1:])), 1.0, [])
    assert set(other.names.tolist()) - set(one.names.tolist()) == {place.communities[0].residents}


def test_more_dwellings_than_can_be_told_apart_are_refused():
    place = load_place("classroom")
    people, town_ = dwellings(place, 1.0, [])
    assert town_.homes.size == 0, "all can be found"
    assert town_.first_home[-1] == people.size
    with pytest.raises(ValueError, match="told apart"):
        dwellings(place, 1.0, [Reservation(0, 0, 1, 1), Reservation(1, 0, 1 << 33, 1)])


@pytest.mark.parametrize("influx_too", [False, True])
def test_more_grids_than_have_numbers_are_refused_in_a_sentence(influx_too):
    place = load_place("classroom")
    grids = MOST_GRIDS + 1 - influx_too
    wide = replace(place, communities=(replace(place.communities[0], residents=2 * grids, grids=grids),))
    reserved = [Reservation(0, 0, 1, 1)] if influx_too else []
    with pytest.raises(RefusalError, match="65536 grids, those of an influx included") as error:
        dwellings(wide, 1.0, reserved)
    assert "共有 65536 个网格" in error.value.say("zh")


def test_as_many_grids_as_have_numbers_are_told_apart():
    place = load_place("classroom")
    wide = replace(place, communities=(replace(place.communities[0], residents=2 * MOST_GRIDS, grids=MOST_GRIDS),))
    people, town_ = dwellings(wide, 1.0, [])
    assert np.array_equal(people.grid, np.arange(people.size) // 2)
    assert town_.first_of_grid.size == MOST_GRIDS + 1
