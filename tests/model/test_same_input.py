"""The same input gives the same bits: twice in a row, in other processes and surroundings, with more workers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from experiments.compare import compare
from model.compiling import PROJECT_ROOT
from model.governance import GovernanceModel
from tests.model.towns import differing, live, town

WEEKS = 30
RUN = f"""
from model.governance import GovernanceModel
model = GovernanceModel(policy="full", seed=11, scale=0.2, burn_in=4, shocks=["epidemic"])
for _ in range({WEEKS}):
    model.step()
print(model.digest())
"""


def run_here() -> GovernanceModel:
    model = GovernanceModel(policy="full", seed=11, scale=0.2, burn_in=4, shocks=["epidemic"])
    live(model, WEEKS)
    return model


def test_twice_in_a_row():
    one, other = run_here(), run_here()
    assert one.digest() == other.digest()
    assert differing(one, other) == []


def test_asking_for_a_digest_changes_nothing():
    one, other = town(weeks=3), town(weeks=3)
    assert one.digest() == one.digest()
    one.breakdown()
    one.picture()
    assert differing(one, other) == []
    assert live(one, 3).digest() == live(other, 3).digest()


def test_other_luck_gives_another_digest():
    digests = {
        town(weeks=3, seed=seed, replicate=replicate, town_seed=town_seed).digest()
        for seed in (0, 1)
        for replicate in (0, 1)
        for town_seed in (None, 5)
    }
    assert len(digests) == 8


def test_every_week_and_every_breakdown_is_in_the_digest():
    model = town(weeks=2)
    before = model.digest()
    model.record._rows[1][0] += 1e-12
    changed = model.digest()
    assert changed != before
    model.world.people.trust[model.world.people.group == 3] += 0.01  # shows in breakdowns; the totals are written
    assert model.digest() != changed


def digest_elsewhere(script: str, root: Path = PROJECT_ROOT, **environment: str) -> str:
    surroundings = {**os.environ, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1", **environment}
    done = subprocess.run(
        [sys.executable, "-c", script], env=surroundings, cwd=root, text=True, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "C", "NUMBA_NUM_THREADS": "1"},
        {"PYTHONHASHSEED": "4242", "TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8", "NUMBA_NUM_THREADS": "3",
         "OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2"},
    ],
    ids=["one", "other"],
)  # fmt: skip
def test_in_another_process_and_other_surroundings(surroundings):
    assert digest_elsewhere(RUN, **surroundings) == run_here().digest()


def test_any_number_of_workers():
    found = [
        compare("classroom", "full,fragmented", replicates=2, years=0.25, seed=3, scale=0.1, workers=workers)
        for workers in (1, 2)
    ]
    one, two = (comparison.result() for comparison in found)
    assert one == two
    digests = [digest for listed in one["digests"].values() for digest in listed]
    assert len(set(digests)) == 4


# ---- the cache of compiled code -------------------------------------------------------------------------------------

PHASES = ("move", "draw_needs", "age")
SHORT_RUN = f"""
from model import ahead, week
ahead._processors = lambda: 1  # no helper, which would compile first what is looked at here
week.WEEK = tuple(phase for phase in week.WEEK if phase.name in {PHASES})
from model.governance import GovernanceModel
from model.kernels.needs import age_needs
model = GovernanceModel(policy="full", seed=11, scale=0.2, burn_in=0)
for _ in range(12):
    model.step()
print(model.digest(), sum(age_needs.stats.cache_hits.values()))
"""
RULE = "agents/rules/population.py"
CONSTANT = "    return draw * draw\n"


@pytest.mark.slow
def test_an_edited_rule_changes_the_run(tmp_path):
    """One folder for compiled code, shared by all three runs; few phases, so that there is little to compile."""
    for folder in ("agents", "model", "scenarios", "vocabulary"):
        shutil.copytree(PROJECT_ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    cache = str(tmp_path / "cache")
    first, hits = digest_elsewhere(SHORT_RUN, tmp_path, NUMBA_CACHE_DIR=cache).split()
    assert hits == "0"
    rule = tmp_path / RULE
    text = rule.read_text("utf-8")
    assert text.count(CONSTANT) == 1
    rule.write_text(text.replace(CONSTANT, "    return draw\n"), "utf-8")
    edited, hits = digest_elsewhere(SHORT_RUN, tmp_path, NUMBA_CACHE_DIR=cache).split()
    assert hits == "0"
    assert edited != first
    rule.write_text(text, "utf-8")
    again, hits = digest_elsewhere(SHORT_RUN, tmp_path, NUMBA_CACHE_DIR=cache).split()
    assert again == first
    assert int(hits) > 0, "compiled code is kept"
