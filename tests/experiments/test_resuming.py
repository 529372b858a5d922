"""The command line saves a run and goes on with it: the same files as without the pause, or a fork."""

from __future__ import annotations

import csv
import json
from typing import Any

import pytest

import run
from experiments import resuming
from model.governance import GovernanceModel
from scenarios import load_policy
from tests.model.towns import live

TOWN = ["--place", "classroom", "--scale", "0.1", "--seed", "3", "--shock", "epidemic", "--set", "awareness.media=0.01"]


def call(capsys: Any, *words: object) -> tuple[int, str, str]:
    code = run.main([str(word) for word in words])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs")
    assert run.main(["run", *TOWN, "--years", "0.5", "--save", str(folder / "half.run")]) == 0
    return folder / "half.run"


def test_the_files_of_a_resumed_run_are_those_of_the_whole_one(saved, tmp_path, capsys):
    whole, resumed = tmp_path / "whole", tmp_path / "resumed"
    assert call(capsys, "run", *TOWN, "--years", 1, "--out", whole, "--network", "--save", tmp_path / "a.run")[0] == 0
    code, text, _ = call(
        capsys, "run", "--resume", saved, "--years", "0.5", "--out", resumed, "--network", "--save", tmp_path / "b.run"
    )
    assert code == 0
    assert f"The run was saved in {tmp_path / 'b.run'}" in text
    for file in ("result.json", "record.csv", "network.graphml"):
        assert (whole / file).read_bytes() == (resumed / file).read_bytes(), file
    assert (tmp_path / "a.run").read_bytes() == (tmp_path / "b.run").read_bytes()


@pytest.mark.parametrize(
    ("words", "policy", "levers"),
    [
        (["--policy", "fragmented"], "fragmented", {}),
        (["--policy", "standing"], "standing", {}),
        (["--set", "activation.visits_per_member=60"], "full", {"activation.visits_per_member": 60.0}),
    ],
)
def test_a_run_is_forked_where_it_was_saved(saved, capsys, words, policy, levers):
    code, text, _ = call(capsys, "run", "--resume", saved, "--years", "0.25", *words, "--json")
    assert code == 0
    result = json.loads(text)
    assert (result["policy"], result["years"], result["place"]) == (policy, 0.75, "classroom")
    assert result["settings"] == {"awareness.media": 0.01, **levers}
    model = GovernanceModel.load(saved)
    named = model.place.standing_policy if policy == "standing" else policy
    assert result["digest"] == live(model.fork(load_policy(named), **levers), 13).digest()


def test_a_forked_run_says_what_it_was_lived_under(saved, tmp_path, capsys):
    """Half a year under full, a quarter under fragmented, saved, and a quarter more with fewer visits."""
    again, out = tmp_path / "again.run", tmp_path / "out"
    words = ["run", "--resume", saved, "--years", "0.25", "--policy", "fragmented", "--save", again]
    assert call(capsys, *words)[0] == 0
    visits = "activation.visits_per_member=1"
    code, text, _ = call(capsys, "run", "--resume", again, "--years", "0.25", "--set", visits, "--out", out)
    assert code == 0
    assert "until week 26 it was lived under full" in text
    result = json.loads((out / "result.json").read_text("utf-8"))
    assert result["earlier"] == [
        {"until": 26, "policy": "full", "settings": {"awareness.media": 0.01}},
        {"until": 39, "policy": "fragmented", "settings": {"awareness.media": 0.01}},
    ]
    with (out / "record.csv").open(encoding="utf-8", newline="") as file:
        under = {int(line["week"]): line["policy"] for line in csv.DictReader(file)}
    assert {week: policy for week, policy in under.items() if week in (0, 26, 27, 52)} == {
        0: "full", 26: "full", 27: "fragmented", 52: "fragmented"
    }  # fmt: skip


def test_a_run_that_was_not_forked_has_nothing_earlier(saved, capsys):
    code, text, _ = call(capsys, "run", "--resume", saved, "--years", "0.1", "--json")
    assert code == 0
    assert json.loads(text)["earlier"] == []


REFUSED = [
    (["--resume", "{saved}", "--seed", "3"], "--seed does not go with --resume"),
    (["--resume", "{saved}", "--place=classroom"], "--place does not go with --resume"),
    (["--resume", "{saved}", "--scale", "1"], "--scale does not go with --resume"),
    (["--resume", "{saved}", "--town-seed", "1"], "--town-seed does not go with --resume"),
    (["--resume", "{saved}", "--shock", "influx"], "--shock does not go with --resume"),
    (["--resume", "{saved}", "--set", "awareness.media=0.02"], "awareness.media: is no lever"),
    (["--resume", "{saved}", "--years", "50"], "more than 50 years"),
    (["--resume", "{saved}", "--years", "0"], "--years 0"),
    (["--resume", "{saved}", "--policy", "ful"], "'full'"),
    (["--resume", "{saved}", "--policy", "full,rigid"], "run takes one policy"),
    (["--resume", "{folder}/none.run"], "cannot be read"),
    (["--resume", "{folder}"], "cannot be read"),
    (["--resume", ""], "cannot be read"),
    (["--resume", __file__], "is no saved run"),
    (["--resume"], "--resume needs a value"),
    (["--save", "{saved}"], "is there already"),
    (["--save", "{folder}"], "is there already"),
    (["--save", " "], "names nothing"),
    (["--save", "{folder}/no/such/a.run"], "no folder"),
]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("words", "told"), REFUSED)
def test_what_cannot_be_resumed_or_saved_is_refused_in_one_sentence(saved, capsys, words, told, language):
    filled = [word.format(saved=saved, folder=saved.parent) for word in words]
    code, out, err = call(capsys, "run", *filled, "--lang", language)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert told in err or language == "zh"
    assert [path.name for path in saved.parent.iterdir()] == ["half.run"]


def test_a_disk_that_fails_is_told(saved, capsys, monkeypatch, tmp_path):
    def fails(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(GovernanceModel, "save", fails)
    code, _, err = call(capsys, "run", "--resume", saved, "--years", "0.02", "--save", tmp_path / "a.run")
    assert (code, list(tmp_path.iterdir())) == (1, [])
    assert "could not be written" in err


def test_every_option_that_is_fixed_is_one_of_run():
    from experiments.command_line import VERBS

    assert set(resuming.FIXED) < set(VERBS["run"])
