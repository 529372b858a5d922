"""Holds the model under a place's standing policy against the base rates of real places. Nothing is tuned by it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

from analysis.statistics import Number, interval
from experiments.compare import described
from experiments.histories import History
from experiments.keeping import Keeping, as_study, kept
from experiments.plan import STANDING, Plan, make_plan
from experiments.progress import Progress
from experiments.studies import results
from vocabulary.categories import DOMAIN_IDS
from vocabulary.indicators import INDICATORS
from vocabulary.parameters import Value
from vocabulary.patterns import PATTERNS, Pattern

PLACE, SCALE, REPLICATES = "jimingshan", 0.3, 10
YEARS = 1.0
POOR, GOOD = "poor handling", "good handling"
HANDLING = ("service.quality", *(f"service.department_quality.{domain}" for domain in DOMAIN_IDS))
"""What says how likely whoever serves a need meets it: organizations, and departments domain by domain."""
SETTINGS: dict[str, dict[str, Value]] = {
    STANDING: {}, POOR: dict.fromkeys(HANDLING, 0.2), GOOD: dict.fromkeys(HANDLING, 1.0),
}  # fmt: skip
"""What each of the three histories of a replicate sets, from its first week on."""
SEEN = ("own_requests", "tickets_closed")
"""What is told of poor and of good handling."""
MORE_REQUESTS = "more_requests"

Values = dict[str, Number]


@dataclass(frozen=True)
class PatternMeasures:
    """A plan, and by replicate and history every indicator and measure at the end of its year."""

    plan: Plan
    years: tuple[tuple[Values, ...], ...]

    def result(self) -> dict[str, Any]:
        """Return what ``patterns --json`` prints."""
        shown = [pattern for pattern in PATTERNS if pattern.only_at in ("", self.plan.place.id)]
        return {
            **described(self.plan),
            "replicates": self.plan.replicates,
            "patterns": [self._held(pattern) for pattern in shown],
            "handling": {label: {name: self._mean(label, name) for name in SEEN} for label in (POOR, GOOD)},
        }

    def of(self, label: str, measure: str) -> list[Number]:
        """Return a measure in one of the three histories, replicate by replicate."""
        at = self.plan.labels.index(label)
        return [replicate[at][measure] for replicate in self.years]

    def values(self, pattern: Pattern) -> list[Number]:
        """Return a pattern's value, replicate by replicate."""
        if pattern.measure != MORE_REQUESTS:
            return self.of(STANDING, pattern.measure)
        pairs = zip(self.of(GOOD, "own_requests"), self.of(POOR, "own_requests"), strict=True)
        return [good / poor if good is not None and poor else None for good, poor in pairs]

    def _mean(self, label: str, measure: str) -> Number:
        return interval(self.of(label, measure)).mean

    def _held(self, pattern: Pattern) -> dict[str, Any]:
        found = interval(self.values(pattern))
        return {
            "id": pattern.id,
            "zh": pattern.zh,
            "en": pattern.en,
            "counted_zh": pattern.counted_zh,
            "counted_en": pattern.counted_en,
            "source": pattern.source,
            "unit": pattern.unit,
            "target_low": pattern.low,
            "target_high": pattern.high,
            "mean": found.mean,
            "low": found.low,
            "high": found.high,
            "verdict": pattern.verdict(found.mean),
        }


def plan_patterns(**asked_for: Any) -> Plan:
    """Return the plan: a year under the standing policy, and the same with poor and with good handling throughout.

    ``asked_for`` are arguments of ``make_plan`` but for the policies and the years; place, scale and replicates have
    the values of this module where they are not given.
    """
    arguments = {"place": PLACE, "scale": SCALE, "replicates": REPLICATES, **asked_for}
    plan = make_plan(policies=[STANDING], years=YEARS, **arguments)
    policies = plan.policies * len(SETTINGS)
    return replace(plan, policies=policies, labels=tuple(SETTINGS), broken_down=False, base_rates=True)


def measure_patterns(
    plan: Plan, workers: int, progress: Progress | None = None, keeping: Keeping | None = None
) -> PatternMeasures:  # fmt: skip
    """Run the plan of ``plan_patterns`` as a study: its three histories are the points of one."""
    of_one = replace(plan, policies=plan.policies[:1], labels=(STANDING,))
    study = as_study(of_one, "patterns", [SETTINGS[label] for label in plan.labels])
    with kept(study, workers, progress or Progress(), keeping) as store:
        rows = {(row.replicate, row.point): row for row in results.finals(store)}
        years = tuple(
            tuple(_values(results.history(store, rows[replicate, point])) for point in range(len(plan.labels)))
            for replicate in range(plan.replicates)
        )
    return PatternMeasures(plan, years)


def _values(history: History) -> Values:
    """Return every indicator at the end of a history, and every measure."""
    last = {indicator.id: float(value) for indicator, value in zip(INDICATORS, history.totals[-1], strict=True)}
    return {**{name: None if math.isnan(value) else value for name, value in last.items()}, **history.measures}
