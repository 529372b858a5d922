"""How every figure looks: colors that the color-blind tell apart, line styles, the shipped font, a caption."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.costs import is_equal_money, is_unequal
from analysis.font import use_font
from analysis.tables import Tables
from analysis.wording import width
from vocabulary.messages import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, FAINT, PALE = "#222222", "#767676", "#E6E6E6"
COLORS = ("#555555", "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""Okabe and Ito's colors, the baseline in gray; yellow is left out, it does not show on white."""
DASHES: tuple[Any, ...] = ("-", (0, (6, 2)), (0, (2, 1.5)), (0, (6, 2, 1.5, 2)), "-", (0, (4, 4)), (0, (1, 1)), "-.")
MARKERS = ("o", "s", "D", "^", "v", "P", "X", "o")
FURTHER_MARKERS = ("<", ">", "*", "p", "h", "d", "8", "H")
MOST_DRAWN = 16
"""Policies that can be told from each other in a figure: two rounds of colors, each with its own dashes and markers."""
NAME_COLUMNS = 26
"""Columns of a line of a policy's name beside a line or a row."""
LINE_INCHES = 0.2
NEVER_FIRST = "，。；：、）”"
DOTS_PER_INCH = 150
INCHES = (13.0, 6.75)
TITLE_SIZE = 17.0

SETTINGS: dict[Any, Any] = {
    "font.size": 12,
    "axes.titlesize": 13,
    "axes.titlelocation": "left",
    "axes.titlepad": 10,
    "axes.labelcolor": INK,
    "axes.edgecolor": FAINT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "grid.color": PALE,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "svg.fonttype": "path",
}


@dataclass(frozen=True)
class Look:
    """Color, line style and marker of one policy: the same in every figure."""

    color: str
    dashes: Any
    marker: str


def look(position: int) -> Look:
    """Return the look of the policy at a position: beyond the eighth with the color of an earlier one."""
    around, turn = divmod(position, len(COLORS))
    markers = FURTHER_MARKERS if around % 2 else MARKERS
    return Look(COLORS[turn], DASHES[(turn + 3 * around) % len(DASHES)], markers[turn])


def measured(texts: Iterable[str], size: float) -> float:
    """Return the width in inches of the widest text, in the shipped font."""
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with mpl.rc_context(SETTINGS):
        use_font()
        sheet = Figure(dpi=DOTS_PER_INCH)
        renderer = FigureCanvasAgg(sheet).get_renderer()  # type: ignore[no-untyped-call]
        widths = [sheet.text(0, 0, text, fontsize=size).get_window_extent(renderer).width for text in texts]
    return max(widths, default=0.0) / DOTS_PER_INCH


def names_in_lines(tables: Tables, language: str) -> list[str]:
    """Return the policies' names, each in lines that are short enough to stand beside a row."""
    return [wrapped(tables.name(policy, language), NAME_COLUMNS) for policy in tables.policies]


def row_inches(names: Iterable[str], least: float) -> float:
    """Return the height in inches that a row needs to hold the name with the most lines."""
    return max(least, LINE_INCHES * max((name.count("\n") + 1 for name in names), default=1) + 0.08)


@contextmanager
def page(
    path: Path, title: str, tables: Tables, language: str, inches: tuple[float, float] = INCHES, note: str = ""
) -> Iterator[Figure]:
    """Give a figure with title, caption and perhaps a note above it, saved when the block ends. No window is opened."""
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with mpl.rc_context(SETTINGS):
        use_font()
        sheet = Figure(figsize=inches, dpi=DOTS_PER_INCH, facecolor="white")
        FigureCanvasAgg(sheet)
        columns = int(inches[0] * 14)
        size = TITLE_SIZE * min(1.0, 0.94 * inches[0] / measured([title], TITLE_SIZE))
        foot = [wrapped(text, columns) for text in (note, caption(tables, language)) if text]
        sheet.text(0.03, 1 - 0.25 / inches[1], title, fontsize=size, va="top")
        sheet.text(0.03, 0.16 / inches[1], "\n".join(foot), fontsize=9.5, color=FAINT, va="bottom", linespacing=1.35)
        yield sheet
        sheet.savefig(path, metadata={"Software": None})


def caption(tables: Tables, language: str) -> str:
    """Return what stands under every figure: where the numbers come from, and of how many runs."""
    result = tables.result
    text = say(
        language,
        "figure.caption",
        place=tables.place(language),
        scale=f"{result['scale']:g}",
        runs=result["replicates"],
        policies=len(tables.policies),
        seed=result["seed"],
    )
    if not is_equal_money(result):
        return text
    said = say(language, "figure.unequal_money" if is_unequal(result) else "figure.equal_money")
    return f"{text} {said}" if language == "en" else text + said


def wrapped(text: str, columns: int) -> str:
    """Return the text in lines of at most so many columns, a Chinese character counting for two."""
    if width(text) == len(text):
        return textwrap.fill(text, columns)
    lines = [""]
    for sign in text:
        full = width(lines[-1] + sign) > columns and sign not in NEVER_FIRST
        lines = [*lines, sign] if full else [*lines[:-1], lines[-1] + sign]
    return "\n".join(line.strip() for line in lines)


def spread_apart(places: list[float], gap: float) -> list[float]:
    """Move places on a line as little as need be so that neighbors are ``gap`` apart; their order stays."""
    order = sorted(range(len(places)), key=lambda n: places[n])
    moved = [places[n] for n in order]
    for _ in range(200):
        for n in range(len(moved) - 1):
            push = gap - (moved[n + 1] - moved[n])
            if push > 1e-9:
                moved[n] -= push / 2
                moved[n + 1] += push / 2
    result = [0.0] * len(places)
    for n, place in zip(order, moved, strict=True):
        result[n] = place
    return result


def kept_within(places: list[float], gap: float, low: float, high: float) -> list[float]:
    """Move places that are ``gap`` apart so that all lie between two ends with half a gap to spare; order stays."""
    order = sorted(range(len(places)), key=lambda n: places[n])
    result = list(places)
    for rank, n in enumerate(order):
        above = len(order) - 1 - rank
        result[n] = min(max(places[n], low + gap * (rank + 0.5)), high - gap * (above + 0.5))
    return result


def plain(axes: Axes) -> None:
    """Take frame, grid and ticks away."""
    axes.grid(visible=False)
    axes.set_axis_off()
