"""The figures of ``docs/speed.md``: how the cost grows, and what peers cost. They look like the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from analysis.font import use_font
from analysis.style import COLORS, DOTS_PER_INCH, FAINT, INK, MARKERS, SETTINGS, wrapped
from benchmarks.table import rounded

Results = Mapping[str, Mapping[str, Any]]
INCHES = (9.0, 4.6)
FOLDER = Path("docs") / "images"
GROWTH = {"residents": "residents", "organizations": "organizations", "needs": "open needs"}
"""What a week's cost is drawn over."""


def draw_all(results: Results, folder: Path = FOLDER) -> list[Path]:
    """Draw every figure for which there are results, and return where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = []
    for name, draw in FIGURES.items():
        if name in drawn_from(results):
            path = folder / f"speed-{name}.png"
            draw(results, path)
            drawn.append(path)
    return drawn


def drawn_from(results: Results) -> list[str]:
    """Return the names of the figures that can be drawn from some results."""
    needed = {"peers": "workload", "replicates": "batches", "workers": "batches"}
    return [name for name in FIGURES if needed.get(name, "growth") in results]


@contextmanager
def sheet(path: Path, title: str, note: str) -> Iterator[Any]:
    """Give the axes of a figure with title and note, saved when the block ends. No window is opened."""
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with mpl.rc_context(SETTINGS):
        use_font()
        figure = Figure(figsize=INCHES, dpi=DOTS_PER_INCH, facecolor="white")
        FigureCanvasAgg(figure)
        figure.text(0.03, 1 - 0.22 / INCHES[1], title, fontsize=15, va="top")
        figure.text(0.03, 0.14 / INCHES[1], wrapped(note, 125), fontsize=9.5, color=FAINT, va="bottom")
        axes = figure.add_axes((0.11, 0.24, 0.86, 0.61))
        yield axes
        figure.savefig(path, metadata={"Software": None})


def grown(what: str, results: Results, path: Path) -> None:
    """Draw a resident-week's cost over something that there may be much or little of."""
    points = results["growth"][what]
    note = "Medians of three quarters, and their range. Processor time of one thread, all mechanisms on."
    with sheet(path, f"Cost of a week over {GROWTH[what]}", note) as axes:
        xs, ys = [p[what] for p in points], [p["median"] for p in points]
        errors = [[p["median"] - p["low"] for p in points], [p["high"] - p["median"] for p in points]]
        axes.errorbar(xs, ys, yerr=errors, color=COLORS[1], marker=MARKERS[0], linewidth=2, capsize=3)
        over_powers(axes, xs, GROWTH[what])
        axes.set_ylabel("nanoseconds per resident-week")
        axes.set_ylim(0, 1.15 * max(p["high"] for p in points))
        label_points(axes, xs, ys, [p["high"] for p in points])


def over_powers(axes: Any, xs: Sequence[float], name: str) -> None:
    """Set a logarithmic axis that bears the numbers themselves."""
    axes.set_xscale("log")
    axes.set_xticks(xs, [f"{x:,}" for x in xs])
    axes.minorticks_off()
    axes.set_xlabel(name)


def label_points(axes: Any, xs: Sequence[float], ys: Sequence[float], tops: Sequence[float]) -> None:
    """Write each value above what is drawn of it."""
    for x, y, top in zip(xs, ys, tops, strict=True):
        axes.annotate(rounded(y), (x, top), (0, 6), textcoords="offset points", ha="center", fontsize=10, color=INK)


def counted(what: str, results: Results, path: Path) -> None:
    """Draw how long a batch takes over the number of replicates or of workers."""
    points = results["batches"][what]
    cores = results["batches"]["machine"]["cores"]
    note = {
        "replicates": "One process, from nothing loaded to the last result; dashed: in proportion to the longest.",
        "workers": f"As many processes, on {cores} processors; dashed: if all of the work could be shared.",
    }[what]
    with sheet(path, f"A batch over the number of {what}", note) as axes:
        xs, ys = [p[what] for p in points], [p["seconds"] for p in points]
        ideal = [ys[0] / x for x in xs] if what == "workers" else [ys[-1] * x / xs[-1] for x in xs]
        axes.plot(xs, ideal, color=FAINT, linestyle=(0, (4, 4)))
        axes.plot(xs, ys, color=COLORS[2], marker=MARKERS[2], linewidth=2)
        axes.set_xticks(xs, [f"{x:,}" for x in xs])
        axes.set_xlabel(what)
        axes.set_ylabel("seconds")
        axes.set_ylim(0, 1.15 * max(ys))
        label_points(axes, xs, ys, ys)


def peers(results: Results, path: Path) -> None:
    """Draw what a resident-week of the reference workload costs each peer."""
    sizes = results["workload"]["sizes"]
    note = "Nanoseconds of processor time, one thread, medians by turns; the axis is logarithmic."
    with sheet(path, "The reference workload: a resident-week", note) as axes:
        names = sorted(next(iter(sizes.values())), key=lambda name: -next(iter(sizes.values()))[name]["median"])
        for turn, (residents, each) in enumerate(sizes.items()):
            places = [k + 0.38 * (turn - (len(sizes) - 1) / 2) for k in range(len(names))]
            values = [each[name]["median"] for name in names]
            axes.barh(places, values, height=0.34, color=COLORS[1 + turn], label=f"{int(residents):,} residents")
            for place, value in zip(places, values, strict=True):
                axes.text(value, place, f" {rounded(value)}", va="center", fontsize=9.5)
        axes.set_position((0.24, 0.24, 0.72, 0.61))
        axes.set_xscale("log")
        axes.set_xlim(right=4 * max(value["median"] for each in sizes.values() for value in each.values()))
        axes.set_yticks(range(len(names)), names)
        axes.grid(axis="y", visible=False)
        axes.invert_yaxis()
        axes.set_xlabel("nanoseconds per resident-week")
        axes.legend(frameon=False, loc="lower right")


FIGURES: Mapping[str, Any] = {
    "peers": peers,
    "residents": lambda results, path: grown("residents", results, path),
    "organizations": lambda results, path: grown("organizations", results, path),
    "needs": lambda results, path: grown("needs", results, path),
    "replicates": lambda results, path: counted("replicates", results, path),
    "workers": lambda results, path: counted("workers", results, path),
}
"""Every figure by name."""
