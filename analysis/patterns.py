"""Base rates of real places beside what the model gives: a table for a terminal, and a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.console import table
from analysis.statistics import Interval
from analysis.wording import axis_unit, capital, figure, span
from vocabulary.indicators import Indicator
from vocabulary.messages import say

Result = Mapping[str, Any]
COLUMNS = ("pattern", "target", "value", "interval", "unit", "verdict", "source")


def pattern_table(result: Result, language: str) -> str:
    """Return the patterns as a table, with what was run and what the verdicts mean under it."""
    cells = table(_header(language), [_cells(one, language) for one in result["patterns"]], right=(1, 2, 3))
    return "\n\n".join((cells, *_foot(result, language)))


def pattern_page(result: Result, language: str, command: str) -> str:
    """Return the patterns as a page of Markdown: what was run, the table, how each is counted."""
    header = _header(language)
    lines = [header, ["---", "---:", "---:", "---", "---", "---", "---"]]
    lines += [list(_cells(one, language)) for one in result["patterns"]]
    counted = [f"- {capital(one[language])}: {one[f'counted_{language}']}" for one in result["patterns"]]
    parts = (
        "# " + say(language, "patterns.title"),
        say(language, "patterns.lead", command=command),
        "\n".join("| " + " | ".join(line) + " |" for line in lines),
        _tally(result, language),
        *_foot(result, language),
        "## " + say(language, "patterns.counted"),
        "\n".join(counted),
    )
    return "\n\n".join(parts) + "\n"


def _header(language: str) -> list[str]:
    return [say(language, f"patterns.{name}") for name in COLUMNS]


def _cells(one: Result, language: str) -> tuple[str, ...]:
    shown = Indicator(one["id"], one["zh"], one["en"], one["unit"], "", "flow")
    target = Interval(None, one["target_low"], one["target_high"], 0)
    return (
        one[language],
        span(shown, target, language),
        figure(shown, one["mean"]),
        span(shown, Interval(one["mean"], one["low"], one["high"], 0), language),
        axis_unit(shown, language),
        say(language, f"patterns.verdict.{one['verdict']}"),
        one["source"],
    )


def _tally(result: Result, language: str) -> str:
    """Return how many patterns got which verdict."""
    given = [one["verdict"] for one in result["patterns"]]
    counts = {verdict: given.count(verdict) for verdict in ("reached", "within_two", "missed")}
    return say(language, "patterns.tally", all=len(given), **counts)


def _foot(result: Result, language: str) -> tuple[str, ...]:
    run = say(
        language,
        "patterns.foot",
        place=result["names"]["place"][language],
        scale=f"{result['scale']:g}",
        replicates=result["replicates"],
    )
    worse, better = result["handling"].values()
    handling = say(
        language,
        "patterns.handling",
        poor=_number(worse["own_requests"]),
        good=_number(better["own_requests"]),
        poor_closed=_percent(worse["tickets_closed"]),
        good_closed=_percent(better["tickets_closed"]),
    )
    return run, say(language, "patterns.verdicts"), handling


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3g}"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f} %"
