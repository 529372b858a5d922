"""Verbs that run many keep their runs as studies do: the same numbers as without a store, and none lived twice."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import run
from experiments import histories as living_alone
from experiments.compare import Comparison, execute
from experiments.keeping import Keeping, as_study
from experiments.patterns import SETTINGS
from experiments.plan import Plan, make_plan
from experiments.progress import Progress
from experiments.studies import living, lock
from experiments.studies.database import FILE
from experiments.studies.living import live_task
from experiments.studies.parting import followed
from experiments.studies.payload import encode
from experiments.studies.running import How, run_plan
from experiments.studies.store import PLAN, Store
from tests.experiments.studies.made_studies import hearing
from vocabulary.messages import FailureError, RefusalError

ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(os.name == "nt", reason="POSIX signals")


def small_plan(policies: str = "fragmented,full", **asked: Any) -> Plan:
    arguments: dict[str, Any] = {"replicates": 3, "years": 0.1, "scale": 0.1, "seed": 5, **asked}
    return replace(make_plan("classroom", policies, **arguments), burn_in=3)


def ran(folder: Path, plan: Plan | None = None, progress: Progress | None = None) -> Comparison:
    return execute(plan or small_plan(), 1, progress or Progress(), Keeping("compare", folder))


def bytes_of(comparison: Comparison) -> list[list[bytes]]:
    return [list(map(encode, replicate)) for replicate in comparison.histories]


def lived_in(folder: Path) -> int:
    """Runs that are done; none before there is a store."""
    if not (folder / PLAN).exists():
        return 0
    with Store.open(folder) as store:
        return store.done_count


@pytest.fixture(scope="module")
def alone() -> list[list[bytes]]:
    """What the plan gives without any store."""
    return [list(map(encode, living_alone.live_replicate(small_plan(), replicate))) for replicate in range(3)]


@pytest.fixture
def lifeless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be lived any more."""

    def refuse(*_: object) -> None:
        raise AssertionError("something was lived")

    monkeypatch.setattr(living, "begin", refuse)


class Interrupting(Progress):
    """Sends Ctrl-C when so many runs are done."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at

    def reach(self, done: int, further: Any = None) -> None:
        super().reach(done, further)
        if done == self.at:
            os.kill(os.getpid(), signal.SIGINT)


# ---- the same as without a store ------------------------------------------------------------------------------------


def test_histories_are_those_that_are_lived_without_a_store(tmp_path, alone):
    assert bytes_of(ran(tmp_path / "s")) == alone
    assert bytes_of(execute(small_plan(), 1, Progress())) == alone


def test_a_second_call_lives_nothing(tmp_path, alone, request):
    ran(tmp_path / "s")
    request.getfixturevalue("lifeless")
    assert bytes_of(ran(tmp_path / "s")) == alone
    swapped = ran(tmp_path / "s", small_plan("full,fragmented"))
    assert [replicate[::-1] for replicate in bytes_of(swapped)] == alone


def test_more_replicates_are_lived_beside_the_first_ones_and_fewer_are_read(tmp_path, alone, request):
    ran(tmp_path / "s", small_plan(replicates=1))
    assert lived_in(tmp_path / "s") == 2
    assert bytes_of(ran(tmp_path / "s")) == alone
    request.getfixturevalue("lifeless")
    assert bytes_of(ran(tmp_path / "s", small_plan(replicates=2))) == alone[:2]


@POSIX
def test_what_was_interrupted_goes_on(tmp_path, alone):
    with pytest.raises(KeyboardInterrupt):
        ran(tmp_path / "s", progress=Interrupting(2))
    before = lived_in(tmp_path / "s")
    assert 2 <= before < 6
    assert bytes_of(ran(tmp_path / "s")) == alone


@POSIX
@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_program_that_was_stopped_goes_on(tmp_path, number):
    words = ["compare", "--place", "classroom", "--scale", "0.1", "--years", "0.1", "--replicates", "8", "--json"]
    command = [sys.executable, str(ROOT / "run.py"), *words, "--workers", "2", "--store", "s"]
    program = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=hearing
    )  # fmt: skip
    end = time.monotonic() + 120
    while not lived_in(tmp_path / "s"):
        assert time.monotonic() < end and program.poll() is None
        time.sleep(0.05)
    program.send_signal(number)
    out, err = program.communicate(timeout=60)
    assert out == "" and "Traceback" not in err
    if number == signal.SIGINT:
        assert program.returncode == 130
        assert "Ctrl-C again ends at once" in err
        assert "the same command goes on where it stopped" in err.splitlines()[-1]
    assert 0 < lived_in(tmp_path / "s") < 16
    again = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    fresh = execute(make_plan("classroom", "fragmented,full", replicates=8, years=0.1, scale=0.1), 1, Progress())
    assert json.loads(again.stdout) == fresh.result()


# ---- what goes wrong ------------------------------------------------------------------------------------------------


def test_what_fails_is_a_sentence_and_all_others_are_kept(tmp_path, alone, monkeypatch):
    def fail(start: Any, policy: Any, *rest: Any, **more: Any) -> Any:
        if policy.id == "full" and start.replicate == 1:
            raise ZeroDivisionError("broken on purpose")
        return living_alone.live(start, policy, *rest, **more)

    monkeypatch.setattr(living, "live", fail)
    with pytest.raises(FailureError, match="1 of 6 runs failed") as caught:
        ran(tmp_path / "s")
    for language in ("en", "zh"):
        said = caught.value.say(language)
        assert "ZeroDivisionError: broken on purpose" in said and str(tmp_path / "s") in said
        assert len(said.splitlines()) == 1
    assert lived_in(tmp_path / "s") == 5
    with pytest.raises(FailureError, match="--scale"):
        execute(small_plan(), 1, Progress())
    monkeypatch.undo()
    assert bytes_of(ran(tmp_path / "s")) == alone


def test_other_runs_and_runs_of_another_program_are_not_mixed_in(tmp_path):
    ran(tmp_path / "s")
    with pytest.raises(RefusalError, match="holds other runs than these"):
        ran(tmp_path / "s", small_plan("fragmented,rigid"))
    with sqlite3.connect(tmp_path / "s" / FILE) as connection:
        connection.execute("""UPDATE epochs SET digest = 'x', text = replace(text, '"sources": "', '"sources": "x')""")
    with pytest.raises(RefusalError, match=r"another program than this one \(the sources\)"):
        ran(tmp_path / "s")
    assert lived_in(tmp_path / "s") == 6


def test_a_second_runner_is_refused_and_names_the_first(tmp_path, capsys):
    (tmp_path / "s").mkdir()
    words = ["compare", "--scale", "0.1", "--years", "0.1", "--replicates", "1", "--workers", "1"]
    with lock.held(tmp_path / "s"):
        assert run.main([*words, "--store", str(tmp_path / "s")]) == 2
    assert f"is being run by process {os.getpid()} on" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--store", " "], "--store is empty"),
        (["--replicates", "100001"], "--replicates 100001: must be a whole number from 1 to 100,000"),
    ],
)
@pytest.mark.parametrize("verb", ["compare", "rows", "patterns"])
def test_what_cannot_be_kept_is_refused_before_any_work(tmp_path, monkeypatch, capsys, verb, words, said):
    monkeypatch.chdir(tmp_path)
    assert run.main([verb, *words]) == 2
    assert said.split(":")[0] in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


# ---- which run is which ---------------------------------------------------------------------------------------------


def test_a_lever_set_by_hand_is_part_of_the_key_also_where_it_is_set_to_what_is_declared():
    plain = as_study(small_plan(), "compare").run(1)
    off = as_study(small_plan(settings={"embedding.party_committee": False}), "compare").run(1)
    assert (plain.policy, off.policy) == ("full", "full")
    assert plain.key != off.key


def test_each_run_has_a_key_of_its_own_also_where_policies_or_points_repeat():
    plan = as_study(small_plan("full,full", equal_money=True), "compare", [{}, {}])
    assert len({one.key for one in plan.runs(range(2))}) == 2 * 2 * 4


def test_own_runs_have_the_keys_that_they_have_without_equal_money():
    plain, both = (as_study(small_plan(equal_money=equal), "compare") for equal in (False, True))
    assert [both.run(number).key for number in range(2)] == [plain.run(number).key for number in range(2)]
    more = as_study(small_plan("fragmented,full,rigid", equal_money=True), "compare")
    keys = {more.at(0, 0, arm.name).key for arm in more.arms}
    assert {plain.run(number).key for number in range(2)} < keys
    assert both.run(2).key not in keys, "what is evened depends on what all others cost"


def test_evened_runs_alone_are_what_they_are_together():
    plan = as_study(small_plan("fragmented,full,departments-only", equal_money=True), "compare")
    task = plan.task(list(plan.runs([1])))
    together = live_task(task)
    assert [outcome.run.policy for outcome in together][3:] == [
        "fragmented (equal money)", "full (equal money)", "departments-only (equal money)",
    ]  # fmt: skip
    assert together[3].digest != together[0].digest
    for one, other in zip(together, task.alone(), strict=True):
        (lived,) = live_task(other)
        assert (one.payload, one.finals, one.digest) == (lived.payload, lived.finals, lived.digest), one.run.policy


def test_what_an_evened_run_follows_leads_to_it():
    study = as_study(small_plan(equal_money=True), "compare")
    task = study.task([study.at(0, 0, "fragmented (equal money)")])
    (outcome,) = live_task(task)
    start = living_alone.begin(task.plan, 0)
    policy = followed(task, start)
    assert policy != task.arms[0].policy
    assert living_alone.live(start, policy, task.plan, with_picture=False).digest == outcome.digest


# ---- looked at as any other study -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A comparison at equal money of one replicate."""
    folder = tmp_path_factory.mktemp("kept") / "s"
    ran(folder, small_plan(equal_money=True, replicates=1))
    return folder


def told(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    code = run.main(["study", *map(str, words), "--json"])
    printed = capsys.readouterr()
    assert code == 0, printed.err
    return json.loads(printed.out)


def test_it_is_verified_replayed_and_told_apart_as_any_study(capsys, store):
    found = told(capsys, "verify", store, "--runs", "4")
    assert found["sound"] and len(found["replayed"]) == 4
    assert told(capsys, "replay", store, "2")["policy"] == "fragmented (equal money)"
    assert told(capsys, "diff", store, "1", "2")["parting"]["week"] >= 1
    assert told(capsys, "diff", store, "2", "2")["parting"] is None


def test_status_and_export_name_what_is_evened(capsys, store, tmp_path):
    found = told(capsys, "status", store)
    assert (found["done"], found["left"]) == (4, 0)
    assert {one["policy"] for one in found["half_widths"]} >= {"full", "full (equal money)"}
    told(capsys, "export", store, "--out", tmp_path / "tables")
    assert (tmp_path / "tables" / "runs.csv").read_text("utf-8").count(" (equal money),") == 2


def test_it_can_be_extended_and_gone_on_with_as_a_study(capsys, tmp_path, alone, request):
    ran(tmp_path / "s", small_plan(replicates=1))
    told(capsys, "extend", tmp_path / "s", "--replicates", "3")
    assert told(capsys, "run", tmp_path / "s", "--executor", "in-process")["lived"] == 4
    request.getfixturevalue("lifeless")
    assert bytes_of(ran(tmp_path / "s")) == alone


def test_measures_of_base_rates_are_exported(capsys, tmp_path):
    plan = replace(small_plan("standing", replicates=1), base_rates=True, broken_down=False)
    study = as_study(plan, "patterns", list(SETTINGS.values()))
    run_plan(study, tmp_path / "s", How("in-process"), Progress())
    told(capsys, "export", tmp_path / "s", "--out", tmp_path / "tables")
    lines = (tmp_path / "tables" / "runs.csv").read_text("utf-8").splitlines()
    assert len(lines) == 4 and "own_requests" in lines[0].split(",")


def test_the_demonstration_leaves_no_store_and_a_comparison_one(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = ["--place", "classroom", "--scale", "0.1", "--years", "0.1", "--replicates", "1", "--workers", "1"]
    assert run.main(["demo", *words, "--policies", "full,fragmented"]) == 0
    assert [path.name for path in (tmp_path / "results").iterdir()] == ["demo-1"]
    assert run.main(["compare", *words]) == 0
    (folder,) = (tmp_path / "results" / "studies").iterdir()
    assert folder.name.startswith("compare-")
    capsys.readouterr()
    assert run.main(["compare", *words, "--lang", "zh"]) == 0
    assert "无需重新走一遍" in capsys.readouterr().err
