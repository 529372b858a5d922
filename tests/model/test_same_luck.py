"""Two policies on the same luck: equal until they differ, and a fork that leaves its origin alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from agents.codes import TRAITS
from model.world import World
from scenarios import OrganizationEntry, Span, load_place, load_policy
from tests.model.towns import build, dated, differing, live, looking, same_bits, sensible, town, with_levers
from vocabulary.indicators import INDICATORS
from vocabulary.register import LEVERS

DATE = 27


def test_a_policy_against_itself_differs_by_exactly_nothing():
    start = town("standing", scale=0.3, burn_in=10)
    one, other = (live(start.fork("full"), 30) for _ in range(2))
    assert one.record.totals.shape == (31, len(INDICATORS))
    known = ~np.isnan(one.record.totals)
    assert (known == ~np.isnan(other.record.totals)).all()
    assert (one.record.totals[known] - other.record.totals[known] == 0.0).all()
    assert one.record.quarters == other.record.quarters
    assert one.breakdown() == other.breakdown()
    assert one.digest() == other.digest()
    assert differing(one, other) == []


def test_a_policy_does_not_begin_before_its_date():
    start = town("standing", scale=0.3, burn_in=10)
    standing, later = start.fork("standing"), start.fork(dated("full", DATE))
    live(standing, DATE - 1)
    live(later, DATE - 1)
    assert same_bits(standing.record.totals, later.record.totals)
    assert standing.record.quarters == later.record.quarters
    assert standing.digest() == later.digest()
    assert differing(standing, later) == []
    live(standing, 2)
    live(later, 2)
    assert standing.digest() != later.digest()
    assert same_bits(standing.record.totals[:DATE], later.record.totals[:DATE])
    assert not same_bits(standing.record.totals[DATE:], later.record.totals[DATE:])


def test_after_its_end_the_standing_policy_holds_again():
    start = town("standing", burn_in=3)
    model = start.fork(dated("full", 2, 4))
    meetings = []
    with looking(after={"hold_joint_meeting": lambda world: meetings.append(bool(values(world).joint_meeting.any()))}):
        live(model, 6)
    assert meetings == [False, True, True, True, False, False]


def values(world: World) -> Any:
    return world.values.activation


def other_value(name: str) -> Any:
    lever = LEVERS[name]
    return not lever.value if lever.kind == "switch" else type(lever.value)(lever.high)


@pytest.fixture(scope="module")
def begun():
    return town("full", place=replace(load_place("classroom"), standing_policy="full"), burn_in=4)


@pytest.mark.parametrize("name", sorted(LEVERS))
def test_no_lever_works_before_its_date(begun, name):
    plain = live(begun.fork("full"), 7)
    later = {
        lever: (Span(LEVERS[lever].value), Span(value, 8)) for lever, value in sensible(name, other_value(name)).items()
    }
    moved = live(begun.fork(with_levers("full", **later)), 7)
    assert differing(plain, moved) == []
    assert plain.digest() == moved.digest()


def test_luck_is_the_same_under_every_policy():
    """The same residents come and go, and the same needs arise, whatever the policy."""
    seen: dict[str, list[Any]] = {"full": [], "departments-only": []}
    for policy, lives in seen.items():

        def look(world: World, lives: list[Any] = lives) -> None:
            p = world.people
            lives.append([p[name].copy() for name in ("present", "since", "group", "age", "interest")])
            lives[-1].append(p.marks & TRAITS)
            new = world.needs[: world.open]
            new = new[new.born == world.week]
            lives.append([new[name].copy() for name in ("identity", "domain", "severity", "group", "community")])

        with looking(after={"draw_needs": look}):
            live(town(policy, scale=0.4), 40)
    assert len(seen["full"]) == 80
    for one, other in zip(seen["full"], seen["departments-only"], strict=True):
        assert all(same_bits(a, b) for a, b in zip(one, other, strict=True))


# ---- forks ----------------------------------------------------------------------------------------------------------


def test_a_fork_leaves_its_origin_as_it_was():
    origin, twin = town("standing", weeks=6), town("standing", weeks=6)
    digest = origin.digest()
    fork = origin.fork("full")
    live(fork, 8)
    assert fork.digest() != digest
    assert origin.digest() == digest
    assert differing(origin, twin) == []
    assert origin.policy.id == "standing"
    assert origin.steps == 6
    assert len(origin.datacollector.get_model_vars_dataframe()) == 7
    assert live(origin, 8).digest() == live(twin, 8).digest(), "it goes on as if nothing had been"


def test_writing_to_a_fork_leaves_its_origin_as_it_was():
    origin, twin = town(weeks=3), town(weeks=3)
    fork = origin.fork("full")
    fork.write("trust", 5, 0.875)
    fork.world.bodies.skill[0] = 0.125
    fork.world.organizations[0].close()
    assert differing(origin, twin) == []
    assert {agent.unique_id for agent in origin.agents} == {agent.unique_id for agent in twin.agents}


def test_to_fork_under_the_same_policy_is_to_go_on():
    for policy in ("standing", "full"):
        model = town(policy, burn_in=3, weeks=5)
        fork = live(model.fork(policy), 6)
        assert fork.digest() == live(model, 6).digest()
        assert differing(fork, model) == []


def test_a_fork_after_the_burn_in_is_the_model_of_that_policy():
    fork = live(town("standing", burn_in=5).fork("rigid"), 6)
    whole = town("rigid", burn_in=5, weeks=6)
    assert fork.digest() == whole.digest()
    assert differing(fork, whole) == []


def test_forks_of_one_model_do_not_meddle_with_each_other():
    start = town("standing", burn_in=3, **{"taking_part.sees": "as it happens"})
    alone = live(start.fork("full"), 5).digest()
    one, other = start.fork("full"), start.fork("fragmented")
    for _ in range(5):
        one.step()
        other.step()
    assert one.digest() == alone
    assert other.digest() == live(start.fork("fragmented"), 5).digest()


def test_a_fork_keeps_its_world():
    start = town("standing", weeks=1)
    with pytest.raises(ValueError, match="keeps its world"):
        start.fork("full", **{"awareness.media": 0.1})
    moved = start.fork("full", **{"activation.visits_per_member": 90.0})
    assert moved.world.values.activation.visits_per_member[0] == 90.0
    assert start.world.values.activation.visits_per_member[0] == 20.0


# ---- one more of something leaves everybody else's luck alone -------------------------------------------------------


def test_one_more_idle_organization_changes_nobodys_life():
    """It sleeps; what is founded afterwards stands one slot further on, and has the same luck."""
    place = load_place("classroom")
    idle = OrganizationEntry("idle", "闲", "Idle", "old-town", "mass", ("culture",), 0.0, 0.3, False, True)
    grown = replace(place, organizations=(*place.organizations, idle))
    eager = {"organizations.waking": 0.0, "cultivation.founding_rate": 1.0, "cultivation.founders_scale": 500.0}
    one, other = (live(build(home, "full", seed=1, scale=0.3, burn_in=0, **eager), 45) for home in (place, grown))
    slots = {"people.organization", "needs.body"}
    lives = [name for name in differing(one, other) if name.split(".")[0] in ("people", "needs", "ground")]
    assert set(lives) <= slots
    assert one.world.slots_used == other.world.slots_used - 1 > len(place.organizations)
    changed = ~np.isclose(one.record.totals, other.record.totals, rtol=1e-12, equal_nan=True)
    assert {INDICATORS[column].id for column in np.flatnonzero(changed.any(axis=0))} <= {"organization_survival"}


def test_a_shock_does_not_begin_before_its_date():
    for shock in ("epidemic", "budget-cut", "capacity-loss", "influx"):
        first = 53 if shock == "budget-cut" else 27
        quiet, struck = (live(town("full", shocks=given), first - 1) for given in ([], [shock]))
        if shock == "influx":  # its dwellings wait empty between the others: see test_influx
            assert same_bits(quiet.record.totals, struck.record.totals)
            assert same_bits(quiet.world.bodies, struck.world.bodies)
        else:
            assert differing(quiet, struck) == [], shock
        assert live(quiet, 3).digest() != live(struck, 3).digest(), shock


def test_every_policy_names_every_lever():
    assert load_policy("full").levers.keys() == LEVERS.keys()
