"""Compiled kernels against the reference engine: the whole state is equal to the bit, week after week."""

from __future__ import annotations

import importlib
from typing import Any
from unittest import mock

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from agents.rules.asking import memory_after
from model import randomness
from model.governance import GovernanceModel
from model.tally import COUNTERS
from tests.model.towns import bits, build, places, policies, shocks, town, worlds
from tests.reference import interpreting, luck, walking_one_by_one
from tests.reference.engine import kernels_called, walk_for
from tests.reference.lively import BUSY, LEAN, hamlet
from tests.reference.rows import WatchedRow, plain
from vocabulary.register import WORLD

MECHANISMS = (
    "fragmented", "embedding", "cultivation", "activation", "linking", "embedding-cultivation", "embedding-activation",
    "embedding-linking", "cultivation-activation", "cultivation-linking", "activation-linking",
    "full-without-embedding", "full-without-cultivation", "full-without-activation", "full-without-linking", "full",
)  # fmt: skip
"""The policies with each combination of the four mechanisms."""
SEES = {"start": "start of the week", "live": "as it happens"}
SMALL: dict[str, Any] = {
    "place": "jimingshan", "scale": 0.003, "burn_in": 0, "seed": 1, "linking.rounds_per_year": 4, **BUSY
}  # fmt: skip
"""Some ninety residents of four communities, among whom much happens."""


def state(model: GovernanceModel) -> dict[str, bytes]:
    """Return all of a model's state, what was counted and what was recorded."""
    world = model.world
    counted = {"counters": world.tally._past.tobytes(), "record": model.record.totals.tobytes()}
    return {**bits(model), **counted, "seen": world.town.seen.tobytes(), "wishes": world.wish.tobytes()}


def side_by_side(weeks: int, engine: Any = walking_one_by_one, **given: Any) -> tuple[GovernanceModel, list[str]]:
    """Live some weeks in both engines; return the compiled model and what differs in the first week that does."""
    arguments = {**SMALL, **given}
    compiled = build(**arguments)
    with engine():
        walked = build(**arguments)
    for week in range(weeks + 1):
        one, other = state(compiled), state(walked)
        assert one.keys() == other.keys()
        if found := [f"{name} after week {week}" for name in one if one[name] != other[name]]:
            return compiled, found
        compiled.step()
        with engine():
            walked.step()
    return compiled, []


# ---- equal ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sees", SEES)
@pytest.mark.parametrize("policy", MECHANISMS)
def test_residents_live_the_same_one_by_one(policy, sees):
    """Over a round of projects and a quarter's foundings."""
    compiled, found = side_by_side(20, policy=policy, **{"taking_part.sees": SEES[sees]})
    assert found == []
    projects = compiled.world.projects[: compiled.world.project_count]
    with_b, with_d = (mechanism in mechanisms_of(policy) for mechanism in ("cultivation", "linking"))
    assert (compiled.world.slots_used > len(compiled.place.organizations)) == with_b, "foundings"
    assert (projects["rated"] >= 0).any() == with_d, "ratings"


@pytest.mark.parametrize("policy", MECHANISMS)
def test_a_whole_hamlet_lives_the_same_one_by_one(policy):
    """At full size, where nobody stands for others, and short of money: wages are not paid, effort is little."""
    compiled, found = side_by_side(16, place=hamlet(), scale=1.0, policy=policy, **LEAN)
    assert found == []
    assert (compiled.world.bodies.unpaid_weeks > 0).any()


def mechanisms_of(policy: str) -> set[str]:
    """Return the mechanisms that a policy's name says are on."""
    every = {"embedding", "cultivation", "activation", "linking"}
    named = {mechanism for mechanism in every if mechanism in policy}
    return every - named if policy.startswith("full") else named


def test_with_shocks_and_calls_by_order():
    """All that can be counted happens here."""
    shocks_ = ["influx", "epidemic", "capacity-loss"]
    compiled, found = side_by_side(
        30,
        policy="full",
        scale=0.004,
        burn_in=3,
        shocks=shocks_,
        **{"embedding.mobilized_share": 0.1, "organizations.taking_up": 0.5},
    )
    assert found == []
    happened = np.add.reduce(compiled.world.tally._past[:, 0], axis=0)
    assert [name for name, many in zip(COUNTERS, happened, strict=True) if many == 0.0] == []


VARIANTS = [
    (name, given)
    for name, declared in WORLD.items()
    for given in declared.choices
    if given != declared.value and name != "taking_part.sees"
]
"""Each assumption that is a choice, with what it is not by default; what residents see is in the combinations."""


@pytest.mark.parametrize(("name", "given"), VARIANTS)
def test_under_another_assumption_residents_live_the_same_one_by_one(name, given):
    assert len(VARIANTS) >= 10
    _, found = side_by_side(14, policy="full", **{name: given})
    assert found == []


@pytest.mark.parametrize("policy", ["rigid", "full"])
def test_the_kernels_own_source_does_the_same_without_a_compiler(policy):
    """Nor do two numbers of single precision meet anywhere, which a compiler would leave in single precision."""
    _, found = side_by_side(20, interpreting, policy=policy, **{"taking_part.sees": SEES["live"]})
    assert found == []


def test_two_numbers_of_single_precision_that_meet_are_refused():
    one = town(scale=0.03, place="classroom").world.people[:1]
    first = plain(one, WatchedRow)[0]
    for reckon in (lambda: first.trust - first.memory, lambda: memory_after(first.trust, first.memory, 0.5)):
        with pytest.raises(ArithmeticError, match="float32"):
            reckon()
    assert memory_after(first.trust, np.float64(first.memory), 0.5) == (first.trust + float(first.memory)) / 2.0


@pytest.mark.matrix
@settings(
    max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.reuse, Phase.generate)
)
@given(st.data())
def test_in_random_small_worlds(data):
    place = data.draw(places(2))
    policy, shock, more = data.draw(policies(place)), data.draw(shocks(place)), data.draw(worlds())
    sees = {"taking_part.sees": data.draw(st.sampled_from(tuple(SEES.values())))}
    seed = data.draw(st.integers(0, 99))
    _, found = side_by_side(20, place=place, scale=1.0, policy=policy, shocks=[shock], seed=seed, **{**more, **sees})
    assert found == []


@pytest.mark.matrix
@pytest.mark.parametrize("place", ["classroom", "jimingshan", "jiangdong"])
def test_over_two_years(place):
    residents = {"classroom": 0.1, "jimingshan": 0.01, "jiangdong": 0.003}
    _, found = side_by_side(104, place=place, scale=residents[place], policy="full", shocks=["influx"])
    assert found == []


# ---- and able to differ ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rule",
    [
        "awareness.stays_aware", "contacts.rounded", "taking_part.joining_probability", "taking_part.offer_score",
        "taking_part.mean_wait", "roles.chance", "asking.asking_probability", "asking.finding_probability",
        "needs.memory_after", "services.service_quality", "routing.joining_bodies_probability",
        "feelings.trust_after_week", "organizations.legitimacy_of", "people.moving_probability", "feelings.toward",
    ],
)  # fmt: skip
def test_another_rule_in_one_engine_is_seen(rule):
    """Rules, as the walks know them, that do not return what they should."""
    module, name = rule.split(".")
    original = vars(importlib.import_module(f"tests.reference.{module}"))[name]
    with mock.patch(f"tests.reference.{rule}", lambda *given: another(original(*given))):
        _, found = side_by_side(20, policy="full", **{"taking_part.sees": SEES["live"]})
    assert found


def another(value: Any) -> Any:
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case _:
            return 0.5 * value + 0.1


def test_each_kernel_has_its_walk_and_none_is_called_from_within():
    importlib.import_module("model.numerics")  # whoever has compared policies before has it, too
    called = kernels_called()
    assert len({kernel for _, _, kernel in called}) > 50
    assert [kernel.__name__ for _, _, kernel in called if walk_for(kernel) is None] == []
    with walking_one_by_one():
        assert kernels_called() == []
    assert kernels_called() == called


# ---- the draws ------------------------------------------------------------------------------------------------------


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 32767), st.integers(1, 44), st.integers(0, 2**31 - 1))
def test_draws_are_those_of_the_model(who, week, purpose, part):
    key = randomness.history_key(who + 1)
    assert luck.four(key, purpose, who, week, part) == randomness.draws4(key, purpose, who, week, part)
    ours, theirs = luck.luck_word(key, purpose, who, week), randomness.luck_word(key, purpose, who, week)
    assert ours == theirs
    assert luck.branch(luck.spread_out(ours), who) == randomness.branch(randomness.spread_out(theirs), np.uint64(who))
    assert luck.branch(ours, luck.spread_out(part)) == randomness.branch(theirs, randomness.numbered(part))
