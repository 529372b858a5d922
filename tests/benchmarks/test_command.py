"""The command: names, refusals, and the JSON that it leaves."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from benchmarks import command_line, memory, places
from benchmarks.benches import BENCHES
from model.compiling import PROJECT_ROOT


def test_an_unknown_name_is_refused_in_a_sentence():
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "speed"], cwd=PROJECT_ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("There is no benchmark 'speed': choose among workload, ")
    assert done.stderr.count("\n") == 1


def test_a_quick_run_is_not_kept(capsys):
    assert command_line.main(["--quick", "--docs"]) == 2
    assert capsys.readouterr().err == "--docs keeps a full run: leave out --quick.\n"


def test_the_list_has_every_benchmark(capsys):
    assert command_line.main(["--list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [bench.name for bench in BENCHES]


def test_what_is_left_behind(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert command_line.main(["memory", "--quick"]) == 0
    assert "state and network of a resident" in capsys.readouterr().out
    left = json.loads((tmp_path / "results" / "bench" / "memory.json").read_text("utf-8"))
    assert left.keys() >= {"name", "quick", "machine", "seconds", "rows", "columns"}
    assert left["machine"].keys() >= {"processor", "cores", "system", "python", "mesa", "numba", "numpy"}
    assert left["rows"]["memory"] == pytest.approx(sum(left["columns"].values()), rel=0.01)
    table = json.loads((tmp_path / "results" / "bench" / "table.json").read_text("utf-8"))["rows"]
    assert [row["value"] for row in table if row["id"] == "memory"] == [left["rows"]["memory"]]
    assert left["columns"].keys() <= memory.WHY.keys(), "say what a column is for, in benchmarks/memory.py"


@pytest.mark.parametrize(("residents", "organizations"), [(1_000, None), (29_000, 2_000), (1_000_000, None)])
def test_a_place_of_any_size(residents, organizations):
    place = places.place_of(residents, organizations)
    assert place.residents == residents
    assert len({one.id for one in place.communities}) == len(place.communities)
    assert organizations is None or len(place.organizations) == organizations
