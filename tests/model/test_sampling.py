"""A sample stands for those who are not in it: within each community, and not at all at full size."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from agents.codes import ATTENDS, CHILD, LEADS, PARTY, VOLUNTEERS
from model.kernels.likely import reckon_visits
from model.kernels.organizations import guess_geese
from model.kernels.taking_part import VISITS_EVENT
from model.sampling import (
    count_states,
    groups_of,
    keep_places,
    likely_members,
    share_events,
    spread_over,
    stand_for_the_unsampled,
)
from tests.model.towns import build, live, looking, town


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
    """They are spread over its groups, and none crosses; those reckoned stand for the unsampled."""

    def look(world: Any) -> None:
        b, groups = world.bodies, groups_of(world)
        there = count_states(world)
        for column, state in ((b.volunteers, VOLUNTEERS), (b.leaders, LEADS)):
            for c in range(world.communities):
                here = groups & (b.community == c)
                own = float(counted(world, state)[here].sum())
                in_groups = own / there[c, state] if there[c, state] else 1.0
                others = in_groups * world.likely[c, state]
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


def test_the_more_luck_brings_the_more_places_there_are_for_the_sampled():
    """Of those likely to visit a brand event twice as many come: they share twice the places."""
    world = live(town("full", scale=0.25), 3).world
    size = world.communities
    world.event_sizes[:] = 0.02
    world.event_places[:] = 10
    world.wish[:] = 0
    v = world.values.compiled
    likely = np.zeros(size)
    reckon_visits(world.people, world.wish, world.event_sizes, likely, v.taking_part, v.activation)
    coming = np.flatnonzero((world.people.community == 0) & (world.people.age != CHILD))[: 2 * round(likely[0])]
    world.wish[coming] = VISITS_EVENT
    share_events(world)
    assert world.event_places[0] == pytest.approx(10 * coming.size / likely[0], abs=1.0)
    assert not world.event_places[1:].any(), "where nobody comes nobody needs a place"


def test_few_members_are_drawn_towards_the_community_s_mean():
    """A count of n varies by about n, groups by 0.1 n² at least: with mean m, m / (m + (1 - s) / 0.1) is believed."""
    world = town("full", scale=0.25).world
    b = world.bodies
    running = groups_of(world) & (b.community == 0)
    counts = 10 + np.arange(running.sum()) % 2  # as good as equal: what they differ by is less than luck makes
    b.members[running] = counts
    mean = counts.mean()
    found = likely_members(world, running)
    assert found[running] == pytest.approx(mean + mean / (mean + 0.75 / 0.1) * (counts - mean))
    assert found[running].sum() == pytest.approx(counts.sum()), "none is made and none is lost"
    world.scale = 1.0
    assert likely_members(world, running).tolist() == b.members.tolist()


def test_groups_that_differ_by_more_than_luck_are_believed_to():
    """Counts spread by v about a mean of m, of which (1 - s) m is luck: the rest of v is believed."""
    world = town("full", scale=0.25).world
    b = world.bodies
    running = groups_of(world) & (b.community == 0)
    b.members[running] = 0
    first = int(np.flatnonzero(running)[0])
    b.members[first] = 10 * int(running.sum())
    spread = b.members[running].var()
    found = likely_members(world, running)
    assert found[first] == pytest.approx(10.0 + (1.0 - 7.5 / spread) * (b.members[first] - 10.0))


def stood_for(scale: float, change: Any) -> Any:
    """Return the world of a small town after a change, and after groups stood for the unsampled once more."""
    world = live(town("full", scale=scale), 3).world
    change(world)
    stand_for_the_unsampled(world)
    return world


def test_demand_is_what_the_sampled_wish_for_by_what_they_would_had_luck_been_even():
    """More than thirty take part where 25 were likely to; besides, a fifteenth of the inactive sign up."""
    seen: dict[str, float] = {}

    def change(world: Any) -> None:
        world.joins[:] = (6.0, 90.0)
        world.likely[:] = (120.0, 20.0, 4.0, 1.0)
        there = count_states(world)[0, ATTENDS:].sum()
        p: Any = world.values.taking_part
        seen["demand"] = (p.attends * there + 6.0) / (p.attends * 25.0 + 6.0 * 120.0 / 90.0)
        seen["there"] = there

    world = stood_for(0.25, change)
    assert world.demand[0] == pytest.approx(seen["demand"])
    assert seen["there"] > 30.0
    assert world.demand[0] > 1.1, "more take part than were likely to: their wishes count for more"


@pytest.mark.parametrize(("scale", "weeks"), [(0.25, 0.25 + 0.75 * 52), (0.5, 0.5 + 0.5 * 52), (1.0, 1.0)])
def test_standing_follows_members_as_slowly_as_a_sample_is_small(scale, weeks):
    """At full size at once, in a very small sample over a year."""
    before: dict[str, Any] = {}

    def change(world: Any) -> None:
        running = groups_of(world) & (world.runs > 0)
        before["members"] = likely_members(world, running)
        world.bodies.standing[:] = 0.0

    b = stood_for(scale, change).bodies
    assert before["members"].max() > 1.0
    assert b.standing.tolist() == pytest.approx((before["members"] / weeks).tolist())


def test_workers_of_the_unsampled_are_those_of_groups_that_are_awake():
    """Of two groups with as many volunteers one sleeps: half of the unsampled work, all of them in the other."""
    found: dict[str, Any] = {}

    def change(world: Any) -> None:
        b = world.bodies
        here = np.flatnonzero(groups_of(world) & (b.community == 0))
        b.reckoned[groups_of(world)] = 0.0
        b.reckoned[here[:2]] = 3.0
        world.runs[here] = 1
        world.runs[here[1]] = 0
        b.workers[here] = 0.0
        found["groups"] = here
        found["in groups"] = [
            float(counted(world, state)[here].sum()) / there if there else 1.0
            for state, there in zip((VOLUNTEERS, LEADS), count_states(world)[0, VOLUNTEERS:], strict=True)
        ]
        b.volunteers[:], b.leaders[:] = counted(world, VOLUNTEERS), counted(world, LEADS)

    world = stood_for(0.25, change)
    b, here = world.bodies, found["groups"]
    unsampled = sum(
        share * world.likely[0, state] for share, state in zip(found["in groups"], (VOLUNTEERS, LEADS), strict=True)
    )
    assert unsampled > 1.0
    works = float(world.values.taking_part.works)
    assert b.workers[here[0]] == pytest.approx(0.75 * works * 0.5 * unsampled)
    assert not b.workers[here[1:]].any()


def test_how_likely_a_party_member_is_among_leaders_is_guessed_from_those_stood_for():
    """With g Party members among a community's sampled leaders there are g / s: none at all by chance exp(-g / s)."""
    world = town("full", scale=0.25).world
    b = world.bodies
    b.led_by_party[:] = 0.0
    b.geese[:] = 0.0
    b.geese[:3] = (0.5, 1.0, 0.0)
    b.led_by_party[1] = 1.0
    guess_geese(b, 0.25)
    expected = [0.75 * (1.0 - np.exp(-2.0)), 0.25 + 0.75 * (1.0 - np.exp(-4.0)), 0.0]
    assert b.led_by_party[:3].tolist() == pytest.approx(expected)


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
        ("jimingshan", "fragmented", 0.1, 40, 12),
        ("jimingshan", "embedding", 0.1, 40, 12),
        ("jimingshan", "cultivation", 0.1, 40, 12),
        ("jimingshan", "activation", 0.1, 40, 12),
        ("jimingshan", "linking", 0.1, 40, 12),
        ("jiangdong", "standing", 0.1, 8, 5),
        ("jiangdong", "fragmented", 0.1, 8, 5),
        ("jiangdong", "full", 0.1, 8, 5),
    ],
)
def test_a_sample_shows_what_the_whole_shows(place, policy, scale, runs, whole):
    """The 95 % interval of the difference lies within two points for both headlines, after one year and after three."""
    levels = headlines(place, policy, scale, runs), headlines(place, policy, 1.0, whole)
    gap = levels[0].mean(axis=0) - levels[1].mean(axis=0)
    parts = [values.var(axis=0, ddof=1) / len(values) for values in levels]
    freedom = sum(parts) ** 2 / sum(part**2 / (len(values) - 1) for part, values in zip(parts, levels, strict=True))
    reach = stats.t.ppf(0.975, freedom) * np.sqrt(sum(parts))
    print(
        place, policy, scale, "differs by, in points:", np.round(100 * gap, 2), "give or take", np.round(100 * reach, 2)
    )
    assert (np.abs(gap) + reach < 0.02).all(), (gap, reach)
