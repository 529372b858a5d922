"""``docs/speed.md`` is what the page maker gives from the kept record, and says what bounds what falls short."""

from __future__ import annotations

import pytest

from benchmarks.figures import draw_all
from benchmarks.page import PAGE, text_of
from benchmarks.record import kept
from benchmarks.table import ROWS, value_of
from model.compiling import PROJECT_ROOT


@pytest.fixture(scope="module")
def record():
    return kept()


def test_the_page_is_made_from_the_record(record):
    page = (PROJECT_ROOT / PAGE).read_text("utf-8")
    assert page == text_of(record), "python -m benchmarks.page writes it anew"


def test_every_row_was_measured_and_has_a_line(record):
    page = text_of(record)
    for row in ROWS:
        assert value_of(row, record) is not None, row.id
        assert f"| {row.what} | " in page


def test_a_row_that_falls_short_says_what_bounds_it(record):
    lines = [line for line in text_of(record).splitlines() if line.startswith("- *")]
    short = [row for row in ROWS if row.verdict(value_of(row, record)) in ("must", "missed")]
    assert len(lines) == len(short)
    assert [line for line in lines if not any(sign.isdigit() for sign in line.partition("*, ")[2])] == []


def test_figures_are_drawn_from_the_record_and_lie_where_the_page_says(record, tmp_path):
    drawn = {path.name for path in draw_all(record, tmp_path)}
    assert drawn == {f"speed-{name}.png" for name in (
        "peers", "residents", "organizations", "needs", "replicates", "workers"
    )}  # fmt: skip
    for name in drawn:
        assert (PROJECT_ROOT / "docs" / "images" / name).stat().st_size < 300_000
        assert f"](images/{name})" in text_of(record)
