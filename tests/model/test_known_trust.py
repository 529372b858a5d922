"""Limiting cases with known answers: trust, what is told of how others were handled, and the senses."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest

from agents.codes import HOME
from tests.model.alone import alone, village
from tests.model.towns import live
from vocabulary.categories import GROUP_IDS

THREE_YEARS, HALF_A_YEAR = 156, 26
SEES_AND_FEELS = ("spread", "feel")

# ---- trust ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("trust", [0.9, 0.1])
def test_trust_returns_to_its_base_with_a_half_life_of_three_years(trust):
    """dynamics.md: trust reverts slowly, with a half-life of three years; here nothing else is lived or heard.

    The declared speed is rounded, so that the half is held to one in a hundred; twice the time leaves a quarter.
    """
    given = {"trust": trust, "base_trust": 0.5}
    model = alone(village(10, 0), phases="feel", initial=given, **{"trust.neighbors": 0.0})
    for left in (0.5, 0.25):
        live(model, THREE_YEARS)
        assert model.world.people.trust == pytest.approx(0.5 + left * (trust - 0.5), abs=0.01 * abs(trust - 0.5))


LEAVES = 4
REVERSION, HEARSAY = 0.01, 0.004


def stars(**more: Any) -> Any:
    """Return five stars of four leaves each: in star k, k of the leaves were handled well and the others badly.

    What anybody remembers of how they were handled themselves does not change.
    """
    well = {(LEAVES + 1) * k + 1 + leaf: float(leaf < k) for k in range(LEAVES + 1) for leaf in range(LEAVES)}
    ties = [(row - (row % (LEAVES + 1)), row) for row in well]
    initial = {"trust": 0.5, "base_trust": 0.5, "memory": well, **more.pop("initial", {})}
    settings = {"trust.reversion": REVERSION, "trust.neighbors": HEARSAY, "asking.hearsay": 0.0, **more}
    return alone(village(25, 0), ties=ties, phases=SEES_AND_FEELS, initial=initial, **settings)


def centers(model: Any, column: str = "trust") -> Any:
    """Return a column of the five who stand in the middle."""
    return model.world.people[column][:: LEAVES + 1].astype(float)


SHARES = np.arange(LEAVES + 1) / LEAVES


def test_neighbors_who_were_handled_well_raise_trust_and_others_lower_it():
    """Among n of 4 handled well, trust is T + (B - T)(1 - r)^t, where T = B + h/r (n/4 - 1/2): a closed recursion.

    The base B is 1/2, a week's return r and the weight h of hearsay are given.
    """
    model = stars()
    for weeks in (1, 10, 100, 400):
        live(model, weeks - model.world.week - 1)
        pulled = HEARSAY / REVERSION * (SHARES - 0.5) * (1.0 - (1.0 - REVERSION) ** weeks)
        assert centers(model) == pytest.approx(0.5 + pulled, abs=2e-5), f"week {weeks}"
    assert (np.diff(centers(model)) > 0.04).all()
    assert centers(model)[2] == 0.5, "half well and half badly: they neither gain nor lose"


def test_trust_stays_between_nothing_and_everything():
    """Without a return, and at the highest weight of hearsay, a twentieth a week: it stops at 0 and at 1."""
    model = stars(**{"trust.reversion": 0.0, "trust.neighbors": 0.1})
    live(model, 5)
    assert centers(model) == pytest.approx([0.25, 0.375, 0.5, 0.625, 0.75], abs=1e-6)
    live(model, 25)
    assert centers(model) == pytest.approx([0.0, 0.0, 0.5, 1.0, 1.0], abs=1e-6)


def test_who_has_no_neighbors_hears_nothing():
    """Nobody's handling is told to them, be it their own: trust stays, and memory returns to neither well nor badly."""
    given = {"trust": 0.5, "base_trust": 0.5, "memory": 1.0}
    model = live(alone(village(10, 0), ties=[], phases=SEES_AND_FEELS, initial=given, **{"asking.hearsay": 0.1}), 40)
    assert (model.world.people.trust == 0.5).all()
    assert model.world.people.memory == pytest.approx(0.5 + 0.5 * 0.9**40, abs=1e-5)


def test_hearsay_ends_in_the_consensus_of_those_who_are_tied():
    """evidence.md section 3.1, DeGroot 1974: opinions end in a mean weighted by the left eigenvector.

    Where all weigh their neighbors alike these weights are the numbers of ties: in a star whose center alone was
    handled well, half, where the plain mean is a fifth. Half is one of the steps in which memory is seen.
    """
    star = nx.star_graph(LEAVES)
    given = {"memory": {row: float(row == 0) for row in star}}
    model = alone(village(5, 0), ties=star, phases=SEES_AND_FEELS, initial=given, **{"asking.hearsay": 0.2})
    live(model, 60)
    assert model.world.people.memory == pytest.approx(0.5, abs=1e-6)


@pytest.mark.parametrize("well", ["Mr. Hi", "Officer"])
def test_what_a_club_comes_to_believe_is_weighed_by_ties(well):
    """The same in Zachary's karate club (1977), of whom one side was handled well and the other badly.

    A neighbor's memory is seen in 126 steps, the nearest. Whoever is within half a step of what the others show is not
    moved any more, so that a few steps may be left between people; the mean weighted by ties, which would stay as it
    was if memory were seen as it is, moves by less than a step.
    """
    club = nx.karate_club_graph()
    given = {row: float(side == well) for row, side in club.nodes(data="club")}
    ties = [ties for _, ties in club.degree()]
    model = alone(
        village(len(club), 0), ties=list(club.edges()), phases=SEES_AND_FEELS, initial={"memory": given},
        **{"asking.hearsay": 0.2},
    )  # fmt: skip
    live(model, 200)
    memory = model.world.people.memory.astype(float)
    assert np.ptp(memory) < 4.0 / 126.0
    consensus = np.average(list(given.values()), weights=ties)
    assert np.average(memory, weights=ties) == pytest.approx(consensus, abs=1.0 / 126.0)


def test_where_nothing_is_handled_nothing_is_told():
    """Memory begins in the neutral middle: after a year it is still there, and so is trust, to the bit."""
    model = alone(village(200, 0), phases=SEES_AND_FEELS)
    trust = model.world.people.trust.copy()
    live(model, 52)
    assert (model.world.people.memory == 0.5).all()
    assert (model.world.people.trust == trust).all()


def test_a_week_in_which_nothing_is_told_leaves_trust_and_memory_as_they_are():
    """Without the phase that lets residents see each other, newcomers' weeks included: ``spread`` is left out."""
    moving = {f"people.turnover.{group}": 0.5 for group in GROUP_IDS}
    model = alone(village(200, 0), phases=("move", "feel"), **moving)
    live(model, 20)
    people = model.world.people[model.world.people.present == HOME]
    assert (people.since > 0).any(), "some have moved in"
    assert (people.memory == 0.5).all()
    assert (people.trust == people.base_trust).all()


# ---- the senses -----------------------------------------------------------------------------------------------------


def test_happiness_follows_those_around_with_a_half_life_of_half_a_year():
    """Half of its goal is the share of the neighbors who take part, half the own taking part, which is none here."""
    active = {row: 1 for row in range(25) if row % 5 and (row % 5) - 1 < row // 5}
    model = stars(initial={"state": active, "happiness": 0.8})
    live(model, HALF_A_YEAR)
    assert centers(model, "happiness") == pytest.approx(0.8 / 2 + SHARES / 4, abs=0.002)
    live(model, HALF_A_YEAR)
    assert centers(model, "happiness") == pytest.approx(0.8 / 4 + SHARES * 3 / 8, abs=0.002)


@pytest.mark.parametrize("weight", [0.0, 0.2, 0.9])
@pytest.mark.parametrize("took_part", [True, False])
def test_happiness_tends_to_taking_part_and_to_neighbors_who_do_by_their_weights(weight, took_part):
    """With the goal G = w n/4 + (1 - w) for who took part, H = G + (H0 - G)(1 - v)^t, until that is too long ago.

    From then on the goal is w n/4 alone. Of those in the middle of a star n of 4 neighbors take part.
    """
    speed, weeks, happiness = 0.1, 10, 0.4
    active = {row: 1 for row in range(25) if row % 5 and (row % 5) - 1 < row // 5}
    initial = {"state": active, "happiness": happiness, **({"last": -1} if took_part else {})}
    settings = {"trust.happiness_ties": weight, "trust.happiness_speed": speed, "trust.happiness_weeks": weeks}
    model, expected = stars(initial=initial, **settings), np.full(LEAVES + 1, happiness)
    for week in range(1, 26):
        live(model, 1)
        goal = weight * SHARES + (1.0 - weight) * (took_part and week < weeks)
        expected += speed * (goal - expected)
        assert centers(model, "happiness") == pytest.approx(expected, abs=1e-6), f"week {week}"


def test_where_nothing_happens_safety_returns_with_a_half_life_of_half_a_year():
    model = alone(village(10, 0), phases="feel", **{"trust.start_safety": 0.2})
    for sense in (0.6, 0.8):
        live(model, HALF_A_YEAR)
        assert model.indicator("sense_of_safety") == pytest.approx(sense, abs=0.002)
