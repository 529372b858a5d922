import pytest

from analysis.losses import (
    CATEGORIES,
    LOOKED_AT,
    MOST_NAMED,
    losses,
    losses_by_category,
    losses_in_words,
    shows_nothing,
)
from tests.analysis.made_tables import made_tables
from vocabulary.indicators import BY_ID, HEADLINES


def test_what_is_surely_lower_is_worse_where_more_is_better():
    found = losses(made_tables("full", "fragmented").result)["fragmented"]
    named = {loss.indicator for loss in found}
    assert named == {name for name in LOOKED_AT if BY_ID[name].goal == "max"}
    assert "public_cost" not in LOOKED_AT


def test_what_is_surely_higher_is_worse_where_less_is_better():
    found = losses(made_tables("fragmented", "full").result)["full"]
    by_enough = [name for name in LOOKED_AT if BY_ID[name].goal == "min" and BY_ID[name].matters < 0.2]
    assert [loss.indicator for loss in found] == by_enough


def test_what_is_not_settled_or_the_same_is_not_worse():
    found = losses(made_tables("fragmented", "same", "unsure").result)
    assert found == {"same": [], "unsure": []}
    text = losses_in_words(made_tables("fragmented", "same", "unsure").result, "en")
    assert "- **The very same**: nothing of what is measured." in text


def test_groups_and_domains_are_looked_at_too():
    tables = made_tables("full", "fragmented")
    found = losses_by_category(tables)["fragmented"]
    assert len(found) == len(HEADLINES) * len(CATEGORIES)
    assert found[0].what["en"].startswith("Participation rate, ")
    assert found[0].what["zh"].startswith("参与率（")
    assert f"{len(LOOKED_AT) + len(found)} comparisons" in losses_in_words(tables.result, "en", tables)


def test_the_largest_by_what_matters_are_named_and_the_others_counted():
    tables = made_tables("full", "fragmented")
    found = losses(tables.result)["fragmented"]
    text = losses_in_words(tables.result, "en")
    (line,) = [line for line in text.splitlines() if line.startswith("- ")]
    assert line.count("; ") == MOST_NAMED
    assert line.endswith(f"{len(found) - MOST_NAMED} more.")
    assert text.startswith("Held against All mechanisms")


def test_what_is_too_small_to_be_written_is_no_loss():
    assert shows_nothing(BY_ID["legitimacy"], -0.0004)
    assert not shows_nothing(BY_ID["legitimacy"], -0.0006)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_score_stands_without_its_unit(language):
    assert "0-1" not in losses_in_words(made_tables("full", "fragmented").result, language)


def test_all_losses_are_named_where_that_is_asked_for():
    tables = made_tables()
    some, all_of_them = (losses_in_words(tables.result, "en", tables, most) for most in (1, None))
    assert "more." in some
    assert "more." not in all_of_them
    assert all_of_them.count(";") > some.count(";")
