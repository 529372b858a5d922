"""The figures of a comparison: over time, paired differences, groups and domains, costs, communities and bodies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import cost_picture, heat_map, network_picture
from analysis.console import block_title
from analysis.costs import note_on
from analysis.findings import Finding, findings, sized
from analysis.statistics import bands, mean, smallest_that_matters
from analysis.style import (
    INK,
    PALE,
    kept_within,
    look,
    measured,
    names_in_lines,
    page,
    row_inches,
    spread_apart,
    wrapped,
)
from analysis.tables import Tables
from analysis.wording import axis_unit, axis_value, gap, label, verdict_words
from vocabulary.calendar import WEEKS_A_YEAR
from vocabulary.indicators import BY_ID, HEADLINES, Indicator
from vocabulary.messages import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

OVER_TIME, DIFFERENCES = "over-time.png", "differences.png"
END_SIZE, ROW_SIZE = 11.5, 12.0
COMPARED = (
    *HEADLINES,
    "resolved_at_source",
    "response_weeks",
    "sense_of_gain",
    "coverage_equity",
    "autonomy",
    "public_cost",
)


def draw_all(tables: Tables, folder: Path, language: str) -> list[str]:
    """Draw every figure of a comparison into a folder and return the files' names."""
    draw_over_time(tables, folder / OVER_TIME, language)
    drawn = [OVER_TIME]
    if len(tables.policies) > 1:
        draw_differences(tables, folder / DIFFERENCES, language)
        heat_map.draw(tables, folder / heat_map.FILE, language)
        cost_picture.draw(tables, folder / cost_picture.FILE, language)
        drawn += [DIFFERENCES, heat_map.FILE, cost_picture.FILE]
    network_picture.draw(tables, folder / network_picture.FILE, language)
    return [*drawn, network_picture.FILE]


def draw_over_time(tables: Tables, path: Path, language: str) -> None:
    """Draw the headline indicators over time: each policy's recorded values, joined, with their 95 % intervals."""
    names = names_in_lines(tables, language)
    beside = measured((f"{name}  100.0" for name in names), END_SIZE) + 0.35
    panel, many, left = 4.1, len(HEADLINES), 0.65
    wide = left + many * (panel + beside) + (many - 1) * left
    tall = max(4.25, 1.05 * len(names) * row_inches(names, 0.234))
    high, note = tall + 2.7, say(language, "figure.over_time_note")
    with page(path, say(language, "figure.over_time"), tables, language, (wide, high), note) as sheet:
        panels = sheet.subplots(1, many)
        sheet.subplots_adjust(
            left=left / wide,
            right=1 - beside / wide,
            top=1 - 1.2 / high,
            bottom=1.5 / high,
            wspace=(beside + left) / panel,
        )
        for axes, indicator in zip(panels, HEADLINES, strict=True):
            _time_panel(axes, tables, indicator, language)
            _name_lines(axes, names, _ends(tables, indicator, language), row_inches(names, 0.234) / tall)


def _time_panel(axes: Axes, tables: Tables, indicator: str, language: str) -> None:
    times = [week / WEEKS_A_YEAR for week in tables.weeks]
    for position, policy in enumerate(tables.policies):
        _time_line(axes, tables, indicator, policy, position, times, language)
    axes.set_title(wrapped(block_title(tables.result, indicator, language), 56))
    axes.set_xlabel(say(language, "figure.years"))
    axes.set_xlim(0, times[-1])
    if times[-1] >= 2:
        axes.set_xticks(range(int(times[-1]) + 1))
    axes.set_ylim(bottom=0)


def _time_line(
    axes: Axes, tables: Tables, indicator: str, policy: str, position: int, times: list[float], language: str
) -> None:
    declared, style = BY_ID[indicator], look(position)
    found = bands(tables.histories(policy, indicator))
    nan = float("nan")
    middle, low, high = (
        [nan if value is None else axis_value(declared, value) for value in values]
        for values in (
            [one.mean for one in found],
            [one.low for one in found],
            [one.high for one in found],
        )
    )
    axes.fill_between(times, low, high, color=style.color, alpha=0.18, linewidth=0)
    axes.plot(times, middle, color=style.color, linestyle=style.dashes, linewidth=1.4)
    marks: dict[str, Any] = {"linestyle": "none", "marker": style.marker, "clip_on": False, "zorder": 5}
    axes.plot(times[:-1], middle[:-1], color=style.color, markersize=3.6, **marks)
    axes.plot(times[-1:], middle[-1:], color=style.color, markersize=6, **marks)


def _ends(tables: Tables, indicator: str, language: str) -> list[float]:
    """Return where each policy's line ends; NaN where the indicator is not defined."""
    values = (mean(tables.final(policy, indicator)) for policy in tables.policies)
    return [float("nan") if value is None else axis_value(BY_ID[indicator], value) for value in values]


def _name_lines(axes: Axes, names: list[str], ends: list[float], row: float) -> None:
    """Write each policy's name and last value beside the end of its line, moved apart where they would overlap."""
    known = [n for n, end in enumerate(ends) if end == end]
    low, high = axes.get_ylim()
    time, apart = axes.get_xlim()[1], row * (high - low)
    places = kept_within(spread_apart([ends[n] for n in known], apart), apart, low, high)
    for n, place in zip(known, places, strict=True):
        text = f"{names[n]}  {ends[n]:.1f}"
        axes.annotate(
            text,
            (time, place),
            xytext=(10, 0),
            textcoords="offset points",
            va="center",
            color=look(n).color,
            fontsize=END_SIZE,
            annotation_clip=False,
        )


def draw_differences(tables: Tables, path: Path, language: str) -> None:
    """Draw the paired differences from the baseline: dots with intervals, and the zone that does not matter."""
    shown = [indicator for indicator in COMPARED if _has_differences(tables, indicator)]
    baseline = tables.name(tables.baseline, language)
    title = say(language, "figure.differences", baseline=baseline)
    rows = -(-len(shown) // 4)
    names = names_in_lines(tables, language)[1:]
    panel = 0.5 + row_inches(names, 0.36) * len(names)
    between_rows = 1.25
    height = 2.6 + rows * panel + (rows - 1) * between_rows
    note = say(language, "figure.difference_note")
    if note_on(tables.result, "public_cost", language):
        note += say(language, "figure.other_weeks")
    left = measured(names, ROW_SIZE) + 0.4
    wide = left + 11.3
    with page(path, title, tables, language, (wide, height), note) as sheet:
        panels = sheet.subplots(rows, 4, squeeze=False)
        sheet.subplots_adjust(
            left=left / wide,
            right=1 - 0.26 / wide,
            top=1 - 1.15 / height,
            bottom=1.45 / height,
            wspace=0.16,
            hspace=between_rows / panel,
        )
        for axes in panels.flat[len(shown) :]:
            axes.set_axis_off()
        for number, (axes, indicator) in enumerate(zip(panels.flat, shown, strict=False)):
            _difference_panel(axes, tables, indicator, language)
            axes.set_yticks(range(len(names)), names if number % 4 == 0 else [], fontsize=ROW_SIZE)


def _has_differences(tables: Tables, indicator: str) -> bool:
    return any(
        one.difference and one.difference.interval.mean is not None for one in findings(tables.result, indicator)
    )


def _difference_panel(axes: Axes, tables: Tables, indicator: str, language: str) -> None:
    found = findings(tables.result, indicator)
    declared = sized(tables.result, indicator, language)
    others = found[1:]
    for row, one in enumerate(others):
        _difference_dot(axes, one, declared, row)
    matters = smallest_that_matters(declared.matters, *(one.level.mean for one in found))
    zone = axis_value(declared, matters)
    axes.axvspan(-zone, zone, color=PALE, zorder=0, linewidth=0)
    axes.axvline(0, color=INK, linewidth=1)
    axes.grid(axis="y", visible=False)
    axes.set_ylim(len(others) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    better = {"max": "figure.right_is_better", "min": "figure.left_is_better", "": "figure.neither_is_better"}
    axes.set_title(wrapped(label(indicator, language), 28), fontsize=11.5)
    axes.set_xlabel(
        f"{axis_unit(declared, language, difference=True)}  {say(language, better[declared.goal])}", fontsize=10
    )


def _difference_dot(axes: Axes, found: Finding, declared: Indicator, row: int) -> None:
    if found.difference is None or found.difference.interval.mean is None:
        return
    style, change = look(row + 1), found.difference.interval
    if change.low is not None and change.high is not None:
        ends = [axis_value(declared, end) for end in (change.low, change.high)]
        axes.plot(ends, [row, row], color=style.color, linewidth=2.4, solid_capstyle="butt")
    color = style.color if found.verdict in ("higher", "lower") else "white"
    middle = axis_value(declared, found.difference.interval.mean)
    axes.plot(
        [middle], [row], style.marker, markersize=8, color=style.color, markerfacecolor=color, markeredgewidth=1.6
    )


def described(tables: Tables, indicator: str, language: str) -> str:
    """Return the differences of an indicator in words: the text that stands in for the picture."""
    declared = sized(tables.result, indicator, language)
    parts = [
        say(
            language,
            "words.with_verdict",
            policy=tables.name(one.policy, language),
            gap=gap(declared, one.difference.interval.mean, language),
            verdict=verdict_words(one.verdict, language),
        )
        for one in findings(tables.result, indicator)
        if one.difference is not None and one.verdict is not None
    ]
    return say(language, "words.list_separator").join(parts)
