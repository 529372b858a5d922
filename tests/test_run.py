"""The command line: what it prints, what it refuses, and that it leaves nothing behind when it does."""

import errno
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import networkx as nx
import pytest

import run
from vocabulary.indicators import INDICATORS
from vocabulary.patterns import PATTERNS
from vocabulary.register import REGISTER
from vocabulary.rows import ROWS

ROOT = Path(__file__).parents[1]
INDICATOR_IDS = [indicator.id for indicator in INDICATORS]
SMALL = ["--place", "classroom", "--scale", "0.1", "--years", "0.1"]


def call(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = run.main([str(word) for word in words])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def in_process(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "run.py"), *words]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False)


# ---- bad input ------------------------------------------------------------------------------------------------------

BAD = [
    (["run", "--policy", "full,rigd"], "run takes one policy, as in --policy full; compare takes several, as in"),
    (["run", "--policy", "full,rigd"], "--policies full,rigid"),
    (["run", "--policy", "ful,"], "as in --policy full;"),
    (["nonsense"], "unknown verb 'nonsense'"),
    (["comapre"], "did you mean 'compare'"),
    (["run", "--yeers", "1"], "did you mean --years"),
    (["run", "stray"], "stray"),
    (["run", "--seed"], "--seed needs a value"),
    (["check"], "FILE_OR_FOLDER: must be given"),
    (["places", "--lang", "fr"], "--lang fr"),
    (["run", "--lang"], "--lang needs a value"),
    (["run", "--place", "jiandong"], "'jiangdong'"),
    (["run", "--policy", "ful"], "'full'"),
    (["run", "--policy", "no/such/file.toml"], "file.toml"),
    (["run", "--place", "no/such/folder"], "no/such/folder"),
    (["run", "--shock", "inflx"], "'influx'"),
    (["run", "--policy", "xyz"], "unknown policy 'xyz': must be one of those that “run.py policies” lists, or"),
    (["run", "--shock", "epidemc,influx"], "give it several times: --shock epidemic --shock influx."),
    (["run", "--shock", "a,b"], "give it several times: --shock "),
    (["run", "--shock", "a,influx"], "--shock influx --shock "),
    (["compare", "--shock", "influx,"], "give it several times: --shock influx --shock"),
    (["run", "--shock", "a" * 300 + ",b"], "--shock names one shock"),
    (["run", "--policy", "a" * 300 + ",b"], "run takes one policy"),
    (["run", "--years", "0"], "--years 0"),
    (["run", "--years", "51"], "at most 50"),
    (["run", "--years", "0.001"], "at least a week (0.02)"),
    (
        ["run", "--set", "activation.goose_pull=0", "--set", "activation.goose_pull=1"],
        "activation.goose_pull: is given",
    ),
    (["compare", "--shock", "influx", "--shock", "influx"], "--shock influx: is given twice"),
    (["run", "--years", "nan"], "--years nan"),
    (["run", "--years", "two"], "--years two"),
    (["run", "--scale", "0"], "--scale 0"),
    (["run", "--scale", "1.5"], "--scale 1.5"),
    (["run", "--scale", "nan"], "--scale nan"),
    (["run", "--scale", "-0.1"], "--scale -0.1"),
    (["run", "--seed", "-1"], "--seed -1"),
    (["run", "--seed", "1.5"], "--seed 1.5"),
    (["run", "--town-seed", "x"], "--town-seed x"),
    (["run", "--set", "activation.goose_pul=0.2"], "did you mean activation.goose_pull"),
    (["run", "--set", "activation.goose_pull=9"], "between 0 and 1.5"),
    (["run", "--set", "activation.goose_pull=nan"], "activation.goose_pull"),
    (["run", "--set", "activation.goose_pull=much"], "must be a number"),
    (["run", "--set", "activation.goose_pull"], "NAME=VALUE"),
    (["compare", "--policies", "full,"], "--policies"),
    (["compare", "--policies", "full,fragmentd"], "'fragmented'"),
    (["compare", "--replicates", "0"], "--replicates 0"),
    (["compare", "--replicates", "1.5"], "--replicates 1.5"),
    (["compare", "--workers", "0"], "--workers 0"),
    (["compare", "--workers", "many"], "--workers many"),
    (["compare", "--report"], "--report needs --out"),
    (["compare", "--equal-money", "--policies", "full"], "two policies or more"),
    (["compare", "--equal-money", "--set", "money.further_casework=5"], "sets money.further_casework itself"),
    (["demo", "--equal-money"], "unknown option '--equal-money'"),
    (["run", "--equal-money"], "unknown option '--equal-money'"),
    (["run", "--network"], "--network needs --out"),
    (["run", "--policy", ""], "unknown policy ''"),
    (["rows", "--replicates", "-1"], "--replicates -1"),
    (["rows", "--years", "99"], "--years 99"),
    (["patterns", "--replicates", "0"], "--replicates 0"),
    (["patterns", "--years", "2"], "unknown option '--years'"),
    (["demo", "--scale", "2"], "--scale 2"),
    (["parameters", "xyzzy"], "no parameter matches 'xyzzy'"),
]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path_factory, monkeypatch):
    """Call from a folder of its own, so that the stores that verbs keep do not stay in the project's."""
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))


@pytest.mark.parametrize(("words", "said"), BAD, ids=lambda words: " ".join(words) if isinstance(words, list) else "")
def test_bad_input_is_one_sentence(capsys, tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    code, out, err = call(capsys, *words)
    assert code == 2
    assert out == ""
    assert said in err
    assert err.startswith("run.py: ")
    assert err.endswith(("\n",))
    assert len(err.splitlines()) == 1
    assert "Traceback" not in err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", "--set", "activation.goose_pull=9"], "须在 0 与 1.5 之间（"),
        (["run", "--set", "taking_part.sees=9"], "须为 start of the week、as it happens 之一。"),
        (["run", "--set", "activation.meetings_per_year=x"], "须为整数。"),
        (["run", "--set", "embedding.party_committee=9"], "须为 true 或 false。"),
        (["run", "--set", "people.turnover=1"], "、people.turnover."),
        (["run", "--policy", "full,rigid"], "run 只接受一个政策，例如 --policy full；"),
        (["nonsense"], "places、policies、"),
        (["run", "--policy", "ful"], "是否指"),
        (["run", "--shock", "epidemic,influx"], "请多次给出：--shock epidemic --shock influx。"),
        (["run", "--years", "0.001"], "须为不少于一周（0.02）"),
        (["run", "--set", "people.refill=0.5", "--set", "people.refill=1"], "people.refill：给出了两次"),
        (["run", "--shock", "influx", "--shock", "influx"], "influx：给出了两次"),
        (["run", "--out", "/dev/null/run"], "无法写入（路径中有一段不是文件夹）。"),
    ],
)
def test_refusals_are_chinese_throughout(capsys, words, said):
    code, _, err = call(capsys, *words, "--lang", "zh")
    assert code == 2
    assert said in err
    assert not re.search("must|between|per week|log-odds|[a-z], [a-z]", err), err


def test_sums_are_scaled_up_only_where_some_residents_are_left_out(capsys):
    for scale, told in (("0.1", True), ("1", False)):
        code, out, _ = call(capsys, "run", "--years", "0.02", "--scale", scale)
        assert code == 0
        assert ("scaled up to the whole place" in out) == told


@pytest.mark.parametrize("words", [["--lang", "zh", "run", "--years", "0"], ["run", "--years", "0", "--lang=zh"]])
def test_refusals_speak_chinese(capsys, words):
    code, _, err = call(capsys, *words)
    assert code == 2
    assert "不超过 50" in err


@pytest.mark.parametrize("verb", ["run", "compare"])
def test_an_out_that_holds_a_run_is_left_alone(capsys, tmp_path, verb):
    (tmp_path / "result.json").write_text("old")
    code, out, err = call(capsys, verb, *SMALL, "--out", tmp_path)
    assert (code, out) == (2, "")
    assert "already holds another run" in err
    assert (tmp_path / "result.json").read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1


def test_an_out_that_cannot_be_written_is_refused(capsys, tmp_path):
    (tmp_path / "file").write_text("mine")
    code, _, err = call(capsys, "run", *SMALL, "--out", tmp_path / "file" / "run")
    assert code == 2
    assert "cannot be written" in err


@pytest.mark.parametrize(
    ("number", "english", "chinese"),
    [
        (errno.ENOENT, " (no such file or directory).", "（没有这个文件或文件夹）。"),
        (errno.EACCES, " (permission denied).", "（没有权限）。"),
        (errno.EPERM, " (permission denied).", "（没有权限）。"),
        (errno.ENOTDIR, " (not a directory).", "（路径中有一段不是文件夹）。"),
        (errno.EISDIR, " (is a directory).", "（这是一个文件夹）。"),
        (errno.EROFS, " (read-only file system).", "（文件系统只读）。"),
        (errno.ENOSPC, " (no space left on the disk).", "（磁盘空间已满）。"),
        (errno.ENAMETOOLONG, " (file name too long).", "（文件名过长）。"),
        (errno.EBADMSG, "written.", "写入。"),
    ],
)
def test_why_nothing_can_be_written_is_said_in_the_language(capsys, monkeypatch, number, english, chinese):
    def refuse(*_: object, **__: object) -> str:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("experiments.folder.tempfile.mkdtemp", refuse)
    for language, said in (("en", f"cannot be written{english.removeprefix('written')}"), ("zh", chinese)):
        code, _, err = call(capsys, "run", *SMALL, "--out", "never", "--lang", language)
        assert code == 2
        assert err.rstrip("\n").endswith(said)
    assert os.strerror(number) not in err


def test_two_policies_of_one_id_are_refused(capsys, tmp_path):
    for name, below in (("a.toml", "full"), ("b.toml", "rigid")):
        text = f'schema = "policy/1"\nid = "mine"\nzh = "我"\nen = "m"\nextends = "{below}"\n'
        (tmp_path / name).write_text(text, encoding="utf-8")
    code, out, err = call(capsys, "compare", *SMALL, "--policies", f"{tmp_path / 'a.toml'},{tmp_path / 'b.toml'}")
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert all(word in err for word in ("a.toml", "b.toml", "'mine'"))


def test_a_faulty_file_is_reported_in_full(capsys, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        'schema = "policy/1"\nid = "mine"\nzh = "我"\nen = "m"\nextends = "full"\n[levers]\nnonsense = 1\n',
        encoding="utf-8",
    )
    code, out, err = call(capsys, "check", path, "--json")
    found = json.loads(out)
    assert code == 2
    assert found["ok"] is False
    assert any("nonsense" in problem for problem in found["checked"][0]["problems"])
    assert "Traceback" not in err


@pytest.mark.parametrize(("language", "said"), [("en", "  note: "), ("zh", "  说明：")])
def test_check_tells_how_a_sound_file_is_taken(capsys, tmp_path, language, said):
    path = tmp_path / "mine.toml"
    text = 'schema = "policy/1"\nid = "mine"\nzh = "我"\nen = "m"\nextends = "full"\nrows = ["A"]\n'
    path.write_text(text, encoding="utf-8")
    code, out, _ = call(capsys, "check", path, "--lang", language)
    assert code == 0
    assert len([line for line in out.splitlines() if line.startswith(said) and "'full'" in line]) == 1


def test_sound_files_pass(capsys):
    code, out, _ = call(capsys, "check", ROOT / "scenarios", "--json")
    assert code == 0
    assert json.loads(out)["ok"] is True


# ---- help and lists -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("verb", ["", *run.VERBS])
def test_help_teaches_with_examples(capsys, verb, language):
    code, out, err = call(capsys, *([verb] if verb else []), "--help", "--lang", language)
    assert (code, err) == (0, "")
    assert f"python run.py {verb}" in out
    assert ("Examples:" if language == "en" else "例子：") in out or not verb


def test_places_say_where_their_figures_come_from(capsys):
    code, out, _ = call(capsys, "places", "--json")
    assert code == 0
    jiangdong = next(one for one in json.loads(out)["places"] if one["id"] == "jiangdong")
    told = {(one["column"], one["row"]): one for one in jiangdong["provenance"] if one["table"] == "communities"}
    assert told["room_hours", ""]["confidence"] == "assumed"
    assert told["residents", "dongzhou"]["confidence"] == "C"
    assert ("room_hours", "dongzhou") not in told, "the rule's, as in every row"
    assert all(one["source"] for one in told.values())


def test_help_comes_at_once():
    times = []
    for _ in range(3):
        started = time.perf_counter()
        done = in_process("--help")
        times.append(time.perf_counter() - started)
        assert done.returncode == 0
    assert min(times) < 0.3


@pytest.mark.parametrize("verb", ["places", "policies", "parameters", "indicators", "week"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_lists_are_one_object_or_readable_text(capsys, verb, language):
    code, out, err = call(capsys, verb, "--json", "--lang", language)
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert list(found) == [verb]
    assert len(found[verb]) >= 3
    assert {"zh", "en"} <= set(found[verb][0])
    code, out, _ = call(capsys, verb, "--lang", language)
    assert code == 0
    assert found[verb][0][language] in out


def test_a_pattern_chooses_parameters(capsys):
    _, out, _ = call(capsys, "parameters", "goose_pull", "--json")
    (found,) = json.loads(out)["parameters"]
    assert found["name"] == "activation.goose_pull"
    assert {"value", "low", "high", "unit", "role", "source"} <= set(found)
    _, out, _ = call(capsys, "parameters", "activation.*", "--json")
    assert all(one["name"].startswith("activation.") for one in json.loads(out)["parameters"])
    _, out, _ = call(capsys, "parameters", "领头雁")
    assert "activation.goose_pull = 0.35" in out


@pytest.mark.parametrize("kind", ["measured", "calibrated", "assumed", "实测"])
def test_a_kind_of_source_chooses_parameters(capsys, kind):
    code, out, _ = call(capsys, "parameters", kind, "--json")
    wanted = "measured" if kind == "实测" else kind
    assert code == 0
    assert {one["source"]["kind"] for one in json.loads(out)["parameters"]} == {wanted}
    listed = [one["name"] for one in json.loads(out)["parameters"]]
    assert listed == [name for name, one in REGISTER.items() if one.source.kind == wanted]


def test_rows_can_be_listed(capsys):
    _, out, _ = call(capsys, "rows", "--list", "--json")
    assert [one["row"] for one in json.loads(out)["rows"]] == [row.id for row in ROWS]
    code, out, _ = call(capsys, "rows", "--list", "--lang", "zh")
    assert code == 0
    assert "红色网格" in out


# ---- running --------------------------------------------------------------------------------------------------------


def test_run_prints_what_it_promises(capsys, tmp_path):
    out_folder = tmp_path / "run"
    code, out, err = call(capsys, "run", *SMALL, "--seed", "3", "--json", "--out", out_folder)
    assert code == 0
    found = json.loads(out)
    assert {"place", "policy", "seed", "town_seed", "years", "scale", "digest", "indicators"} <= set(found)
    assert (found["place"], found["policy"], found["seed"], found["town_seed"]) == ("classroom", "full", 3, None)
    assert (found["years"], found["scale"]) == (5 / 52, 0.1), "whole weeks"
    assert list(found["indicators"]) == INDICATOR_IDS
    assert len(found["digest"]) == 64
    assert str(out_folder) in err
    assert json.loads((out_folder / "result.json").read_text("utf-8")) == found
    assert sorted(path.name for path in out_folder.iterdir()) == ["record.csv", "result.json"]
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_run_prints_a_table_for_people(capsys):
    code, out, _ = call(capsys, "run", *SMALL, "--lang", "zh")
    assert code == 0
    assert "参与率" in out


def test_run_writes_the_network(capsys, tmp_path):
    code, _, _ = call(capsys, "run", *SMALL, "--network", "--out", tmp_path / "run")
    assert code == 0
    graph = nx.read_graphml(tmp_path / "run" / "network.graphml")
    assert {kind for _, kind in graph.nodes(data="kind")} >= {"resident", "department", "mass"}


def test_compare_prints_what_it_promises(capsys, tmp_path):
    words = ["compare", *SMALL, "--policies", "fragmented,full,full", "--replicates", "2", "--workers", "1", "--json"]
    code, out, _ = call(capsys, *words, "--out", tmp_path / "c")
    assert code == 0
    found = json.loads(out)
    assert list(found["policies"]) == ["fragmented", "full", "full#2"]
    for policy in found["policies"].values():
        assert list(policy) == INDICATOR_IDS
        assert set(policy["participation_rate"]) == {"mean", "low", "high"}
    assert len(found["differences"]) == 2 * len(INDICATOR_IDS)
    for one in found["differences"]:
        assert set(one) == {"policy", "baseline", "indicator", "mean", "low", "high", "share_higher"}
        assert one["baseline"] == "fragmented"
    assert found["policies"]["full"] == found["policies"]["full#2"]
    assert json.loads((tmp_path / "c" / "result.json").read_text("utf-8")) == found


def test_compare_at_equal_money_says_what_was_bought(capsys, tmp_path):
    words = ["compare", *SMALL, "--policies", "fragmented,full", "--replicates", "2", "--workers", "1", "--equal-money"]
    code, out, _ = call(capsys, *words, "--json", "--out", tmp_path / "c", "--report")
    assert code == 0
    found = json.loads(out)
    assert list(found["equal_money"]) == ["fragmented", "full"]
    costs = [one["public_cost"]["mean"] for one in found["equal_money"].values()]
    assert min(costs) / max(costs) > 0.995
    assert sum(one["casework_yuan"]["mean"] for one in found["equal_money"].values()) > 0
    page = (tmp_path / "c" / "summary.md").read_text("utf-8")
    assert "**Equal money**" in page
    assert " --equal-money " in page.split("```")[1]
    assert (tmp_path / "c" / "costs.png").exists()


def test_equal_money_is_explained_with_an_example(capsys):
    for language in ("en", "zh"):
        _, out, _ = call(capsys, "compare", "--help", "--lang", language)
        assert "--policies subsidy-heavy,reward-heavy --equal-money" in out
    _, out, _ = call(capsys, "demo", "--help")
    assert "--equal-money" not in out


def test_compare_leaves_a_report(capsys, tmp_path):
    words = ["compare", *SMALL, "--policies", "fragmented,full", "--replicates", "2", "--workers", "1"]
    code, out, _ = call(capsys, *words, "--report", "--out", tmp_path / "c", "--lang", "zh")
    assert code == 0
    assert "参与率" in out
    assert str(tmp_path / "c") in out
    left = {path.name for path in (tmp_path / "c").iterdir()}
    assert {"result.json", "record.csv", "summary.md", "over-time.png", "network.png"} <= left


def test_the_demonstration_can_be_run_again(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = ["demo", *SMALL, "--policies", "fragmented,full", "--replicates", "2", "--workers", "1"]
    for number in (1, 2):
        code, out, _ = call(capsys, *words)
        assert code == 0
        assert out.splitlines()[-1].endswith(f"demo-{number}")
    left = [path.name for path in (tmp_path / "results").iterdir()]
    assert sorted(left) == ["demo-1", "demo-2"]
    names = sorted(path.name for path in (tmp_path / "results" / "demo-1").iterdir())
    assert "summary.md" in names
    for name in names:
        assert (tmp_path / "results" / "demo-1" / name).read_bytes() == (
            tmp_path / "results" / "demo-2" / name
        ).read_bytes()


def test_rows_prints_what_it_promises(capsys):
    code, out, _ = call(capsys, "rows", *SMALL, "--replicates", "2", "--workers", "1", "--json")
    assert code == 0
    found = json.loads(out)["rows"]
    assert [one["row"] for one in found] == [row.id for row in ROWS]
    for one in found:
        assert {"row", "mediator", "on", "off", "mean", "low", "high", "unit"} <= set(one)
        assert one["moves"] in (True, False, None)


@pytest.mark.parametrize(("language", "said"), [("en", "not settled"), ("zh", "尚难判断")])
def test_one_pair_settles_no_row(capsys, language, said):
    code, out, _ = call(capsys, "rows", *SMALL, "--replicates", "1", "--workers", "1", "--lang", language)
    table = out.split("\n\n")[0].splitlines()[2:]
    assert code == 0
    assert len(table) == len(ROWS)
    assert all(f"  {said}  " in line for line in table)


def test_patterns_prints_what_it_promises(capsys):
    words = ["patterns", "--place", "classroom", "--scale", "0.2", "--replicates", "2", "--workers", "1"]
    code, out, _ = call(capsys, *words, "--json")
    assert code == 0
    found = json.loads(out)
    assert [one["id"] for one in found["patterns"]] == [one.id for one in PATTERNS if not one.only_at]
    for one in found["patterns"]:
        assert {"id", "source", "unit", "target_low", "target_high", "mean", "low", "high", "verdict"} <= set(one)
    code, out, _ = call(capsys, *words, "--lang", "zh")
    assert code == 0
    assert "每千人工单" in out


def test_only_the_object_is_on_standard_output():
    done = in_process("run", *SMALL, "--json", "--lang", "zh")
    assert done.returncode == 0
    assert json.loads(done.stdout)["place"] == "classroom"
    assert "Traceback" not in done.stderr


def test_a_reader_that_goes_away_is_no_error():
    command = f'"{sys.executable}" "{ROOT / "run.py"}" parameters | head -n 1'
    done = subprocess.run(command, shell=True, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1


def test_output_is_utf_8_whatever_the_surroundings_say():
    done = subprocess.run(
        [sys.executable, ROOT / "run.py", "places", "--lang", "zh"],
        capture_output=True,
        check=False,
        env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PATH": ""},
    )
    assert done.returncode == 0
    assert "江东街道" in done.stdout.decode("utf-8")
