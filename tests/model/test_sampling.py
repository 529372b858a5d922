"""A sample stands for those who are not in it: within each community, and not at all at full size."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from agents.codes import ATTENDS, CHILD, HOME, INACTIVE, LEADS, PARTY, VOLUNTEERS
from model.kernels.likely import INACTIVE_ADULTS, JOIN, reckon_visits
from model.kernels.taking_part import VISITS_EVENT
from model.sampling import (
    count_states,
    expect_changes,
    expect_closing,
    expect_team,
    groups_of,
    keep_places,
    likely_members,
    reckon_volunteers,
    share_events,
    spread_over,
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


def test_volunteers_are_reckoned_to_grow_out_of_members():
    """Of a community's groups with 30 and 10 members the first gets three of four who begin; a tenth steps back."""
    world = town("full", scale=0.25).world
    b = world.bodies
    groups = np.flatnonzero(groups_of(world) & (b.community == 0))
    b.standing[groups], b.reckoned[groups] = 0.0, 0.0
    b.standing[groups[:2]], b.reckoned[groups[:2]] = (30.0, 10.0), (5.0, 2.0)
    rising, lost = np.zeros(world.communities), np.zeros(world.communities)
    rising[0], lost[0] = 4.0, 0.1
    reckon_volunteers(world, rising, lost)
    assert b.reckoned[groups[:2]].tolist() == pytest.approx([5.0 * 0.9 + 3.0, 2.0 * 0.9 + 1.0])
    assert not b.reckoned[groups[2:]].any()


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


def test_those_reckoned_are_as_many_as_there_are_on_average():
    """Over many lives as many attend, volunteer and lead as are reckoned to; in one community luck makes it differ."""
    there, likely, apart = np.zeros(4), np.zeros(4), 0.0
    for seed in range(24):
        world = live(build("jimingshan", "full", scale=0.1, burn_in=0, seed=seed), 100).world
        there += count_states(world).sum(axis=0)
        likely += world.likely.sum(axis=0)
        apart += np.abs(count_states(world) - world.likely)[:, VOLUNTEERS].mean() / 24
    grown = (ATTENDS, VOLUNTEERS, LEADS)
    assert (there[[*grown]] > 200).all()
    assert likely[[*grown]] == pytest.approx(there[[*grown]], rel=0.1)
    assert apart > 2.0


def test_what_is_likely_is_what_happens_on_average():
    """Over many weeks people join, begin and step back as often as was reckoned before anything was drawn."""
    came, reckoned = np.zeros(4), np.zeros(4)
    before: list[Any] = []

    def note(world: Any) -> None:
        before.append(world.people.state.copy())

    def count_joins(world: Any) -> None:
        came[0] += ((before.pop() == INACTIVE) & (world.wish == 1)).sum()
        reckoned[0] += world.joins[:, JOIN].sum()
        adults = (world.people.present == HOME) & (world.people.age != CHILD) & (world.people.state == INACTIVE)
        assert world.joins[:, INACTIVE_ADULTS].sum() == adults.sum()

    def even_luck(world: Any) -> None:
        """Start with those who are there, so that those reckoned after the phase are who was likely then."""
        world.likely[:] = count_states(world)
        world.likely[:, INACTIVE] = 0.0
        note(world)

    def count_changes(world: Any) -> None:
        was, now = before.pop(), world.people.state
        for k, (one, other) in enumerate(((ATTENDS, VOLUNTEERS), (VOLUNTEERS, LEADS))):
            up, down = (was == one) & (now == other), (was == other) & (now == one)
            came[1 + k] += up.sum() - down.sum()
        leaders = (was == LEADS).sum()
        moving = 1.0 - (1.0 - 0.12 / 52.0)
        reckoned[2] += world.likely[:, LEADS].sum() / (1.0 - moving) - leaders
        reckoned[1] += (world.likely[:, VOLUNTEERS].sum() + world.likely[:, LEADS].sum()) / (1.0 - moving)
        reckoned[1] -= (was >= VOLUNTEERS).sum()

    looks = {"decide": note, "change": even_luck}, {"decide": count_joins, "change": count_changes}
    with looking(before=looks[0], after=looks[1]):
        for seed in range(4):
            live(build("jimingshan", "full", scale=0.3, burn_in=0, seed=seed), 40)
    assert came[0] > 400
    assert abs(came[0] - reckoned[0]) < 3.0 * reckoned[0] ** 0.5, (came, reckoned)
    assert (np.abs(came - reckoned)[1:] < 3.0 * np.sqrt(np.abs(came[1:]) + 60.0)).all(), (came, reckoned)


def test_a_founding_and_a_closing_are_reckoned_with():
    world = live(town("full", scale=0.25), 3).world
    b, c = world.bodies, 0
    group = int(np.flatnonzero(groups_of(world) & (b.community == c))[0])
    b.reckoned[groups_of(world) & (b.community == c)] = 0.0
    b.reckoned[group] = 3.0
    world.likely[c] = (10.0, 8.0, 6.0, 1.0)
    expect_closing(world, group)
    assert world.likely[c].tolist() == [10.0, 15.0, 0.0, 0.0], "of the only group all who volunteer and lead"
    other = world.likely[1].copy()
    team = float(world.values.organizations.founding_team)
    expect_team(world, 1, 0.5)
    assert world.likely[1, LEADS] == pytest.approx(other[LEADS] + 0.25)
    assert world.likely[1, ATTENDS] == pytest.approx(other[ATTENDS] + 0.25 * (0.5 * team - 1.0))


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


def test_at_full_size_nothing_is_reckoned():
    model = live(town("full", scale=1.0), 5)
    before = model.world.likely.copy()
    expect_changes(model.world, np.zeros(model.world.communities))
    assert (model.world.likely == before).all()
    assert (model.world.demand == 1.0).all()
    assert not model.world.joins.any()


def test_a_sample_begins_with_the_states_that_it_is_given():
    drawn = build("jimingshan", "fragmented", scale=0.1, burn_in=0, seed=1).world
    p = drawn.people
    rows = np.flatnonzero((p.state == ATTENDS) & (p.organization >= 0) & groups_of(drawn)[p.organization])
    given = {int(row): VOLUNTEERS for row in rows}
    world = build("jimingshan", "fragmented", scale=0.1, burn_in=0, seed=1, initial={"state": given}).world
    assert (world.likely[:, VOLUNTEERS] >= drawn.likely[:, VOLUNTEERS] + 10).all()
    assert (world.likely[:, ATTENDS:] == count_states(world)[:, ATTENDS:]).all()
    assert world.bodies.reckoned.sum() == pytest.approx(world.likely[:, VOLUNTEERS].sum())


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
    assert (np.abs(gap) + reach < 0.02).all(), (gap, reach)
