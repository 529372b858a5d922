"""Organizations take up further domains: who is free and keen, what residents lack, at the price of skill (A6)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from agents.codes import MASS, STAFFED
from model.mechanisms.embedding import take_up_domains
from model.tally import DOMAINS_TAKEN_UP, ORGANIZATION_WEEKS
from tests.model.towns import build, live, looking
from vocabulary.categories import DOMAIN_IDS, DOMAINS

MUTUAL, LEGAL = (DOMAIN_IDS.index(name) for name in ("mutual_aid", "legal_aid"))


def quarter() -> Any:
    """Return a town at the end of its first quarter, whose organizations all take up a domain if they can."""
    model = live(build("classroom", "full", scale=0.5, burn_in=0, seed=2, **{"organizations.taking_up": 0.5}), 11)
    world = model.world
    world.week = 12
    world.bodies.drive[:] = world.bodies.autonomy[:] = 1.0
    world.opened[:] = 0.0
    return world


def alive(world: Any, kind: int) -> Any:
    return np.flatnonzero((world.bodies.alive > 0) & (world.runs > 0) & (world.bodies.kind == kind))


@pytest.fixture
def lucky(monkeypatch):
    monkeypatch.setattr("model.mechanisms.embedding.draw_each", lambda key, what, who, week, part: np.zeros(who.size))


def test_a_group_takes_up_what_residents_lack_most(lucky):
    world = quarter()
    groups = alive(world, MASS)
    before, skill = world.bodies.domains[groups].copy(), world.bodies.skill[groups].copy()
    lacking = [d for d in range(len(DOMAINS)) if not DOMAINS[d].professional]
    world.opened[:, :, lacking[-1]] = 9.0
    take_up_domains(world)
    gained = world.bodies.domains[groups] & ~before
    could = (before >> lacking[-1]) & 1 == 0
    assert could.any()
    assert (gained[could] == 1 << lacking[-1]).all()
    many = np.array([int(mask).bit_count() for mask in before])
    start = world.values.organizations.start_skill
    assert world.bodies.skill[groups][could] == pytest.approx(((skill * many + start) / (many + 1))[could])


def test_a_group_takes_up_no_profession(lucky):
    world = quarter()
    world.opened[:, :, LEGAL] = 9.0
    take_up_domains(world)
    assert not ((world.bodies.domains[alive(world, MASS)] >> LEGAL) & 1).any()


def test_staff_take_up_only_what_they_are_professional_enough_for(lucky):
    """One domain more makes a body of two less professional in all of them; below what one needs it stays away."""
    for skill, takes in ((0.95, True), (0.6, False)):
        world = quarter()
        staffed = int(alive(world, STAFFED)[0])
        world.bodies.domains[staffed], world.bodies.skill[staffed] = 1 << MUTUAL, skill
        world.values.compiled.service.minimum_skill[LEGAL] = 0.6
        world.opened[:, :, LEGAL] = 9.0
        take_up_domains(world)
        assert bool((world.bodies.domains[staffed] >> LEGAL) & 1) is takes


@pytest.mark.parametrize("column", ["autonomy", "drive"])
def test_who_is_not_free_or_not_keen_takes_up_nothing(column):
    world = quarter()
    world.opened[:] = 1.0
    world.bodies[column][:] = 0.0
    before = world.bodies.domains.copy()
    take_up_domains(world)
    assert np.array_equal(world.bodies.domains, before)


def test_nothing_is_taken_up_where_nothing_is_lacking(lucky):
    world = quarter()
    before = world.bodies.domains.copy()
    take_up_domains(world)
    assert np.array_equal(world.bodies.domains, before)


def taken_up_in_a_year(policy: str, seed: int) -> float:
    """Live a year, see that every domain taken up was counted, and return the rate."""
    changes: list[int] = []
    bits: list[int] = []

    def held(world: Any) -> int:
        return int(sum(int(mask).bit_count() for mask in world.bodies.domains))

    def look(world: Any) -> None:
        bits.append(held(world))

    def count(world: Any) -> None:
        changes.append(held(world) - bits.pop())

    with looking(before={"take_up_domains": look}, after={"take_up_domains": count}):
        model = build("jimingshan", policy, scale=0.05, burn_in=0, seed=seed, **{"organizations.taking_up": 0.5})
        live(model, 52)
    weeks = model.world.tally.sums()
    assert sum(changes) > 0
    rate = float(model.indicator("domains_taken_up"))
    assert weeks[DOMAINS_TAKEN_UP] == sum(changes)
    assert rate == pytest.approx(5200.0 * sum(changes) / weeks[ORGANIZATION_WEEKS])
    return rate


def test_what_is_taken_up_is_counted_and_less_of_it_under_a_rigid_style():
    full, rigid = (sum(taken_up_in_a_year(policy, seed) for seed in range(1, 5)) for policy in ("full", "rigid"))
    assert full > rigid
