"""What a number over replicates says: means with intervals, paired differences, and when no difference is to be seen.

Replicates are independent histories, so a mean has the t-interval of its replicates. Two policies that met the same
luck are compared pair by pair: the mean difference has the t-interval of the differences, which is narrower than that
of two separate means as far as the luck is shared. What is not defined is ``None`` and takes its pair with it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

Number = float | None
Verdict = Literal["higher", "lower", "none", "open", "undefined"]

CONFIDENCE = 0.95
NEGLIGIBLE = 0.01
"""An effect under this share of the larger level counts as none where no smallest difference that matters is stated."""


@dataclass(frozen=True)
class Interval:
    """A mean over ``count`` defined values with its interval; what cannot be computed is ``None``."""

    mean: Number
    low: Number
    high: Number
    count: int


@dataclass(frozen=True)
class Difference:
    """A paired difference: its interval, and the share of pairs in which the first was the higher."""

    interval: Interval
    share_higher: Number


def defined(value: Number) -> bool:
    """Tell whether a value is there: neither ``None`` nor NaN."""
    return value is not None and not math.isnan(value)


def mean(values: Sequence[Number]) -> Number:
    """Return the mean of the defined values, ``None`` if there are none.

    Distances from the first value are averaged, so that equal values have exactly that value as their mean.
    """
    present = [value for value in values if value is not None and not math.isnan(value)]
    if not present:
        return None
    return present[0] + math.fsum(value - present[0] for value in present) / len(present)


def standard_deviation(values: Sequence[float]) -> float:
    """Return the standard deviation of a sample (n - 1) of at least two values; exactly 0 if all are equal."""
    center = mean(values)
    assert center is not None
    return math.sqrt(math.fsum((value - center) ** 2 for value in values) / (len(values) - 1))


@cache
def t_quantile(degrees: int, confidence: float = CONFIDENCE) -> float:
    """Return the two-sided quantile of Student's t distribution."""
    from scipy.special import stdtrit

    return float(stdtrit(degrees, 0.5 + confidence / 2))


def interval(values: Sequence[Number], confidence: float = CONFIDENCE) -> Interval:
    """Return the mean of replicates with its t-interval; fewer than two defined values have no interval."""
    present = [value for value in values if value is not None and not math.isnan(value)]
    center = mean(present)
    if center is None or len(present) < 2:
        return Interval(center, None, None, len(present))
    half = t_quantile(len(present) - 1, confidence) * standard_deviation(present) / math.sqrt(len(present))
    return Interval(center, center - half, center + half, len(present))


def pairs(first: Sequence[Number], second: Sequence[Number]) -> list[float]:
    """Return the differences, first minus second, of the pairs of which both sides are defined.

    Raises
    ------
    ValueError
        If the two are not of one length: then they are no pairs.
    """
    both = zip(first, second, strict=True)
    return [a - b for a, b in both if a is not None and b is not None and not math.isnan(a) and not math.isnan(b)]


def paired_difference(first: Sequence[Number], second: Sequence[Number], confidence: float = CONFIDENCE) -> Difference:
    """Compare two policies replicate by replicate: first minus second, with interval and share of pairs higher.

    A pair in which both are equal is not one in which the first is higher.
    """
    differences = pairs(first, second)
    higher = sum(difference > 0 for difference in differences)
    return Difference(interval(differences, confidence), higher / len(differences) if differences else None)


def smallest_that_matters(stated: float, *levels: Number) -> float:
    """Return the smallest difference that matters: the one stated, else a hundredth of the largest level."""
    if stated > 0:
        return stated
    return NEGLIGIBLE * max((abs(level) for level in levels if level is not None), default=0.0)


def verdict(difference: Interval, matters: float) -> Verdict:
    """Say what an interval of a difference allows one to say.

    Returns
    -------
    Verdict
        ``"none"``: the interval covers nothing that matters: no difference to be seen. ``"higher"``, ``"lower"``: it
        lies on one side of zero. ``"open"``: it covers zero, and differences that would matter too: more replicates are
        needed. ``"undefined"``: there is no interval.
    """
    if difference.low is None or difference.high is None:
        return "undefined"
    if -matters <= difference.low and difference.high <= matters:
        return "none"
    if difference.low > 0:
        return "higher"
    return "lower" if difference.high < 0 else "open"


def moves(difference: Interval, on: Number, off: Number) -> bool | None:
    """Tell whether a switch moves its mediator: surely, and by a hundredth of the larger level at the least.

    ``None`` where that is not settled: without an interval, or with one that covers zero and effects that matter.
    """
    matters = smallest_that_matters(0.0, on, off)
    found = verdict(difference, matters)
    if found in ("undefined", "open") or difference.mean is None:
        return None
    return found in ("higher", "lower") and abs(difference.mean) >= matters


def bands(
    histories: Sequence[Sequence[Number]], at: Callable[[Sequence[Number]], Interval] = interval
) -> list[Interval]:
    """Return the interval over histories (one sequence of values in time each) at every point of time."""
    return [at(values) for values in zip(*histories, strict=True)]
