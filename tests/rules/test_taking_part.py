"""Rules of taking part at values where the answer is known."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.rules.taking_part import (
    event_probability,
    in_a_byte,
    rising_probability,
    tiring_probability,
    weeks_since,
)


def test_people_tire_at_the_declared_rate_at_middling_drive_and_less_above_it():
    assert tiring_probability(0.1, 0.5, 0.46) == pytest.approx(1 - math.exp(-0.1))
    assert tiring_probability(0.1, 0.9, 0.0) == pytest.approx(1 - math.exp(-0.1))
    drives = [tiring_probability(0.1, drive, 0.46) for drive in (0.0, 0.3, 0.5, 0.8, 1.0)]
    assert drives == sorted(drives, reverse=True)


def test_people_rise_by_the_product_of_its_causes():
    assert rising_probability(0.1, 1.0, 1.0, False, 5.0) == pytest.approx(1 - math.exp(-0.1))
    assert rising_probability(0.1, 0.5, 1.5, True, 2.0) == pytest.approx(1 - math.exp(-0.15))
    assert rising_probability(0.1, 0.0, 1.0, True, 5.0) == 0.0


def test_a_brand_event_draws_as_many_as_would_come_for_its_places():
    assert event_probability(0.1, 2.0, 0.8, 1.0) == pytest.approx(0.2)
    assert event_probability(0.1, 2.0, 0.8, 0.0) == pytest.approx(0.2 * math.exp(-0.8))
    assert event_probability(0.9, 2.0, 0.0, 0.0) == 1.0
    assert event_probability(0.9, 0.0, 0.0, 0.0) == 0.0


def test_a_week_in_a_byte_is_never_zero_and_comes_again_after_255_weeks():
    assert [in_a_byte(week) for week in (0, 1, 254, 255, 509, 510)] == [1, 2, 255, 1, 255, 1]
    assert weeks_since(in_a_byte(250), 250) == 0
    assert weeks_since(in_a_byte(250), 301) == 51
    assert weeks_since(in_a_byte(250), 505) == 0, "255 weeks later it stands for that week"


@given(st.integers(0, 32767), st.integers(0, 254))
def test_a_byte_tells_how_long_ago_its_week_was(week, ago):
    then = max(0, week - ago)
    assert 1 <= in_a_byte(then) <= 255
    assert weeks_since(in_a_byte(then), week) == week - then
