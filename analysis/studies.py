"""What the verbs of a study say on a terminal: its size, how far it is, what was found in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.console import table
from analysis.lists import values_table
from analysis.wording import axis_unit, figure, label
from vocabulary.indicators import BY_ID
from vocabulary.messages import say

Result = Mapping[str, Any]
SHORT_KEY = 12
KEYS_OF_HALF_WIDTHS = ("list.indicator", "study.policy", "study.mean", "study.half_width", "list.unit")


def planned(result: Result, language: str) -> str:
    """Return what a study would take, as text."""
    head = say(
        language,
        "study.planned",
        name=result["names"][language],
        place=result["place"],
        policies=len(result["policies"]),
        points=result["points"],
        replicates=_range(result["replicates"], result["most_replicates"], language),
        runs=_range(result["runs"], result["most_runs"], language),
        burn_in=result["burn_in"],
        weeks=result["weeks"],
    )
    times = [_duration(result[key], language) for key in ("seconds", "most_seconds")]
    sizes = [_size(result[key], language) for key in ("bytes", "most_bytes")]
    lines = [
        say(language, "study.takes_a_run", time=_duration(result["run_seconds"], language)),
        say(language, "study.takes_time", time=_span(times, language), workers=result["workers"]),
        say(language, "study.takes_disk", size=_span(sizes, language)),
    ]
    if result["worker_mb"] is not None:
        lines.append(say(language, "study.takes_memory", size=_size(result["worker_mb"] * 1e6, language)))
    return "\n".join([head, *lines])


def status(result: Result, language: str) -> str:
    """Return how far a study is, as text."""
    values = {name: f"{result[name]:,}" for name in ("done", "runs", "failed", "left", "replicates", "most_replicates")}
    values |= {"name": result["names"][language], "store": result["store"]}
    parts = [say(language, "study.status", **values)]
    if result["running"]:
        parts.append(say(language, "study.running", **result["running"]))
    if len(result["epochs"]) > 1:
        parts.append(say(language, "study.epochs", epochs=len(result["epochs"])))
    if result["half_widths"]:
        parts.append(_half_widths(result, language))
    if result["failures"]:
        parts.append(_failures(result, language))
    if result["digest"]:
        parts.append(say(language, "study.digest", digest=result["digest"]))
    return "\n\n".join(parts)


def ran(result: Result, language: str) -> str:
    """Return how a sitting ended, as text."""
    return "\n\n".join((status(result, language), say(language, f"study.ending.{result['ending']}")))


def tried_again(result: Result, language: str) -> str:
    """Return what is to be tried again, as text."""
    said = say(language, "study.retry", failed=result["forgiven"], damaged=result["discarded"])
    return "\n\n".join((said, status(result, language)))


def replayed(result: Result, language: str) -> str:
    """Return what a run that was lived again came to, as text."""
    key = {True: "study.same", False: "study.not_same", None: "study.not_kept"}[result["same"]]
    values = values_table(result["indicators"], language)
    parts = (_run(result, language), values, say(language, key, digest=result["digest"]))
    return "\n\n".join(parts)


def verified(result: Result, language: str) -> str:
    """Return what was found by holding a store against itself and against lives lived again, as text."""
    lines = [say(language, "study.replayed", run=_run(one, language)) for one in result["replayed"] if one["same"]]
    lines += [
        say(language, "study.replay_differs", run=_run(one, language)) for one in result["replayed"] if not one["same"]
    ]
    lines += [say(language, "study.damaged", short=key[:SHORT_KEY]) for key in result["damaged"]]
    lines += [say(language, "study.misplaced", short=key[:SHORT_KEY]) for key in result["misplaced"]]
    lines += [say(language, "study.problem", text=text) for text in result["problems"]]
    if result["changes"]:
        changes = tuple(say(language, one) if one.startswith("study.") else one for one in result["changes"])
        lines.append(say(language, "study.changes", changes=changes))
    ending = say(language, "study.sound" if result["sound"] else "study.unsound", runs=result["done"])
    digest = [say(language, "study.digest", digest=result["digest"])] if result["digest"] else []
    return "\n".join([*lines, ending, *digest])


def parted(result: Result, language: str) -> str:
    """Return where two runs part, as text."""
    head = [_run(result[which], language) for which in ("one", "other")]
    found = result["parting"]
    if found is None:
        return "\n".join([*head, say(language, "study.never_part")])
    moment = "in_town" if found["in_town"] else "in_burn_in" if found["week"] < 1 else "in_week"
    when = say(language, f"study.part.{moment}", week=found["week"], before=1 - found["week"])
    what = {name: found[name] for name in ("name", "row", "column", "one", "other")}
    return "\n".join([*head, say(language, f"study.part.{found['kind']}", when=when, **what)])


def exported(result: Result, language: str) -> str:
    """Return which files were written, as text."""
    return "\n".join(say(language, "words.written", folder=path) for path in result["written"])


def listed(result: Result, language: str) -> str:
    """Return the shipped studies and the stores that there are, as text."""
    shipped = [
        say(language, "study.listed", name=one[language], note=one[f"note_{language}"], **_numbers(one))
        for one in result["studies"]
    ]
    stores = [
        say(language, "study.store_fault", store=one["store"], fault=one["fault"])
        if one["fault"]
        else say(
            language, "study.store_line", **{key: one[key] for key in ("store", "study", "done", "runs", "failed")}
        )
        for one in result["stores"]
    ]
    return "\n\n".join(filter(None, ("\n".join(shipped), "\n".join(stores))))


def _numbers(one: Result) -> dict[str, Any]:
    return {key: one[key] for key in ("id", "place", "policies", "points", "replicates", "runs")}


def _half_widths(result: Result, language: str) -> str:
    header = [say(language, key) for key in KEYS_OF_HALF_WIDTHS]
    rows = [
        (
            label(one["outcome"], language),
            one["policy"],
            figure(BY_ID[one["outcome"]], one["mean"]),
            "" if one["half_width"] is None else f"±{figure(BY_ID[one['outcome']], one['half_width'])}",
            axis_unit(BY_ID[one["outcome"]], language),
        )
        for one in result["half_widths"]
    ]
    return table(header, rows, right=(2, 3))


def _failures(result: Result, language: str) -> str:
    return "\n".join(
        say(
            language,
            "study.failure",
            number=one["number"],
            short=one["key"][:SHORT_KEY],
            cause=say(language, f"study.cause.{one['cause']}"),
            attempts=one["attempts"],
            detail=one["detail"],
        )
        for one in result["failures"]
    )


def _run(one: Result, language: str) -> str:
    values = {name: one[name] for name in ("number", "replicate", "point", "policy")}
    return say(language, "study.run", short=one["key"][:SHORT_KEY], **values)


def _range(low: int, high: int, language: str) -> str:
    return _span([f"{low:,}", f"{high:,}"], language)


def _span(texts: list[str], language: str) -> str:
    low, high = texts
    return low if low == high else say(language, "words.span", low=low, high=high)


def _duration(seconds: float, language: str) -> str:
    for key, size in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * size:
            return say(language, f"study.{key}", number=f"{seconds / size:.1f}")
    return say(language, "study.seconds", number=f"{seconds:.2g}" if seconds < 10 else f"{seconds:.0f}")


def _size(number: float, language: str) -> str:
    for key, size in (("GB", 1e9), ("MB", 1e6)):
        if number >= size:
            return f"{number / size:.1f} {key}"
    return f"{number / 1e3:.0f} kB"
