"""What bounds a row that falls short of its aim: a sentence with figures, from a profile or from parts timed alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from statistics import median
from typing import Any

from benchmarks.table import Row, rounded

Results = Mapping[str, Mapping[str, Any]]


def bound_of(row: Row, results: Results) -> str:
    """Return what bounds a row, as far as something measured says so."""
    say = BOUNDS.get(row.id)
    try:
        return say(results) if say else ""
    except KeyError:  # what would say it has not been measured
        return ""


def by_parts(results: Results, size: str) -> str:
    """Say how the parts of the reference workload share its time."""
    parts = {name: each["median"] for name, each in results["roofline"]["parts"][size].items()}
    whole = parts.pop("whole week")
    listed = ", ".join(f"{name} {rounded(value)}" for name, value in parts.items())
    return (
        f"Of {rounded(whole)} ns a resident-week at {int(size):,} residents, each part alone takes: {listed}. The rest "
        "is guessing wrong who asks and who is served."
    )


def by_phases(results: Results) -> str:
    """Say in which phases the whole model's week is spent."""
    phases = results["model"]["phases"]
    whole = sum(phases.values())
    first = list(phases.items())[:6]
    listed = ", ".join(f"`{name}` {value:.0f}" for name, value in first)
    return (
        f"Of {whole:.0f} ns a resident-week, six phases take {sum(value for _, value in first):.0f}: {listed} "
        "(nanoseconds of processor time; all phases are below)."
    )


def of_building(results: Results, bench: str) -> str:
    """Say how time is divided between building a town and living in it."""
    found = results[bench]
    weeks = found["weeks_lived"] / found["weeks"] / found["residents"] * 1e9
    return (
        f"Building takes {found['build']:.1f} s, {found['weeks']} weeks take {found['weeks_lived']:.1f} s: "
        f"{weeks:.0f} ns a resident-week. It is spent as in the whole model above."
    )


def of_memory(results: Results) -> str:
    """Say which columns are largest."""
    columns = list(results["memory"]["columns"].items())[:5]
    return "Most of it: " + ", ".join(f"`{name}` {rounded(size)} B" for name, size in columns) + "; all are below."


def of_organizations(results: Results) -> str:
    """Say in which phases organizations cost most."""
    found = results["organizations"]
    listed = ", ".join(f"`{name}` {value:.1f}" for name, value in list(found["phases"].items())[:4])
    return (
        f"{found['more']:.0f} organizations more cost, in nanoseconds per resident-week: {listed}. With rounds of "
        "projects, foundings, and all else that comes now and then a thousand of them cost "
        f"{found['with_rounds']:.0f} %."
    )


def of_recording(results: Results) -> str:
    """Say what of it is the record, and what Mesa's data collector."""
    parts = results["model"]["recording"]
    week = results["model"]["nanoseconds"]["model"]["median"] * results["model"]["residents"] / 1e6
    return (
        f"The record takes {100 * parts['record']:.1f} % of a step of {week:.1f} ms, Mesa's data collector "
        f"{100 * parts['collect']:.1f} %."
    )


def of_batch(results: Results) -> str:
    """Say how long both took."""
    taken = results["batches"]["by_hand"]["seconds"]
    return f"The batch took {median(taken['batch']):.1f} s, the runs started by hand {median(taken['by hand']):.1f} s."


def of_start(results: Results, state: str) -> str:
    """Say how the start is divided."""
    found = results["startup"][state]
    return (
        f"Building the town takes {found['build']:.2f} s, its first week {found['week']:.2f} s; the imports before "
        f"them take {found['import']:.2f} s."
    )


def of_engines(results: Results) -> str:
    """Say what both engines cost."""
    found = results["reference"]["nanoseconds"]
    one, other = (found[name]["median"] for name in ("reference engine", "kernels"))
    return f"A resident-week costs {one:,.0f} ns one by one, {other:.0f} ns in kernels. {by_phases(results)}"


BOUNDS: Mapping[str, Callable[[Results], str]] = {
    "mesa_10k": lambda results: by_parts(results, "10000"),
    "mesa_100k": lambda results: by_parts(results, "100000"),
    "c_10k": lambda results: by_parts(results, "10000"),
    "c_100k": lambda results: by_parts(results, "100000"),
    "whole": by_phases,
    "reference": of_engines,
    "subdistrict": lambda results: of_building(results, "subdistrict"),
    "million": lambda results: of_building(results, "million"),
    "million_memory": of_memory,
    "memory": of_memory,
    "organizations": of_organizations,
    "batch": of_batch,
    "recording": of_recording,
    "first_cold": lambda results: of_start(results, "cold"),
    "first_warm": lambda results: of_start(results, "warm"),
}
