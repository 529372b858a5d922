"""Writes ``docs/findings.md``, what became of the source's claims in the model: ``python -m docs.findings``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.findings import Finding, findings
from analysis.losses import losses_in_words
from analysis.wording import capital, figure, level, span, verdict_words
from docs.stamp import stamp
from experiments.compare import Comparison, compare
from experiments.plan import Plan
from experiments.progress import Progress
from experiments.workers import worker_count
from vocabulary.indicators import BY_ID, HEADLINES

PAGE = Path(__file__).with_name("findings.md")
POLICIES = "fragmented,embedding,cultivation,activation,linking,full"
PLACES: Mapping[str, int] = {"jiangdong": 10, "jimingshan": 20}
"""The places, with all their residents, and how many runs of each policy there are."""
Result = Mapping[str, Any]
MILLION = 1e6
LEAD = """# What the source claims, and what the model shows

Made by `make findings`. The source says of each of its four mechanisms, and of all together, that they raise
participation and bring services to more people. Here each is held against `fragmented`, the place without any of them,
on the same residents and the same luck. What one actor does is assumed in the model; what is below came out of it.

*At own cost* each policy costs what it costs. *At equal money* what a policy costs less than the dearest one buys
departments' casework, year by year. Differences are paired, in percentage points, with 95 % intervals over the runs;
they cover the luck of the runs, not doubt about the assumptions. All residents are simulated: a sample would lie up to
a point off ([013](decisions/013-scale.md)). *Higher* and *lower* are said where
the interval leaves zero out and reaches beyond what matters, one percentage point; *no difference to be seen* where all
of it is smaller than that, though it may leave zero out: a sure gain of half a point is one that a planner would not
notice."""


def main() -> None:
    """Compare the policies on each place and write the page."""
    parts = [LEAD]
    for place, runs in PLACES.items():
        progress = Progress("en", shown=True)
        equal = compare(place, POLICIES, runs, equal_money=True, workers=worker_count(None), progress=progress)
        own = Comparison(replace(equal.plan, equal_money=False), equal.own)
        parts += of_place(equal.plan, own.result(), equal.result())
    PAGE.write_text("\n\n".join([*parts, stamp()]) + "\n", encoding="utf-8")


def of_place(plan: Plan, own: Result, equal: Result) -> list[str]:
    """Return the parts of the page on one place."""
    head = f"{plan.place.en}, scale {plan.scale:g}, {plan.years:g} years, {plan.replicates} runs of each policy."
    parts = [f"## {plan.place.en}", head]
    for indicator in HEADLINES:
        parts += [f"### {capital(BY_ID[indicator].en)}", table(indicator, own, equal), in_words(indicator, own, equal)]
    for money, result in (("at own cost", own), ("at equal money", equal)):
        parts += [f"### Where it made things worse, {money}", losses_in_words(result, "en", most=None)]
    return parts


def table(indicator: str, own: Result, equal: Result) -> str:
    """Return levels and differences of an indicator, a line for each policy."""
    lines = [
        ["policy", "at own cost", "difference", "95 % interval", "", "at equal money: difference", "95 % interval", "",
         "own cost, million yuan a year"],
        ["---", "---:", "---:", "---", "---", "---:", "---", "---", "---:"],
    ]  # fmt: skip
    for one, other in zip(findings(own, indicator), findings(equal, indicator), strict=True):
        cost = own["policies"][one.policy]["public_cost"]["mean"]
        lines.append([
            capital(own["names"]["policies"][one.policy]["en"]), level(BY_ID[indicator], one.level.mean, "en"),
            *_gap(one), *_gap(other), "–" if cost is None else f"{cost / MILLION:,.2f}",
        ])  # fmt: skip
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _gap(found: Finding) -> tuple[str, str, str]:
    """Return a difference, its interval, and what can be said of it; dashes for the baseline."""
    if found.difference is None or found.verdict is None:
        return "–", "–", ""
    change, declared = found.difference.interval, BY_ID[found.indicator]
    return (
        figure(declared, change.mean, signed=True),
        span(declared, change, "en", signed=True),
        verdict_words(found.verdict, "en"),
    )


def in_words(indicator: str, own: Result, equal: Result) -> str:
    """Return which mechanisms raise an indicator, by what can be said of each."""
    said = []
    for what, result in (("At own cost", own), ("At equal money", equal)):
        groups: dict[str, list[str]] = {}
        for found in findings(result, indicator)[1:]:
            if found.verdict is not None:
                name = capital(result["names"]["policies"][found.policy]["en"])
                groups.setdefault(verdict_words(found.verdict, "en"), []).append(name)
        said.append(f"{what}: " + "; ".join(f"{words}: {', '.join(names)}" for words, names in groups.items()) + ".")
    return " ".join(said)


if __name__ == "__main__":
    main()
