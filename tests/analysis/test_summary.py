import re

import pytest

from analysis.console import comparison_table
from analysis.figures import OVER_TIME
from analysis.style import caption
from analysis.summary import answers, summary
from tests.analysis.made_tables import made_tables

COMMAND = "python run.py compare --place made"


def page(language: str, *policies: str) -> str:
    return summary(made_tables(*policies), language, COMMAND, [OVER_TIME])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_answer_comes_first(language):
    text = page(language)
    headings = re.findall(r"(?m)^## (.+)$", text)
    assert headings[0] == {"en": "The answer", "zh": "结论"}[language]
    assert f"]({OVER_TIME})" in text
    assert COMMAND in text
    assert not re.search(r"\{\w*\}", text)


def test_the_answer_names_the_best_and_the_gap():
    first, _, costs, hours = answers(made_tables(), "en")
    assert "highest under **All mechanisms**: 50.1 %" in first
    assert "+20.0 points against Fragmented" in first
    assert "4 of 4 pairs" in first
    assert "No difference to be seen from Fragmented: The very same." in first
    assert costs.startswith("**Public cost**, against Fragmented: The very same 0.00 million yuan per year, All mech")
    assert hours.startswith(
        "**Unpaid hours**, against Fragmented: The very same 0.00 hours per year, All mechanisms +0.20"
    )


@pytest.mark.parametrize("language", ["en", "zh"])
def test_unpaid_hours_stand_beside_public_cost(language):
    titles = re.findall(r"(?m)^([^\n|#]+)\n\n\|", page(language))
    cost, hours = {
        "en": ("Public cost (million yuan per year)", "Unpaid hours (hours per year)"),
        "zh": ("公共成本（万元/年）", "无偿工时（小时/年）"),
    }[language]
    assert titles[-2:] == [cost, hours]


def test_at_equal_money_the_answer_says_what_was_bought():
    *_, money, hours = answers(made_tables(equal_money=True), "en")
    assert money == (
        "**Equal money**: all cost 9.00 million yuan per year on average, and in each year one as much as another. "
        "What each costs less in a year than that year's dearest one bought departments' casework: Fragmented none, "
        "The very same 1.00 million yuan per year, All mechanisms 2.00 million yuan per year, One that nobody is sure "
        "of 3.00 million yuan per year."
    )
    assert hours.startswith("**Unpaid hours**")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_says_that_costs_could_not_be_made_equal_by_how_much_and_why(language):
    tables = made_tables(equal_money=True, reached=False)
    text = summary(tables, language, COMMAND, [OVER_TIME])
    head = comparison_table(tables.result, language).split("\n\n")[0]
    missed, why, same = {
        "en": ("37.50 % of the dearest policy's (The very same)", "put right only once", "cost the same"),
        "zh": ("37.50 %（一样）", "只校正一次", "花费彼此相同"),
    }[language]
    for one in (text.split("##")[1], head):
        assert missed in one
        assert why in one
    assert same not in text + head
    assert {"en": "all cost", "zh": "各政策平均都花费"}[language] not in text
    assert {"en": "could not be made equal", "zh": "未能拉平"}[language] in caption(tables, language)


@pytest.mark.parametrize(("equal", "said"), [(False, "at their own cost"), (True, "at the same public cost")])
def test_the_page_says_at_what_cost_policies_are_compared(equal, said):
    text = summary(made_tables(equal_money=equal), "en", COMMAND, [OVER_TIME])
    assert said in text.split("## What it does not say")[1]
    assert ("| casework, million yuan |" in text) is equal


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_says_what_each_cost_and_what_got_worse(language):
    text = page(language)
    costs, worse = {
        "en": ("### What each policy cost a year", "## Where it made things worse"),
        "zh": ("### 各政策每年的花费", "## 在哪些方面更差"),
    }[language]
    assert text.index(costs) < text.index(worse)
    assert worse not in page(language, "full")


def test_no_difference_can_be_the_answer():
    first, *_ = answers(made_tables("fragmented", "same"), "en")
    assert "no policy compared is surely better than Fragmented" in first


def test_a_worse_policy_is_not_praised():
    first, *_ = answers(made_tables("full", "fragmented"), "en")
    assert "no policy compared is surely better than All mechanisms" in first


def test_what_was_set_by_hand_is_told():
    text = page("en")
    assert "`activation.goose_pull=0.2`" in text
    assert "influx" in text
    assert "not a forecast" in text
    assert "不是预测" in page("zh")


def test_a_policy_alone_is_summed_up():
    assert "All mechanisms" in page("en", "full")
