"""What a comparison found: level, difference and verdict of each policy, and which policies lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.statistics import (
    Difference,
    Interval,
    Number,
    Verdict,
    mean,
    paired_difference,
    smallest_that_matters,
    verdict,
)
from analysis.tables import Tables
from analysis.wording import with_unit_for
from vocabulary.indicators import BY_ID, Indicator

SHOWN = ("participation_rate", "service_coverage", "public_cost", "unpaid_hours")
"""The indicators that a planner reads first."""


@dataclass(frozen=True)
class Finding:
    """One policy on one indicator: its level, and its difference from the baseline (none for the baseline itself)."""

    policy: str
    indicator: str
    level: Interval
    difference: Difference | None
    verdict: Verdict | None


def findings(result: Mapping[str, Any], indicator: str) -> list[Finding]:
    """Return what a result of ``compare`` says of an indicator, policy by policy, the baseline first."""
    count = int(result["replicates"])
    differences = {d["policy"]: d for d in result["differences"] if d["indicator"] == indicator}
    levels = {policy: _interval(values[indicator], count) for policy, values in result["policies"].items()}
    baseline = next(iter(levels))
    found = []
    for policy, level in levels.items():
        difference = _difference(differences[policy], count) if policy in differences else None
        said = judge(indicator, difference, level.mean, levels[baseline].mean) if difference else None
        found.append(Finding(policy, indicator, level, difference, said))
    return found


def sized(result: Mapping[str, Any], indicator: str, language: str) -> Indicator:
    """Return an indicator as a result shows it: money in the unit that suits the largest level of any policy."""
    levels = (values[indicator]["mean"] for values in result["policies"].values())
    return with_unit_for(BY_ID[indicator], language, *levels)


def judge(indicator: str, difference: Difference, *levels: Number) -> Verdict:
    """Return the verdict on a difference, by the smallest one that matters for its indicator."""
    return verdict(difference.interval, smallest_that_matters(BY_ID[indicator].matters, *levels))


def between(tables: Tables, indicator: str, first: str, second: str, *category: str) -> tuple[Difference, Verdict]:
    """Compare two policies at the end, pair by pair, in all or in one category (``dimension, category``)."""
    one, other = (tables.final(policy, indicator, *category) for policy in (first, second))
    difference = paired_difference(one, other)
    return difference, judge(indicator, difference, mean(one), mean(other))


def leaders(tables: Tables, indicator: str) -> list[str]:
    """Return the best policy and then all that are not surely worse than it by what matters."""
    sign = -1 if BY_ID[indicator].goal == "min" else 1
    means = {policy: tables.result["policies"][policy][indicator]["mean"] for policy in tables.policies}
    ranked = sorted((p for p in means if means[p] is not None), key=lambda p: -sign * means[p])
    worse: Verdict = "lower" if sign > 0 else "higher"
    return [p for p in ranked if p == ranked[0] or between(tables, indicator, p, ranked[0])[1] != worse]


def _interval(bounds: Mapping[str, Number], count: int) -> Interval:
    return Interval(bounds["mean"], bounds["low"], bounds["high"], count)


def _difference(found: Mapping[str, Any], count: int) -> Difference:
    return Difference(_interval(found, count), found["share_higher"])
