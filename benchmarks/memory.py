"""What is kept of each resident: state and network, column by column, and what for.

A column counts as far as it grows with the residents: two towns of the same place, one of half the size, are laid side
by side, and the difference in bytes is divided by that in residents. What phases use for a moment is not state.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from benchmarks.lived import lived, residents_of
from benchmarks.measuring import Result
from benchmarks.whole import PLACE

LEFT_OUT = {"model", "place", "settings", "organizations", "project_agents", "values"}
"""Attributes of the world that hold no columns of residents: bodies' agents, and what was read from files."""
PADDING = "padding"
WORTH_TELLING = 0.005


def measure(quick: bool) -> Result:
    """Return bytes per resident by column."""
    found = per_resident(0.05 if quick else 0.5, 0.1 if quick else 1.0)
    return {"rows": {"memory": sum(found.values())}, "columns": {name: round(size, 3) for name, size in found.items()}}


def per_resident(scale: float, larger: float) -> dict[str, float]:
    """Return the bytes by which each column grows with a resident more, the largest first."""
    small, large = (lived(PLACE, scale=each) for each in (scale, larger))
    more = residents_of(large) - residents_of(small)
    before, after = bytes_of(small.world), bytes_of(large.world)
    growth = {name: (size - before.get(name, 0)) / more for name, size in after.items()}
    return {name: size for name, size in sorted(growth.items(), key=lambda e: (-e[1], e[0])) if size > WORTH_TELLING}


def bytes_of(world: Any) -> dict[str, int]:
    """Return the bytes of each column that a world holds; an array that is held twice counts once."""
    found: dict[str, int] = {}
    seen: set[int] = set()
    for name, array in arrays_in("", world):
        whole = array
        while isinstance(whole.base, np.ndarray):
            whole = whole.base
        if id(whole) in seen:
            continue
        seen.add(id(whole))
        for column, share in shares_of(whole.dtype).items():
            key = f"{name}.{column}" if column else name
            found[key] = found.get(key, 0) + whole.size * share
    return found


def arrays_in(name: str, thing: Any) -> Iterator[tuple[str, np.ndarray[Any, Any]]]:
    """Yield all arrays that something holds, each with where it is: ``town.ties``."""
    inner: Mapping[str, Any] = {}
    if isinstance(thing, np.ndarray):
        yield name, thing
    elif hasattr(thing, "_asdict"):
        inner = thing._asdict()
    elif isinstance(thing, dict):
        inner = {str(key): value for key, value in thing.items()}
    elif isinstance(thing, list | tuple):
        inner = {str(at): value for at, value in enumerate(thing)}
    elif type(thing).__module__.split(".")[0] == "model":
        inner = {key: value for key, value in vars(thing).items() if key not in LEFT_OUT}
    for key, value in inner.items():
        yield from arrays_in(f"{name}.{key}".lstrip("."), value)


def shares_of(kind: np.dtype[Any]) -> dict[str, int]:
    """Return the bytes of an entry by column; what lies unused between columns is ``PADDING``."""
    if kind.names is None:
        return {"": kind.itemsize}
    sizes = {name: kind[name].itemsize for name in kind.names}
    unused = kind.itemsize - sum(sizes.values())
    return {**sizes, **({PADDING: unused} if unused else {})}


WHY: Mapping[str, str] = {
    "town.ties": "the other ends of a resident's ties, each tie held at both",
    "town.first_tie": "where a resident's ties begin",
    "town.kin": "whether a tie is of neighbors or of kin and work, a bit each",
    "town.seen": "what others see of a resident at the start of the week, packed into a word",
    "town.names": "identities: they key a resident's luck, whatever row they lie in",
    "town.homes": "rows of the dwellings that can be found, where an influx is waited for: it moves nobody's partners",
    "people.community": "where one lives: offers, rooms, and levers are those of the community",
    "people.grid": "the grid, by which grid workers find needs and safety is felt",
    "people.group": "population group: barriers, needs, and ties differ by it",
    "people.age": "age band: who is an adult, and what is needed",
    "people.marks": "woman, professional, Party member; a neighbor leads the way; how one last came to take part",
    "people.present": "whether somebody lives here",
    "people.since": "when they moved in",
    "people.interest": "domains one cares for, a bit each",
    "people.threshold": "share of neighbors taking part that one waits for",
    "people.proneness": "how often needs arise, against the average",
    "people.propensity": "how readily one asks, against the average",
    "people.base_trust": "trust that one falls back to",
    "people.trust": "trust now",
    "people.memory": "how one remembers being helped",
    "people.identification": "how much one identifies with the community",
    "people.known": "domains in which one knows whom to turn to, a bit each",
    "people.told": "domains that outreach told of this week, a bit each",
    "people.contact": "who visited or invited this week, a bit each",
    "people.state": "inactive, attends, volunteers, or leads",
    "people.organization": "the organization that one works with",
    "people.placed": "the domain of this week's place at an activity",
    "people.last": "when one last took part",
    "people.previous": "when one took part the time before: for the indicator of those who came twice",
    "people.mobilized": "when one was last called up by order: counted apart from taking part",
    "people.last_by_domain": "when one last took part in each of nine domains, in a byte: for breakdowns by domain",
    "people.gain": "sense of gain",
    "people.happiness": "sense of happiness",
    "people.efficacy": "the feeling that proposals are heard",
    "people.proposed": "whether one has made a proposal",
    "people.near_active": "neighbors taking part, as seen this week",
    "people.near_present": "neighbors at home, as seen this week",
    "people.near_memory": "what neighbors tell of being helped",
    "people.near_gain": "neighbors' sense of gain",
    "people.requests": "times that one asked, up to 255: counted only",
    "people.rose": "when one last began to volunteer: counted only",
    "people.padding": "between columns of a row: unused",
    "wish": "what one wishes this week",
    "order": "the order in which residents look, for the variant in which they see each other as it happens",
    "duty.who": "rows of the Party members who have hours left for visits",
    "duty.hours": "and how many",
    "needs.who": "whose need it is; the ledger has room for a need to four residents, and grows by an eighth",
    "needs.identity": "keys the need's luck",
    "needs.domain": "in which domain",
    "needs.group": "group of whoever has it, also after they have left",
    "needs.community": "and their community",
    "needs.severity": "how grave it is",
    "needs.born": "when it arose",
    "needs.status": "how far it has come",
    "needs.body": "which body has it",
    "needs.since": "since when",
    "needs.ready": "when it can be served at the earliest",
    "needs.asked": "when it was asked for",
    "needs.marks": "who brought it, and what it has been through",
    "needs.padding": "between columns of a row: unused",
}
"""What each column is for. The columns are declared in ``model/columns.py`` and ``model/world.py``."""
