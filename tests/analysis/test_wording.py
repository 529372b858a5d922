import pytest

from analysis.console import comparison_table, table
from analysis.statistics import Interval
from analysis.wording import capital, figure, gap, horizon, level, span, whole_place, width, with_unit_for
from tests.analysis.made_tables import made_tables
from vocabulary.indicators import BY_ID, Indicator

RATE, COST, GAINED, WEEKS = (BY_ID[n] for n in ("participation_rate", "public_cost", "sense_of_gain", "response_weeks"))


@pytest.mark.parametrize(
    ("indicator", "value", "language", "expected"),
    [
        (RATE, 0.43149, "en", "43.1 %"),
        (RATE, None, "en", "not defined"),
        (RATE, None, "zh", "无定义"),
        (with_unit_for(COST, "en", 2e7), 24_260_000.0, "en", "24.26 million yuan per year"),
        (with_unit_for(COST, "zh", 2e7), 24_260_000.0, "zh", "2,426 万元/年"),
        (with_unit_for(COST, "en", 24_260.0), 24_260.0, "en", "24.26 thousand yuan per year"),
        (with_unit_for(COST, "en", 926.0), 926.0, "en", "926.0 yuan per year"),
        (with_unit_for(COST, "zh", 926.0), 926.0, "zh", "926.0 元/年"),
        (GAINED, 0.5, "en", "0.500 0-1"),
        (WEEKS, 0.0123, "en", "0.012 weeks"),
        (WEEKS, 0.0, "en", "0.00 weeks"),
        (WEEKS, 6.25, "zh", "6.25 周"),
    ],
)
def test_levels_in_words(indicator, value, language, expected):
    assert level(indicator, value, language) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.0421, "+4.2 points"), (-0.0421, "−4.2 points"), (0.0, "0.0 points"), (-0.0001, "0.0 points")],
)
def test_differences_in_words(value, expected):
    assert gap(RATE, value, "en") == expected


def test_intervals_in_words():
    assert span(RATE, Interval(0.1, 0.05, 0.15, 9), "en") == "5.0 to 15.0"
    assert span(RATE, Interval(0.1, 0.05, 0.15, 9), "zh", signed=True) == "+5.0 至 +15.0"
    assert span(RATE, Interval(0.1, None, None, 1), "en") == "–"
    assert figure(RATE, None) == "–"


def test_the_interval_of_a_share_stays_between_nothing_and_all():
    assert span(RATE, Interval(0.02, -0.01, 0.05, 3), "en") == "0.0 to 5.0"
    assert span(RATE, Interval(0.99, 0.9, 1.08, 3), "en") == "90.0 to 100.0"
    assert span(RATE, Interval(0.02, -0.01, 0.05, 3), "en", signed=True) == "−1.0 to +5.0"


@pytest.mark.parametrize(
    ("indicator", "found", "said"),
    [
        ("public_cost", Interval(1e4, -2e3, 2.2e4, 2), "0.00 to 22,000"),
        ("unpaid_hours", Interval(500.0, -1200.0, 2200.0, 2), "0.00 to 2,200"),
        ("trust", Interval(0.9, 0.75, 1.05, 2), "0.750 to 1.000"),
        ("stars", Interval(4.0, 2.5, 5.5, 2), "2.50 to 5.50"),
        ("renewal_gap", Interval(0.1, -0.2, 0.4, 2), "−0.20 to 0.40"),
        ("score_tracks_quality", Interval(0.5, -0.25, 1.25, 2), "−0.25 to 1.25"),
        ("public_cost", Interval(-100.0, -200.0, 0.0, 2), "−200.0 to 0.00"),
    ],
)
def test_only_the_interval_of_what_can_be_less_than_nothing_reaches_below_it(indicator, found, said):
    assert span(BY_ID[indicator], found, "en") == said
    assert span(BY_ID["public_cost"], Interval(0.5, -2.0, 3.0, 2), "en", signed=True) == "−2.00 to +3.00"


def test_a_ratio_may_be_more_than_one():
    ratio = Indicator("more", "多", "more", "ratio", "max", "flow")
    assert span(ratio, Interval(1.7, 1.5, 2.3, 3), "en") == "1.500 to 2.300"


def test_a_chinese_character_takes_two_columns():
    assert width("参与 A") == 6
    assert table(["政策", "x"], [["ab", "1"], ["很长的名字", "22"]], right=[1]) == (
        "政策         x\n--------------\nab           1\n很长的名字  22"
    )


def test_columns_stand_under_each_other_in_both_languages():
    for language in ("en", "zh"):
        block = comparison_table(made_tables().result, language).split("\n\n")[1].splitlines()
        assert len({width(line) for line in block[2:3]}) == 1
        assert all(width(line) <= width(block[2]) for line in block[1:])


def test_the_table_says_what_a_planner_needs():
    text = comparison_table(made_tables().result, "en")
    assert "no difference to be seen" in text
    assert "not settled by these runs" in text
    assert "+20.0" in text
    assert text.startswith("Made-up subdistrict at scale 0.1 (1,200 residents)")
    assert "Public cost (million yuan per year)" in text
    assert text.index("Public cost") < text.index("Unpaid hours (hours per year)")
    assert "看不出差别" in comparison_table(made_tables().result, "zh")


def test_capitals():
    assert capital("all") == "All"
    assert capital("") == ""


def test_sums_are_said_to_stand_for_the_whole_place_only_where_residents_are_left_out():
    assert whole_place(0.5, "en").startswith("Money, hours")
    assert "折算" in whole_place(0.5, "zh")
    assert whole_place(1, "en") == whole_place(1.0, "zh") == ""


@pytest.mark.parametrize(
    ("years", "language", "expected"),
    [
        (3.0, "en", "3 years"),
        (1.0, "en", "1 year"),
        (0.25, "zh", "0.25 年"),
        (5 / 52, "en", "5 weeks"),
        (1 / 52, "en", "1 week"),
        (53 / 52, "zh", "53 周"),
    ],
)
def test_a_horizon_says_what_was_lived(years, language, expected):
    assert horizon(years, language) == expected
