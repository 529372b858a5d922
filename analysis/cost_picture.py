"""What each policy cost, drawn: bars of money, and beside them dots of cost per need met and of unpaid hours."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from analysis.costs import COST, costs_of, is_equal_money
from analysis.findings import findings, sized
from analysis.style import INK, look, measured, names_in_lines, page, row_inches, wrapped
from analysis.tables import Tables
from analysis.wording import axis_unit, axis_value, ends, figure, label, with_unit_for
from vocabulary.messages import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FILE = "costs.png"
BESIDE = ("cost_per_need_met", "unpaid_hours")
ROW_SIZE = 12.0


def draw(tables: Tables, path: Path, language: str) -> None:
    """Draw a row a policy: what it cost the public, per need met, and in unpaid hours."""
    names = names_in_lines(tables, language)
    panel = 0.4 + row_inches(names, 0.4) * len(names)
    height = 3.0 + panel
    left = measured(names, ROW_SIZE) + 0.4
    wide = left + 11.3
    note = say(language, "figure.costs_equal_note" if is_equal_money(tables.result) else "figure.costs_note")
    with page(path, say(language, "figure.costs"), tables, language, (wide, height), note) as sheet:
        panels = sheet.subplots(1, 1 + len(BESIDE), width_ratios=[1.4, 1, 1])
        sheet.subplots_adjust(
            left=left / wide, right=1 - 0.3 / wide, top=1 - 1.2 / height, bottom=1.75 / height, wspace=0.14
        )
        _bars(panels[0], tables, language)
        for axes, indicator in zip(panels[1:], BESIDE, strict=True):
            _dots(axes, tables, indicator, language)
        for number, axes in enumerate(panels):
            axes.set_ylim(len(names) - 0.5, -0.5)
            axes.set_yticks(range(len(names)), names if number == 0 else [], fontsize=ROW_SIZE)
            axes.tick_params(axis="y", length=0)
            axes.grid(axis="y", visible=False)
            axes.set_xlim(left=0)


def _bars(axes: Axes, tables: Tables, language: str) -> None:
    costs = [costs_of(tables.result, policy)["mean"] or 0.0 for policy in tables.policies]
    unit = with_unit_for(COST, language, *costs)
    for row, (policy, cost) in enumerate(zip(tables.policies, costs, strict=True)):
        own, whole = axis_value(unit, _own(tables, policy, cost)), axis_value(unit, cost)
        axes.barh(row, own, height=0.62, color=look(row).color, linewidth=0)
        axes.barh(row, whole - own, left=own, height=0.62, facecolor="white", edgecolor=look(row).color, hatch="////")
        axes.text(whole, row, f" {figure(unit, cost)}", va="center", ha="left", fontsize=10.5, color=INK)
    axes.set_xlim(0, 1.16 * max(axis_value(unit, max(costs)), 1e-9))
    axes.set_title(label("public_cost", language), fontsize=11.5)
    axes.set_xlabel(axis_unit(unit, language), fontsize=10)


def _own(tables: Tables, policy: str, cost: float) -> float:
    """Return what a policy cost itself: at equal money without the casework bought."""
    if not is_equal_money(tables.result):
        return cost
    return min(cost, tables.result["equal_money"][policy]["own_cost"]["mean"] or 0.0)


def _dots(axes: Axes, tables: Tables, indicator: str, language: str) -> None:
    declared = sized(tables.result, indicator, language)
    for row, one in enumerate(findings(tables.result, indicator)):
        if one.level.mean is None:
            continue
        style = look(row)
        if shown := ends(declared, one.level):
            axes.plot(
                [axis_value(declared, end) for end in shown],
                [row, row],
                color=style.color,
                linewidth=2.4,
                solid_capstyle="butt",
            )
        axes.plot([axis_value(declared, one.level.mean)], [row], style.marker, markersize=8, color=style.color)
    axes.locator_params(axis="x", nbins=4)
    axes.xaxis.set_major_formatter("{x:,g}")
    axes.set_title(wrapped(label(indicator, language), 30), fontsize=11.5)
    axes.set_xlabel(axis_unit(declared, language), fontsize=10)
