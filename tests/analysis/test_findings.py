import pytest

from analysis.findings import between, findings, leaders
from tests.analysis.made_tables import made_tables


def test_each_policy_has_its_verdict():
    found = findings(made_tables().result, "participation_rate")
    assert [(one.policy, one.verdict) for one in found] == [
        ("fragmented", None),
        ("same", "none"),
        ("full", "higher"),
        ("unsure", "open"),
    ]
    same, full = found[1].difference, found[2].difference
    assert same is not None
    assert full is not None
    assert same.interval.mean == 0.0
    assert full.interval.mean == pytest.approx(0.2)
    assert full.share_higher == 1.0


def test_what_is_not_defined_has_no_verdict():
    found = findings(made_tables().result, "cost_per_need_met")
    assert {one.verdict for one in found[1:]} == {"undefined"}


def test_policies_are_compared_by_category():
    difference, verdict = between(made_tables(), "service_coverage", "full", "fragmented", "group", "foreign")
    assert difference.interval.mean == pytest.approx(0.2)
    assert verdict == "higher"


def test_the_best_leads_and_the_surely_worse_do_not():
    assert leaders(made_tables(), "participation_rate") == ["full"]
    assert leaders(made_tables("fragmented", "same"), "participation_rate") == ["fragmented", "same"]


def test_the_cheapest_leads_where_less_is_better():
    assert leaders(made_tables("fragmented", "full"), "public_cost") == ["fragmented"]


def test_nobody_leads_in_what_is_not_defined():
    assert leaders(made_tables(), "cost_per_need_met") == []
