"""What researchers may give a model besides a place and a policy: own ties, own initial states, single phases."""

from __future__ import annotations

import copy
import pickle
import re
from typing import Any

import mesa
import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.codes import CHILD, GONE, HOME
from model.governance import GovernanceModel
from model.graph import as_networkx
from model.own_ties import LAYERS
from model.week import WEEK
from tests.model.alone import alone, village
from tests.model.towns import build, differing, live, same_bits, town
from vocabulary.messages import RefusalError

PHASES = [phase.name for phase in WEEK]
PATH = [(0, 1), (1, 2), (2, 3, "kin and work")]


def ties_of(model: Any) -> set[tuple[int, int, str]]:
    """Return the ties among residents in the exported network."""
    found = set()
    for one, other, data in as_networkx(model).edges(data=True):
        if data["layer"] in LAYERS:
            low, high = sorted(int(name.removeprefix("resident:")) for name in (one, other))
            found.add((low, high, data["layer"]))
    return found


# ---- ties -----------------------------------------------------------------------------------------------------------


def as_graph(names: str) -> Any:
    graph = nx.Graph()
    for one, other, *layer in PATH:
        graph.add_edge(*(f"resident:{end}" if names else end for end in (one, other)), layer=(*layer, LAYERS[0])[0])
    return graph


@pytest.mark.parametrize(
    "ties",
    [PATH, tuple(PATH), iter(PATH), [*PATH, (1, 0), (2, 1, "kin and work")], as_graph(""), as_graph("resident:")],
    ids=["list", "tuple", "iterator", "some twice", "graph", "graph of names"],
)
def test_ties_may_be_a_list_or_a_graph(ties):
    """A tie that is there twice keeps its first layer."""
    model = town(ties=ties)
    assert ties_of(model) == {(0, 1, "neighbors"), (1, 2, "neighbors"), (2, 3, "kin and work")}
    assert model.views.of(1).neighbors == [0, 2]
    assert model.views.of(9).neighbors == []
    live(model, 3)


def test_ties_may_be_an_array_and_may_be_none_at_all():
    assert ties_of(town(ties=np.array([[0, 5], [5, 2]], dtype=np.int32))) == {(0, 5, LAYERS[0]), (2, 5, LAYERS[0])}
    assert ties_of(live(town(ties=[]), 2)) == set()
    assert ties_of(town(ties=np.zeros((0, 2), dtype=int))) == set()


def test_a_town_s_own_ties_given_back_are_the_same_town(tmp_path):
    """Exported, written, read, and given to a model, a network leads to the same history, to the bit."""
    model = town(scale=0.5)
    nx.write_graphml(as_networkx(model), tmp_path / "town.graphml")
    graph = nx.read_graphml(tmp_path / "town.graphml", force_multigraph=True)
    people = graph.subgraph(name for name in graph if name.startswith("resident:"))
    again = town(scale=0.5, ties=people)
    assert same_bits(model.world.town.ties, again.world.town.ties)
    assert same_bits(model.world.town.kin, again.world.town.kin)
    assert live(model, 4).digest() == live(again, 4).digest()


def test_other_ties_are_another_history():
    assert town(weeks=10).digest() != town(weeks=10, ties=[]).digest()


def test_a_resident_may_have_more_ties_than_a_byte_counts():
    """Somebody whom 400 are tied to, 300 of whom take part, sees all of them."""
    state = dict.fromkeys(range(1, 301), 1)
    model = alone(village(401), ties=nx.star_graph(400), initial={"state": state}, phases=("spread",))
    model.step()
    assert model.world.people.near_present[0] == 400
    assert model.world.people.near_active[0] == 300


def test_more_ties_than_can_be_added_up_are_refused():
    star = np.array([[0, end] for end in range(1, 4097)])
    with pytest.raises(RefusalError, match=r"resident 0 has 4096 ties: a resident can have 4095 at most") as error:
        alone(village(4097), ties=star)
    assert "第 0 号居民有 4096 条联系" in error.value.say("zh")
    alone(village(4096), ties=star[:-1])


WRONG_TIES: list[tuple[Any, str, str]] = [
    (3, "ties = 3: must be a networkx graph, or a list", "须为 networkx 图"),
    ("ring", "ties = 'ring': must be a networkx graph", "须为 networkx 图"),
    ({0: 1}, "must be a networkx graph", "须为 networkx 图"),
    ([(0, 1), (4, 4)], "resident 4 is tied to themselves", "第 4 号居民与自己相连"),
    (np.array([[7, 7]]), "resident 7 is tied to themselves", "第 7 号居民与自己相连"),
    ([(0, 11)], "there is no resident 11: they are numbered from 0 to 10", "没有第 11 号居民"),
    ([(-1, 0)], "there is no resident -1", "没有第 -1 号居民"),
    (nx.path_graph(12), "there is no resident 11", "没有第 11 号居民"),
    (nx.empty_graph(12), "there is no resident 11", "没有第 11 号居民"),
    ([(0,)], "is no tie: it must be two residents", "不是一条联系"),
    ([5], "ties: 5 is no tie", "不是一条联系"),
    ([(0, 1, "neighbors", 2)], "is no tie", "不是一条联系"),
    ([(0, "old Wang")], "'old Wang' is no resident: must be a whole number, or a name such as resident:7", "不是居民"),
    ([(0, 1.0)], "1.0 is no resident", "不是居民"),
    (np.array([[0.0, 1.0]]), "is no resident", "不是居民"),
    ([(0, True)], "True is no resident", "不是居民"),
    (
        [(0, 1, "friends")],
        "unknown layer 'friends': must be one of neighbors, kin and work",
        "没有名为 'friends' 的层次",
    ),
    ([(0, 1, 1)], "unknown layer 1", "没有名为 1 的层次"),
    (nx.path_graph(3, nx.DiGraph), "the graph is directed", "有向图"),
    (nx.Graph([(0, 1, {"weight": 0.5})]), "weight = 0.5: residents' ties have no strength", "没有强弱"),
    (nx.Graph([(0, 1, {"strength": 2})]), "strength = 2: residents' ties have no strength", "没有强弱"),
]


@pytest.mark.parametrize(("ties", "told", "said"), WRONG_TIES)
def test_wrong_ties_are_refused_in_a_sentence(ties, told, said):
    with pytest.raises(RefusalError) as error:
        alone(village(11), ties=ties)
    assert told in str(error.value)
    assert said in error.value.say("zh")
    assert "\n" not in str(error.value)


# ---- initial states -------------------------------------------------------------------------------------------------


def test_initial_states_are_for_all_for_each_or_for_some():
    people = village(50)
    each = np.linspace(0.0, 1.0, 50)
    model = alone(people, initial={"trust": each, "threshold": 0.5, "known": {3: 7, np.int64(4): 511}})
    columns = model.world.people
    assert columns.trust == pytest.approx(each)
    assert (columns.threshold == 0.5).all()
    assert (columns.known[3], columns.known[4], columns.known.sum()) == (7, 511, 518)
    assert model.indicator("trust") == pytest.approx(0.5), "week 0 shows it"
    assert alone(people, initial={"trust": each.tolist()}).world.people.trust == pytest.approx(each)


def test_a_state_for_all_is_one_for_all_adults():
    model = town(initial={"state": 1})
    people = model.world.people[model.world.people.present == HOME]
    assert (people.state[people.age == CHILD] == 0).all()
    assert (people.state[people.age != CHILD] == 1).all()


@pytest.mark.parametrize("first", ["age", "state"])
def test_a_town_of_children_is_given_in_any_order(first):
    given: dict[str, Any] = {"age": 0, "state": 0, "organization": -1, "marks": 0}
    model = town(initial={first: given[first], **given})
    people = model.world.people[model.world.people.present == HOME]
    assert (people.age == 0).all()
    assert (people.state == 0).all()
    assert not model.world.ground.adults.any()


def test_initial_states_stand_before_the_burn_in():
    still = {"people.turnover.local": 0.0, "awareness.media": 0.0}
    burnt = build(village(50), "fragmented", burn_in=5, initial={"threshold": 0.125}, phases="feel", **still)
    assert burnt.world.week == 4
    assert (burnt.world.people.threshold == 0.125).all()


def test_dwellings_that_wait_for_an_influx_are_given_nothing():
    model = town(shocks="influx", initial={"efficacy": 1.0})
    here = model.world.people.present == HOME
    assert (~here).any()
    assert (model.world.people.efficacy[here] == 1.0).all()
    listed = town(shocks="influx", initial={"efficacy": [0.75] * here.size})
    assert (listed.world.people.efficacy[here] == 0.75).all()


@pytest.mark.parametrize(
    ("initial", "told"),
    [
        ({"trust": 2.0}, "trust = 2.0: must be a number from 0 to 1"),
        ({"trust": {0: "high"}}, "trust = 'high': must be"),
        ({"trust": {50: 0.5}}, "trust: there is no resident 50; residents are numbered from 0 to 49"),
        ({"hope": 1.0}, "hope: residents have no column of this name; can be written: group, age"),
        ({"state": 2}, "resident 0 has state = 2 and belongs to no group"),
        ({"age": 0, "state": {3: 1}}, "resident 3 is a child, and state = 1"),
        ({"state": {3: 1}, "age": 0}, "resident 3 is a child, and state = 1"),
        ({"age": 0, "marks": 4}, "resident 0 is a child and a Party member"),
        ({"organization": {5: 0}}, "resident 5 belongs to an organization and is inactive"),
        ({"grid": 1}, "grid = 1: the town and the week alone set this column"),
        ({"trust": [0.5] * 49}, "trust has 49 values, and there are 50 dwellings"),
        ([("trust", 0.5)], "initial = "),
        (0.5, "initial = 0.5: must map columns to values"),
    ],
)
def test_wrong_initial_states_are_refused_in_a_sentence(initial, told):
    with pytest.raises(ValueError, match=re.escape(told)):
        alone(village(50), initial=initial)


# ---- phases ---------------------------------------------------------------------------------------------------------


def test_only_the_phases_named_are_lived_in_their_order():
    model = town(phases=("spread", "move"))
    assert [phase.name for phase in model.phase_list] == ["move", "spread"]
    assert [phase.name for phase in town().phase_list] == PHASES
    assert [phase.name for phase in town(phases="feel").phase_list] == ["feel"]
    before = town()
    nothing = town(phases=(), weeks=3)
    assert nothing.world.week == 2
    assert not {name for name in differing(before, nothing) if name.startswith(("people", "bodies", "accounts"))}


def test_all_phases_named_are_the_whole_week():
    assert town(phases=PHASES, weeks=5).digest() == town(weeks=5).digest()


@pytest.mark.parametrize(
    ("phases", "told", "said"),
    [
        ("spred", "no phase 'spred': did you mean 'spread'?", "是否指 'spread'"),
        (["spread", "xyz"], "no phase 'xyz': \"run.py week\" lists them", "没有名为 'xyz' 的阶段"),
        (3, "phases = 3: must be names of phases", "须为一周中各阶段的名称"),
        ([3], "no phase 3", "没有名为 3 的阶段"),
        ([["spread"]], "no phase ['spread']", "没有名为 ['spread'] 的阶段"),
    ],
)
def test_a_phase_that_the_week_has_not_is_refused_in_a_sentence(phases, told, said):
    with pytest.raises(RefusalError) as error:
        town(phases=phases)
    assert told in str(error.value)
    assert said in error.value.say("zh")


def test_a_fork_lives_the_same_phases_or_others():
    model = town(weeks=2, ties=PATH)
    alone_now = model.fork("full", phases="spread")
    assert [phase.name for phase in alone_now.phase_list] == ["spread"]
    assert [phase.name for phase in alone_now.fork("rigid").phase_list] == ["spread"]
    assert [phase.name for phase in model.phase_list] == PHASES
    assert ties_of(alone_now) == ties_of(model)
    assert live(model.fork("full"), 3).digest() == live(model, 3).digest()
    with pytest.raises(RefusalError, match="no phase 'spred'"):
        model.fork("full", phases="spred")


@pytest.fixture(scope="module")
def lived():
    return town(scale=0.1, weeks=30, check=True)


@pytest.mark.parametrize("name", PHASES)
def test_each_phase_can_be_lived_alone_and_left_out(name, lived):
    """Nothing breaks, and money, hours and needs are conserved all the same, from the start and from the middle."""
    for phases in ([name], [other for other in PHASES if other != name]):
        live(town(scale=0.1, phases=phases, check=True), 4)
        live(lived.fork("full", phases=phases), 4)


@given(st.sets(st.sampled_from(PHASES)))
@settings(max_examples=25, deadline=None)
def test_any_phases_can_be_lived_together(names):
    live(town(scale=0.1, phases=names, check=True), 30)


def test_needs_that_have_ended_leave_the_ledger_whatever_is_lived():
    """Aging sweeps it; where nobody ages it is swept all the same, and nothing ends twice."""
    phases = [name for name in PHASES if name != "age"]
    model = town(scale=0.2, phases=phases, weeks=60, check=True)
    assert model.indicator("coverage_ever") > 0.0
    assert (model.world.needs[: model.world.open].status != GONE).all()


# ---- with all the rest ----------------------------------------------------------------------------------------------

OWN: dict[str, Any] = {
    "ties": nx.path_graph(100), "initial": {"trust": 0.25, "known": {0: 1}}, "phases": ["move", "spread", "feel"],
}  # fmt: skip


def test_copies_and_pickles_go_on_alike():
    model = town(weeks=2, **OWN)
    twins = (copy.deepcopy(model), pickle.loads(pickle.dumps(model)))
    expected = live(model, 3).digest()
    assert [live(twin, 3).digest() for twin in twins] == [expected] * 2


def test_the_same_input_is_the_same_digest():
    assert town(weeks=5, **OWN).digest() == town(weeks=5, **OWN).digest()
    assert town(weeks=5, **{**OWN, "ties": nx.path_graph(99)}).digest() != town(weeks=5, **OWN).digest()


def test_mesa_runs_batches_of_them():
    """A value that is itself a list stands in a list of its own, as Mesa sweeps over lists."""
    given_each: dict[str, Any] = {
        "ties": [nx.path_graph(100), []], "phases": [["spread"], None], "initial": [{"trust": 0.25}], "scale": 0.1,
        "burn_in": 0,
    }  # fmt: skip
    runs = mesa.batch_run(
        GovernanceModel, given_each, max_steps=2, data_collection_period=-1,
        display_progress=False,
    )  # fmt: skip
    assert len(runs) == 4
    assert {run["trust"] for run in runs if run["phases"]} == {0.25}
