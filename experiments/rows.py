"""Measures the rows of the brief: each switch taken out of its policy, and what that does to the row's mediator."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from analysis.statistics import interval, moves, paired_difference
from experiments.compare import Comparison, described, execute
from experiments.keeping import Keeping
from experiments.plan import Plan, distinct, make_plan, without
from experiments.progress import Progress
from scenarios import load_policy
from vocabulary.indicators import BY_ID
from vocabulary.rows import ROWS, Row

PLACE, SCALE, YEARS, REPLICATES = "jimingshan", 0.1, 2.0, 30
"""What is run where nothing else is asked for: stated beforehand, so that nobody stops at a pleasing number."""


@dataclass(frozen=True)
class RowMeasures:
    """The comparison that was run, and the rows measured with it."""

    comparison: Comparison
    rows: tuple[Row, ...]

    def result(self) -> dict[str, Any]:
        """Return what ``rows --json`` prints."""
        plan = self.comparison.plan
        measured = [self._measured(row) for row in self.rows]
        return {**described(plan), "replicates": plan.replicates, "rows": measured}

    def _measured(self, row: Row) -> dict[str, Any]:
        on = self.comparison.finals(row.on_policy, row.mediator)
        off = self.comparison.finals(off_label(row), row.mediator)
        difference = paired_difference(on, off).interval
        with_row, without_row = interval(on).mean, interval(off).mean
        return {
            "row": row.id,
            "mediator": row.mediator,
            "on": with_row,
            "off": without_row,
            "mean": difference.mean,
            "low": difference.low,
            "high": difference.high,
            "unit": BY_ID[row.mediator].unit,
            "moves": moves(difference, with_row, without_row),
        }


def off_label(row: Row) -> str:
    """Return the label of a row's policy with the row taken out."""
    return f"{row.on_policy} without {row.switch}"


def plan_rows(rows: Iterable[Row] = ROWS, **asked_for: Any) -> Plan:
    """Return the plan that measures rows: each policy once as it is, and once without each of its rows.

    ``asked_for`` are arguments of ``make_plan`` but for the policies; place, scale, years and replicates have the
    values of this module where they are not given.
    """
    rows = tuple(rows)
    arguments = {"place": PLACE, "scale": SCALE, "years": YEARS, "replicates": REPLICATES, **asked_for}
    whole = {row.on_policy: load_policy(row.on_policy) for row in rows}
    arms = [*whole.values(), *(without(whole[row.on_policy], row.switch) for row in rows)]
    plan = make_plan(policies=arms, **arguments)
    labels = (*whole, *map(off_label, rows))
    return replace(plan, labels=distinct(labels), broken_down=False)


def measure_rows(
    plan: Plan, workers: int, progress: Progress | None = None, rows: Iterable[Row] = ROWS,
    keeping: Keeping | None = None,
) -> RowMeasures:  # fmt: skip
    """Run the plan of ``plan_rows`` and measure the rows, paired on the same luck."""
    return RowMeasures(execute(plan, workers, progress or Progress(), keeping), tuple(rows))
