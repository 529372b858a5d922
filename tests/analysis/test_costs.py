import pytest

from analysis.console import comparison_table
from analysis.costs import cost_note, cost_table, fund_table, is_equal_money, note_on, per_resident, project_table
from analysis.summary import summary
from analysis.tables import Tables
from tests.analysis.made_tables import made_tables
from vocabulary.messages import say


def test_a_line_for_each_policy_says_what_it_cost():
    header, lines = cost_table(made_tables("fragmented", "full").result, "en")
    assert header == ["policy", "public cost, million yuan", "per resident, yuan", "per need, yuan", "unpaid hours"]
    assert lines == [("Fragmented", "3.01", "251.0", "–", "0.30"), ("All mechanisms", "5.01", "417.7", "–", "0.50")]


def test_cost_per_resident_is_that_of_the_whole_place():
    result = made_tables("full").result
    cost = result["policies"]["full"]["public_cost"]["mean"]
    assert per_resident(result, "full") == pytest.approx(cost / (1200 / 0.1))


def test_at_equal_money_the_table_says_what_was_bought():
    result = made_tables("fragmented", "full", equal_money=True).result
    header, lines = cost_table(result, "en")
    assert header[1:5] == [
        "own cost, million yuan",
        "casework, million yuan",
        "95 % interval",
        "together, million yuan",
    ]
    assert [line[1:6] for line in lines] == [
        ("9.00", "0.00", "0.00 to 0.02", "9.00", "750.0"),
        ("8.00", "1.00", "0.98 to 1.02", "9.00", "750.0"),
    ]
    assert "agree to within 0.12 %" in cost_note(result, "en")
    assert "0.12 %" in cost_note(result, "zh")


@pytest.mark.parametrize(("years", "said"), [(0.5, True), (1.0, False), (2.0, False), (2.5, True)])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_table_says_that_the_last_52_weeks_are_no_year_made_equal(language, years, said):
    """Costs are made equal in years from the policies' beginning: with a part of a year the last 52 weeks are none."""
    tables = made_tables(equal_money=True)
    tables.result["years"] = years
    note = say(language, "costs.other_weeks")
    assert (note_on(tables.result, "public_cost", language) == note) is said
    for text in (comparison_table(tables.result, language), summary(tables, language, "", [])):
        assert text.count(note) == said
    assert not note_on(tables.result, "unpaid_hours", language)
    assert not note_on({**made_tables().result, "years": years}, "public_cost", language)


def test_what_projects_bought_stands_beside_what_lies_idle():
    header, lines = project_table(made_tables("fragmented", "full").result, "en")
    assert header[1:5] == ["places", "hours", "contacts", "idle with organizations, yuan"]
    assert lines[0] == ("Fragmented", *["0.30"] * 5)


def with_fund(granted: float, awarded: float, casework: float, idle: float) -> Tables:
    """Return a comparison in which the second policy alone has a venture fund."""
    tables = made_tables("fragmented", "full")
    for policy, factor in (("fragmented", 0.0), ("full", 1.0)):
        moneys = {"fund_granted": granted, "fund_awarded": awarded, "fund_casework": casework, "idle_fund": idle}
        for name, yuan in moneys.items():
            tables.result["policies"][policy][name] = {"mean": factor * yuan, "low": None, "high": None}
    return tables


def test_a_table_says_what_became_of_the_fund():
    header, lines = fund_table(with_fund(2.1e6, 4e5, 1.6e6, 3e5).result, "en")
    assert header[1:] == [
        "granted, million yuan",
        "awarded to projects, million yuan",
        "awarded, %",
        "to casework, million yuan",
        "idle at the end, million yuan",
    ]
    assert lines == [("Fragmented", *"–––––"), ("All mechanisms", "2.10", "0.40", "20.0", "1.60", "0.30")]
    header, lines = fund_table(with_fund(2.1e6, 4e5, 1.6e6, 3e5).result, "zh")
    assert header[1:3] == ["拨入，万元", "立项，万元"]
    assert lines[1][1:3] == ("210.0", "40.00")


def test_what_an_earlier_fund_left_behind_is_no_fund():
    _, lines = fund_table(with_fund(0.0, 0.0, 2.2e3, 0.0).result, "en")
    assert lines[1] == ("All mechanisms", *"–––––")


def test_a_fund_that_gave_nothing_yet_has_no_share_awarded():
    _, lines = fund_table(with_fund(0.0, 0.0, 0.0, 5e3).result, "en")
    assert lines[1] == ("All mechanisms", "0.00", "0.00", "–", "0.00", "5,000")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_terminal_and_page_say_what_became_of_the_fund(language):
    tables = with_fund(2.1e6, 4e5, 1.6e6, 3e5)
    title = {"en": "What became of the venture fund a year", "zh": "创投资金每年的去向"}[language]
    for text in (comparison_table(tables.result, language), summary(tables, language, "", [])):
        lines = text.split(title)[1].split("#")[0].splitlines()
        with_all = next(line for line in lines if {"en": "All mechanisms", "zh": "全部机制"}[language] in line)
        assert "20.0" in with_all.split()


def test_a_result_without_the_entry_is_one_at_own_cost():
    assert not is_equal_money(made_tables().result)
    assert is_equal_money(made_tables(equal_money=True).result)


@pytest.mark.parametrize("equal", [False, True])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_terminal_shows_costs_after_the_indicators(language, equal):
    text = comparison_table(made_tables(equal_money=equal).result, language)
    title, worse, said = {
        "en": ("What each policy cost a year\n", "Where it made things worse\n", "At equal money"),
        "zh": ("各政策每年的花费\n", "在哪些方面更差\n", "同等资金"),
    }[language]
    assert text.index(title) < text.index(worse)
    assert (said in text.split("\n\n")[0]) is equal
    assert "**" not in text
    assert worse not in comparison_table(made_tables("full").result, language)
