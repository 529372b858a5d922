"""What there is, as plain data: places, policies, parameters, indicators, phases of the week, rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from scenarios import Policy, load_place, load_policy, place_names, policy_names
from vocabulary.indicators import BY_ID, INDICATORS
from vocabulary.messages import RefusalError, say
from vocabulary.register import REGISTER
from vocabulary.rows import ROWS

if TYPE_CHECKING:
    from model.timing import Timing

Listing = list[dict[str, Any]]


def places() -> Listing:
    """Return the shipped places, with where the figures of each column, and of single cells, come from."""
    loaded = map(load_place, place_names())
    return [
        {
            "id": place.id,
            "zh": place.zh,
            "en": place.en,
            "residents": place.residents,
            "communities": len(place.communities),
            "organizations": len(place.organizations),
            "standing_policy": place.standing_policy,
            "note_zh": place.note_zh,
            "note_en": place.note_en,
            "provenance": list(map(asdict, place.provenance)),
        }
        for place in loaded
    ]


def policies() -> Listing:
    """Return the shipped policies, each with the rows that it switches on."""
    loaded = map(load_policy, policy_names())
    return [
        {
            "id": policy.id,
            "zh": policy.zh,
            "en": policy.en,
            "rows_on": rows_on(policy),
            "note_zh": policy.note_zh,
            "note_en": policy.note_en,
        }
        for policy in loaded
    ]


def rows_on(policy: Policy) -> list[str]:
    """Return the rows whose switch a policy turns on, somewhere and at some time."""
    return [row.id for row in ROWS if any(span.value is True for span in policy.levers[row.switch])]


def parameters(pattern: str = "*") -> Listing:
    """Return the parameters whose name, label or role matches a pattern: ``goose``, ``activation.*``, ``lever``.

    The kind of source is taken as a whole word: ``measured``, ``calibrated``, ``assumed``.

    Raises
    ------
    RefusalError
        If there are none.
    """
    looked_for = pattern.lower() if set("*?[") & set(pattern) else f"*{pattern.lower()}*"
    found = [
        {
            "name": parameter.name,
            "value": parameter.value,
            "low": parameter.low,
            "high": parameter.high,
            "choices": list(parameter.choices),
            "unit": parameter.unit,
            "zh": parameter.zh,
            "en": parameter.en,
            "role": parameter.role,
            "row": parameter.row,
            "source": {"kind": parameter.source.kind, "text": parameter.source.text},
        }
        for parameter in REGISTER.values()
        if _matches((parameter.name, parameter.zh, parameter.en, parameter.role), looked_for)
        or pattern.lower() in (parameter.source.kind, say("zh", f"source.{parameter.source.kind}"))
    ]
    if not found:
        raise RefusalError("error.no_parameter_matches", {"pattern": pattern})
    return found


def _matches(texts: Sequence[str], pattern: str) -> bool:
    return any(fnmatchcase(text.lower(), pattern) for text in texts)


def indicators() -> Listing:
    """Return the indicators."""
    return [
        {
            "id": indicator.id,
            "zh": indicator.zh,
            "en": indicator.en,
            "unit": indicator.unit,
            "goal": indicator.goal,
            "window": indicator.window,
            "by": list(indicator.by),
            "headline": indicator.headline,
            "smallest_that_matters": indicator.matters or None,
        }
        for indicator in INDICATORS
    ]


def week() -> Listing:
    """Return the phases of the week, in their order."""
    from model.week import WEEK

    return [
        {
            "phase": number,
            "name": phase.name,
            "zh": phase.zh,
            "en": phase.en,
            "mechanism": phase.mechanism,
            "when": phase.when,
            "rows": phase.rows.split(),
        }
        for number, phase in enumerate(WEEK, start=1)
    ]


def profile(timed: Timing, residents: int) -> dict[str, Any]:
    """Return the week with the processor time that each phase took, on average over the weeks that were lived."""
    from model.timing import RECORD

    whole, weeks = sum(timed.seconds.values()), max(1, timed.weeks)

    def taken(name: str) -> dict[str, float]:
        seconds = timed.seconds.get(name, 0.0)
        return {
            "milliseconds": 1e3 * seconds / weeks,
            "nanoseconds_per_resident": 1e9 * seconds / weeks / residents,
            "share": seconds / whole if whole else 0.0,
        }

    return {
        "weeks": timed.weeks,
        "residents": residents,
        "phases": [{**phase, **taken(phase["name"])} for phase in week()],
        "record": taken(RECORD),
        "whole": {"milliseconds": 1e3 * whole / weeks, "nanoseconds_per_resident": 1e9 * whole / weeks / residents},
    }


def rows() -> Listing:
    """Return the rows of the brief: the switch, what stands there when it is off, and the mediator."""
    return [
        {
            "row": row.id,
            "zh": row.zh,
            "en": row.en,
            "switch": row.switch,
            "off_zh": row.off_zh,
            "off_en": row.off_en,
            "mediator": row.mediator,
            "unit": BY_ID[row.mediator].unit,
            "policy": row.on_policy,
        }
        for row in ROWS
    ]
