"""Who gains and who loses: differences from the baseline by population group and by domain, a cell each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from analysis.findings import between
from analysis.statistics import Difference, Verdict, mean
from analysis.style import FAINT, INK, measured, names_in_lines, page, row_inches
from analysis.tables import Tables
from analysis.wording import axis_unit, figure, label
from vocabulary.categories import DOMAINS, GROUPS, Category
from vocabulary.indicators import BY_ID, HEADLINES
from vocabulary.messages import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FILE = "groups-and-domains.png"
COLUMNS = tuple(("group", category) for category in GROUPS) + tuple(("domain", category) for category in DOMAINS)
GAP_AFTER = len(GROUPS)
HEADING_INCHES = 0.72
ROW_SIZE = 12.0
LOSS, NEUTRAL, GAIN = "#D55E00", "#FFFFFF", "#0072B2"
Cell = tuple[Difference, Verdict]


def draw(tables: Tables, path: Path, language: str) -> None:
    """Draw the two headline indicators, one map above the other."""
    title = say(language, "figure.groups", baseline=tables.name(tables.baseline, language))
    names = names_in_lines(tables, language)
    each = row_inches(names, 0.46) * len(names) + 0.25
    left = measured(names, ROW_SIZE) + 0.4
    wide = left + 12.0
    height = 3.85 + len(HEADLINES) * each
    note = say(language, "figure.map_note")
    with page(path, title, tables, language, (wide, height), note) as sheet:
        panels = sheet.subplots(len(HEADLINES), 1, sharex=True)
        margins = {"left": left / wide, "right": 1 - 0.2 / wide, "top": 1 - 1.2 / height, "bottom": 1.9 / height}
        sheet.subplots_adjust(**margins, hspace=0.75 / each)
        for axes, indicator in zip(panels, HEADLINES, strict=True):
            _map(axes, tables, indicator, language)
            axes.set_yticks(range(-1, len(names) - 1), names, fontsize=ROW_SIZE)
        _name_columns(panels[-1], language)


def place_of(column: int) -> float:
    """Return where a column stands: the domains a little apart from the groups."""
    return column + (0.35 if column >= GAP_AFTER else 0.0)


def _map(axes: Axes, tables: Tables, indicator: str, language: str) -> None:
    others = tables.policies[1:]
    cells = {
        (row, column): between(tables, indicator, policy, tables.baseline, dimension, category.id)
        for row, policy in enumerate(others)
        for column, (dimension, category) in enumerate(COLUMNS)
    }
    most = max((abs(cell[0].interval.mean or 0.0) for cell in cells.values()), default=0.0) or 1.0
    for column, (dimension, category) in enumerate(COLUMNS):
        _baseline_cell(axes, tables, indicator, column, dimension, category, language)
        for row in range(len(others)):
            _cell(axes, indicator, cells[row, column], (place_of(column), row), most, language)
    axes.set_ylim(len(others) - 0.5, -1.5)
    axes.set_xlim(-0.5, place_of(len(COLUMNS) - 1) + 0.5)
    axes.set_title(
        say(
            language,
            "figure.map_title",
            indicator=label(indicator, language),
            level=axis_unit(BY_ID[indicator], language),
            difference=axis_unit(BY_ID[indicator], language, difference=True),
        ),
        pad=14,
    )
    _bare(axes)


def _bare(axes: Axes) -> None:
    axes.grid(visible=False)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _baseline_cell(
    axes: Axes, tables: Tables, indicator: str, column: int, dimension: str, category: Category, language: str
) -> None:
    level = mean(tables.final(tables.baseline, indicator, dimension, category.id))
    text = figure(BY_ID[indicator], level)
    axes.text(place_of(column), -1, text, ha="center", va="center", color=FAINT, fontsize=11.5)


def _cell(axes: Axes, indicator: str, cell: Cell, place: tuple[float, float], most: float, language: str) -> None:
    from matplotlib.patches import Rectangle

    difference, verdict = cell
    change = difference.interval.mean
    sure = verdict in ("higher", "lower")
    color = shade(change / most if change is not None and sure else 0.0)
    x, y = place
    axes.add_patch(Rectangle((x - 0.48, y - 0.46), 0.96, 0.92, facecolor=color, edgecolor="#DDDDDD", linewidth=0.8))
    text = {"none": say(language, "figure.same"), "undefined": "–"}.get(
        verdict, figure(BY_ID[indicator], change, signed=True)
    )
    if verdict == "open":
        text = f"({text})"
    dark = change is not None and sure and abs(change) > 0.6 * most
    axes.text(x, y, text, ha="center", va="center", fontsize=11.5, color="white" if dark else INK if sure else FAINT)


def shade(share: float) -> tuple[float, float, float]:
    """Return a color between loss (-1), nothing (0) and gain (1)."""
    from matplotlib.colors import to_rgb

    end = to_rgb(GAIN if share > 0 else LOSS)
    middle = to_rgb(NEUTRAL)
    weight = min(1.0, abs(share))
    red, green, blue = (m + weight * (e - m) for m, e in zip(middle, end, strict=True))
    return red, green, blue


def _name_columns(axes: Axes, language: str) -> None:
    places = [place_of(column) for column in range(len(COLUMNS))]
    labels = [broken(category.label(language)) for _, category in COLUMNS]
    axes.set_xticks(places, labels, fontsize=10.5)
    for first, last, heading in ((0, GAP_AFTER - 1, "group"), (GAP_AFTER, len(COLUMNS) - 1, "domain")):
        _heading(axes, place_of(first) - 0.45, place_of(last) + 0.45, say(language, f"figure.{heading}_heading"))


def _heading(axes: Axes, left: float, right: float, words: str) -> None:
    """Write what some columns have in common under their names, at a distance in inches."""
    from matplotlib.transforms import ScaledTranslation

    figure = axes.get_figure()
    assert figure is not None
    below = axes.get_xaxis_transform() + ScaledTranslation(0, -HEADING_INCHES, figure.dpi_scale_trans)
    axes.plot([left, right], [0, 0], color=FAINT, linewidth=0.8, transform=below, clip_on=False)
    place = ((left + right) / 2, -0.02)
    axes.text(*place, words, ha="center", va="top", color=FAINT, fontsize=10.5, transform=below)


def broken(text: str, longest: int = 11) -> str:
    """Return a column's name in short lines."""
    if text.isascii():
        lines = [""]
        for word in text.split():
            fits = len(lines[-1]) + len(word) < longest
            lines = [*lines[:-1], f"{lines[-1]} {word}".strip()] if fits else [*lines, word]
        return "\n".join(line for line in lines if line)
    return text
