"""The table: every row of what must hold and is aimed at, measured by a benchmark that there is."""

from __future__ import annotations

import pytest

from benchmarks.benches import BY_NAME
from benchmarks.bounds import BOUNDS
from benchmarks.table import ROWS, as_text, reached

ASKED_FOR = {
    "mesa_10k": (120, 250, "×"), "mesa_100k": (200, 400, "×"), "c_10k": (1.6, 1.2, "×"), "c_100k": (1.6, 1.2, "×"),
    "whole": (150, 80, "ns"), "reference": (200, 400, "×"), "subdistrict": (15, 6, "s"), "million": (20, 8, "s"),
    "million_memory": (1024, 1024, "MB"), "growth": (1.6, 1.25, "×"), "memory": (160, 115, "B"),
    "organizations": (20, 5, "%"), "batch": (3, 1, "%"), "recording": (5, 3, "%"), "first_cold": (15, 10, "s"),
    "first_warm": (1, 0.5, "s"), "help": (0.4, 0.2, "s"), "bits": (1, 1, ""),
}  # fmt: skip
MORE_IS_BETTER = {"mesa_10k", "mesa_100k", "reference", "bits"}


def test_every_row_is_in_the_table():
    assert {row.id: (row.must, row.aim, row.unit) for row in ROWS} == ASKED_FOR
    assert {row.id for row in ROWS if row.more_is_better} == MORE_IS_BETTER
    assert {row.bench for row in ROWS} <= BY_NAME.keys()
    assert BOUNDS.keys() <= ASKED_FOR.keys()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_what_a_value_reaches(row):
    worse = 0.5 if row.more_is_better else 2.0
    assert row.verdict(row.aim) == "aim"
    assert row.verdict(row.must) == ("aim" if row.must == row.aim else "must")
    assert row.verdict(worse * row.must) == "missed"
    assert row.verdict(None) == "not measured"


def test_rows_that_were_not_measured_are_left_out_on_the_screen_and_kept_in_json():
    results = {"bits": {"rows": {"bits": 1.0}}, "startup": {"rows": {"help": 0.3}}}
    shown = as_text(results)
    assert "run.py --help" in shown
    assert "must reached" in shown
    assert "always" in shown
    assert "C kernel" not in shown
    rows = {row["id"]: row for row in reached(results)}
    assert rows.keys() == ASKED_FOR.keys()
    assert rows["whole"]["value"] is None
    assert rows["help"]["verdict"] == "must"
