"""The rules of projects: pure functions of numbers, held against values worked out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.rules import projects
from agents.rules.arithmetic import rule
from agents.rules.projects import (
    HUMPED,
    INDEPENDENT,
    INVERTED_U,
    LINEAR,
    NO_CROWDING,
    NO_EFFECT,
    SOFT,
    SWAYED,
    U_SHAPED,
    applies,
    hears_of_call,
    judged,
    proposal_merit,
    reputation_after,
    stars_for,
)
from model.compiling import kernel
from vocabulary.register import WORLD


@rule
def volunteers_after_crowding(variant: int, share: float) -> float:
    """Return the rule's factor with the declared sizes of the shapes."""
    return projects.volunteers_after_crowding(variant, share, 0.5, 0.8, 1.6)


@rule
def donations_after_crowding(variant: int, share: float) -> float:
    """Return the rule's factor with the declared sizes of the shapes."""
    return projects.donations_after_crowding(variant, share, 1.2, 0.8, 1.2)


@rule
def effort_of(a: float, b: float, c: float, d: float, e: float, f: float, g: float, h: float, i: float) -> float:
    """Return the rule's effort with the declared least effort."""
    return projects.effort_of(a, b, c, d, e, f, g, h, i, 0.05)


SHARE = st.floats(0.0, 1.0)
SCORE = st.floats(0.0, 1.0)


# ---- applying -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chance", "award", "hours", "value", "does"),
    [
        (0.8, 6000.0, 40.0, 40.0, True),  # 4,800 yuan are expected, 1,600 are spent
        (0.25, 6400.0, 40.0, 40.0, False),  # as much as it costs is not enough
        (0.26, 6400.0, 40.0, 40.0, True),
        (0.0, 1e6, 1.0, 1.0, False),
        (0.5, 100.0, 10.0, 0.0, True),
    ],
)
def test_who_expects_more_than_it_costs_applies(chance, award, hours, value, does):
    assert applies(chance, award, hours, value) is does


def test_published_rules_are_heard_of_alike_by_all_and_unpublished_ones_by_ties():
    assert hears_of_call(True, 0.95, 0.35, 0.8, 0.0) == hears_of_call(True, 0.95, 0.35, 0.8, 1.0) == 0.95
    assert hears_of_call(False, 0.95, 0.35, 0.8, 0.0) == 0.35
    assert hears_of_call(False, 0.95, 0.35, 0.8, 0.5) == pytest.approx(0.75)
    assert hears_of_call(False, 0.95, 0.35, 0.8, 1.0) == 1.0


def test_merit_is_ability_and_fit_by_weight():
    assert proposal_merit(0.81, 1.0, 0.6) == pytest.approx(0.886)
    assert proposal_merit(0.81, 0.2, 1.0) == 0.81
    assert proposal_merit(0.81, 0.2, 0.0) == 0.2


# ---- judging --------------------------------------------------------------------------------------------------------


def test_an_independent_judge_sees_the_work_and_nothing_else():
    for reputation in (0.0, 0.5, 1.0):
        assert judged(0.6, 0.0, 0.0, 0.0, INDEPENDENT, 0.15, reputation, 0.4) == 0.6


def test_noise_bias_and_leaning_add_up_and_a_score_stays_between_0_and_1():
    assert judged(0.5, 0.1, -0.05, 0.02, INDEPENDENT, 0.15, 0.5, 0.4) == pytest.approx(0.57)
    assert judged(0.9, 0.3, 0.0, 0.0, INDEPENDENT, 0.15, 0.5, 0.4) == 1.0
    assert judged(0.1, -0.3, 0.0, 0.0, INDEPENDENT, 0.15, 0.5, 0.4) == 0.0


def test_soft_judges_add_and_swayed_ones_look_at_reputation():
    assert judged(0.5, 0.0, 0.0, 0.0, SOFT, 0.15, 1.0, 0.4) == pytest.approx(0.65)
    assert judged(0.5, 0.0, 0.0, 0.0, SWAYED, 0.15, 1.0, 0.4) == pytest.approx(0.6 * 0.5 + 0.4)
    assert judged(0.5, 0.0, 0.0, 0.0, SWAYED, 0.15, 0.0, 0.4) == pytest.approx(0.3)
    assert judged(0.5, 0.0, 0.0, 0.0, SWAYED, 0.15, 0.5, 1.0) == 0.5


# ---- stars ----------------------------------------------------------------------------------------------------------

CUTS = (0.45, 0.55, 0.65, 0.75)


@pytest.mark.parametrize(
    ("score", "stars"),
    [(0.0, 1), (0.449, 1), (0.45, 2), (0.549, 2), (0.55, 3), (0.65, 4), (0.749, 4), (0.75, 5), (1.0, 5)],
)
def test_a_star_more_for_each_cut_that_the_score_reaches(score, stars):
    assert stars_for(score, *CUTS) == stars


@given(SCORE, SCORE, st.lists(SCORE, min_size=4, max_size=4))
def test_whatever_the_cuts_and_their_order_stars_are_1_to_5_and_never_fall_with_the_score(one, other, cuts):
    low, high = sorted((one, other))
    two, three, four, five = cuts
    assert 1 <= stars_for(low, two, three, four, five) <= stars_for(high, two, three, four, five) <= 5
    ordered = sorted(cuts)
    assert stars_for(low, two, three, four, five) == stars_for(low, ordered[0], ordered[1], ordered[2], ordered[3])


def test_reputation_goes_part_of_the_way_to_the_stars():
    assert reputation_after(0.5, 5.0, 0.5) == 0.75
    assert reputation_after(0.5, 1.0, 0.5) == 0.25
    assert reputation_after(0.5, 3.0, 0.5) == 0.5
    assert reputation_after(0.2, 4.0, 1.0) == 0.75


# ---- effort ---------------------------------------------------------------------------------------------------------


def test_effort_is_what_supervision_milestones_rewards_and_drive_make_of_it():
    nobody_looks = (0.6, 0.18, 0.0, 0.1, 0.0, 0.15, 0.0, 0.12, 0.5)
    assert effort_of(*nobody_looks) == 0.6
    assert effort_of(0.6, 0.18, 0.5, 0.1, 0.4, 0.15, 0.7, 0.12, 0.7) == pytest.approx(0.6 + 0.09 + 0.04 + 0.105 + 0.024)


@given(st.lists(SHARE, min_size=9, max_size=9))
def test_effort_stays_within_its_bounds(numbers):
    assert 0.05 <= effort_of(*numbers) <= 1.0


# ---- government money and what others give --------------------------------------------------------------------------


def test_no_crowding_leaves_effort_and_donations_alone():
    for share in (0.0, 0.3, 1.0):
        assert volunteers_after_crowding(NO_CROWDING, share) == donations_after_crowding(NO_EFFECT, share) == 1.0


def test_without_government_money_no_variant_moves_anything():
    for variant in (NO_CROWDING, LINEAR, INVERTED_U):
        assert volunteers_after_crowding(variant, 0.0) == 1.0
    for variant in (NO_EFFECT, U_SHAPED, HUMPED):
        assert donations_after_crowding(variant, 0.0) == 1.0


def test_linear_crowding_out_halves_effort_at_full_dependence():
    assert [volunteers_after_crowding(LINEAR, s) for s in (0.0, 0.5, 1.0)] == [1.0, 0.75, 0.5]


@pytest.mark.parametrize(
    ("factor", "variant", "peak", "height"),
    [
        (volunteers_after_crowding, INVERTED_U, 0.25, 1.1),  # 0.8 - 3.2 s = 0
        (donations_after_crowding, HUMPED, 1.0 / 3.0, 1.0 + 0.4 / 3.0),  # 0.8 - 2.4 s = 0
    ],
)
def test_an_inverted_u_rises_to_its_peak_and_falls_from_there(factor, variant, peak, height):
    assert factor(variant, peak) == pytest.approx(height)
    shares = np.linspace(0.0, 1.0, 201)
    values = np.array([factor(variant, float(s)) for s in shares])
    assert (np.diff(values[shares <= peak]) > 0).all()
    assert (np.diff(values[shares >= peak]) < 0).all()
    assert values[-1] < 1.0


def test_a_u_falls_to_the_middle_and_comes_back():
    shares = np.linspace(0.0, 1.0, 201)
    values = np.array([donations_after_crowding(U_SHAPED, float(s)) for s in shares])
    assert values.min() == pytest.approx(0.7) == pytest.approx(donations_after_crowding(U_SHAPED, 0.5))
    assert values[-1] == pytest.approx(1.0)
    assert np.allclose(values, values[::-1])


@given(st.sampled_from((0, 1, 2)), SHARE)
def test_no_variant_makes_effort_or_donations_negative(variant, share):
    assert 0.0 < volunteers_after_crowding(variant, share) <= 1.5
    assert 0.0 < donations_after_crowding(variant, share) <= 1.5


def test_variants_stand_in_the_order_in_which_the_parameters_list_them():
    assert WORLD["organizations.volunteer_crowding"].choices[LINEAR] == "linear"
    assert WORLD["organizations.volunteer_crowding"].choices[INVERTED_U] == "inverted U"
    assert WORLD["organizations.donation_crowding"].choices[U_SHAPED] == "U"
    assert WORLD["organizations.donation_crowding"].choices[HUMPED] == "inverted U"
    assert WORLD["projects.judges"].choices[SOFT] == "know the applicants"
    assert WORLD["projects.judges"].choices[SWAYED] == "swayed by reputation"


# ---- compiled rules give the same bits ------------------------------------------------------------------------------


@kernel
def compiled(x: Any, variant: int, found: Any) -> None:
    for i in range(x.shape[0]):
        found[i, 0] = volunteers_after_crowding(variant, x[i, 0])
        found[i, 1] = donations_after_crowding(variant, x[i, 0])
        found[i, 2] = effort_of(x[i, 0], x[i, 1], x[i, 2], x[i, 3], x[i, 4], x[i, 5], x[i, 6], x[i, 7], x[i, 8])
        found[i, 3] = judged(x[i, 0], x[i, 1], x[i, 2], x[i, 3], variant, x[i, 4], x[i, 5], x[i, 6])
        found[i, 4] = stars_for(x[i, 0], x[i, 1], x[i, 2], x[i, 3], x[i, 4])


@pytest.mark.parametrize("variant", [0, 1, 2])
def test_compiled_and_plain_rules_agree_to_the_bit(variant):
    x = np.random.default_rng(3).uniform(0.0, 1.0, (500, 9))
    found = np.zeros((500, 5))
    compiled(x, variant, found)
    rows = [[float(v) for v in row] for row in x]
    plain = np.array(
        [
            [
                volunteers_after_crowding(variant, r[0]),
                donations_after_crowding(variant, r[0]),
                effort_of(*r),
                judged(r[0], r[1], r[2], r[3], variant, r[4], r[5], r[6]),
                float(stars_for(*r[:5])),
            ]
            for r in rows
        ]
    )
    assert found.tobytes() == plain.tobytes()
