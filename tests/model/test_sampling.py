"""A sample stands for those who are not in it: within each community, and not at all at full size."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from agents.codes import ATTENDS, LEADS, MASS, PARTY, VOLUNTEERS
from model.sampling import (
    Likely,
    keep_places,
    likely_changes,
    likely_members,
    note_luck,
    reckon_volunteers,
    spread_over,
)
from tests.model.towns import build, live, looking, town


def groups_of(world: Any) -> Any:
    b = world.bodies
    return (b.alive > 0) & (b.kind == MASS) & (b.community >= 0)


def counted(world: Any, state: int) -> Any:
    """Return how many residents of a state each organization has."""
    p = world.people
    there = (p.organization >= 0) & (p.state == state)
    return np.bincount(p.organization[there], minlength=world.bodies.size)


def test_at_full_size_everything_is_the_own_group_s():
    def look(world: Any) -> None:
        b = world.bodies
        assert b.volunteers.tolist() == counted(world, VOLUNTEERS).tolist()
        assert b.leaders.tolist() == counted(world, LEADS).tolist()
        assert b.standing[b.alive > 0].tolist() == b.members[b.alive > 0].tolist()
        assert not b.places_kept.any()
        geese = (world.people.state == LEADS) & (world.people.marks & PARTY > 0)
        led = {int(o) for o in world.people.organization[geese]}
        assert {int(o) for o in np.flatnonzero(b.led_by_party)} == led - {-1}
        assert set(b.led_by_party.tolist()) <= {0.0, 1.0}

    with looking(after={"work": look}):
        town("full", scale=1.0, weeks=30)


def test_a_sample_s_volunteers_stay_in_their_community():
    """They are spread over its groups, and none crosses; what luck brought counts for the sampled alone."""

    def look(world: Any) -> None:
        b, groups = world.bodies, groups_of(world)
        for column, state, luck in ((b.volunteers, VOLUNTEERS, world.volunteers_luck), (b.leaders, LEADS, None)):
            for c in range(world.communities):
                here = groups & (b.community == c)
                own = float(counted(world, state)[here].sum())
                others = own if luck is None else max(0.0, own - luck[c])
                assert column[here].sum() == pytest.approx(0.05 * own + 0.95 * others)
        within = (b.led_by_party >= 0.0) & (b.led_by_party <= 1.0)
        assert within.all()

    with looking(after={"work": look}):
        model = live(build("jimingshan", "full", scale=0.05, burn_in=0, seed=3), 30)
    spread = model.world.bodies.volunteers[groups_of(model.world)]
    assert (spread != np.rint(spread)).any(), "in a sample they are shared"


def test_what_is_spread_follows_the_volunteers_reckoned():
    world = town("full", scale=0.25).world
    b = world.bodies
    groups = groups_of(world) & (b.community == 0)
    assert groups.sum() > 1
    own = np.zeros(b.size)
    first = int(np.flatnonzero(groups)[0])
    own[first] = 8.0
    b.reckoned[groups] = np.arange(1.0, groups.sum() + 1.0)
    found = spread_over(world, own, groups, np.full(world.communities, 6.0))
    share = b.reckoned[groups] / b.reckoned[groups].sum()
    expected = 0.75 * 6.0 * share
    expected[0] += 0.25 * 8.0
    assert found[groups].tolist() == pytest.approx(expected.tolist())
    assert not found[~groups].any()


def test_volunteers_are_reckoned_to_grow_out_of_members():
    """Of a community's groups with 30 and 10 members the first gets three of four who begin; a tenth steps back."""
    world = town("full", scale=0.25).world
    b = world.bodies
    groups = np.flatnonzero(groups_of(world) & (b.community == 0))
    b.standing[groups], b.reckoned[groups] = 0.0, 0.0
    b.standing[groups[:2]], b.reckoned[groups[:2]] = (30.0, 10.0), (5.0, 2.0)
    none = np.zeros(world.communities)
    likely = Likely(none.copy(), none.copy(), none.copy(), world.people.state.copy())
    likely.more[0], likely.going[0] = 4.0, 0.1
    reckon_volunteers(world, likely)
    assert b.reckoned[groups[:2]].tolist() == pytest.approx([5.0 * 0.9 + 3.0, 2.0 * 0.9 + 1.0])
    assert not b.reckoned[groups[2:]].any()
    before = b.reckoned.copy()
    reckon_volunteers(world, None)
    assert (b.reckoned == before).all()


def test_a_group_that_was_just_founded_has_no_volunteers_of_the_unsampled():
    model = build("jimingshan", "full", scale=0.1, burn_in=0, seed=1)
    young: list[float] = []

    def look(world: Any) -> None:
        b = world.bodies
        new = groups_of(world) & (b.founded >= 0) & (world.week - b.founded <= 4)
        young.extend((b.volunteers[new] - 0.1 * counted(world, VOLUNTEERS)[new]).tolist())

    with looking(after={"work": look}):
        live(model, 90)
    assert len(young) > 10
    assert max(young) < 0.2


def test_luck_is_what_came_beyond_what_was_likely():
    """Three begin and one was likely; of four volunteers one steps back, and 0.4 were likely to: 2 - 0.6 more."""
    world = live(town("full", scale=0.25), 3).world
    p, home = world.people, 0
    world.volunteers_luck[:] = 0.0
    world.volunteers_luck[home] = 1.0
    group = int(np.flatnonzero(groups_of(world) & (world.bodies.community == home))[0])
    who = np.flatnonzero(p.community == home)[:8]
    p.organization[who], p.since[:] = group, 0
    p.state[who] = (ATTENDS,) * 4 + (VOLUNTEERS,) * 4
    none = np.zeros(world.communities)
    likely = Likely(none.copy(), none.copy(), none.copy(), p.state.copy())
    likely.more[home], likely.fewer[home], likely.going[home] = 1.0, 0.4, 0.1
    p.state[who[:3]], p.state[who[4]] = VOLUNTEERS, ATTENDS
    note_luck(world, likely)
    assert world.volunteers_luck[home] == pytest.approx(0.9 * 1.0 + (3 - 1.0) - (1 - 0.4))
    assert not world.volunteers_luck[1:].any()
    note_luck(world, None)


def test_what_is_likely_is_what_happens_on_average():
    """Over many lives of the same week volunteers come and go as often as was reckoned before anything was drawn."""
    came, reckoned = [], []

    def reckon(world: Any) -> None:
        likely = likely_changes(world, np.full(world.communities, 1e9))
        assert likely is not None
        reckoned.append((likely.more.sum(), likely.fewer.sum()))
        before.append(world.people.state.copy())

    def count(world: Any) -> None:
        was, now = before.pop(), world.people.state
        came.append((((was == ATTENDS) & (now == VOLUNTEERS)).sum(), ((was == VOLUNTEERS) & (now == ATTENDS)).sum()))

    before: list[Any] = []
    with looking(before={"change": reckon}, after={"change": count}):
        live(build("jimingshan", "full", scale=0.3, burn_in=0, seed=1), 40)
    happened, expected = np.sum(came, axis=0), np.sum(reckoned, axis=0)
    assert (expected > 40).all()
    assert (np.abs(happened - expected) < 3.0 * np.sqrt(expected)).all(), (happened, expected)


def test_at_full_size_nothing_is_reckoned():
    model = live(town("full", scale=1.0), 5)
    assert likely_changes(model.world, np.zeros(model.world.communities)) is None
    assert not model.world.volunteers_luck.any()


def test_few_members_are_drawn_towards_the_community_s_mean():
    """A count of n varies by about n, groups by 0.1 n²: with mean m, m / (m + (1 - s) / 0.1) is believed."""
    world = town("full", scale=0.25).world
    b = world.bodies
    running = groups_of(world) & (b.community == 0)
    b.members[running] = 0
    first = int(np.flatnonzero(running)[0])
    b.members[first] = 10 * int(running.sum())  # a mean of ten
    trust = 10.0 / (10.0 + 0.75 / 0.1)
    found = likely_members(world, running)
    assert found[first] == pytest.approx(10.0 + trust * (b.members[first] - 10.0))
    assert found[running].sum() == pytest.approx(b.members[running].sum()), "none is made and none is lost"
    world.scale = 1.0
    assert likely_members(world, running).tolist() == b.members.tolist()


def test_places_are_kept_as_far_as_a_sample_comes_in_lumps():
    world = town("full", scale=0.25).world
    b = world.bodies
    here = groups_of(world) & (b.community == 0)
    left = np.zeros(b.size)
    b.places[:] = 0
    b.places[here] = 40
    left[here] = 30
    keep_places(world, left)
    offered = 40.0 * here.sum()
    assert b.places_kept[here].sum() == pytest.approx(0.75 * min(30.0 * here.sum(), 2.0 * offered**0.5))
    assert not b.places_kept[~here].any()
    keep_places(world, np.zeros(b.size))
    assert not b.places_kept.any(), "where none was left none is kept"


HEADLINES = ("participation_rate", "service_coverage")


def headlines(place: str, policy: str, scale: float, runs: int) -> Any:
    """Return both headline indicators after one year and after three, a row for each of some runs."""
    rows = []
    for seed in range(runs):
        model = live(build(place, policy, scale=scale, seed=seed), 52)
        first = [model.indicator(name) for name in HEADLINES]
        rows.append(first + [live(model, 104).indicator(name) for name in HEADLINES])
    return np.array(rows)


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("place", "policy", "scale", "runs", "whole"),
    [
        ("jimingshan", "standing", 0.1, 40, 16),
        ("jimingshan", "standing", 0.3, 24, 16),
        ("jimingshan", "full", 0.1, 60, 20),
        ("jimingshan", "full", 0.3, 40, 20),
        ("jiangdong", "standing", 0.1, 8, 5),
        pytest.param(
            "jiangdong",
            "full",
            0.1,
            8,
            5,
            marks=pytest.mark.xfail(reason="a year after the change the sample is two points low (013)", strict=True),
        ),
    ],
)
def test_a_sample_shows_what_the_whole_shows(place, policy, scale, runs, whole):
    """The 95 % interval of the difference lies within two points for both headlines, after one year and after three."""
    levels = headlines(place, policy, scale, runs), headlines(place, policy, 1.0, whole)
    gap = levels[0].mean(axis=0) - levels[1].mean(axis=0)
    parts = [values.var(axis=0, ddof=1) / len(values) for values in levels]
    freedom = sum(parts) ** 2 / sum(part**2 / (len(values) - 1) for part, values in zip(parts, levels, strict=True))
    reach = stats.t.ppf(0.975, freedom) * np.sqrt(sum(parts))
    assert (np.abs(gap) + reach < 0.02).all(), (gap, reach)
