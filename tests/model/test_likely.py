"""What the residents who are not in a sample are reckoned to do: each flow in its phase, none at full size."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from agents.codes import ATTENDS, CHILD, HOME, INACTIVE, LEADS, MASS, VOLUNTEERS
from agents.rules.population import moving_probability
from model.kernels.likely import INACTIVE_ADULTS, JOIN
from model.sampling import (
    count_states,
    expect_arrivals,
    expect_changes,
    expect_closing,
    expect_moves,
    expect_team,
    groups_of,
    reckon_volunteers,
)
from model.week import WEEK
from tests.model.towns import build, live, looking, town


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
        reckoned[2] += world.likely[:, LEADS].sum() - (was == LEADS).sum()
        reckoned[1] += world.likely[:, VOLUNTEERS:].sum() - (was >= VOLUNTEERS).sum()

    looks = {"decide": note, "change": even_luck}, {"decide": count_joins, "change": count_changes}
    with looking(before=looks[0], after=looks[1]):
        for seed in range(4):
            live(build("jimingshan", "full", scale=0.3, burn_in=0, seed=seed), 40)
    assert came[0] > 400
    assert abs(came[0] - reckoned[0]) < 3.0 * reckoned[0] ** 0.5, (came, reckoned)
    assert (np.abs(came - reckoned)[1:] < 3.0 * np.sqrt(np.abs(came[1:]) + 60.0)).all(), (came, reckoned)


def test_those_who_sign_up_are_reckoned_to_find_places_as_the_sampled_do():
    """Of ten who sign up four find one, of thirty who come again all: 34 of 40 at first, less for newcomers later."""
    world = live(town("full", scale=0.25), 3).world
    p, c = world.people, 0
    adults = np.flatnonzero((p.community == c) & (p.age != CHILD))[:40]
    world.wish[:] = 0
    p.placed[:] = -1
    world.wish[adults[:10]], world.wish[adults[10:]] = 1, 2
    p.placed[adults[:4]], p.placed[adults[10:]] = 0, 0
    world.came[:] = 0.0
    world.joins[c] = (3.0, 60.0)
    world.likely[c] = (80.0, 20.0, 5.0, 1.0)
    share = 34.0 / 40.0
    expect_arrivals(world)
    joined = 80.0 * 3.0 / 60.0
    assert world.came[c].tolist() == pytest.approx([10.0 * share, 4.0])
    assert world.likely[c, ATTENDS] == pytest.approx(20.0 + joined * share * 4.0 / (10.0 * share))
    first = world.came[c].copy()
    expect_arrivals(world)
    assert world.came[c] == pytest.approx(first * (2.0 - 1.0 / 13.0)), "a mean over about a quarter"


@pytest.mark.parametrize(("places", "come"), [(5, True), (0, False)])
def test_where_nobody_wished_newcomers_are_reckoned_if_there_were_places(places, come):
    world = live(town("full", scale=0.25), 3).world
    world.wish[:] = 0
    world.came[:] = 0.0
    world.bodies.places[:] = places
    before = world.likely[:, ATTENDS].copy()
    world.joins[:] = (1.0, 10.0)
    expect_arrivals(world)
    assert ((world.likely[:, ATTENDS] > before) == come).all()


def test_those_reckoned_move_away_as_the_sampled_do():
    """A tenant moves sooner than who is registered: of a community of tenants more are reckoned to have left."""
    model = town("standing", scale=0.25, phases={"move"})
    world = model.world
    p = world.people
    before, reckoned = world.likely.copy(), world.bodies.reckoned.copy()
    active = (p.state > INACTIVE) & (p.community == 0)
    assert active.sum() > 20
    rates = [moving_probability(float(rate)) for rate in world.values.people.turnover]
    leaving = np.mean([rates[group] for group in p.group[active]])
    expect_moves(world)
    assert world.likely[0, ATTENDS:] == pytest.approx(before[0, ATTENDS:] * (1.0 - leaving))
    here = groups_of(world) & (world.bodies.community == 0)
    assert world.bodies.reckoned[here] == pytest.approx(reckoned[here] * (1.0 - leaving))
    assert 0.0 < leaving < 0.02


@pytest.mark.parametrize("left_out", ["move", "attend", "change"])
def test_a_flow_is_reckoned_in_the_phase_that_draws_it(left_out):
    """In lives without one of the phases as many are reckoned to attend as there are, too."""
    there, likely, start = 0.0, 0.0, 0.0
    kept = {phase.name for phase in WEEK} - {left_out}
    for seed in range(6):
        model = build("jimingshan", "full", scale=0.1, burn_in=0, seed=seed, phases=kept)
        start += count_states(model.world)[:, ATTENDS:].sum()
        world = live(model, 60).world
        there += count_states(world)[:, ATTENDS:].sum()
        likely += world.likely[:, ATTENDS:].sum()
    assert likely == pytest.approx(there, rel=0.08)
    assert abs(there / start - 1.0) > 0.04, "many more or fewer than they began with"


def test_who_is_written_into_another_state_is_reckoned_with():
    model = live(build("jimingshan", "full", scale=0.1, burn_in=0, seed=1), 4)
    world = model.world
    p, b = world.people, world.bodies
    member = (p.state == ATTENDS) & (p.organization >= 0) & (b.kind[p.organization] == MASS)
    row = int(np.flatnonzero(member)[0])
    c, group = int(p.community[row]), int(p.organization[row])
    before, reckoned = world.likely.copy(), b.reckoned.copy()
    model.write("state", row, VOLUNTEERS)
    assert world.likely[c, VOLUNTEERS] == before[c, VOLUNTEERS] + 1.0
    assert world.likely[c, ATTENDS] == before[c, ATTENDS] - 1.0
    assert b.reckoned[group] == reckoned[group] + 1.0
    model.write("organization", row, -1)
    assert b.reckoned[group] == pytest.approx(reckoned[group])
    assert world.likely[c, VOLUNTEERS] == before[c, VOLUNTEERS] + 1.0, "of no group, and a volunteer all the same"
    model.write("trust", row, 0.5)
    model.write("state", row, INACTIVE)
    assert world.likely[c, VOLUNTEERS] == pytest.approx(before[c, VOLUNTEERS])
    adults = (p.present == HOME) & (p.age != CHILD) & (p.community == c)
    assert world.likely[c].sum() == pytest.approx(adults.sum())
    child = int(np.flatnonzero((p.age == CHILD) & (p.present == HOME) & (p.community == c))[0])
    model.write("age", child, CHILD + 1)
    assert world.likely[c].sum() == pytest.approx(adults.sum() + 1), "an adult more"
    others = np.arange(world.communities) != c
    assert (world.likely[others] == before[others]).all()


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


def test_at_full_size_nothing_is_reckoned():
    model = live(town("full", scale=1.0), 5)
    before = model.world.likely.copy()
    expect_moves(model.world)
    expect_arrivals(model.world)
    expect_changes(model.world, np.zeros(model.world.communities))
    model.write("state", 0, INACTIVE)
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
