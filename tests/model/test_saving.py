"""A run that is saved, loaded and lived on is the uninterrupted one, to the bit; what is no saved run is refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest

from model.compiling import PROJECT_ROOT
from model.describing import Describing, Restoring
from model.governance import GovernanceModel
from model.graph import as_networkx
from model.saving import as_bytes
from tests.model.towns import bits, differing, live, same_bits, town, with_levers
from vocabulary.messages import RefusalError, catalogue

LONG: dict[str, Any] = {
    "scale": 0.3, "burn_in": 9, "seed": 5, "shocks": ["epidemic", "influx"], "check": True,
    "cultivation.founding_rate": 1.0, "cultivation.founders_scale": 500.0, "organizations.closing_new": 0.02,
}  # fmt: skip
"""Organizations come and go, projects begin and end, newcomers come in."""


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """A run of 41 weeks in a file, between two project rounds."""
    path = tmp_path_factory.mktemp("saved") / "town.run"
    town(weeks=41, **LONG).save(path)
    return path


def graph(model: Any) -> str:
    return "\n".join(nx.generate_graphml(as_networkx(model)))


def test_a_resumed_run_is_the_uninterrupted_one(file):
    whole, resumed = town(weeks=41 + 40, **LONG), live(GovernanceModel.load(file), 40)
    assert differing(whole, resumed) == []
    assert whole.digest() == resumed.digest()
    assert same_bits(whole.record.totals, resumed.record.totals)
    assert whole.record.quarters == resumed.record.quarters
    assert whole.record.public_yuan == resumed.record.public_yuan
    assert whole.breakdown() == resumed.breakdown()
    assert graph(whole) == graph(resumed)
    assert as_bytes(whole) == as_bytes(resumed), "and so is all that would be saved of it"
    world = whole.world
    closed = [agent for agent in world.organizations if agent and not world.bodies.alive[agent.slot]]
    assert closed and world.slots_used > len(whole.place.organizations), "organizations have come and gone"
    assert world.project_count > len(world.project_agents) > 0, "some projects run, others are closed"


def test_to_save_changes_nothing(file):
    model = GovernanceModel.load(file)
    before = bits(model)
    assert as_bytes(model) == as_bytes(model) == file.read_bytes()
    assert bits(model) == before


def test_a_fork_of_a_saved_run_is_a_fork_of_the_run(file):
    policy = with_levers("fragmented", activation__visits_per_member=60.0)
    whole, saved = town(weeks=41, **LONG).fork(policy), GovernanceModel.load(file).fork(policy)
    live(whole, 20)
    live(saved, 20)
    assert differing(whole, saved) == []
    assert whole.digest() == saved.digest()
    assert as_bytes(whole) == as_bytes(saved)


def test_a_saved_run_is_what_mesa_sees_too(file):
    whole, loaded = town(weeks=41, **LONG), GovernanceModel.load(file)
    for model in (whole, loaded):
        assert model.steps == 41
        model.step()
    assert whole.steps == loaded.steps == 42
    assert [agent.unique_id for agent in whole.agents] == [agent.unique_id for agent in loaded.agents]
    assert whole.agent_types == loaded.agent_types
    assert [len(whole.agents_by_type[kind]) for kind in whole.agent_types] == [
        len(loaded.agents_by_type[kind]) for kind in loaded.agent_types
    ]
    frames = [model.datacollector.get_model_vars_dataframe() for model in (whole, loaded)]
    assert frames[0].equals(frames[1])
    assert whole.random.random() == loaded.random.random()
    assert whole.rng.random() == loaded.rng.random()


def test_levers_that_were_set_hold_on(tmp_path):
    given = {"activation.visits_per_member": 60.0, "awareness.media": 0.01}
    model = town(weeks=2, town_seed=7, replicate=3, **given)
    model.save(tmp_path / "a.run")
    loaded = GovernanceModel.load(tmp_path / "a.run")
    assert loaded.world.values.activation.visits_per_member[0] == 60.0
    assert loaded.world.values.awareness.media == 0.01
    assert (loaded.seed, loaded.replicate, loaded.town_seed) == (1, 3, 7)
    fewer: dict[str, Any] = {"activation.visits_per_member": 10.0}
    forked = loaded.fork("full", **fewer)
    assert forked.world.values.activation.visits_per_member[0] == 10.0
    assert forked.world.values.awareness.media == 0.01


def test_a_run_of_a_few_phases_goes_on_with_these_alone(tmp_path):
    model = town(weeks=3, phases=("spread", "feel"))
    model.save(tmp_path / "a.run")
    loaded = GovernanceModel.load(tmp_path / "a.run")
    assert loaded.world.phases == frozenset({"spread", "feel"})
    assert loaded.phase_list == model.phase_list
    assert as_bytes(loaded) == as_bytes(model)
    live(loaded, 6)
    live(model, 6)
    assert differing(loaded, model) == []
    assert loaded.digest() == model.digest() != town(weeks=9).digest()


def test_a_fork_that_lives_a_few_phases_goes_on_with_these_alone(file, tmp_path):
    fork = live(town(weeks=41, **LONG).fork("fragmented", phases="spread"), 2)
    fork.save(tmp_path / "a.run")
    loaded = GovernanceModel.load(tmp_path / "a.run")
    saved_before = live(GovernanceModel.load(file).fork("fragmented", phases="spread"), 2)
    models = [live(model, 5) for model in (fork, loaded, saved_before)]
    assert [model.world.phases for model in models] == [frozenset({"spread"})] * 3
    assert [differing(fork, model) for model in models] == [[]] * 3
    assert len({model.digest() for model in models}) == 1


def test_the_names_of_phases_are_saved_in_one_order():
    named = frozenset({"spread", "feel", "move", "age", "serve"})
    assert Describing()("phases", named) == {"names": ["age", "feel", "move", "serve", "spread"]}


def test_a_run_saved_in_its_burn_in_or_at_once_goes_on_too(tmp_path):
    model = town(burn_in=0)
    model.save(tmp_path / "a.run")
    loaded = live(GovernanceModel.load(tmp_path / "a.run"), 5)
    assert loaded.digest() == live(model, 5).digest()


def test_another_process_goes_on_to_the_same_bits(file):
    script = f"from model.governance import GovernanceModel\nmodel = GovernanceModel.load({str(file)!r})\n"
    script += "for _ in range(12):\n    model.step()\nprint(model.digest())\n"
    surroundings = {**os.environ, "PYTHONPATH": str(PROJECT_ROOT), "PYTHONHASHSEED": "77"}
    done = subprocess.run([sys.executable, "-c", script], env=surroundings, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == town(weeks=53, **LONG).digest()


# ---- what a file holds ----------------------------------------------------------------------------------------------


def test_no_two_arrays_of_a_world_share_their_memory():
    """They are saved one by one: two names for one array would come back as two."""
    describe = Describing()
    for name, value in vars(town(weeks=30).world).items():
        if name not in ("model", "place", "settings", "organizations", "project_agents"):
            describe(name, value)
    pairs = combinations(describe.arrays.items(), 2)
    assert not [(one, other) for (one, a), (other, b) in pairs if np.shares_memory(a, b)]


def test_what_cannot_be_described_is_told():
    for strange in (object(), {1: 2}, np.array([object()]), {"a": {3}}, frozenset({3})):
        with pytest.raises(TypeError, match=r"^thing.* cannot be saved"):
            Describing()("thing", strange)


def test_every_value_comes_back_as_it_was():
    describe = Describing()
    given = [
        1,
        -0.0,
        float("inf"),
        True,
        None,
        "社区",
        (1, (2.5,)),
        frozenset({"社区"}),
        frozenset(),
        {"a": [np.int64(3)]},
        np.float32(0.1),
        np.arange(3),
    ]
    back = Restoring(describe.arrays)(json.loads(json.dumps(describe("given", given))))
    assert repr(back) == repr(given)
    assert [type(value) for value in back] == [type(value) for value in given]


def test_a_model_is_there_whole_or_not_at_all(tmp_path, monkeypatch):
    model = town()
    target = tmp_path / "a.run"
    target.write_text("before")
    monkeypatch.setattr("model.saving.as_bytes", lambda _: (_ for _ in ()).throw(MemoryError))
    with pytest.raises(MemoryError):
        model.save(target)
    assert [path.name for path in tmp_path.iterdir()] == ["a.run"]
    assert target.read_text() == "before"


# ---- what is refused ------------------------------------------------------------------------------------------------


def spoiled(path: Path, how: str) -> bytes:
    head, _, body = path.read_bytes().partition(b"\n")
    words = json.loads(head)
    match how:
        case "format":
            words["format"] = 99
        case "sources":
            words["sources"] = "0" * 64
        case "bit":
            body = body[:500] + bytes([body[500] ^ 1]) + body[501:]
        case "end":
            body = body[:-1]
        case "other":
            words = {"something": "else"}
        case "list":
            words = []
        case "no json":
            return b"\x80\x04\x95 a pickle\n" + body
        case "empty":
            return b""
    return json.dumps(words).encode() + b"\n" + body


REFUSED = [
    ("format", "error.saved_format"), ("sources", "error.saved_sources"), ("bit", "error.saved_damaged"),
    ("end", "error.saved_damaged"), ("other", "error.saved_is_none"), ("list", "error.saved_is_none"),
    ("no json", "error.saved_is_none"), ("empty", "error.saved_is_none"),
]  # fmt: skip


@pytest.mark.parametrize(("how", "key"), REFUSED)
def test_what_is_no_sound_saved_run_is_refused_in_a_sentence(file, tmp_path, how, key):
    path = tmp_path / "spoiled.run"
    path.write_bytes(spoiled(file, how))
    with pytest.raises(RefusalError) as refusal:
        GovernanceModel.load(path)
    assert refusal.value.key == key
    for language in ("en", "zh"):
        sentence = refusal.value.say(language)
        assert str(path) in sentence and "\n" not in sentence
    assert {key} <= catalogue("en").keys() & catalogue("zh").keys()


def test_a_file_that_is_not_there_is_refused(tmp_path):
    for path in (tmp_path / "none.run", tmp_path):
        with pytest.raises(ValueError, match="cannot be read"):
            GovernanceModel.load(path)
