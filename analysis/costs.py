"""What each policy cost, in all, per resident and per need met; what casework, projects and the fund made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from analysis.statistics import Interval, Number
from analysis.wording import axis_unit, capital, figure, level, span, with_unit_for
from vocabulary.calendar import WEEKS_A_YEAR
from vocabulary.indicators import BY_ID, Indicator
from vocabulary.messages import say

Result = Mapping[str, Any]
COST = BY_ID["public_cost"]
YUAN = replace(COST, unit="yuan")
"""Money a year, and sums of single yuan."""
FURTHER_COSTS = ("per_resident", "per_need", "unpaid_hours")
OF_PROJECTS = ("project_places", "project_hours", "project_contacts", "idle_cash", "owed")
"""What projects bought, with the fund's money and what organizations advanced; where money lies at the end."""
OF_FUND = ("fund_granted", "fund_awarded", "fund_casework", "idle_fund")
"""What the venture fund was granted, and where that went."""
SHARE = replace(COST, unit="share")
NOTHING = "–"


def is_equal_money(result: Result) -> bool:
    """Tell whether the policies were to be compared at the same public cost."""
    return bool(result.get("equal_money"))


def is_unequal(result: Result) -> bool:
    """Tell whether costs were to be made equal and could not be."""
    return is_equal_money(result) and not all(one["reached"] for one in result["equal_money"].values())


def equal_money_words(result: Result, language: str) -> str:
    """Return what is said above a comparison at equal money: that costs are equal, or by how much and why not."""
    key = "words.unequal_money" if is_unequal(result) else "words.equal_money"
    return say(language, key, gap=_gap(result), policies=_missed(result, language))


def cost_table(result: Result, language: str) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return header and lines of the table of costs, a line a policy; all columns but the first are numbers."""
    header, columns = _equal_money(result, language) if is_equal_money(result) else _own_cost(result, language)
    header += [say(language, f"costs.{name}") for name in FURTHER_COSTS]
    columns += [_further(result, name) for name in FURTHER_COSTS]
    lines = list(zip(_names(result, language), *columns, strict=True))
    return [say(language, "table.policy"), *header], lines


def cost_note(result: Result, language: str) -> str:
    """Return what stands under the table of costs."""
    if not is_equal_money(result):
        return say(language, "costs.note")
    key = "costs.unequal_note" if is_unequal(result) else "costs.equal_note"
    return say(language, key, gap=_gap(result))


def note_on(result: Result, indicator: str, language: str) -> str:
    """Return what stands under an indicator's own table: at equal money, that its weeks are no year made equal."""
    whole_years = round(result["years"] * WEEKS_A_YEAR) % WEEKS_A_YEAR == 0
    if indicator != COST.id or not is_equal_money(result) or whole_years:
        return ""
    return say(language, "costs.other_weeks")


def project_table(result: Result, language: str) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return header and lines of what projects bought and where money lies; all but the first are numbers."""
    header = [say(language, "table.policy"), *(say(language, f"projects.{name}") for name in OF_PROJECTS)]
    lines = [
        (name, *(figure(BY_ID[column], levels[column]["mean"]) for column in OF_PROJECTS))
        for name, levels in zip(_names(result, language), result["policies"].values(), strict=True)
    ]
    return header, lines


def fund_table(result: Result, language: str) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return header and lines of what became of the venture fund; all but the first column are numbers."""
    funds = [[levels[column]["mean"] for column in OF_FUND] for levels in result["policies"].values()]
    unit = with_unit_for(COST, language, *(yuan for fund in funds for yuan in fund))
    header = [_head(f"fund.{column}", unit, language) for column in OF_FUND]
    header.insert(2, say(language, "fund.share"))
    lines = [(name, *_of_fund(fund, unit)) for name, fund in zip(_names(result, language), funds, strict=True)]
    return [say(language, "table.policy"), *header], lines


def _of_fund(fund: list[Number], unit: Indicator) -> list[str]:
    """Return a line of the table of the fund; dashes where there is none, but for what an earlier one left behind."""
    granted, awarded, casework, idle = (yuan or 0.0 for yuan in fund)
    if not any((granted, awarded, idle)):
        return [NOTHING] * (len(OF_FUND) + 1)
    given = awarded + casework
    share = figure(SHARE, awarded / given if given else None)
    return [figure(unit, granted), figure(unit, awarded), share, figure(unit, casework), figure(unit, idle)]


def bought_words(result: Result, language: str) -> str:
    """Return what all policies cost at equal money, or that they do not, and what casework each bought."""
    money = result["equal_money"]
    shared = max(one["public_cost"]["mean"] for one in money.values())
    yuan = [one["casework_yuan"]["mean"] for one in money.values()]
    unit = with_unit_for(COST, language, *yuan)
    bought = [
        say(language, "answer.casework", policy=name, yuan=level(unit, value, language))
        if value
        else say(language, "answer.no_casework", policy=name)
        for name, value in zip(_names(result, language), yuan, strict=True)
    ]
    cost = level(with_unit_for(COST, language, shared), shared, language)
    return say(
        language,
        "answer.unequal_money" if is_unequal(result) else "answer.equal_money",
        cost=cost,
        gap=_gap(result),
        policies=_missed(result, language),
        bought=say(language, "words.list_separator").join(bought),
    )


def per_resident(result: Result, policy: str) -> Number:
    """Return what a policy cost a year for each resident of the place."""
    cost: Number = costs_of(result, policy)["mean"]
    return None if cost is None else cost * result["scale"] / result["residents"]


def costs_of(result: Result, policy: str) -> Mapping[str, Number]:
    """Return what a policy cost a year: at equal money over all weeks, casework included; else in the last 52 weeks."""
    found = result["equal_money"] if is_equal_money(result) else result["policies"]
    costs: Mapping[str, Number] = found[policy]["public_cost"]
    return costs


def _gap(result: Result) -> str:
    """Return by how many percent of the dearest policy's cost others differ from it at the most."""
    return f"{100 * max(one['largest_gap'] for one in result['equal_money'].values()):.2f}"


def _missed(result: Result, language: str) -> str:
    """Return the policies whose cost could not be made that of the dearest."""
    both = zip(_names(result, language), result["equal_money"].values(), strict=True)
    return say(language, "words.list_separator").join(name for name, one in both if not one["reached"])


def _names(result: Result, language: str) -> list[str]:
    return [capital(text[language]) for text in result["names"]["policies"].values()]


def _own_cost(result: Result, language: str) -> tuple[list[str], list[list[str]]]:
    costs = [costs_of(result, policy)["mean"] for policy in result["policies"]]
    unit = with_unit_for(COST, language, *costs)
    return [_head("costs.public_cost", unit, language)], [[figure(unit, cost) for cost in costs]]


def _equal_money(result: Result, language: str) -> tuple[list[str], list[list[str]]]:
    money = result["equal_money"].values()
    bought = with_unit_for(COST, language, *(one["casework_yuan"]["mean"] for one in money))
    unit = with_unit_for(COST, language, *(one["public_cost"]["mean"] for one in money))
    header = [
        _head("costs.own_cost", unit, language),
        _head("costs.casework", bought, language),
        say(language, "table.interval"),
        _head("costs.together", unit, language),
    ]
    columns = [
        [figure(unit, one["own_cost"]["mean"]) for one in money],
        [figure(bought, one["casework_yuan"]["mean"]) for one in money],
        [span(bought, _interval(one["casework_yuan"], result), language) for one in money],
        [figure(unit, one["public_cost"]["mean"]) for one in money],
    ]
    return header, columns


def _head(key: str, unit: Indicator, language: str) -> str:
    a_year = axis_unit(unit, language)
    return say(language, key, unit=a_year.removesuffix(" per year").removesuffix("/年"))


def _interval(bounds: Mapping[str, Number], result: Result) -> Interval:
    return Interval(bounds["mean"], bounds["low"], bounds["high"], int(result["replicates"]))


def _further(result: Result, name: str) -> list[str]:
    if name == "per_resident":
        return [figure(YUAN, per_resident(result, policy)) for policy in result["policies"]]
    indicator = BY_ID["cost_per_need_met" if name == "per_need" else "unpaid_hours"]
    return [figure(indicator, levels[indicator.id]["mean"]) for levels in result["policies"].values()]
