"""Puts the week, as ``run.py week`` prints it, between its markers in both READMEs: ``python -m docs.week``."""

from __future__ import annotations

import re
from pathlib import Path

from analysis import lists
from experiments import listings

ROOT = Path(__file__).resolve().parents[1]
READMES = {"en": ROOT / "README.md", "zh": ROOT / "README.zh.md"}
MARKED = re.compile(r"(?s)(<!-- week: begin -->\n).*?(<!-- week: end -->)")


def printed(language: str) -> str:
    """Return the week as the program prints it, as a fenced block of text."""
    return f"```text\n{lists.week({'week': listings.week()}, language)}\n```\n"


def with_week(text: str, language: str) -> str:
    """Return a README with the present week between its markers.

    Raises
    ------
    ValueError
        If the markers are not there, once each.
    """
    new, count = MARKED.subn(lambda found: found[1] + printed(language) + found[2], text)
    if count != 1:
        raise ValueError("the README must have one pair of markers for the week")
    return new


def main() -> None:
    """Rewrite both READMEs."""
    for language, path in READMES.items():
        path.write_text(with_week(path.read_text("utf-8"), language), encoding="utf-8")


if __name__ == "__main__":
    main()
