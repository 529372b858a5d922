"""The record of the last full run, kept with the sources, from which the page is made."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

KEPT = Path(__file__).with_name("record.json")


def write(path: Path, result: Any) -> None:
    """Write JSON with a line for each entry, so that two records can be compared."""
    path.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def kept() -> dict[str, Any]:
    """Return what was kept, by the benchmarks' names; nothing if there is no record yet."""
    found: dict[str, Any] = json.loads(KEPT.read_text("utf-8")) if KEPT.is_file() else {}
    return found


def keep(results: Mapping[str, Any]) -> dict[str, Any]:
    """Put results in the place of earlier ones of the same benchmarks, and return the whole record."""
    whole = {**kept(), **results}
    write(KEPT, whole)
    return whole
