"""The reference workload: ours and the peers', by turns, once their curves agree."""

from __future__ import annotations

from typing import cast

from benchmarks import workload
from benchmarks.agreement import Agreement, compare, curves
from benchmarks.failing import FailedError
from benchmarks.measuring import Result, Work, by_turns, ratio, summary, tell
from benchmarks.peers.listing import FLOOR, PLAIN, peers
from benchmarks.peers.spec import Peer, make_town

OURS = cast(Peer, workload)
SIZES = {10_000: "10k", 100_000: "100k"}
SLOW = {"Mesa", "Mesa, neighbors kept", "AgentPy"}
"""Peers that live agent by agent: they are given few weeks."""
WARM_WEEKS = 30


def measure(quick: bool) -> Result:
    """Return what a resident-week costs each peer, and the ratios that the table asks for."""
    found, skipped = peers()
    for sentence in skipped:
        tell(f"  {sentence}.")
    everybody = {OURS.NAME: OURS, **found}
    agreements = agree(everybody, residents=1000, runs=6 if quick else 16)
    rows: dict[str, float | None] = {}
    sizes: Result = {}
    for residents, suffix in list(SIZES.items())[: 1 if quick else None]:
        tell(f"  {residents:,} residents: {', '.join(everybody)}, by turns")
        taken = by_turns(works(everybody, residents, quick), 3 if quick else 7)
        sizes[str(residents)] = {
            name: summary(times) | {"times_ours": ratio(taken, name, OURS.NAME)} for name, times in taken.items()
        }
        rows[f"mesa_{suffix}"] = ratio(taken, PLAIN, OURS.NAME) if PLAIN in taken else None
        rows[f"c_{suffix}"] = ratio(taken, OURS.NAME, FLOOR) if FLOOR in taken else None
    lines = {name: peer.LINE for name, peer in everybody.items()}
    return {"rows": rows, "sizes": sizes, "agreement": agreements, "peers": lines, "skipped": skipped}


def agree(everybody: dict[str, Peer], residents: int, runs: int) -> Result:
    """Hold the peers' mean curves against ours.

    Raises
    ------
    FailedError
        If a peer lives another model.
    """
    found: dict[str, Agreement] = {}
    ours = curves(OURS, residents, runs)
    for name, peer in everybody.items():
        if peer is not OURS:
            found[name] = compare(ours, curves(peer, residents, runs))
            tell(f"  {name}: the surest gap is {found[name].gap:+.4f} ({found[name].where}), p = {found[name].p:.2g}")
            if not found[name].holds:
                raise FailedError(f"{name} lives another model than we do: {found[name]}")
    each = {name: agreement._asdict() for name, agreement in found.items()}
    return {"residents": residents, "runs": runs, "peers": each}


def works(everybody: dict[str, Peer], residents: int, quick: bool) -> dict[str, Work]:
    """Return what is timed: each peer in the same town, its first weeks behind it."""
    town = make_town(residents, seed=1)
    found = {}
    for name, peer in everybody.items():
        live = peer.begin(town, 1)
        slow = name in SLOW
        live(2 if slow else WARM_WEEKS)
        resident_weeks = (5e4 if slow else 2e6) / (2 if quick else 1)
        weeks = max(1 if slow else 4, round(resident_weeks / residents))
        found[name] = Work(lambda live=live, weeks=weeks: live(weeks), residents * weeks)  # type: ignore[misc]
    return found
