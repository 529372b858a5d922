"""The figures of a comparison: outcomes over time, paired differences, groups and domains, communities and bodies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from analysis import heat_map, network_picture
from analysis.console import block_title
from analysis.findings import Finding, findings
from analysis.statistics import bands, smallest_that_matters
from analysis.style import INK, PALE, look, page, spread_apart, wrapped
from analysis.tables import Tables
from analysis.wording import axis_unit, axis_value, gap, label, verdict_words
from vocabulary.calendar import WEEKS_A_YEAR
from vocabulary.indicators import BY_ID, HEADLINES
from vocabulary.messages import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

OVER_TIME, DIFFERENCES = "over-time.png", "differences.png"
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
        drawn += [DIFFERENCES, heat_map.FILE]
    network_picture.draw(tables, folder / network_picture.FILE, language)
    return [*drawn, network_picture.FILE]


def draw_over_time(tables: Tables, path: Path, language: str) -> None:
    """Draw the headline indicators over time, each policy a line with the band of its 95 % interval."""
    with page(path, say(language, "figure.over_time"), tables, language) as sheet:
        panels = sheet.subplots(1, len(HEADLINES))
        sheet.subplots_adjust(left=0.05, right=0.845, top=0.82, bottom=0.19, wspace=0.52)
        for axes, indicator in zip(panels, HEADLINES, strict=True):
            _time_panel(axes, tables, indicator, language)


def _time_panel(axes: Axes, tables: Tables, indicator: str, language: str) -> None:
    ends: list[float] = []
    times = [week / WEEKS_A_YEAR for week in tables.weeks]
    for position, policy in enumerate(tables.policies):
        ends.append(_time_line(axes, tables, indicator, policy, position, times, language))
    axes.set_title(block_title(indicator, language))
    axes.set_xlabel(say(language, "figure.years"))
    axes.set_xlim(0, times[-1])
    if times[-1] >= 2:
        axes.set_xticks(range(int(times[-1]) + 1))
    axes.set_ylim(bottom=0)
    _name_lines(axes, tables, ends, times[-1], language)


def _time_line(
    axes: Axes, tables: Tables, indicator: str, policy: str, position: int, times: list[float], language: str
) -> float:
    """Draw one policy and return where its line ends."""
    declared, style = BY_ID[indicator], look(position)
    found = bands(tables.histories(policy, indicator))
    nan = float("nan")
    middle, low, high = (
        [nan if value is None else axis_value(declared, value, language) for value in values]
        for values in (
            [one.mean for one in found],
            [one.low for one in found],
            [one.high for one in found],
        )
    )
    axes.fill_between(times, low, high, color=style.color, alpha=0.18, linewidth=0)
    axes.plot(times, middle, color=style.color, linestyle=style.dashes, linewidth=2.2)
    axes.plot(times[-1:], middle[-1:], color=style.color, marker=style.marker, markersize=6, clip_on=False, zorder=5)
    return middle[-1]


def _name_lines(axes: Axes, tables: Tables, ends: list[float], time: float, language: str) -> None:
    """Write each policy's name and last value beside the end of its line, moved apart where they would overlap."""
    known = [n for n, end in enumerate(ends) if end == end]
    low, high = axes.get_ylim()
    for n, place in zip(known, spread_apart([ends[n] for n in known], 0.055 * (high - low)), strict=True):
        text = f"{tables.name(tables.policies[n], language)}  {ends[n]:.1f}"
        axes.annotate(
            text,
            (time, place),
            xytext=(10, 0),
            textcoords="offset points",
            va="center",
            color=look(n).color,
            fontsize=11.5,
            annotation_clip=False,
        )


def draw_differences(tables: Tables, path: Path, language: str) -> None:
    """Draw the paired differences from the baseline: dots with intervals, and the zone that does not matter."""
    shown = [indicator for indicator in COMPARED if _has_differences(tables, indicator)]
    baseline = tables.name(tables.baseline, language)
    title = say(language, "figure.differences", baseline=baseline)
    rows = -(-len(shown) // 4)
    panel = 0.5 + 0.36 * (len(tables.policies) - 1)
    between_rows = 1.25
    height = 2.6 + rows * panel + (rows - 1) * between_rows
    note = say(language, "figure.difference_note")
    with page(path, title, tables, language, (13.0, height), note) as sheet:
        panels = sheet.subplots(rows, 4, squeeze=False)
        sheet.subplots_adjust(
            left=0.13,
            right=0.98,
            top=1 - 1.15 / height,
            bottom=1.45 / height,
            wspace=0.16,
            hspace=between_rows / panel,
        )
        for axes in panels.flat[len(shown) :]:
            axes.set_axis_off()
        for number, (axes, indicator) in enumerate(zip(panels.flat, shown, strict=False)):
            _difference_panel(axes, tables, indicator, language, named=number % 4 == 0)


def _has_differences(tables: Tables, indicator: str) -> bool:
    return any(
        one.difference and one.difference.interval.mean is not None for one in findings(tables.result, indicator)
    )


def _difference_panel(axes: Axes, tables: Tables, indicator: str, language: str, *, named: bool) -> None:
    found = findings(tables.result, indicator)
    declared = BY_ID[indicator]
    others = found[1:]
    for row, one in enumerate(others):
        _difference_dot(axes, one, row, language)
    matters = smallest_that_matters(declared.matters, *(one.level.mean for one in found))
    zone = axis_value(declared, matters, language)
    axes.axvspan(-zone, zone, color=PALE, zorder=0, linewidth=0)
    axes.axvline(0, color=INK, linewidth=1)
    axes.grid(axis="y", visible=False)
    axes.set_ylim(len(others) - 0.5, -0.5)
    axes.set_yticks(range(len(others)), [tables.name(one.policy, language) for one in others] if named else [])
    axes.tick_params(axis="y", length=0)
    better = {"max": "figure.right_is_better", "min": "figure.left_is_better", "": "figure.neither_is_better"}
    axes.set_title(wrapped(label(indicator, language), 28), fontsize=11.5)
    axes.set_xlabel(
        f"{axis_unit(declared, language, difference=True)}  {say(language, better[declared.goal])}", fontsize=10
    )


def _difference_dot(axes: Axes, found: Finding, row: int, language: str) -> None:
    if found.difference is None or found.difference.interval.mean is None:
        return
    declared, style, change = BY_ID[found.indicator], look(row + 1), found.difference.interval
    if change.low is not None and change.high is not None:
        ends = [axis_value(declared, end, language) for end in (change.low, change.high)]
        axes.plot(ends, [row, row], color=style.color, linewidth=2.4, solid_capstyle="butt")
    color = style.color if found.verdict in ("higher", "lower") else "white"
    middle = axis_value(declared, found.difference.interval.mean, language)
    axes.plot(
        [middle], [row], style.marker, markersize=8, color=style.color, markerfacecolor=color, markeredgewidth=1.6
    )


def described(tables: Tables, indicator: str, language: str) -> str:
    """Return the differences of an indicator in words: the text that stands in for the picture."""
    parts = [
        f"{tables.name(one.policy, language)} {gap(BY_ID[indicator], one.difference.interval.mean, language)}"
        f" ({verdict_words(one.verdict, language)})"
        for one in findings(tables.result, indicator)
        if one.difference is not None and one.verdict is not None
    ]
    return say(language, "words.list_separator").join(parts)
