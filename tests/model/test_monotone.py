"""Each claim of ``tests.model.claims``, seed by seed and week by week; and none of them is empty."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from tests.model.claims import CLAIMS, Claim
from tests.model.towns import live, town
from vocabulary.register import REGISTER

SEEDS = (1, 2, 3, 4)
MORE_SEEDS = range(1, 201)
SCARCE = ("activation.call_share",)
"""Where what is claimed needs time that may run out: seeds differ in whether it does."""


def name_of(claim: Claim) -> str:
    return f"{claim.name}: {claim.sentence}"


def within(less: Any, more: Any) -> bool:
    """Whether a set holds another, or no number of an array is lower than that of another."""
    return less <= more if isinstance(less, frozenset) else bool((less <= more).all())


def lived(claim: Claim, seed: int) -> list[list[Any]]:
    """What is seen, week by week, under each value in its order, so that it never falls."""
    order = claim.values[::-1] if claim.falls else claim.values
    shared = {"seed": seed, "phases": claim.phases or None, **claim.shared}
    models = [town(claim.policy, **{**shared, **claim.moved(claim.name, value)}) for value in order]
    return [[claim.seen(live(model, 1).world) for model in models] for _ in range(claim.weeks)]


@pytest.mark.parametrize("claim", CLAIMS, ids=name_of)
def test_what_a_mechanism_says_must_not_fall_does_not(claim):
    moved = False
    for seed in SEEDS:
        for week, seen in enumerate(lived(claim, seed), start=1):
            for less, more in pairwise(seen):
                assert within(less, more), f"{claim.sentence} Not so with seed {seed} in week {week}."
            moved |= not within(seen[-1], seen[0])
    assert moved, f"{claim.sentence} Nothing moved: the claim could not have failed."


@pytest.mark.nightly
@pytest.mark.parametrize("claim", [claim for claim in CLAIMS if claim.name in SCARCE], ids=name_of)
def test_nor_does_it_where_time_runs_out(claim):
    fallen = [
        (seed, week)
        for seed in MORE_SEEDS
        for week, seen in enumerate(lived(claim, seed), start=1)
        if not all(within(less, more) for less, more in pairwise(seen))
    ]
    assert not fallen, f"{claim.sentence} Not so with these seeds in these weeks: {fallen}"


def test_every_claim_has_a_sentence_and_a_parameter_of_its_own():
    assert len(CLAIMS) >= 12
    assert len({claim.sentence for claim in CLAIMS}) == len(CLAIMS)
    for claim in CLAIMS:
        assert claim.sentence.endswith(".")
        assert claim.name in REGISTER or claim.name == "hours of each department"
        assert len(claim.values) >= 2
        assert list(claim.values) == sorted(claim.values)


def test_what_falls_is_found():
    one, other = frozenset({1, 2}), frozenset({1, 3})
    assert not within(one, other)
    assert within(frozenset({1}), other)
