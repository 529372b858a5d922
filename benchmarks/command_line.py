"""Runs benchmarks by name, prints the table of what must hold and is aimed at, and writes JSON.

``python -m benchmarks [NAME ...] [--quick] [--list] [--docs]``
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import table
from benchmarks.benches import BENCHES, BY_NAME
from benchmarks.failing import FailedError
from benchmarks.measuring import Result, tell
from benchmarks.record import keep, write

FOLDER = Path("results") / "bench"
FAILED, REFUSED = 1, 2


def main(words: Sequence[str] | None = None) -> int:
    """Do what the command line asks for and return the exit code."""
    asked = read(words)
    if asked.list:
        for bench in BENCHES:
            print(f"{bench.name:14}{bench.line}")
        return 0
    if unknown := [name for name in asked.names if name not in BY_NAME]:
        print(f"There is no benchmark {unknown[0]!r}: choose among {', '.join(BY_NAME)}.", file=sys.stderr)
        return REFUSED
    if asked.docs and asked.quick:
        print("--docs keeps a full run: leave out --quick.", file=sys.stderr)
        return REFUSED
    names = asked.names or list(BY_NAME)
    results = measure_all(names, asked.quick)
    if asked.docs and results:
        from benchmarks.page import write_page

        write_page(keep(results))
    print(table.as_text(results))
    return 0 if len(results) == len(names) else FAILED


def read(words: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="which benchmarks (all of them if none is named)")
    parser.add_argument("--quick", action="store_true", help="smaller and shorter: to see that all works")
    parser.add_argument("--list", action="store_true", help="list the benchmarks")
    parser.add_argument(
        "--docs", action="store_true", help="keep what was measured as the record and write docs/speed.md from it"
    )
    return parser.parse_args(words)


def measure_all(names: Sequence[str], quick: bool) -> dict[str, Result]:
    """Run benchmarks one after the other; write each result down as soon as it is there. One that fails says why."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    results: dict[str, Result] = {}
    for name in names:
        tell(f"{name}: {BY_NAME[name].line}")
        try:
            results[name] = BY_NAME[name].run(quick)
        except FailedError as fault:
            tell(f"  {name} failed: {fault}.")
            continue
        write(FOLDER / f"{name}.json", results[name])
        write(FOLDER / "table.json", {"rows": table.reached(results)})
    return results
