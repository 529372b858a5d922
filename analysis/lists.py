"""Lists for a terminal: what there is, the values of a run, the rows as measured."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.console import table
from analysis.statistics import Interval, Number
from analysis.wording import axis_unit, figure, horizon, label, span, unit, whole_place, with_unit_for
from vocabulary.indicators import BY_ID
from vocabulary.messages import say

Result = Mapping[str, Any]


def places(result: Result, language: str) -> str:
    """Return the places as text."""
    return "\n\n".join(
        say(language, "list.place", name=one[language], note=_note(one, language), **_without_names(one))
        for one in result["places"]
    )


def policies(result: Result, language: str) -> str:
    """Return the policies as text."""
    return "\n\n".join(
        say(
            language,
            "list.policy",
            id=one["id"],
            name=one[language],
            note=_note(one, language),
            rows=" ".join(one["rows_on"]) or say(language, "words.no_row"),
        )
        for one in result["policies"]
    )


def parameters(result: Result, language: str) -> str:
    """Return the parameters as text, two lines each."""
    return "\n".join(_parameter(one, language) for one in result["parameters"])


def _parameter(one: Result, language: str) -> str:
    return say(
        language,
        "list.parameter",
        name=one["name"],
        value=_value(one["value"]),
        range=_range(one, language),
        label=one[language],
        role=say(language, f"role.{one['role']}"),
        kind=say(language, f"source.{one['source']['kind']}"),
        text=one["source"]["text"],
    )


def _range(one: Result, language: str) -> str:
    if one["choices"]:
        return " | ".join(one["choices"])
    if isinstance(one["value"], bool):
        return "true | false"
    return say(language, "list.range", low=f"{one['low']:g}", high=f"{one['high']:g}", unit=unit(one["unit"], language))


def _value(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)


def indicators(result: Result, language: str) -> str:
    """Return the indicators as a table."""
    header = [say(language, f"list.{name}") for name in ("indicator", "label", "unit", "goal", "window", "by")]
    lines = [
        (
            one["id"],
            one[language],
            unit(one["unit"], language),
            say(language, f"goal.{one['goal'] or 'none'}"),
            say(language, f"window.{one['window']}"),
            say(language, "words.list_separator").join(say(language, f"by.{dimension}") for dimension in one["by"]),
        )
        for one in result["indicators"]
    ]
    return table(header, lines)


def week(result: Result, language: str) -> str:
    """Return the phases of the week as a table."""
    header = [say(language, f"list.{name}") for name in ("phase", "name", "what", "mechanism", "when", "rows")]
    lines = [
        (
            str(one["phase"]),
            one["name"],
            one[language],
            say(language, f"mechanism.{one['mechanism']}"),
            say(language, f"when.{one['when']}"),
            " ".join(one["rows"]),
        )
        for one in result["week"]
    ]
    return table(header, lines, right=(0,))


def profile(result: Result, language: str) -> str:
    """Return the week as a table with the processor time that each phase took."""
    names = ("phase", "name", "what", "milliseconds", "nanoseconds", "part")
    header = [say(language, f"list.{name}") for name in names]
    found = result["profile"]

    def taken(one: Result) -> tuple[str, str, str]:
        share = one.get("share", 1.0)
        return f"{one['milliseconds']:.3f}", f"{one['nanoseconds_per_resident']:.1f}", f"{100.0 * share:.1f}"

    lines = [(str(one["phase"]), one["name"], one[language], *taken(one)) for one in found["phases"]]
    lines.append(("", "record", say(language, "list.record"), *taken(found["record"])))
    lines.append(("", "", say(language, "list.whole_week"), *taken(found["whole"])))
    head = say(language, "list.profile_head", weeks=found["weeks"], residents=found["residents"])
    return f"{head}\n{table(header, lines, right=(0, 3, 4, 5))}"


def rows(result: Result, language: str) -> str:
    """Return the rows of the brief as text."""
    return "\n".join(
        say(
            language,
            "list.row",
            row=one["row"],
            name=one[language],
            switch=one["switch"],
            off=one[f"off_{language}"],
            mediator=label(one["mediator"], language),
            unit=unit(one["unit"], language),
            policy=one["policy"],
        )
        for one in result["rows"]
    )


def measured_rows(result: Result, language: str) -> str:
    """Return the measured rows as a table, with what was run under it."""
    header = [say(language, f"list.{name}") for name in MEASURED]
    lines = [_measured(one, language) for one in result["rows"]]
    foot = say(
        language,
        "list.rows_foot",
        place=result["names"]["place"][language],
        scale=f"{result['scale']:g}",
        horizon=horizon(result["years"], language),
        replicates=result["replicates"],
    )
    return table(header, lines, right=(1, 2, 3, 4)) + "\n\n" + foot


MOVES = {True: "words.yes", False: "words.no", None: "words.not_settled"}
MEASURED = ("row_id", "on", "off", "effect", "interval", "moves", "mediator")


def _measured(one: Result, language: str) -> tuple[str, ...]:
    mediator = with_unit_for(BY_ID[one["mediator"]], language, one["on"], one["off"])
    change = Interval(one["mean"], one["low"], one["high"], 0)
    return (
        one["row"],
        figure(mediator, one["on"]),
        figure(mediator, one["off"]),
        figure(mediator, one["mean"], signed=True),
        span(mediator, change, language, signed=True),
        say(language, MOVES[one["moves"]]),
        f"{mediator.label(language)} [{axis_unit(mediator, language)}]",
    )


def profiled_run(result: Result, language: str) -> str:
    """Return the indicators of one run and, below them, where the time of its weeks went."""
    return f"{indicator_values(result, language)}\n\n{profile(result, language)}"


def indicator_values(result: Result, language: str) -> str:
    """Return the indicators of one run as a table, with what was run above it."""
    head = say(
        language,
        "list.run_head",
        place=result["names"]["place"][language],
        policy=next(iter(result["names"]["policies"].values()))[language],
        horizon=horizon(result["years"], language),
        scale=f"{result['scale']:g}",
        seed=result["seed"],
        digest=result["digest"],
    )
    earlier = [say(language, "list.run_earlier", until=one["until"], policy=one["policy"]) for one in result["earlier"]]
    head = "\n".join(filter(None, (head, *earlier, whole_place(result["scale"], language))))
    return f"{head}\n\n{values_table(result['indicators'], language)}"


def values_table(values: Mapping[str, Number], language: str) -> str:
    """Return the values of indicators, by their ids, as a table."""
    header = [say(language, f"list.{name}") for name in ("indicator", "label", "value", "unit")]
    lines = [
        (name, shown.label(language), figure(shown, value), axis_unit(shown, language))
        for name, value in values.items()
        for shown in [with_unit_for(BY_ID[name], language, value)]
    ]
    return table(header, lines, right=(2,))


def checked(result: Result, language: str) -> str:
    """Return what was found wrong and how it is taken, path by path."""
    lines = []
    for one in result["checked"]:
        found = "list.faulty" if one["problems"] else "list.sound"
        lines.append(say(language, found, path=one["path"], kind=say(language, f"kind.{one['kind']}")))
        lines += [f"  {problem}" for problem in one["problems"]]
        lines += [say(language, "list.note", text=note) for note in one["notes"]]
    return "\n".join(lines)


def _note(one: Result, language: str) -> str:
    return " ".join(str(one[f"note_{language}"]).split())


def _without_names(one: Result) -> dict[str, Any]:
    return {key: value for key, value in one.items() if key not in ("zh", "en", "note_zh", "note_en")}
