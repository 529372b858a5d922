import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.statistics import (
    Interval,
    bands,
    interval,
    mean,
    moves,
    paired_difference,
    pairs,
    smallest_that_matters,
    standard_deviation,
    t_quantile,
    verdict,
)

VALUES = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40)
NOTHING = Interval(None, None, None, 0)


def test_an_interval_worked_by_hand():
    # 1, 2, 3, 4: mean 2.5, variance 5/3, standard error sqrt(5/12), t(3 degrees) = 3.182446
    half = 3.182446305 * math.sqrt(5 / 12)
    found = interval([1.0, 2.0, 3.0, 4.0])
    assert found.mean == 2.5
    assert found.low == pytest.approx(2.5 - half, rel=1e-9)
    assert found.high == pytest.approx(2.5 + half, rel=1e-9)
    assert found.count == 4


@pytest.mark.parametrize("degrees", [1, 2, 5, 19, 29, 1000])
def test_quantiles_are_those_of_scipy(degrees):
    assert t_quantile(degrees) == pytest.approx(stats.t.ppf(0.975, degrees), rel=1e-9)
    assert t_quantile(degrees, 0.9) == pytest.approx(stats.t.ppf(0.95, degrees), rel=1e-9)


@given(VALUES)
def test_intervals_are_those_of_scipy(values):
    found = interval(values)
    assert found.low is not None
    assert found.high is not None
    scale = max(1.0, *map(abs, values))
    assert found.mean == pytest.approx(sum(values) / len(values), abs=1e-9 * scale)
    assert found.high - found.low == pytest.approx(
        2 * t_quantile(len(values) - 1) * stats.sem(values), abs=1e-6 * scale
    )


def test_paired_differences_worked_by_hand():
    # differences 1, 1, 4: mean 2, standard deviation sqrt(3), t(2 degrees) = 4.302653
    found = paired_difference([2.0, 3.0, 7.0], [1.0, 2.0, 3.0])
    assert found.interval.mean == 2.0
    assert found.interval.low == pytest.approx(2 - 4.30265273, rel=1e-8)
    assert found.share_higher == 1.0


@given(st.lists(st.tuples(st.integers(-999, 999), st.integers(-999, 999)), min_size=2, max_size=40))
def test_paired_intervals_are_those_of_scipys_test(both):
    values, others = zip(*both, strict=True)
    found = paired_difference(values, others).interval
    if len({value - other for value, other in both}) > 1:
        expected = stats.ttest_rel(values, others).confidence_interval(0.95)
        assert found.low == pytest.approx(expected.low, rel=1e-9, abs=1e-9)
        assert found.high == pytest.approx(expected.high, rel=1e-9, abs=1e-9)


@given(VALUES)
def test_equal_values_differ_by_exactly_nothing(values):
    found = paired_difference(values, list(values))
    assert (found.interval.mean, found.interval.low, found.interval.high) == (0.0, 0.0, 0.0)
    assert found.share_higher == 0.0


@given(st.floats(-1e6, 1e6), st.integers(2, 40))
def test_the_mean_of_equal_values_is_that_value(value, count):
    assert interval([value] * count) == Interval(value, value, value, count)
    assert standard_deviation([value] * count) == 0.0


def test_what_is_not_defined_takes_its_pair_with_it():
    assert pairs([1.0, None, 3.0, math.nan], [0.0, 1.0, None, 2.0]) == [1.0]
    found = paired_difference([5.0, None, 3.0], [1.0, 1.0, 1.0])
    assert found.interval.mean == 3.0
    assert found.interval.count == 2


def test_one_value_has_no_interval_and_none_no_mean():
    assert interval([2.0, None, math.nan]) == Interval(2.0, None, None, 1)
    assert interval([None, math.nan]) == NOTHING
    assert paired_difference([None], [1.0]).share_higher is None
    assert mean([]) is None


def test_sequences_of_two_lengths_are_no_pairs():
    with pytest.raises(ValueError):
        pairs([1.0], [1.0, 2.0])


def test_a_tie_is_not_higher():
    assert paired_difference([1.0, 2.0, 3.0, 4.0], [1.0, 1.0, 4.0, 3.0]).share_higher == 0.5


@pytest.mark.parametrize(
    ("low", "high", "matters", "expected"),
    [
        (-0.004, 0.009, 0.01, "none"),
        (0.002, 0.009, 0.01, "none"),  # surely above zero, and surely too little to matter
        (0.0, 0.0, 0.0, "none"),
        (0.002, 0.02, 0.01, "higher"),
        (-0.5, -0.1, 0.01, "lower"),
        (-0.02, 0.005, 0.01, "open"),
        (-1.0, 1.0, 0.0, "open"),
    ],
)
def test_what_an_interval_allows_one_to_say(low, high, matters, expected):
    assert verdict(Interval((low + high) / 2, low, high, 9), matters) == expected


def test_without_an_interval_nothing_is_said():
    assert verdict(Interval(1.0, None, None, 1), 0.01) == "undefined"


def test_the_smallest_difference_that_matters():
    assert smallest_that_matters(0.02, 5.0) == 0.02
    assert smallest_that_matters(0.0, 5.0, -8.0, None) == pytest.approx(0.08)
    assert smallest_that_matters(0.0, None) == 0.0


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (Interval(0.2, 0.1, 0.3, 9), True),
        (Interval(-0.2, -0.3, -0.1, 9), True),
        (Interval(0.2, -0.1, 0.5, 9), None),  # not settled
        (Interval(0.001, -0.003, 0.004, 9), False),  # surely nothing that matters
        (Interval(0.002, 0.001, 0.003, 9), False),  # sure, and under a hundredth of the larger level
        (NOTHING, None),
        (Interval(0.2, None, None, 1), None),  # one pair alone has no interval
    ],
)
def test_what_moves_a_mediator(change, expected):
    assert moves(change, 1.0, 0.8) is expected


def test_bands_go_through_time():
    found = bands([[1.0, None], [3.0, 5.0]])
    assert [one.mean for one in found] == [2.0, 5.0]
    assert [one.count for one in found] == [2, 1]
