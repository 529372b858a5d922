"""The verbs of a study on the command line: what they print, in both languages, and what they refuse."""

import csv
import json
from pathlib import Path

import pytest

import run
from experiments.studies.store import Store
from scenarios import study_names
from tests.experiments.studies import made_studies
from tests.experiments.studies.made_studies import written


def call(capsys, *words: object) -> tuple[int, str, str]:
    code = run.main([str(word) for word in words])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of eight runs that the model has lived."""
    folder = tmp_path_factory.mktemp("verbs")
    made_studies.run(made_studies.tiny(folder, replicates=2), folder / "store", executor="in-process")
    return folder / "store"


def test_plan_tells_and_writes_nothing(capsys, tmp_path, monkeypatch):
    file = written(tmp_path)
    monkeypatch.chdir(tmp_path)
    code, out, _ = call(capsys, "study", "plan", file, "--workers", "2", "--json")
    told = json.loads(out)
    assert code == 0
    assert (told["runs"], told["points"], told["replicates"]) == (16, 2, 4)
    assert told["seconds"] > 0 and told["bytes"] > 16 * 1000
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tiny.toml"]
    assert "16 runs on classroom" in call(capsys, "study", "plan", file)[1]


def test_run_goes_on_where_it_stopped(capsys, tmp_path):
    file, folder = written(tmp_path, replicates=2), tmp_path / "s"
    words = ("study", "run", file, "--store", folder, "--executor", "in-process")
    code, out, err = call(capsys, *words, "--at-most", "3")
    assert code == 0 and "3 of 8 runs done" in out and "The same command goes on" in out, err
    code, out, _ = call(capsys, *words, "--json")
    told = json.loads(out)
    assert (code, told["ending"], told["lived"], told["left"]) == (0, "complete", 5, 0)
    assert told["sittings"][0]["command"].endswith("--at-most 3")
    assert "study run" in (folder / "log.txt").read_text("utf-8")


def test_status_in_both_languages(capsys, store):
    assert "8 of 8 runs done" in call(capsys, "study", "status", store)[1]
    assert "共 8 次运行，完成 8" in call(capsys, "study", "status", store, "--lang", "zh")[1]
    told = json.loads(call(capsys, "study", "status", store, "--json")[1])
    assert told["digest"] == made_studies.digest(store)
    assert told["running"] is None


def test_a_run_lived_again_is_the_same(capsys, store):
    code, out, _ = call(capsys, "study", "replay", store, "5", "--json")
    told = json.loads(out)
    assert (code, told["same"], told["number"]) == (0, True, 5)
    by_key = json.loads(call(capsys, "study", "replay", store, told["key"][:12], "--json")[1])
    assert by_key["number"] == 5


def test_verify_holds_the_store_against_lives(capsys, store):
    code, out, _ = call(capsys, "study", "verify", store, "--runs", "2")
    assert code == 0
    assert out.count("to the bit") == 2
    assert "Sound: 8 runs" in out


def test_verify_tells_what_is_not_sound(capsys, store, tmp_path):
    copy = tmp_path / "copy"
    copy.mkdir()
    for file in store.iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    with Store.open(copy, writing=True) as opened:
        opened.connection.execute("UPDATE runs SET payload = x'00' WHERE replicate = 0 AND point = 0")
    code, out, _ = call(capsys, "study", "verify", copy, "--runs", "0")
    assert code == 1
    assert out.count("DAMAGED") == 2
    assert "“study retry”" in out


def test_diff_names_where_two_part(capsys, store):
    told = json.loads(call(capsys, "study", "diff", store, "0", "1", "--json")[1])["parting"]
    assert told["week"] >= 1 and told["kind"] in ("resident", "body") and told["one"] != told["other"]
    town = json.loads(call(capsys, "study", "diff", store, "0", "4", "--json")[1])["parting"]
    assert town["in_town"] and town["kind"] == "resident"
    assert "They never part" in call(capsys, "study", "diff", store, "2", "2")[1]


def test_export_gives_tidy_tables(capsys, store, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed: Parquet is not tried")
    for form in ("csv", "parquet"):
        code, _, err = call(capsys, "study", "export", store, "--out", tmp_path / "out", "--format", form, "--weekly")
        assert code == 0, err
    with (tmp_path / "out" / "runs.csv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == 8
    assert {line["policy"] for line in lines} == {"full", "fragmented"}
    table = parquet.read_table(tmp_path / "out" / "runs.parquet").to_pylist()
    assert [float(line["participation_rate"]) for line in lines] == [line["participation_rate"] for line in table]
    assert table[0]["activation.goose_pull"] == float(lines[0]["activation.goose_pull"])
    record = parquet.read_table(tmp_path / "out" / "record.parquet")
    assert record.num_rows > 8 * 4 * 40
    assert {"study.json", "runs.csv", "record.csv"} <= {path.name for path in (tmp_path / "out").iterdir()}


def test_list_tells_studies_and_stores(capsys, store, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "results" / "studies").mkdir(parents=True)
    (tmp_path / "results" / "studies" / "tiny").symlink_to(store)
    told = json.loads(call(capsys, "study", "list", "--json")[1])
    assert [one["id"] for one in told["studies"]] == list(study_names())
    assert told["stores"][0]["done"] == 8
    assert "8 of 8 runs done" in call(capsys, "study", "list")[1]


def test_check_prints_the_schema(capsys):
    told = json.loads(call(capsys, "check", "--schema", "study")[1])
    assert "uncertainties" in told["properties"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_help_names_every_action(capsys, language):
    code, out, _ = call(capsys, "study", "--lang", language)
    assert code == 0
    for action in ("plan", "run", "status", "extend", "retry", "replay", "verify", "diff", "export", "list"):
        assert f"\n  {action} " in out
        assert call(capsys, "study", action, "--help", "--lang", language)[0] == 0


BAD = [
    (["study", "rum"], "did you mean 'run'"),
    (["study", "run"], "STUDY: must be given"),
    (["study", "run", "nope"], "unknown study 'nope'"),
    (["study", "run", "fist-study"], "did you mean 'first-study'"),
    (["study", "run", "no/such.toml"], "no/such.toml"),
    (["study", "run", "first-study", "--executor", "threds"], "must be one of in-process, threads, processes"),
    (["study", "run", "first-study", "--workers", "0"], "--workers 0"),
    (["study", "run", "first-study", "--at-most", "0"], "--at-most 0"),
    (["study", "run", "first-study", "--store", ""], "--store is empty"),
    (["study", "run", "first-study", "--scale", "1"], "unknown option"),
    (["study", "status", "first-study"], "has no store in"),
    (
        ["study", "status", "results/nope"],
        "results/nope: holds no study; “study list” shows what",
    ),
    (["study", "export", "."], "holds no study; “study list” shows"),
    (["study", "extend", "first-study"], "--replicates: must be given"),
    (["study", "extend", "first-study", "--replicates", "x"], "--replicates x"),
    (["study", "verify", "first-study", "--runs", "-1"], "--runs -1"),
    (["study", "export", "first-study", "--format", "xls"], "must be one of csv, parquet"),
    (["study", "replay", "first-study"], "RUN: must be given"),
    (["study", "plan", "nope"], "unknown study 'nope'"),
    (["check", "--schema", "nope"], "must be one of study"),
]


@pytest.mark.parametrize(("words", "said"), BAD, ids=lambda words: " ".join(words) if isinstance(words, list) else "")
def test_bad_input_is_one_sentence_and_leaves_nothing(capsys, tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    code, out, err = call(capsys, *words)
    assert (code, out) == (2, "")
    assert said in err and err.startswith("run.py: ") and len(err.splitlines()) == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("run_named", "said"), [("99", "from 0 to 7"), ("abc", "from 0 to 7"), ("ffffff", "from 0 to 7")]
)
def test_a_run_that_is_not_there_is_refused(capsys, store, run_named, said):
    code, _, err = call(capsys, "study", "replay", store, run_named)
    assert code == 2 and said in err
