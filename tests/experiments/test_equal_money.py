"""Equal money: the same public cost in every replicate, on the real model in a town of two hundred."""

import itertools
import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from experiments import equal_money
from experiments.compare import POSITION, Comparison, execute
from experiments.equal_money import TOLERANCE, agree, live_at_equal_money, with_casework
from experiments.histories import History
from experiments.plan import FURTHER_CASEWORK, Plan, make_plan
from experiments.progress import Progress
from scenarios import load_policy
from vocabulary.messages import RefusalError

POLICIES = "fragmented,full,departments-only,full"
FIRST, DEAREST, CHEAPEST, AGAIN = range(4)


def small_plan(policies: str = POLICIES, **asked: Any) -> Plan:
    arguments: dict[str, Any] = {"replicates": 2, "years": 0.75, "scale": 0.1, "seed": 5, "equal_money": True, **asked}
    return replace(make_plan("classroom", policies, **arguments), burn_in=6)


@pytest.fixture(scope="module")
def progress():
    return Progress()


@pytest.fixture(scope="module")
def comparison(progress):
    return execute(small_plan(), 1, progress)


def digests(comparison: Comparison) -> list[str]:
    return [history.digest for history in itertools.chain(*comparison.own, *comparison.histories)]


def test_all_cost_the_same_in_every_replicate(comparison):
    for own, equal in zip(comparison.own, comparison.histories, strict=True):
        dearest = max(history.public_cost for history in own)
        assert dearest == own[DEAREST].public_cost
        for history in equal:
            assert abs(history.public_cost / dearest - 1) <= TOLERANCE


def test_what_a_policy_costs_less_has_bought_casework(comparison):
    for own, equal in zip(comparison.own, comparison.histories, strict=True):
        dearest = own[DEAREST].public_cost
        for before, after in zip(own, equal, strict=True):
            assert before.casework == 0.0
            assert after.casework == pytest.approx(dearest - before.public_cost, abs=2 * TOLERANCE * dearest)
        assert equal[CHEAPEST].casework > equal[FIRST].casework > 0.0


def test_the_dearest_is_left_as_it_is(comparison):
    for own, equal in zip(comparison.own, comparison.histories, strict=True):
        assert equal[DEAREST] is own[DEAREST]
        assert equal[AGAIN].digest == own[DEAREST].digest
        assert equal[FIRST].digest != own[FIRST].digest


def test_at_its_own_cost_a_policy_lives_as_without_the_option(comparison):
    plain = execute(small_plan(equal_money=False), 1, Progress())
    assert [[h.digest for h in lived] for lived in plain.histories] == [[h.digest for h in r] for r in comparison.own]
    assert "equal_money" not in plain.result()
    assert plain.own == ()


def test_workers_change_nothing(comparison):
    other = execute(small_plan(), 2, Progress())
    assert digests(other) == digests(comparison)
    assert other.result() == comparison.result()


def test_progress_counts_each_history_once(comparison, progress):
    plan = comparison.plan
    assert plan.histories == plan.replicates * (1 + 4 + 3)
    assert progress.done == progress.total == plan.histories


def test_public_cost_is_counted_since_the_policies_began():
    comparison = execute(small_plan(years=1, replicates=1), 1, Progress())
    for own, equal in zip(comparison.own, comparison.histories, strict=True):
        for history in (*own, *equal):
            # Over exactly one year the indicator, which covers the last 52 weeks, says the same.
            assert history.public_cost == pytest.approx(float(history.totals[-1, POSITION["public_cost"]]))


def test_results_say_what_was_bought(comparison):
    result = comparison.result()
    plain = execute(small_plan(equal_money=False, replicates=1, years=0.1), 1, Progress()).result()
    assert set(result) == {*plain, "equal_money"}
    assert (
        list(result["equal_money"]) == list(result["policies"]) == ["fragmented", "full", "departments-only", "full#2"]
    )
    for position, (label, found) in enumerate(result["equal_money"].items()):
        assert set(found) == {"casework_yuan", "own_cost", "public_cost", "largest_gap", "reached"}
        bought = [replicate[position].casework for replicate in comparison.histories]
        assert found["casework_yuan"]["mean"] == pytest.approx(np.mean(bought))
        assert set(found["casework_yuan"]) == set(found["own_cost"]) == {"mean", "low", "high"}
        assert 0.0 <= found["largest_gap"] <= TOLERANCE, label
        assert found["reached"] is True
    assert result["equal_money"]["full"]["casework_yuan"]["mean"] == 0.0
    json.dumps(result, allow_nan=False)


# ---- what is bought when --------------------------------------------------------------------------------------------


def test_casework_is_bought_when_and_where_the_policy_holds():
    pilot = with_casework(load_policy("phased"), 5e5)
    assert [(span.value, span.start) for span in pilot.levers[FURTHER_CASEWORK]] == [(5e5, 53)]
    full = load_policy("full")
    more = with_casework(with_casework(full, 1.0), 2.0)
    assert [span.value for span in more.levers[FURTHER_CASEWORK]] == [3.0]
    assert {name for name in full.levers if full.levers[name] != more.levers[name]} == {FURTHER_CASEWORK}


def made_history(cost: float, casework: float = 0.0) -> History:
    return History(np.zeros((1, 1)), (), (), f"{cost} {casework}", None, cost, casework)


@pytest.mark.parametrize(
    ("reach", "tries"),
    [(1.0, [400.0]), (0.997, [400.0]), (0.5, [400.0, 800.0]), (0.9, [400.0, 400.0 / 0.9]), (0.0, [400.0])],
)
def test_a_cost_that_misses_is_put_right_once(monkeypatch, reach, tries):
    """``reach`` is which part of the money for casework reaches the public cost."""
    lived = []

    def live(_start: object, policy: Any, _plan: object, *, with_picture: bool) -> History:
        assert not with_picture
        yuan = policy.levers[FURTHER_CASEWORK][0].value
        if yuan:
            lived.append(yuan)
        return made_history((1000.0 if policy.id == "full" else 600.0) + reach * yuan, yuan)

    monkeypatch.setattr(equal_money, "live", live)
    monkeypatch.setattr(equal_money, "begin", lambda *_: None)
    ticks: list[int] = []
    plan = small_plan("fragmented,full", replicates=1)
    own, equal = live_at_equal_money(plan, lambda: ticks.append(1), 1)
    assert lived == pytest.approx(tries)
    assert [history.public_cost for history in own] == [600.0, 1000.0]
    assert agree(equal[0].public_cost, 1000.0) is (reach > 0)
    assert len(ticks) == plan.histories


def test_a_policy_that_does_not_hold_yet_cannot_be_made_to_cost_as_much(progress):
    plan = small_plan("phased,full", replicates=1, years=0.25)
    found = execute(plan, 1, progress).result()["equal_money"]
    assert found["phased"]["largest_gap"] > TOLERANCE
    assert [one["reached"] for one in found.values()] == [False, True]


# ---- what cannot be -------------------------------------------------------------------------------------------------


def refusal(policies: str, **asked: Any) -> str:
    with pytest.raises(RefusalError) as caught:
        make_plan("classroom", policies, equal_money=True, **asked)
    for language in ("en", "zh"):
        assert len(caught.value.say(language).splitlines()) == 1
        assert "--equal-money" in caught.value.say(language)
    return caught.value.say("en")


def test_one_policy_alone_has_nothing_to_equal():
    assert "two policies or more" in refusal("full")


def test_casework_cannot_be_set_by_hand_too():
    assert FURTHER_CASEWORK in refusal("full,fragmented", settings=[f"{FURTHER_CASEWORK}=1000"])
