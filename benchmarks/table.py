"""The table of what must hold and what is aimed at: every row declared once, and what was reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Unit = Literal["×", "ns", "s", "MB", "B", "%", ""]
Verdict = Literal["aim", "must", "missed", "not measured"]
WORDS: Mapping[Verdict, str] = {
    "aim": "aim reached", "must": "must reached", "missed": "not reached", "not measured": "not measured",
}  # fmt: skip
SAME, OTHER = 1.0, 0.0
"""The value of a row without a unit: it holds always, or not."""


@dataclass(frozen=True)
class Row:
    """A row: what is measured, by which benchmark, and what must hold and is aimed at."""

    id: str
    what: str
    bench: str
    unit: Unit
    must: float
    aim: float
    more_is_better: bool = False

    def verdict(self, value: float | None) -> Verdict:
        """Return what a value reaches."""
        if value is None:
            return "not measured"
        for name, bound in (("aim", self.aim), ("must", self.must)):
            if value >= bound if self.more_is_better else value <= bound:
                return "aim" if name == "aim" else "must"
        return "missed"

    def bound(self, value: float) -> str:
        """Return a bound in words."""
        if self.unit == "":
            return "always"
        return f"{'≥' if self.more_is_better else '≤'} {plain(value)} {self.unit}"

    def shown(self, value: float | None) -> str:
        """Return a value in words."""
        if value is None:
            return "–"
        if self.unit == "":
            return "always" if value == SAME else "no"
        return f"{rounded(value)} {self.unit}"


ROWS = (
    Row("mesa_10k", "reference workload against plain Mesa, 10,000 residents", "workload", "×", 120, 250, True),
    Row("mesa_100k", "the same, 100,000 residents", "workload", "×", 200, 400, True),
    Row("c_10k", "reference workload against the C kernel, 10,000 residents", "workload", "×", 1.6, 1.2),
    Row("c_100k", "the same, 100,000 residents", "workload", "×", 1.6, 1.2),
    Row("whole", "whole model, 29,000 residents: a resident-week", "model", "ns", 150, 80),
    Row("reference", "whole model against its one-by-one reference engine", "reference", "×", 200, 400, True),
    Row("subdistrict", "subdistrict of 224,000 residents: build and five years", "subdistrict", "s", 15, 6),
    Row("million", "a million residents: build and a year", "million", "s", 20, 8),
    Row("million_memory", "the same: most memory held", "million", "MB", 1024, 1024),
    Row("growth", "a resident-week with 1,000,000 residents against 10,000", "growth", "×", 1.6, 1.25),
    Row("memory", "state and network of a resident", "memory", "B", 160, 115),
    Row("organizations", "a routine week of 1,000 organizations against that of 29,000 residents", "organizations",
        "%", 20, 5),
    Row("batch", "a batch over the same runs started by hand, two workers", "batches", "%", 3, 1),
    Row("recording", "recording the indicators, share of a step", "model", "%", 5, 3),
    Row("first_cold", "first simulated week after the imports, nothing compiled yet", "startup", "s", 15, 10),
    Row("first_warm", "first simulated week after the imports, compiled before", "startup", "s", 1, 0.5),
    Row("help", "run.py --help", "startup", "s", 0.4, 0.2),
    Row("bits", "Python, kernels, and processor targets give the same bits", "bits", "", SAME, SAME, True),
)  # fmt: skip

Results = Mapping[str, Mapping[str, Any]]
"""What benchmarks gave, by name; ``rows`` of each holds values by the row's id."""


def value_of(row: Row, results: Results) -> float | None:
    """Return what was measured for a row, if it was."""
    found: float | None = results.get(row.bench, {}).get("rows", {}).get(row.id)
    return found


def reached(results: Results) -> list[dict[str, Any]]:
    """Return every row with its value and what that reaches."""
    return [
        {
            "id": row.id, "what": row.what, "bench": row.bench, "unit": row.unit, "must": row.must, "aim": row.aim,
            "more_is_better": row.more_is_better, "value": value, "verdict": row.verdict(value),
        }
        for row in ROWS
        for value in (value_of(row, results),)
    ]  # fmt: skip


def lines(results: Results) -> list[tuple[str, ...]]:
    """Return the table, a tuple of texts for each row."""
    return [
        (row.what, row.bound(row.must), row.bound(row.aim), row.shown(value), WORDS[row.verdict(value)])
        for row in ROWS
        for value in (value_of(row, results),)
    ]


HEADINGS = ("what is measured", "must", "aim", "measured", "")


def as_text(results: Results) -> str:
    """Return the table for the screen; rows that nothing was measured for are left out."""
    table = [HEADINGS, *(line for line in lines(results) if line[-1] != WORDS["not measured"])]
    widths = [max(len(line[column]) for line in table) for column in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in table
    )


def plain(value: float) -> str:
    """Return a bound without digits that say nothing."""
    return f"{value:,g}"


def rounded(value: float) -> str:
    """Return a measured value to three digits: further ones say nothing."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
