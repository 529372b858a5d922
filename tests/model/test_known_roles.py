"""Limiting cases with known answers: moving away and moving in, tiring, and beginning to volunteer.

Nothing here is worked out by the model's own rules; a share is held within four standard errors of its formula.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from agents.codes import HOME, PARTY
from tests.model.alone import ALIKE, ORGANIZERS, TAKING_PART, UNLIMITED, alone, four_errors, village
from tests.model.towns import live, with_levers
from vocabulary.categories import GROUP_IDS

# ---- moving ---------------------------------------------------------------------------------------------------------

TURNOVER = (0.05, 0.3, 0.6, 1.0)
MOVING: dict[str, Any] = {f"people.turnover.{group}": rate for group, rate in zip(GROUP_IDS, TURNOVER, strict=True)}


def test_first_residents_leave_at_the_yearly_rate_of_their_group_and_dwellings_fill():
    """Of a group with T departures a year e^(-T t/52) of the first residents are there after t weeks.

    Dwellings fill with chance r a week from the week after: with q = 1 - e^(-T/52), o' = o (1 - q) + (1 - o) r are
    lived in.
    """
    each, refill = 2500, 0.04
    group = np.repeat(np.arange(len(GROUP_IDS)), each)
    settings = {**MOVING, "people.refill": refill}
    model = alone(village(group.size, 0), phases="move", ties=[], initial={"group": group, "since": -100}, **settings)
    people, lived_in = model.world.people, np.ones(len(GROUP_IDS))
    left = 1.0 - np.exp(-np.array(TURNOVER) / 52.0)
    for week in range(1, 157):
        live(model, 1)
        lived_in = lived_in * (1.0 - left) + (1.0 - lived_in) * refill
        at_home = people.present == HOME
        for g, rate in enumerate(TURNOVER):
            first = math.exp(-rate * week / 52.0)
            stayed = (at_home & (people.since == -100))[group == g].mean()
            assert stayed == pytest.approx(first, abs=four_errors(first, each)), f"{GROUP_IDS[g]}, week {week}"
            share = at_home[group == g].mean()
            assert share == pytest.approx(lived_in[g], abs=four_errors(lived_in[g], each)), f"{GROUP_IDS[g]}"


def test_what_is_declared_of_a_year_leaves_in_a_year():
    """After 52 weeks, e^(-T) of a group are left; at 0.35, some 30 % have gone."""
    people = 8000
    settings = {"people.turnover.local": 0.35, "people.refill": 0.01}
    model = live(alone(village(people, 0), phases="move", ties=[], initial={"since": -100}, **settings), 52)
    stayed = ((model.world.people.present == HOME) & (model.world.people.since == -100)).mean()
    assert stayed == pytest.approx(math.exp(-0.35), abs=four_errors(math.exp(-0.35), people))


# ---- tiring ---------------------------------------------------------------------------------------------------------

STEADY: dict[str, Any] = {"taking_part.leaving": 0.0005, "taking_part.rising": 0.0, "taking_part.leading": 0.0}
LEAVING = math.exp(-STEADY["taking_part.leaving"])
"""So many who attend still do so a week later, at the least that can be set."""


@pytest.mark.parametrize("drive", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("runs", [True, False])
def test_volunteers_and_leaders_tire_geometrically_the_less_the_more_driven_their_group(drive, runs):
    """Of volunteers e^(-t h) are left after t weeks, h = 0.03 (1 + 1.5 (1/2 - drive)), and 0.02 more where it is idle.

    Leaders become volunteers at the same hazard: t h e^(-t h) have stepped back once after that, in weekly steps
    t p (1 - p)^(t - 1).
    """
    each = 2000
    place = village(2 * each)
    if not runs:
        place = replace(place, organizations=tuple(replace(one, dormant=True) for one in place.organizations))
    settings = {"taking_part.tiring": 0.03, "taking_part.tiring_by_drive": 1.5, "taking_part.no_place_leaving": 0.02}
    initial = {"state": np.repeat([2, 3], each), "organization": 0}
    model = alone(
        place, phases=("note_who_runs", "change"), ties=[], initial=initial,
        **{**STEADY, **settings, "taking_part.start_drive": drive},
    )  # fmt: skip
    tires = 1.0 - math.exp(-0.03 * (1.0 + 1.5 * (0.5 - drive)) - (0.0 if runs else 0.02))
    for week in range(1, 31):
        volunteers, leaders = np.split(live(model, 1).world.people.state, 2)
        left, once = (1.0 - tires) ** week, week * tires * (1.0 - tires) ** (week - 1)
        assert np.mean(volunteers == 2) == pytest.approx(left, abs=four_errors(left, each)), f"week {week}"
        assert np.mean(leaders == 3) == pytest.approx(left, abs=four_errors(left, each)), f"week {week}"
        assert np.mean(leaders == 2) == pytest.approx(once, abs=four_errors(once, each)), f"week {week}"


# ---- rising ---------------------------------------------------------------------------------------------------------

RISING: dict[str, Any] = {
    **STEADY, "taking_part.rising": 0.03, "taking_part.rising_without_trust": 0.4,
    "taking_part.rising_without_drive": 0.3, "taking_part.span": 60.0, "taking_part.tiring": 0.0005,
    "taking_part.tiring_by_drive": 0.0,
}  # fmt: skip
TRUSTS = (0.1, 0.5, 0.9)
LEADERS = 120
"""They can guide 7,200."""


@pytest.mark.parametrize("drive", [0.0, 0.5, 1.0])
def test_attenders_rise_geometrically_by_trust_and_by_their_group_s_drive(drive):
    """Each week of those who attend e^(-l) stay, of these 1 - e^(-h) rise, h = 0.03 (0.4 + trust) (0.3 + drive).

    So that s = e^(-l - h) is left of them a week, and s^t after t weeks; nobody is asked, as there are no activities.
    """
    each = 2000
    people = len(TRUSTS) * each
    trust = dict(enumerate(np.repeat(TRUSTS, each).tolist()))
    state = {**dict.fromkeys(range(people), 1), **dict.fromkeys(range(people, people + LEADERS), 3)}
    initial = {"trust": trust, "state": state, "organization": 0}
    settings = {**RISING, "taking_part.start_drive": drive, "taking_part.asked_at_activity": 1.0}
    phases = ("note_who_runs", "work", "change")
    model = alone(village(people + LEADERS), phases=phases, ties=[], initial=initial, **settings)
    for week in range(1, 13):
        live(model, 1)
        attend = (model.world.people.state[:people] == 1).reshape(len(TRUSTS), each).mean(axis=1)
        once = model.world.people.rose[:people].reshape(len(TRUSTS), each) >= 0
        for k, level in enumerate(TRUSTS):
            hazard = 0.03 * (0.4 + level) * (0.3 + drive)
            stays = LEAVING * math.exp(-hazard)
            rose = LEAVING * (1.0 - math.exp(-hazard)) * (1.0 - stays**week) / (1.0 - stays)
            assert once[k].mean() == pytest.approx(rose, abs=four_errors(rose, each)), f"trust {level}, week {week}"
            # who rose comes back by tiring at 0.0005 a week: less than a two-hundredth of them in twelve weeks
            assert attend[k] == pytest.approx(stays**week, abs=four_errors(stays**week, each) + 0.005 * rose)


@pytest.mark.parametrize("asked", [0.0, 0.4, 1.0])
@pytest.mark.parametrize("factor", [1.0, 6.0])
def test_who_was_asked_at_an_activity_rises_so_many_times_as_likely(asked, factor):
    """All have a place; with chance a the hazard h is f h: a (1 - e^(-f h)) + (1 - a)(1 - e^(-h)), of those who stay.

    h = 0.03 (0.4 + 0.5)(0.3 + 0.5); whoever comes again has a place, and nobody rises without having attended.
    """
    people = 5000
    organizers = range(people, people + ORGANIZERS)
    leaders = range(people + ORGANIZERS, people + ORGANIZERS + LEADERS)
    state = {**dict.fromkeys(range(people), 1), **dict.fromkeys(organizers, 2), **dict.fromkeys(leaders, 3)}
    settings = {
        **ALIKE, **UNLIMITED, **RISING, "taking_part.attends": 1.0, "taking_part.start_drive": 0.5,
        "taking_part.asked_at_activity": asked, "taking_part.asked_rising": factor,
    }  # fmt: skip
    model = alone(
        village(people + ORGANIZERS + LEADERS), ties=[], phases=(*TAKING_PART[:-1], "change"),
        initial={"trust": 0.5, "base_trust": 0.5, "state": state, "organization": 0}, **settings,
    )  # fmt: skip
    live(model, 1)
    placed = (model.world.people.placed[:people] >= 0).mean()
    assert placed == 1.0
    hazard = 0.03 * 0.9 * 0.8
    likely = LEAVING * (asked * (1.0 - math.exp(-factor * hazard)) + (1.0 - asked) * (1.0 - math.exp(-hazard)))
    rose = (model.world.people.state[:people] == 2).mean()
    assert rose == pytest.approx(likely, abs=four_errors(likely, people))


# ---- leading --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("red", [True, False])
def test_volunteers_come_to_lead_geometrically_and_lead_geese_so_many_times_as_likely(red):
    """Of volunteers e^(-(t + l) n) neither tire, with t, nor lead, with l = 0.02, in n weeks.

    Party members lead with 4 l where grids are red (C1).
    """
    each = 3000
    settings = {**STEADY, "taking_part.tiring": 0.0005, "taking_part.tiring_by_drive": 0.0}
    settings |= {"taking_part.leading": 0.02, "activation.goose_leads": 4.0}
    initial = {"state": 2, "organization": 0, "marks": np.repeat([0, PARTY], each)}
    policy = with_levers("fragmented", activation__red_grid=red)
    phases = ("note_who_runs", "change")
    model = alone(village(2 * each), policy=policy, phases=phases, ties=[], initial=initial, **settings)
    for week in range(1, 13):
        others, members = np.split(live(model, 1).world.people.state, 2)
        for found, factor in ((others, 1.0), (members, 4.0 if red else 1.0)):
            left = math.exp(-(0.0005 + 0.02 * factor) * week)
            # leaders who tire become volunteers again: less than three in a thousand of all, in twelve weeks
            within = four_errors(left, each) + 0.0005 * week / 2.0 * (1.0 - left)
            assert np.mean(found == 2) == pytest.approx(left, abs=within), f"week {week}"
