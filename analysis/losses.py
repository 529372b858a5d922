"""Where a policy made things worse than the baseline: surely, and by enough to matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from analysis.findings import between, findings, sized
from analysis.statistics import Difference, Number, Verdict, mean, smallest_that_matters
from analysis.tables import Tables
from analysis.wording import capital, figure, gap, kind, label, span
from vocabulary.categories import DOMAINS, GROUPS
from vocabulary.indicators import BY_ID, HEADLINES, INDICATORS, Indicator
from vocabulary.messages import say

Result = Mapping[str, Any]
COSTS = ("public_cost", "cost_per_need_met")
LOOKED_AT = tuple(indicator.id for indicator in INDICATORS if indicator.goal and indicator.id not in COSTS)
"""Every indicator that has a better side; what a policy costs is told elsewhere."""
CATEGORIES = tuple(("group", one) for one in GROUPS) + tuple(("domain", one) for one in DOMAINS)
MOST_NAMED = 6
WORSE: dict[str, Verdict] = {"max": "lower", "min": "higher"}


@dataclass(frozen=True)
class Loss:
    """One thing that is worse under a policy: its name in both languages, the difference, and how often it matters."""

    what: Mapping[str, str]
    indicator: str
    difference: Difference
    size: float


def losses(result: Result) -> dict[str, list[Loss]]:
    """Return, policy by policy, which indicators are worse than the baseline's, in the order of the indicators."""
    found: dict[str, list[Loss]] = {policy: [] for policy in list(result["policies"])[1:]}
    for indicator in LOOKED_AT:
        base, *others = findings(result, indicator)
        for one in others:
            if one.difference and one.verdict:
                names = {language: label(indicator, language) for language in ("zh", "en")}
                levels = (one.level.mean, base.level.mean)
                found[one.policy] += _loss(names, indicator, one.difference, one.verdict, *levels)
    return found


def losses_by_category(tables: Tables) -> dict[str, list[Loss]]:
    """Return, policy by policy, for which groups and in which domains a headline indicator is worse."""
    return {
        policy: [
            loss
            for indicator in HEADLINES
            for dimension, category in CATEGORIES
            for loss in _loss(
                {
                    language: say(
                        language,
                        "worse.of_category",
                        indicator=label(indicator, language),
                        category=category.label(language),
                    )
                    for language in ("zh", "en")
                },
                indicator,
                *between(tables, indicator, policy, tables.baseline, dimension, category.id),
                *(mean(tables.final(one, indicator, dimension, category.id)) for one in (policy, tables.baseline)),
            )
        ]
        for policy in tables.policies[1:]
    }


def losses_in_words(result: Result, language: str, tables: Tables | None = None, most: int | None = MOST_NAMED) -> str:
    """Return the paragraph on what each policy made worse, groups and domains included where tables are given.

    ``most`` are the losses that are named for a policy, the largest first; ``None`` names all.
    """
    by_category = losses_by_category(tables) if tables else {}
    names = {policy: capital(text[language]) for policy, text in result["names"]["policies"].items()}
    lines = [
        say(
            language,
            "worse.policy",
            policy=names[policy],
            losses=_listed([*found, *by_category.get(policy, ())], result, language, most),
        )
        for policy, found in losses(result).items()
    ]
    looked_at = len(LOOKED_AT) + (len(HEADLINES) * len(CATEGORIES) if tables else 0)
    head = say(language, "worse.head", baseline=next(iter(names.values())))
    return "\n\n".join((head, "\n".join(lines), say(language, "worse.note", count=looked_at)))


def _loss(
    names: Mapping[str, str], indicator: str, difference: Difference, verdict: Verdict, *levels: Number
) -> list[Loss]:
    """Return a loss, or nothing where the difference is none, or too small to be written."""
    declared, middle = BY_ID[indicator], difference.interval.mean
    matters = smallest_that_matters(declared.matters, *levels)
    if verdict != WORSE[declared.goal] or middle is None or abs(middle) < matters or shows_nothing(declared, middle):
        return []
    return [Loss(names, indicator, difference, abs(middle) / matters if matters else 0.0)]


def shows_nothing(declared: Indicator, value: float) -> bool:
    """Tell whether a value is written as nothing."""
    return not any(digit in figure(declared, value) for digit in "123456789")


def _listed(found: Iterable[Loss], result: Result, language: str, most: int | None) -> str:
    """Return losses in words, the largest by what matters first, and how many more there are."""
    ranked = sorted(found, key=lambda loss: -loss.size)
    if not ranked:
        return say(language, "worse.nothing")
    words = [_in_words(loss, result, language) for loss in ranked[:most]]
    if len(ranked) > len(words):
        words.append(say(language, "worse.more", count=len(ranked) - len(words)))
    return say(language, "words.item_separator").join(words)


def _in_words(loss: Loss, result: Result, language: str) -> str:
    declared, change = sized(result, loss.indicator, language), loss.difference.interval
    score = kind(declared) == "score"
    return say(
        language,
        "worse.loss",
        what=loss.what[language],
        gap=figure(declared, change.mean, signed=True) if score else gap(declared, change.mean, language),
        span=span(declared, change, language, signed=True),
    )
