"""The cache of compiled code: it follows every edit, finds a place to write, and cleans up after itself."""

import gc
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, cast

import pytest
from numba.core import event
from numba.core.caching import IndexDataCacheFile
from numba.core.compiler import Flags
from numba.core.errors import TypingError

from model import compiling
from model.compiling import FOLDERS_KEPT, PROJECT_ROOT, choose_cache_folder, kernel, source_digest

RULE = """
from agents.rules.arithmetic import rule

@rule
def answer(x: float) -> float:
    return x * {factor}
"""
PROGRAM = """
from agents.rules.example import answer
from model.compiling import compiled_before, kernel

@kernel
def answers(x: float, times: int) -> float:
    total = 0.0
    for _ in range(times):
        total += answer(x)
    return total

if __name__ == "__main__":
    before = compiled_before()
    print(answers(1.0, 10), before, sum(answers.stats.cache_hits.values()))
"""


@pytest.fixture
def small_project(tmp_path: Path) -> Path:
    """Copy what makes rules and kernels, with one rule and one kernel of their own."""
    for name in ("agents/rules/arithmetic.py", "model/compiling.py"):
        (tmp_path / name).parent.mkdir(parents=True)
        shutil.copy(PROJECT_ROOT / name, tmp_path / name)
    (tmp_path / "vocabulary").mkdir()
    (tmp_path / "model" / "program.py").write_text(PROGRAM)
    write_rule(tmp_path, factor=2.0)
    return tmp_path


def write_rule(root: Path, factor: float) -> None:
    (root / "agents" / "rules" / "example.py").write_text(RULE.format(factor=factor))


def start(root: Path, **more: str) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA_")}
    environment |= {"PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1", **more}
    command = [sys.executable, str(root / "model" / "program.py")]
    return subprocess.Popen(command, env=environment, cwd=root, text=True, stdout=subprocess.PIPE)


def outcome(process: subprocess.Popen[str]) -> str:
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return output.strip()


def test_an_edited_rule_in_another_file_changes_the_run(small_project: Path):
    together = [start(small_project), start(small_project)]
    assert {outcome(process).split()[0] for process in together} == {"20.0"}
    assert outcome(start(small_project)) == "20.0 True 1"
    write_rule(small_project, factor=3.0)
    assert outcome(start(small_project)) == "30.0 False 0"


@pytest.mark.parametrize("home", ["where the user can write", "where nobody can"])
def test_two_programs_of_an_install_that_cannot_be_written_start_at_once(small_project: Path, home: str):
    (small_project / ".cache").write_text("a file where the folder should be")
    elsewhere = small_project / "user" if home == "where the user can write" else small_project / ".cache"
    place = {"XDG_CACHE_HOME": str(elsewhere), "HOME": str(elsewhere), "LOCALAPPDATA": str(elsewhere)}
    together = [start(small_project, **place), start(small_project, **place)]
    assert {outcome(process).split()[0] for process in together} == {"20.0"}
    kept = "True 1" if home == "where the user can write" else "False 0"
    assert outcome(start(small_project, **place)) == f"20.0 {kept}"


def test_two_programs_that_keep_two_variants_at_once_do_not_mix_them_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(compiling, "CACHE_FOLDER", tmp_path)
    monkeypatch.setattr(IndexDataCacheFile, "_load_index", lambda _: {})  # neither has seen the other's
    for program, number in enumerate((1, 1.0)):
        monkeypatch.setattr(os, "getpid", lambda program=program: program)
        cast(Any, kernel(doubled))(number)
    assert len(list(tmp_path.glob("*/*.nbc"))) == 2


def doubled(number: Any) -> Any:
    return number + number


def test_no_garbage_is_looked_for_while_a_kernel_is_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(compiling, "CACHE_FOLDER", tmp_path)
    found = []

    class Watch(event.Listener):
        def on_start(self, _: Any) -> None:
            found.append(gc.isenabled())

        on_end = on_start

    with event.install_listener("numba:compile", Watch()):
        cast(Any, kernel(doubled))(1)
        with pytest.raises(TypingError):
            cast(Any, kernel(doubled))(None)
    assert gc.isenabled()
    assert found[0] is found[2] is False


def test_settings_compared_at_a_glance_are_alike_when_all_options_are():
    flags: Any = Flags
    one, same, other = flags(), flags(), flags()
    same.nrt = flags().nrt  # set, but to what it is unless set
    other.nrt = not one.nrt
    assert one == same
    assert one != other
    assert hash(one) == hash(same)
    assert one != "settings"


def test_the_digest_follows_text_names_and_new_files(small_project: Path):
    seen = {source_digest(small_project)}
    assert source_digest(small_project) in seen
    new_file = small_project / "vocabulary" / "new.py"
    changes = (
        lambda: write_rule(small_project, factor=3.0),
        lambda: new_file.write_text("A = 1\n"),
        lambda: new_file.write_text("A = 2\n"),
        lambda: (small_project / "agents" / "rules" / "second.py").write_text("@rule\ndef one(): ...\n"),
        lambda: (small_project / "agents/rules/second.py").rename(small_project / "agents/rules/third.py"),
    )
    program = small_project / "model" / "program.py"
    program.write_text("from vocabulary import new\n" + program.read_text())
    for change in changes:
        change()
        assert source_digest(small_project) not in seen
        seen.add(source_digest(small_project))


def test_what_no_kernel_imports_does_not_count(small_project: Path):
    before = source_digest(small_project)
    (small_project / "vocabulary" / "new.py").write_text("A = 1\n")
    assert source_digest(small_project) == before
    (small_project / "model" / "program.py").open("a").write("if TYPE_CHECKING:\n    from vocabulary import new\n")
    within = source_digest(small_project)
    (small_project / "vocabulary" / "new.py").write_text("A = 2\n")
    assert source_digest(small_project) == within


def test_every_file_of_rules_and_kernels_counts():
    counted = {file.relative_to(PROJECT_ROOT).as_posix() for file in compiling.compiled_files(PROJECT_ROOT)}
    for folder in ("agents/rules", "model/kernels"):
        there = {f"{folder}/{file.name}" for file in (PROJECT_ROOT / folder).glob("*.py")} - {f"{folder}/__init__.py"}
        assert there <= counted
    assert {"model/randomness.py", "model/columns.py", "model/tally.py", "agents/codes.py"} <= counted
    assert "model/governance.py" not in counted


def test_the_cache_lies_in_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    folder = choose_cache_folder(tmp_path)
    assert folder == tmp_path / ".cache" / "numba" / f"gongzhi-{source_digest(tmp_path)}"
    assert folder.is_dir()


def test_the_user_s_own_folder_is_respected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "own"))
    assert choose_cache_folder(tmp_path).parent == tmp_path / "own"


def test_a_project_that_cannot_be_written_uses_the_user_s_caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setattr(compiling, "_user_cache_folder", lambda: tmp_path / "user")
    (tmp_path / ".cache").write_text("a file where the folder should be")
    assert choose_cache_folder(tmp_path).parent == tmp_path / "user" / "gongzhi" / "numba"


def test_where_nothing_can_be_written_a_temporary_folder_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    (tmp_path / ".cache").write_text("a file where the folder should be")
    monkeypatch.setattr(compiling, "_user_cache_folder", lambda: tmp_path / ".cache")
    folder = choose_cache_folder(tmp_path)
    assert folder.is_dir()
    assert tmp_path not in folder.parents
    folder.rmdir()


def test_only_folders_long_out_of_use_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    now = time.time()
    ages = {f"gongzhi-{number:016x}": 2.0 * 3600.0 + number for number in range(10)}
    ages |= {f"gongzhi-{number:016x}": 60.0 for number in range(10, 14)}
    ages |= {"somebody-else": 1e6, "0123456789abcdef": 1e6}
    for name, age in ages.items():
        (tmp_path / name / "inner").mkdir(parents=True)
        os.utime(tmp_path / name, (now - age, now - age))
    present = choose_cache_folder(tmp_path).name
    left = {folder.name for folder in tmp_path.iterdir()}
    recent = {name for name, age in ages.items() if age < 3600.0}
    newest_old = sorted(name for name in ages if name.startswith("gongzhi-") and name not in recent)[:1]
    assert len(recent) + 1 + len(newest_old) == FOLDERS_KEPT
    assert left == {present, *recent, *newest_old, "somebody-else", "0123456789abcdef"}


def test_what_an_interrupted_removal_left_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    leftover = tmp_path / "gongzhi-0123456789abcdef.77.removing"
    leftover.mkdir()
    choose_cache_folder(tmp_path)
    assert not leftover.exists()


def test_recent_folders_stay_however_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    for number in range(12):
        (tmp_path / f"gongzhi-{number:016x}").mkdir()
    choose_cache_folder(tmp_path)
    assert len(list(tmp_path.iterdir())) == 13


def test_a_kernel_is_kept_in_the_cache_folder_even_after_numba_forgot_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(compiling, "CACHE_FOLDER", compiling.CACHE_FOLDER)
    compiling._NUMBA_SETTINGS.CACHE_DIR = ""
    kernel(source_digest)
    assert str(compiling.CACHE_FOLDER) == compiling._NUMBA_SETTINGS.CACHE_DIR
