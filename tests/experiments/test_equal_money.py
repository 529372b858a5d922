"""Equal money: the same public cost in every replicate and year, on the real model in a town of two hundred."""

import copy
import itertools
import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from experiments.compare import POSITION, Comparison, execute
from experiments.equal_money import TOLERANCE, agree, dearest_by_year, live_at_equal_money, with_casework
from experiments.plan import FURTHER_CASEWORK, Plan, make_plan
from experiments.progress import Progress
from experiments.studies.payload import encode
from scenarios import Span, load_policy, value_held
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


def test_the_dearest_of_every_year_is_left_as_it_is(comparison):
    for own, equal in zip(comparison.own, comparison.histories, strict=True):
        assert equal[DEAREST].digest == own[DEAREST].digest
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


def test_progress_counts_each_run_once(comparison, progress):
    assert progress.done == progress.total == comparison.plan.replicates * (4 + 4)


def test_histories_are_those_that_are_lived_without_a_store(comparison):
    plan = comparison.plan
    for replicate in range(plan.replicates):
        own, equal = live_at_equal_money(plan, replicate)
        for lived, found in ((own, comparison.own[replicate]), (equal, comparison.histories[replicate])):
            for one, other in zip(lived, found, strict=True):
                assert encode(one) == encode(other)


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
        assert set(found) == {"casework_yuan", "own_cost", "public_cost", "largest_gap", "reached", "by_year"}
        bought = [replicate[position].casework for replicate in comparison.histories]
        assert found["casework_yuan"]["mean"] == pytest.approx(np.mean(bought))
        assert set(found["casework_yuan"]) == set(found["own_cost"]) == {"mean", "low", "high"}
        assert 0.0 <= found["largest_gap"] <= TOLERANCE, label
        assert found["reached"] is True
        assert found["by_year"] == [{name: pytest.approx(found[name]["mean"]) for name in found["by_year"][0]}]
    assert result["equal_money"]["full"]["casework_yuan"]["mean"] == 0.0
    json.dumps(result, allow_nan=False)


# ---- what is bought when --------------------------------------------------------------------------------------------


def bought(levers: dict[str, tuple[Span, ...]]) -> list[tuple[float, int, int | None]]:
    return [(float(span.value), span.start, span.end) for span in levers[FURTHER_CASEWORK]]


def test_casework_is_bought_in_its_weeks_whatever_dates_a_policy_has():
    phased, standing = load_policy("phased"), load_policy("standing")
    more = with_casework(phased, standing, range(1, 53), 5e5)
    more = with_casework(more, standing, range(53, 79), 2e5)
    assert bought(more.levers)[-2:] == [(5e5, 1, 52), (2e5, 53, 78)]
    assert {name for name in phased.levers if phased.levers[name] != more.levers[name]} == {FURTHER_CASEWORK}


def test_casework_is_added_to_what_the_policy_or_the_standing_one_buys():
    full, standing = load_policy("full"), load_policy("standing")
    ongoing = replace(standing, levers={**standing.levers, FURTHER_CASEWORK: (Span(10.0),)})
    dated = replace(full, levers={**full.levers, FURTHER_CASEWORK: (Span(300.0, 20, 60),)})
    more = with_casework(with_casework(dated, ongoing, range(1, 53), 1.0), ongoing, range(53, 105), 2.0)
    added = [(11.0, 1, 19), (301.0, 20, 52), (302.0, 53, 60), (12.0, 61, 104)]
    assert bought(more.levers) == [(300.0, 20, 60), *added]
    again = with_casework(more, ongoing, range(1, 53), 1.0)
    assert bought(again.levers)[-2:] == [(12.0, 1, 19), (302.0, 20, 52)]


class Money:
    """Stands for a model: a week costs what its policy says, and a part of the money for casework in that week.

    What is bought in one year may also come back as a cost in the next.
    """

    def __init__(self, policy: Any, own: dict[str, list[float]], reach: float, echo: float) -> None:
        self.policy, self.own, self.reach, self.echo = policy, own, reach, echo
        self.record = SimpleNamespace(public_yuan=[], totals=[[0.0]], quarters=[])
        self.world = SimpleNamespace(settings=self)

    def at(self, week: int) -> Any:
        standing = load_policy("standing").levers
        yuan = value_held(FURTHER_CASEWORK, (standing, self.policy.levers), week)
        return SimpleNamespace(money=SimpleNamespace(further_casework=[yuan]))

    def fork(self, policy: Any) -> "Money":
        twin = Money(policy, self.own, self.reach, self.echo)
        twin.record = copy.deepcopy(self.record)
        return twin

    def step(self) -> None:
        week = len(self.record.public_yuan) + 1
        now, before = (self.at(at).money.further_casework[0] if at > 0 else 0.0 for at in (week, week - 52))
        paid = self.own[self.policy.id][(week - 1) // 52] + self.reach * now + self.echo * before
        self.record.public_yuan.append(paid / 52)

    def digest(self) -> str:
        return str(self.record.public_yuan)


def lived_in_money(own: dict[str, list[float]], reach: float = 1.0, echo: float = 0.0, **asked: Any) -> Any:
    plan = small_plan(",".join(own), replicates=1, scale=1.0, **asked)
    money: Any = Money(plan.policies[0], own, reach, echo)
    plan = replace(plan, build=lambda *_, **__: money, broken_down=False)
    return live_at_equal_money(plan, 1)


@pytest.mark.parametrize(
    ("reach", "found", "reached"),
    [(1.0, 400.0, True), (0.997, 400.0, True), (0.95, 420.0, True), (0.5, 600.0, False), (0.0, 400.0, False)],
)
def test_a_cost_that_misses_is_put_right_once(reach, found, reached):
    """``reach`` is which part of the money for casework reaches the public cost."""
    own, equal = lived_in_money({"fragmented": [600.0], "full": [1000.0]}, reach, years=1)
    assert [history.public_cost for history in own] == pytest.approx([600.0, 1000.0])
    assert equal[0].casework == pytest.approx(found)
    assert agree(equal[0].public_cost, 1000.0) is reached
    assert equal[1] is own[1]


def test_each_year_has_a_dearest_policy_of_its_own():
    """The one that is dearest over all buys casework too, in the year in which another costs more."""
    costs = {"fragmented": [600.0, 600.0, 900.0], "full": [500.0, 1600.0, 900.0], "phased": [100.0, 200.0, 300.0]}
    own, equal = lived_in_money(costs, years=2.5)
    assert dearest_by_year(own) == pytest.approx([600.0, 1600.0, 900.0])
    for history in equal:
        assert history.costs_by_year == pytest.approx([600.0, 1600.0, 900.0])
        assert history.public_cost == pytest.approx((600.0 + 1600.0 + 900.0 / 2) / 2.5)
    assert [list(history.casework_by_year) for history in equal] == [
        pytest.approx([0.0, 1000.0, 0.0]),
        pytest.approx([100.0, 0.0, 0.0]),
        pytest.approx([500.0, 1400.0, 600.0]),
    ]


@pytest.mark.parametrize(("echo", "second"), [(0.1, 360.0), (-0.1, 440.0)])
def test_what_casework_costs_in_a_later_year_is_put_right_there(echo, second):
    _, equal = lived_in_money({"fragmented": [600.0, 600.0], "full": [1000.0, 1000.0]}, echo=echo, years=2)
    assert equal[0].casework_by_year == pytest.approx((400.0, second))
    assert equal[0].costs_by_year == pytest.approx((1000.0, 1000.0))


def test_a_year_dearer_than_the_dearest_cannot_be_made_cheaper():
    _, equal = lived_in_money({"fragmented": [600.0, 1000.0], "full": [1000.0, 990.0]}, echo=0.1, years=2)
    assert equal[0].casework_by_year == pytest.approx((400.0, 0.0))
    assert not agree(equal[0].costs_by_year[1], 1000.0)


def test_a_policy_with_dates_is_made_to_cost_as_much_in_each_year():
    """``phased`` holds from week 53 on, and buys casework in the year before as well."""
    plan = small_plan("full,departments-only,phased", replicates=1, years=2.25, scale=0.2)
    comparison = execute(plan, 1, Progress())
    ((own, equal),) = zip(comparison.own, comparison.histories, strict=True)
    for history in equal:
        for cost, dearest in zip(history.costs_by_year, dearest_by_year(own), strict=True):
            assert agree(cost, dearest)
    found = comparison.result()["equal_money"]
    assert all(one["reached"] for one in found.values())
    assert equal[2].casework_by_year[0] > 0.0
    assert [year["casework_yuan"] for year in found["phased"]["by_year"]] == pytest.approx(equal[2].casework_by_year)


def test_in_whole_years_the_last_52_weeks_cost_the_same():
    comparison = execute(small_plan("fragmented,phased,full", replicates=1, years=2), 1, Progress())
    ((own, equal),) = zip(comparison.own, comparison.histories, strict=True)
    dearest = dearest_by_year(own)[-1]
    for history in equal:
        shown = float(history.totals[-1, POSITION["public_cost"]])
        assert shown == pytest.approx(history.costs_by_year[-1])
        assert agree(shown, dearest)


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
