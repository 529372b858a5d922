"""Holds the model under a place's standing policy against the base rates of real places. Nothing is tuned by it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from analysis.statistics import Number, interval
from experiments.compare import described
from experiments.compiled import compile_once
from experiments.histories import Tick, begin, branch
from experiments.plan import STANDING, Plan, make_plan
from experiments.progress import Progress
from experiments.workers import spread
from scenarios import Policy, Span
from vocabulary.patterns import PATTERNS, Pattern
from vocabulary.rows import ROWS

PLACE, SCALE, REPLICATES = "jimingshan", 0.3, 10
YEARS = 1.0
POOR, GOOD = "poor handling", "good handling"
HANDLING = ("A3", "A4", "C3", "C4")
"""The rows that act on what becomes of a case once it has been raised."""
SEEN = ("own_requests", "weeks_to_right_body", "tickets_closed")
"""What is told of poor and of good handling."""
MORE_REQUESTS = "more_requests"

Values = dict[str, Number]


@dataclass(frozen=True)
class PatternMeasures:
    """A plan, and by replicate and policy every indicator and measure at the end of its year."""

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
        """Return a measure under one of the policies, replicate by replicate."""
        policy = self.plan.labels.index(label)
        return [replicate[policy][measure] for replicate in self.years]

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
    """Return the plan: a year under the standing policy, and under it with poor and with good handling.

    ``asked_for`` are arguments of ``make_plan`` but for the policies and the years; place, scale and replicates have
    the values of this module where they are not given.
    """
    arguments = {"place": PLACE, "scale": SCALE, "replicates": REPLICATES, **asked_for}
    plan = make_plan(policies=[STANDING], years=YEARS, **arguments)
    (standing,) = plan.policies
    policies = (standing, handled(standing, POOR, False), handled(standing, GOOD, True))
    return replace(plan, policies=policies, labels=(STANDING, POOR, GOOD), broken_down=False)


def handled(policy: Policy, name: str, on: bool) -> Policy:
    """Return a policy with all rows of handling on, or all off."""
    switches = {row.switch: (Span(on),) for row in ROWS if row.id in HANDLING}
    return replace(policy, id=name, levers={**policy.levers, **switches})


def live_years(plan: Plan, tick: Tick, replicate: int) -> tuple[Values, ...]:
    """Live through one replicate and return, policy by policy, every indicator and measure."""
    from model.patterns import Opening, measures

    start = begin(plan, replicate)
    tick()
    years = []
    for policy in plan.policies:
        model = branch(start, policy)
        opening = Opening.of(model.world)
        for _ in range(plan.weeks):
            model.step()
        found = measures(opening, model.world)
        years.append({**model.indicators(), **{name: _defined(value) for name, value in found.items()}})
        tick()
    return tuple(years)


def measure_patterns(plan: Plan, workers: int, progress: Progress | None = None) -> PatternMeasures:
    """Run the plan of ``plan_patterns``."""
    progress = progress or Progress()
    compile_once(plan, progress)
    with progress:
        progress.begin(plan.histories)
        years = spread(partial(live_years, plan), plan.replicates, workers, progress)
    return PatternMeasures(plan, tuple(years))


def _defined(value: float) -> Number:
    return None if math.isnan(value) else value
