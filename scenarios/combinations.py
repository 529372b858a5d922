"""Levers that are sound one by one and make no sense together: cut points that fall, weights that are all nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from scenarios.faults import Fault, ScenarioError
from scenarios.place import Place
from scenarios.policy import Policy, Span
from scenarios.sentences import Phrase, phrase
from vocabulary.parameters import Value
from vocabulary.register import LEVERS

CUT_POINTS = tuple(f"activation.cut_{number}" for number in ("two", "three", "four", "five"))
"""Each must be at least the one before it."""
NOT_ALL_ZERO = (
    tuple(f"activation.weight_{judge}" for judge in ("expert", "department", "media", "resident")),
    tuple(f"linking.{way}_share" for way in ("subsidy", "purchase", "reward")),
    tuple(
        f"activation.weight_{criterion}"
        for criterion in ("quality", "progress", "awareness", "participation", "satisfaction")
    ),
)
"""Of each of these at least one must be above 0."""
ALL = (CUT_POINTS, *NOT_ALL_ZERO)
Levers = Mapping[str, tuple[Span, ...]]


def check_levers(
    levers: Levers,
    below: Levers | None = None,
    communities: Iterable[str] | None = None,
    file: str | Phrase = "",
) -> list[Fault]:
    """Return what is wrong with levers held together, each rule broken once: where it first is.

    Parameters
    ----------
    levers
        Spans by name. Where none holds, what lies below does.
    below
        The levers of the standing policy; where it says nothing, or is not given, a lever's declared value holds.
    communities
        Those to be looked at; if not given, those named in spans, and any other.
    file
        What the faults are said of.
    """
    layers = (below or {}, levers)
    return [fault for names in ALL for fault in _first(names, layers, communities, file)]


def refuse_combinations(policy: Policy, given: Mapping[str, Value], standing: Policy, place: Place) -> None:
    """Refuse a policy whose levers, with values given by hand over them, make no sense together in a place.

    Raises
    ------
    ScenarioError
        With each rule broken.
    """
    levers = policy.levers | {name: (Span(value),) for name, value in given.items() if name in LEVERS}
    here = [community.id for community in place.communities]
    faults = check_levers(levers, standing.levers, here, phrase("policy_named", name=policy.id))
    if faults:
        raise ScenarioError(faults)


def _first(
    names: tuple[str, ...], layers: tuple[Levers, ...], communities: Iterable[str] | None, file: str | Phrase
) -> Iterator[Fault]:
    """Yield the fault of the first week and community in which some levers break their rule, if there is one."""
    spans = [span for layer in layers for name in names for span in layer.get(name, ())]
    weeks = sorted({1, *(span.start for span in spans), *(span.end + 1 for span in spans if span.end is not None)})
    named = sorted({community for span in spans for community in span.communities or ()})
    places: tuple[str | None, ...] = (None, *named) if communities is None else tuple(communities)
    for week in weeks:
        for community in places:
            values = [value_held(name, layers, week, community) for name in names]
            key = _broken(names, values)
            if key:
                told = community if community in named else None
                yield Fault(file, "", phrase(key, names=names, values=tuple(values), when=_when(week, told)))
                return


def _broken(names: tuple[str, ...], values: list[float]) -> str:
    """Return the key of what is to be said of values, empty if nothing is wrong."""
    if names == CUT_POINTS:
        return "cut_points" if values != sorted(values) else ""
    return "" if any(values) else "all_zero"


def value_held(name: str, layers: Iterable[Levers], week: int, community: str | None = None) -> float:
    """Return a lever's value: of spans that hold the last one of the uppermost layer."""
    value = LEVERS[name].value
    for layer in layers:
        for span in layer.get(name, ()):
            inside = span.start <= week and (span.end is None or week <= span.end)
            if inside and (span.communities is None or community in span.communities):
                value = span.value
    return float(value)


def _when(week: int, community: str | None) -> Phrase:
    return phrase("in_week", week=week) if community is None else phrase("in_week_of", week=week, community=community)
