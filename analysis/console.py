"""Tables for a terminal, in which a Chinese character takes two columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analysis.costs import (
    cost_note,
    cost_table,
    equal_money_words,
    fund_table,
    is_equal_money,
    note_on,
    project_table,
)
from analysis.findings import SHOWN, Finding, findings, sized
from analysis.losses import losses_in_words
from analysis.wording import axis_unit, capital, figure, horizon, label, span, unit, verdict_words, whole_place, width
from vocabulary.indicators import Indicator
from vocabulary.messages import say

GAP = "  "
COLUMNS = ("policy", "mean", "interval", "difference", "difference_interval", "verdict")


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """Return the text filled with spaces to a number of columns."""
    space = " " * (columns - width(text))
    return space + text if right else text + space


def table(header: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()) -> str:
    """Return a table with a line under its header; the columns numbered in ``right`` are flush right."""
    rows = [tuple(row) for row in rows]
    columns = [max(width(line[n]) for line in (header, *rows)) for n in range(len(header))]
    flush = set(right)
    lines = [
        GAP.join(padded(cell, columns[n], right=n in flush) for n, cell in enumerate(line)).rstrip()
        for line in (header, *rows)
    ]
    rule = "-" * (sum(columns) + len(GAP) * (len(columns) - 1))
    return "\n".join((lines[0], rule, *lines[1:]))


def comparison_table(result: Mapping[str, Any], language: str, indicators: Sequence[str] = SHOWN) -> str:
    """Return the table that a planner reads: what was run, a block an indicator, what it cost, and what got worse."""
    head = say(
        language,
        "table.head",
        place=result["names"]["place"][language],
        scale=f"{result['scale']:g}",
        residents=f"{result['residents']:,}",
        horizon=horizon(result["years"], language),
        replicates=result["replicates"],
    )
    head = "\n".join(filter(None, (head, whole_place(result["scale"], language))))
    if is_equal_money(result):
        head += "\n" + equal_money_words(result, language)
    blocks = [_block(result, indicator, language) for indicator in indicators]
    money = (
        _titled(say(language, "costs.title"), cost_table(result, language), cost_note(result, language)),
        _titled(say(language, "projects.title"), project_table(result, language), say(language, "projects.note")),
        _titled(say(language, "fund.title"), fund_table(result, language), say(language, "fund.note")),
    )
    return "\n\n".join((head, *blocks, *money, *_losses(result, language)))


def _titled(title: str, cells: tuple[list[str], list[tuple[str, ...]]], note: str) -> str:
    header, lines = cells
    return "\n".join((title, table(header, lines, right=range(1, len(header))), note))


def _losses(result: Mapping[str, Any], language: str) -> list[str]:
    """Return the paragraph on what got worse, without the marks of Markdown; nothing for a policy alone."""
    if len(result["policies"]) < 2:
        return []
    said = losses_in_words(result, language).replace("**", "")
    return [say(language, "worse.title") + "\n" + said]


def _block(result: Mapping[str, Any], indicator: str, language: str) -> str:
    names = {policy: capital(text[language]) for policy, text in result["names"]["policies"].items()}
    found, declared = findings(result, indicator), sized(result, indicator, language)
    header = [say(language, f"table.{column}", baseline=names[found[0].policy]) for column in COLUMNS]
    cells = table(header, [line(one, declared, names, language) for one in found], right=(1, 2, 3, 4))
    return "\n".join(
        filter(None, (block_title(result, indicator, language), cells, note_on(result, indicator, language)))
    )


def block_title(result: Mapping[str, Any], indicator: str, language: str) -> str:
    """Return the line above an indicator's table: its label and unit."""
    declared = sized(result, indicator, language)
    shown, full = axis_unit(declared, language), unit(declared.unit, language)
    both = shown if shown == full else say(language, "table.units", shown=shown, counted=full)
    return say(language, "table.title", indicator=label(indicator, language), unit=both)


def line(found: Finding, indicator: Indicator, names: Mapping[str, str], language: str) -> tuple[str, ...]:
    """Return the cells of one policy, in the order of ``COLUMNS``."""
    level = figure(indicator, found.level.mean), span(indicator, found.level, language)
    if found.difference is None or found.verdict is None:
        return names[found.policy], *level, "", "", say(language, "table.baseline")
    change = found.difference.interval
    return (
        names[found.policy],
        *level,
        figure(indicator, change.mean, signed=True),
        span(indicator, change, language, signed=True),
        verdict_words(found.verdict, language),
    )
