"""The model follows Mesa's conventions, on both lines of Mesa: agents, sets, collector, batches, pickles, copies."""

from __future__ import annotations

import copy
import gc
import os
import pickle
import subprocess
import sys
import weakref
from collections import Counter
from typing import Any

import mesa
import numpy as np
import pytest
from mesa.agent import AgentSet

from agents.base import Actor
from agents.bodies import (
    Adviser,
    CommandCenter,
    Judge,
    MassOrganization,
    Media,
    PartyCommittee,
    ResidentsCommittee,
    ServiceCenter,
)
from agents.codes import CHILD, HOME, NEAR_GOOSE, PARTY, WHEN_ASKED, WOMAN
from agents.department import Department
from agents.party_member import PartyMember
from agents.project import CLOSED, Project
from agents.resident import Resident
from agents.social_organization import SocialOrganization
from model.columns import BODY, RESIDENT, columns, longer
from model.compiling import PROJECT_ROOT
from model.governance import BURN_IN, GovernanceModel
from model.writing import OWNED, WRITABLE
from scenarios import load_shock
from tests.model.invariants import check_state
from tests.model.towns import build, differing, live, same_bits, town, with_levers
from vocabulary.categories import ALLIANCE
from vocabulary.indicators import INDICATORS

NEW_MESA = tuple(int(part) for part in mesa.__version__.split(".")[:2]) >= (3, 5)
SMALL: dict[str, Any] = {"burn_in": 0, "scale": 0.1}


def test_the_default_is_the_classroom_under_full_with_seed_0():
    model = GovernanceModel()
    assert isinstance(model, mesa.Model)
    assert (model.place.id, model.policy.id, model.seed, model.replicate) == ("classroom", "full", 0, 0)
    assert model.world.week == BURN_IN - 1, "the burn-in is lived"
    assert model.steps == 0, "steps count from the burn-in's end"
    same = GovernanceModel("classroom", "full", seed=0, replicate=0, scale=1.0, burn_in=BURN_IN)
    assert model.digest() == same.digest()
    assert sum(1 for _ in model.agents_by_type[Resident]) + len(model.agents_by_type[PartyMember]) > 1900


def test_seed_and_rng_mean_the_same():
    digests = [town(weeks=3, **{"seed": None, **given}).digest() for given in ({"seed": 5}, {"rng": 5})]
    assert digests[0] == digests[1]
    assert town(seed=None, weeks=3).digest() == town(seed=0, weeks=3).digest(), "without either it is 0"
    assert digests[0] != town(seed=0, weeks=3).digest()
    assert (town(seed=5, rng=5).seed, town(seed=np.int64(5), rng=5).seed) == (5, 5), "the same, said twice"
    with pytest.raises(ValueError, match="seed = 1 and rng = 2: they mean the same"):
        town(seed=1, rng=2)
    for wrong in (-1, 1.5, "7", True):
        for given in ({"seed": wrong}, {"seed": 1, "rng": wrong}):
            with pytest.raises((ValueError, TypeError)):
                town(**given)


def test_numpys_whole_numbers_are_seeds_too():
    assert town(seed=np.int64(5), weeks=2).digest() == town(seed=5, weeks=2).digest()


def test_a_step_is_a_week():
    model = town(burn_in=2)
    assert (model.steps, model.world.number) == (0, 0)
    for week in range(1, 4):
        model.step()
        assert (model.steps, model.world.number, model.world.week) == (week, week, week + 1)
    assert model.running


def test_the_collector_has_a_row_for_each_step():
    model = town(weeks=5)
    table = model.datacollector.get_model_vars_dataframe()
    assert len(table) == 6, "the beginning, and a row a step"
    assert list(table.columns) == [indicator.id for indicator in INDICATORS]
    for name, column in table.items():
        position = [indicator.id for indicator in INDICATORS].index(str(name))
        assert np.array_equal(column.to_numpy(dtype=float), model.record.totals[:, position], equal_nan=True)


# ---- actors ---------------------------------------------------------------------------------------------------------


def test_each_actor_is_there_once_under_its_own_class():
    model = town(weeks=14)
    agents = list(model.agents)
    kinds = Counter(type(agent) for agent in agents)
    assert len({id(agent) for agent in agents}) == len(agents)
    people, place = model.world.people, model.place
    here = people.present == 1
    party = here & (people.marks & 4 > 0)
    assert kinds == {
        Resident: (here & ~party).sum(),
        PartyMember: party.sum(),
        SocialOrganization: (model.world.bodies.alive > 0).sum(),
        Project: (model.world.projects.phase[: model.world.project_count] != CLOSED).sum(),
        Department: len(place.departments),
        PartyCommittee: 1 + len(place.communities),
        ResidentsCommittee: len(place.communities),
        MassOrganization: len(ALLIANCE),
        CommandCenter: 1,
        ServiceCenter: 1,
        Media: 1,
        Judge: sum(entry.count for entry in place.panel if entry.kind != "adviser"),
        Adviser: sum(entry.count for entry in place.panel if entry.kind == "adviser"),
    }
    assert all(isinstance(agent, mesa.Agent) and isinstance(agent, Actor) for agent in agents)
    assert all(agent.model is model for agent in agents)
    assert {agent.row for agent in agents if isinstance(agent, Resident)} == set(np.flatnonzero(here))
    assert {agent.slot for agent in agents if isinstance(agent, SocialOrganization)} == set(
        np.flatnonzero(model.world.bodies.alive)
    )
    open_projects = np.flatnonzero(model.world.projects.phase[: model.world.project_count] != CLOSED)
    assert (
        {agent.row for agent in agents if isinstance(agent, Project)}
        == set(open_projects)
        == {*range(len(open_projects))}
    )
    assert len(open_projects) > 0


def test_agents_by_type_holds_the_same_agents():
    model = town(weeks=14)
    together = [agent for kind in model.agents_by_type for agent in model.agents_by_type[kind]]
    assert Counter(id(agent) for agent in together) == Counter(id(agent) for agent in model.agents)
    assert set(model.agent_types) == {type(agent) for agent in together}
    assert len(model.agents_by_type) == len(list(model.agents_by_type)) == 13
    for kind in model.agents_by_type:
        assert {type(agent) for agent in model.agents_by_type[kind]} == {kind}, "Resident excludes PartyMember"
    assert Resident in model.agents_by_type
    with pytest.raises(KeyError):
        model.agents_by_type[mesa.Agent]


def test_ids_are_unique_and_the_same_whoever_looks_first():
    def ids(model: GovernanceModel) -> dict[Any, int]:
        found = {(type(agent).__name__, place_of(agent)): agent.unique_id for agent in model.agents}
        assert len(set(found.values())) == len(found) == len(model.agents)
        return found

    one, other = town(weeks=3), town(weeks=3)
    list(other.agents_by_type[PartyMember])
    other.views.of(int(other.views.rows(Resident)[-1]))
    first = ids(one)
    assert ids(other) == first
    assert all(isinstance(name, int) for name in first.values())
    assert ids(pickle.loads(pickle.dumps(one))) == first
    assert ids(copy.deepcopy(one)) == first
    assert ids(one) == first


def place_of(agent: Any) -> Any:
    """What names an agent within its class."""
    if isinstance(agent, Resident | Project):
        return agent.row
    if isinstance(agent, SocialOrganization | Department):
        return agent.slot
    if isinstance(agent, Judge | Adviser):
        return agent.unique_id
    return agent.id, agent.at


def test_an_id_is_never_given_twice():
    """Neither to an organization founded after another closed, nor to whoever moves into a dwelling."""
    seen: dict[int, Any] = {}
    turnover = {f"people.turnover.{group}": 1.0 for group in ("local", "migrant", "minority", "foreign")}
    model = town(**turnover, **{"organizations.closing": 0.02, "cultivation.founding_rate": 1.0, "people.refill": 1.0})
    people = model.world.people
    newcomers = 0
    for week in range(30):
        for agent in model.agents:
            if isinstance(agent, Resident):
                who: Any = (agent.row, int(people.since[agent.row]))
                newcomers += week > 0 and agent.unique_id not in seen
            else:
                who = agent
            assert seen.setdefault(agent.unique_id, who) == who
        if week == 15:
            model = pickle.loads(pickle.dumps(model))
            people = model.world.people
            seen = {name: who for name, who in seen.items() if isinstance(who, tuple)} | {
                agent.unique_id: agent for agent in model.agents if not isinstance(agent, Resident)
            }
        model.step()
    assert newcomers > 100
    assert model.world.slots_used > len(model.place.organizations), "something was founded"
    assert (model.world.bodies.closed[: model.world.slots_used] >= 0).any(), "something closed"


def test_views_are_kept_as_long_as_somebody_lives_there():
    model = town()
    row = int(model.views.rows(Resident)[0])
    view = model.views.of(row)
    assert model.views.of(row) is view
    assert next(agent for agent in model.agents if agent.unique_id == view.unique_id) is view
    model.world.people.present[row] = 0
    assert row not in {agent.row for agent in model.agents_by_type[Resident]}
    assert not view.is_here


def test_sets_of_agents_can_be_selected_grouped_and_summed_up():
    model = town(weeks=3)
    people = model.world.people
    residents = model.agents_by_type[Resident]
    assert isinstance(residents, AgentSet)
    olds = residents.select(lambda agent: agent.age == "old")
    here = (people.present == 1) & (people.marks & 4 == 0)
    assert len(olds) == (here & (people.age == 3)).sum() > 0
    assert len(model.agents.select(agent_type=PartyMember)) == len(model.agents_by_type[PartyMember])
    groups = residents.groupby("group").count()
    assert groups == {
        name: (here & (people.group == g)).sum()
        for g, name in enumerate(("local", "migrant", "minority", "foreign"))
        if (here & (people.group == g)).any()
    }
    assert residents.agg("trust", np.mean) == pytest.approx(people.trust[here].mean(), abs=1e-6)
    assert residents.agg("trust", max) == pytest.approx(people.trust[here].max())
    assert len(residents.get("row")) == len(residents)
    woken: list[int] = []
    organizations = model.agents_by_type[SocialOrganization]
    organizations.do(lambda agent: woken.append(agent.slot))
    organizations.do("wake")
    assert sorted(woken) == sorted(np.flatnonzero(model.world.bodies.alive))
    assert not model.world.bodies.dormant[model.world.bodies.alive > 0].any()
    assert sorted(agent.row for agent in residents.shuffle()) == sorted(agent.row for agent in residents)


def test_looking_at_agents_changes_no_life():
    one, other = town(weeks=3), town(weeks=3)
    one.agents.shuffle()
    one.agents_by_type[Resident].agg("trust", max)
    live(one, 3)
    live(other, 3)
    assert differing(one, other) == []


# ---- pickles, copies, other processes -------------------------------------------------------------------------------


def test_a_pickled_model_goes_on_to_the_same_bits():
    model = town(weeks=5, shocks=["epidemic"])
    list(model.agents)
    back = pickle.loads(pickle.dumps(model))
    assert back.digest() == model.digest()
    live(back, 6)
    live(model, 6)
    assert back.digest() == model.digest()
    assert differing(back, model) == []
    assert len(back.agents) == len(model.agents)
    assert back.steps == model.steps == 11


GO_ON = """
import pickle, sys
model = pickle.load(open(sys.argv[1], "rb"))
for _ in range(6):
    model.step()
print(model.digest(), len(model.agents), sum(agent.unique_id for agent in model.agents))
"""


def test_a_pickled_model_goes_on_in_another_process(tmp_path):
    model = town(weeks=5)
    file = tmp_path / "model.pickle"
    file.write_bytes(pickle.dumps(model))
    environment = {**os.environ, "PYTHONPATH": str(PROJECT_ROOT), "PYTHONHASHSEED": "99"}
    command = [sys.executable, "-c", GO_ON, str(file)]
    done = subprocess.run(command, env=environment, cwd=PROJECT_ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    live(model, 6)
    ids = sum(agent.unique_id for agent in model.agents)
    assert done.stdout.split() == [model.digest(), str(len(model.agents)), str(ids)]


def test_a_copy_goes_its_own_way():
    model, twin = town(weeks=4), town(weeks=4)
    other = copy.deepcopy(model)
    live(other, 5)
    assert differing(model, twin) == []
    assert {agent.model for agent in other.agents} == {other}
    assert live(model, 5).digest() == other.digest()


def test_an_agent_can_be_pickled_with_its_model():
    model = town(weeks=2)
    agent = next(iter(model.agents_by_type[PartyMember]))
    back = pickle.loads(pickle.dumps(agent))
    assert (back.unique_id, back.row, back.trust) == (agent.unique_id, agent.row, agent.trust)
    assert back.model is not model
    assert back.model.digest() == model.digest()


# ---- batches --------------------------------------------------------------------------------------------------------


def finals(results: list[dict[str, Any]]) -> list[tuple[float, float]]:
    return [(round(run["trust"], 12), round(run["sense_of_gain"], 12)) for run in results]


def batch(**more: Any) -> list[dict[str, Any]]:
    arguments: dict[str, Any] = {"max_steps": 4, "display_progress": False, "number_processes": 1, **more}
    return mesa.batch_run(GovernanceModel, **arguments)  # type: ignore[no-any-return,unused-ignore]


def test_a_batch_over_seeds_gives_several_histories():
    results = batch(parameters={"seed": [0, 1, 2], **SMALL})
    assert [run["seed"] for run in results] == [0, 1, 2]
    assert len(set(finals(results))) == 3
    steps = 4 if NEW_MESA else 5
    for run in results:
        model = live(build(seed=run["seed"], **SMALL), steps)
        assert run["trust"] in (model.indicator("trust"), model.record.totals[-2][trust_column()])


def trust_column() -> int:
    return [indicator.id for indicator in INDICATORS].index("trust")


def test_a_batch_can_be_spread_over_processes():
    alone, spread = (
        batch(parameters={"seed": [0, 1], "policy": ["full", "fragmented"], **SMALL}, number_processes=processes)
        for processes in (1, 2)
    )
    assert len(alone) == 4
    key = ("seed", "policy", "trust", "sense_of_gain")
    assert sorted([run[name] for name in key] for run in spread) == sorted([run[name] for name in key] for run in alone)
    assert len(set(finals(alone))) == 4


def test_a_batch_over_parameters_moves_them():
    results = batch(parameters={"people.trust_mean": [0.2, 0.8], **SMALL})
    low, high = (run["trust"] for run in results)
    assert low < 0.4 < high


@pytest.mark.skipif(not NEW_MESA, reason="batch_run has rng from Mesa 3.5 on")
def test_a_batch_over_rng_gives_several_histories():
    results = batch(parameters=dict(SMALL), rng=[0, 1, 2])
    assert len(set(finals(results))) == 3
    assert finals(results) == finals(batch(parameters={"seed": [0, 1, 2], **SMALL}))


def test_models_are_freed():
    """Mesa 3.3 keeps every model alive through a table of ids on its agent class; ours does not."""
    watched: list[Any] = []
    for seed in range(20):
        model = GovernanceModel(seed=seed, scale=0.05, burn_in=0)
        model.step()
        list(model.agents)
        watched += [weakref.ref(model), weakref.ref(model.world)]
        model.fork("fragmented").step()
    del model
    gc.collect()
    assert sum(reference() is not None for reference in watched) == 0


PARTS = {
    "itself": lambda: columns(BODY, 3),
    "a slice": lambda: columns(BODY, 3)[:2],
    "a choice": lambda: columns(BODY, 3)[np.array([0, 2])],
    "a copy": lambda: columns(BODY, 3).copy(),
    "a deep copy": lambda: copy.deepcopy(columns(BODY, 3)),
    "unpickled": lambda: pickle.loads(pickle.dumps(columns(BODY, 3))),
    "longer": lambda: longer(columns(BODY, 3), 5),
}


@pytest.mark.parametrize("part", PARTS)
def test_a_table_is_freed_with_its_columns(part):
    """A column that is kept at hand must not keep its table: nobody would ever free the two."""
    table = PARTS[part]()
    table.skill[0] = 0.5
    assert table.skill[0] == 0.5
    seen = weakref.ref(table)
    del table
    gc.collect()
    assert seen() is None


def test_copies_of_a_table_keep_their_columns_at_hand():
    table = columns(BODY, 3)
    table.skill[1] = 0.25
    for twin in (table, copy.deepcopy(table), pickle.loads(pickle.dumps(table))):
        assert type(twin) is type(table)
        assert all(same_bits(twin[name], table[name]) for name in BODY.names or ())
        assert twin.skill is twin.skill


# ---- what a model refuses -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"scale": 0.0}, "scale"),
        ({"scale": 1.5}, "scale"),
        ({"scale": float("nan")}, "scale"),
        ({"scale": True}, "scale"),
        ({"activation.gose_pull": 0.2}, "activation.goose_pull"),
        ({"activation.goose_pull": 2.0}, "between 0 and 1.5"),
        ({"activation.goose_pull": float("nan")}, "activation.goose_pull"),
        ({"activation.goose_pull": "strong"}, "number"),
        ({"activation.meetings_per_year": 2.5}, "whole number"),
        ({"embedding.party_committee": 1}, "true or false"),
        ({"taking_part.sees": "later"}, "one of"),
        ({"policy": "ful"}, "full"),
        ({"place": "clasroom"}, "classroom"),
        ({"shocks": ["epidemics"]}, "epidemic"),
        ({"policy": 3}, "policy = 3: must be a name, a path or what was loaded from it"),
        ({"policy": None}, "policy = None: must be a name"),
        ({"place": 3}, "place = 3: must be a name"),
        ({"shocks": 3}, "shocks = 3: must be a list"),
        ({"shocks": [3]}, "shock = 3: must be a name"),
        ({"shocks": "epidemics"}, "unknown shock 'epidemics'"),
    ],
)
def test_a_wrong_argument_is_refused_in_a_sentence(wrong, told):
    with pytest.raises(ValueError, match=told):
        town(**wrong)


def test_a_fork_refuses_what_is_no_policy():
    with pytest.raises(ValueError, match="policy = 3: must be a name"):
        town().fork(3)


def test_a_single_shock_may_stand_without_a_list():
    listed = town(shocks=["epidemic"], weeks=2)
    for single in ("epidemic", load_shock("epidemic")):
        assert town(shocks=single, weeks=2).digest() == listed.digest()


def test_a_column_is_written_through_one_door():
    model = town()
    model.write("trust", 3, 0.75)
    assert model.world.people.trust[3] == 0.75
    rows = (-1, model.world.people.size, 1.5, True)
    with pytest.raises(ValueError, match="trusts: residents have no column of this name"):
        model.write("trusts", 3, 0.5)
    for row in rows:
        with pytest.raises(ValueError, match=f"trust: there is no resident {row}; residents are numbered from 0 to"):
            model.write("trust", row, 0.5)


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("trust", float("nan"), "trust = nan: must be a number from 0 to 1"),
        ("trust", float("inf"), "from 0 to 1"),
        ("trust", "high", "from 0 to 1"),
        ("trust", True, "from 0 to 1"),
        ("trust", 5, "trust = 5: must be a number from 0 to 1"),
        ("efficacy", -0.1, "efficacy = -0.1: must be a number from 0 to 1"),
        ("threshold", 1e300, "threshold = 1e[+]300: must be a finite number"),
        ("proneness", -1.0, "proneness = -1.0: must be a finite number, 0 or more"),
        ("propensity", float("inf"), "a finite number, 0 or more"),
        ("state", 1.5, "state = 1.5: must be a whole number from 0 to 3"),
        ("state", 100, "from 0 to 3"),
        ("group", 77, "group = 77: must be a whole number from 0 to 3"),
        ("age", 100, "age = 100: must be a whole number from 0 to 3"),
        ("marks", 8, "from 0 to 7"),
        ("known", -1, "from 0 to 511"),
        ("interest", 512, "from 0 to 511"),
        ("last", 1, "last = 1: must be a whole number from -32000 to 0"),
        ("since", -32001, "from -32000 to 0"),
        ("organization", 500, "organization = 500: must be the slot of a living organization, or -1 for none"),
        ("organization", -2, "the slot of a living organization"),
        ("community", 99, "community = 99: the town and the week alone set this column; can be written: group, age,"),
        ("grid", 5000, "grid = 5000: the town and the week alone"),
        ("present", 9, "present = 9: the town and the week alone"),
    ],
)
def test_what_a_column_cannot_hold_is_not_written(column, value, told):
    model = town(weeks=1)
    before = model.world.people[column].copy()
    with pytest.raises(ValueError, match=told):
        model.write(column, 0, value)
    assert same_bits(before, model.world.people[column])


def test_writing_marks_leaves_what_a_phase_noted_there():
    model = town(weeks=1)
    model.world.people.marks[0] = PARTY | NEAR_GOOSE | WHEN_ASKED
    model.write("marks", 0, WOMAN)
    assert model.world.people.marks[0] == WOMAN | NEAR_GOOSE | WHEN_ASKED


def test_a_child_who_takes_part_is_not_written():
    model = town(weeks=1)
    p = model.world.people
    child = int(np.flatnonzero((p.age == CHILD) & (p.present == HOME))[0])
    active = int(np.flatnonzero(p.state > 0)[0])
    with pytest.raises(ValueError, match=f"state = 2: resident {child} is a child"):
        model.write("state", child, 2)
    with pytest.raises(ValueError, match=f"age = 0: resident {active} takes part"):
        model.write("age", active, CHILD)
    model.write("state", child, 0)
    assert p.state[child] == 0


def test_a_child_who_is_written_to_be_grown_up_counts_as_an_adult():
    model = town(weeks=1)
    world = model.world
    child = int(np.flatnonzero((world.people.age == CHILD) & (world.people.present == HOME))[0])
    before = world.ground.adults.copy()
    model.write("age", child, 2)
    assert world.ground.adults.sum() == before.sum() + 1
    check_state(model)
    model.write("age", child, CHILD)
    assert world.ground.adults.tolist() == before.tolist()


def test_each_column_is_either_written_or_owned():
    assert sorted([*WRITABLE, *OWNED]) == sorted(RESIDENT.names or ())
    model = town()
    for column in OWNED:
        with pytest.raises(ValueError, match=f"^{column} = 0: the town and the week alone set this column"):
            model.write(column, 0, 0)


def test_nobody_joins_an_organization_that_has_closed():
    model = town(weeks=1)
    model.write("organization", 0, 0)
    assert model.world.people.organization[0] == 0
    model.world.organizations[0].close()
    with pytest.raises(ValueError, match="organization = 0: must be the slot of a living organization"):
        model.write("organization", 0, 0)
    model.write("organization", 0, -1)


def test_nothing_is_written_where_nobody_lives():
    model = town()
    model.world.people.present[4] = 0
    with pytest.raises(ValueError, match=r"trust = 0\.5: nobody lives in dwelling 4 now"):
        model.write("trust", 4, 0.5)


@pytest.mark.parametrize("end", ["low", "high"])
def test_life_goes_on_from_the_ends_of_every_range(end):
    model = town(weeks=3, check=True)
    everyone = np.flatnonzero(model.world.people.present == 1)
    living = np.flatnonzero(model.world.bodies.alive)
    for at, (column, allowed) in enumerate(WRITABLE.items()):
        value = getattr(allowed(model.world) if callable(allowed) else allowed, end)
        if column == "organization" and end == "high":
            value = living[-1]
        for row in everyone[at :: len(WRITABLE)]:
            me = model.world.people[row]
            if (column, me.age) != ("state", CHILD) and not (column == "age" and me.state > 0):
                model.write(column, int(row), value)
    live(model, 8)
    assert 0.0 <= model.indicator("trust") <= 1.0


@pytest.mark.parametrize("name", ["seed", "town_seed", "replicate", "burn_in"])
@pytest.mark.parametrize("wrong", [-1, -60, 1.5, "a", True, float("nan")])
def test_what_is_counted_is_a_whole_number_from_0_up(name, wrong):
    with pytest.raises(ValueError, match=f"^{name} = {wrong!r}: must be a whole number, 0 or more$"):
        town(**{name: wrong})


def test_levers_given_to_a_model_hold_over_its_policys():
    policy = with_levers("full", activation__visits_per_member=30.0)
    assert town(policy).fork("full").world.settings.at(1).activation.visits_per_member[0] == 20.0
    model = town(policy, **{"activation.visits_per_member": 40.0})
    assert model.world.settings.at(1).activation.visits_per_member.tolist() == [40.0] * 4
