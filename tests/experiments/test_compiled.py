"""That the program is compiling is said when it is, and only then."""

import importlib
import sys
from dataclasses import replace

import numba
import pytest

from experiments import compiled
from experiments.plan import make_plan
from experiments.progress import Progress


class Heard(Progress):
    def __init__(self) -> None:
        super().__init__()
        self.keys: list[str] = []

    def note(self, key: str, **_: object) -> None:
        self.keys.append(key)


@pytest.fixture
def rules(tmp_path, monkeypatch):
    """A module with two rules, compiled and kept on disk; called anew it is as in a new program."""
    (tmp_path / "two_rules.py").write_text(
        "import numba\n\n@numba.njit(cache=True)\ndef twice(x):\n    return 2 * x\n\n"
        "@numba.njit(cache=True)\ndef thrice(x):\n    return 3 * x\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delitem(sys.modules, "two_rules", raising=False)
    module = importlib.import_module("two_rules")
    yield lambda: importlib.reload(module)
    del sys.modules["two_rules"]


def test_it_is_told_once_and_not_again_once_it_is_on_disk(rules):
    told = []
    for _ in range(2):
        program = rules()
        with compiled.told_of_compiling(lambda: told.append("compiling")):
            assert program.twice(2.0) + program.thrice(2.0) == 10.0
        assert told == ["compiling"]


def test_the_sentence_is_said_only_if_it_is_true(rules, monkeypatch):
    class Town:
        def step(self):
            assert rules().twice(1.0) == 2.0

    def build(*_, **__):
        return Town()

    monkeypatch.setattr(compiled, "build_model", build)
    plan = replace(make_plan("classroom"), build=build)
    said = [Heard(), Heard()]
    for progress in said:
        compiled.compile_once(plan, progress)
    assert [progress.keys for progress in said] == [["progress.compiling"], []]
