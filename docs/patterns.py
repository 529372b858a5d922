"""Writes ``docs/patterns.md``, what ``run.py patterns`` prints as a page: ``python -m docs.patterns``."""

from __future__ import annotations

from pathlib import Path

from analysis.patterns import pattern_page
from docs.stamp import stamp
from experiments.patterns import measure_patterns, plan_patterns
from experiments.progress import Progress
from experiments.workers import worker_count

PAGE = Path(__file__).with_name("patterns.md")
COMMAND = "python run.py patterns"


def main() -> None:
    """Measure with the values that hold where nothing is asked for, and write the page."""
    measured = measure_patterns(plan_patterns(), worker_count(None), Progress("en", shown=True))
    page = pattern_page(measured.result(), "en", COMMAND)
    PAGE.write_text(f"{page.rstrip()}\n\n{stamp()}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
