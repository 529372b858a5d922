"""A whole subdistrict over five years, and a million residents over one."""

from __future__ import annotations

from benchmarks.alone import alone
from benchmarks.measuring import Result, tell

FIVE_YEARS, YEAR = 260, 52
MILLION = 1_000_000


def subdistrict(quick: bool) -> Result:
    """Return what building Jiangdong at full size and living five years in it takes of one core."""
    weeks = 26 if quick else FIVE_YEARS
    found = alone("town", residents=224_000, weeks=weeks)
    tell(f"  {weeks} weeks: {found['weeks_lived']:.1f} s, built in {found['build']:.1f} s")
    return {"rows": {"subdistrict": found["build"] + found["weeks_lived"] * FIVE_YEARS / weeks}, **found}


def million(quick: bool) -> Result:
    """Return what a million residents take of one core, and of memory."""
    residents, weeks = (100_000, 13) if quick else (MILLION, YEAR)
    found = alone("town", residents=residents, weeks=weeks)
    tell(f"  {residents:,} residents, {weeks} weeks: {found['weeks_lived']:.1f} s, built in {found['build']:.1f} s")
    rows = {"million": found["build"] + found["weeks_lived"], "million_memory": found["most"]}
    return {"rows": {} if quick else rows, **found}
