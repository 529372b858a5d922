"""The summary page of a comparison, in Markdown: the answer first, then table, figures, what was run, its limits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from analysis.console import COLUMNS, block_title, line
from analysis.costs import (
    bought_words,
    cost_note,
    cost_table,
    fund_table,
    is_equal_money,
    is_unequal,
    note_on,
    project_table,
)
from analysis.figures import DIFFERENCES, described, draw_all
from analysis.findings import SHOWN, Finding, between, findings, leaders, sized
from analysis.losses import losses_in_words
from analysis.tables import Tables, read_tables
from analysis.wording import gap, horizon, label, level, span, whole_place
from vocabulary.indicators import HEADLINES
from vocabulary.messages import say

FILE = "summary.md"
COSTS = ("public_cost", "unpaid_hours")


def write_report(folder: Path, language: str, command: str) -> None:
    """Draw the figures of a comparison into its folder and write its summary page there."""
    tables = read_tables(folder)
    drawn = draw_all(tables, folder, language)
    (folder / FILE).write_text(summary(tables, language, command, drawn), encoding="utf-8")


def summary(tables: Tables, language: str, command: str, drawn: Sequence[str]) -> str:
    """Return the summary page."""
    costs = "equal_money" if is_equal_money(tables.result) else "own_cost"
    costs = "unequal_money" if is_unequal(tables.result) else costs
    parts = [
        f"# {say(language, 'summary.title', place=tables.place(language))}",
        f"## {say(language, 'summary.answer')}",
        "\n".join(f"- {sentence}" for sentence in answers(tables, language)),
        f"## {say(language, 'summary.numbers')}",
        *(_markdown_table(tables, indicator, language) for indicator in SHOWN),
        say(language, "summary.how_to_read"),
        whole_place(tables.result["scale"], language),
        "### " + say(language, "costs.title"),
        _plain_table(*cost_table(tables.result, language)),
        cost_note(tables.result, language),
        "### " + say(language, "projects.title"),
        _plain_table(*project_table(tables.result, language)),
        say(language, "projects.note"),
        "### " + say(language, "fund.title"),
        _plain_table(*fund_table(tables.result, language)),
        say(language, "fund.note"),
        *_worse(tables, language),
        f"## {say(language, 'summary.figures')}",
        *(_picture(tables, name, language) for name in drawn),
        f"## {say(language, 'summary.run')}",
        _what_was_run(tables, language),
        _policies(tables, language),
        say(language, "summary.again"),
        f"```\n{command}\n```",
        f"## {say(language, 'summary.limits')}",
        say(language, "summary.limits_text") + "\n" + say(language, f"summary.limits_{costs}"),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def answers(tables: Tables, language: str) -> list[str]:
    """Return a sentence for each headline indicator, and one each on the money and the unpaid hours that it takes."""
    sentences = [_answer(tables, indicator, language) for indicator in HEADLINES]
    if len(tables.policies) > 1:
        sentences += [_costs(tables, indicator, language) for indicator in COSTS]
    if is_equal_money(tables.result):
        sentences[len(HEADLINES)] = bought_words(tables.result, language)
    return sentences


def _answer(tables: Tables, indicator: str, language: str) -> str:
    """Say which policy leads, by how much over the baseline, and which cannot be told from it."""
    ahead = leaders(tables, indicator)
    name = label(indicator, language)
    baseline = tables.name(tables.baseline, language)
    if not ahead:
        return say(language, "answer.undefined", indicator=name)
    if tables.baseline in ahead:
        return say(language, "answer.no_difference", indicator=name, baseline=baseline)
    best, *close = ahead
    difference, _ = between(tables, indicator, best, tables.baseline)
    found = next(one for one in findings(tables.result, indicator) if one.policy == best)
    pairs = difference.interval.count
    declared = sized(tables.result, indicator, language)
    sentence = say(
        language,
        "answer.best",
        indicator=name,
        policy=tables.name(best, language),
        level=level(declared, found.level.mean, language),
        gap=gap(declared, difference.interval.mean, language),
        baseline=baseline,
        span=span(declared, difference.interval, language, signed=True),
        higher=round((difference.share_higher or 0.0) * pairs),
        pairs=pairs,
    )
    if close:
        names = say(language, "words.list_separator").join(tables.name(one, language) for one in close)
        sentence += say(language, "answer.close", names=names)
    return sentence + _same(tables, indicator, language)


def _same(tables: Tables, indicator: str, language: str) -> str:
    """Name the policies between which and the baseline no difference is to be seen."""
    same = [one.policy for one in findings(tables.result, indicator) if one.verdict == "none"]
    if not same:
        return ""
    names = say(language, "words.list_separator").join(tables.name(policy, language) for policy in same)
    return say(language, "answer.same", names=names, baseline=tables.name(tables.baseline, language))


def _costs(tables: Tables, indicator: str, language: str) -> str:
    costs = (_cost(tables, found, language) for found in findings(tables.result, indicator)[1:])
    return say(
        language,
        "answer.costs",
        indicator=label(indicator, language),
        costs=say(language, "words.list_separator").join(costs),
        baseline=tables.name(tables.baseline, language),
    )


def _cost(tables: Tables, found: Finding, language: str) -> str:
    change = found.difference.interval.mean if found.difference else None
    declared = sized(tables.result, found.indicator, language)
    return f"{tables.name(found.policy, language)} {gap(declared, change, language)}"


def _plain_table(header: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    return _cells(header, ["---", *["---:"] * (len(header) - 1)], *lines)


def _worse(tables: Tables, language: str) -> list[str]:
    """Return the section on what got worse; nothing for a policy alone."""
    if len(tables.policies) < 2:
        return []
    return ["## " + say(language, "worse.title"), losses_in_words(tables.result, language, tables)]


def _markdown_table(tables: Tables, indicator: str, language: str) -> str:
    names = {policy: tables.name(policy, language) for policy in tables.policies}
    header = [say(language, f"table.{column}", baseline=names[tables.baseline]) for column in COLUMNS]
    declared = sized(tables.result, indicator, language)
    lines = [line(found, declared, names, language) for found in findings(tables.result, indicator)]
    marks = ["---", *["---:"] * (len(header) - 2), "---"]
    parts = block_title(tables.result, indicator, language), _cells(header, marks, *lines)
    return "\n\n".join(filter(None, (*parts, note_on(tables.result, indicator, language))))


def _cells(*lines: Sequence[str]) -> str:
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def _picture(tables: Tables, name: str, language: str) -> str:
    title = say(language, f"summary.{name.removesuffix('.png')}", baseline=tables.name(tables.baseline, language))
    shown = f"### {title}\n\n![{title}]({name})"
    if name != DIFFERENCES:
        return shown
    colon = say(language, "words.colon")
    said = (f"{label(one, language)}{colon}{described(tables, one, language)}" for one in HEADLINES)
    return "\n\n".join((shown, *said))


def _what_was_run(tables: Tables, language: str) -> str:
    result, comma = tables.result, say(language, "words.list_separator")
    town = "summary.town_fixed" if result["town_seed"] is not None else "summary.town_drawn"
    parts = [
        say(
            language,
            "summary.run_text",
            place=tables.place(language),
            scale=f"{result['scale']:g}",
            residents=f"{result['residents']:,}",
            horizon=horizon(result["years"], language),
            replicates=result["replicates"],
            policies=len(tables.policies),
            seed=result["seed"],
        ),
        say(language, town, town_seed=result["town_seed"]),
    ]
    if result["settings"]:
        listed = comma.join(f"`{name}={value}`" for name, value in result["settings"].items())
        parts.append(say(language, "summary.settings", settings=listed))
    if result["shocks"]:
        parts.append(say(language, "summary.shocks", shocks=comma.join(result["shocks"])))
    return " ".join(parts) if language == "en" else "".join(parts)


def _policies(tables: Tables, language: str) -> str:
    names = tables.result["names"]["policies"]
    return "\n".join(
        say(
            language,
            "summary.policy",
            name=tables.name(policy, language),
            id=policy,
            note=names[policy][f"note_{language}"],
        )
        for policy in names
    )
