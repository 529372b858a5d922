"""A comparison made up by hand: small, without a model, with every kind of verdict in it."""

from collections.abc import Sequence
from typing import Any

from analysis.statistics import Interval, Number, interval, paired_difference
from analysis.tables import ALL, TOTAL, Key, Tables
from vocabulary.categories import DOMAIN_IDS, GROUP_IDS
from vocabulary.indicators import HEADLINES, INDICATORS

POLICIES = {
    "fragmented": ("各自为政", "fragmented"),
    "same": ("一样", "the very same"),
    "full": ("全部机制", "all mechanisms"),
    "unsure": ("说不准", "one that nobody is sure of"),
}
GAIN = {"fragmented": 0.0, "same": 0.0, "full": 0.2, "unsure": 0.002}
LUCK = (0.00, 0.01, -0.02, 0.015)
NOISE = (0.03, -0.03, 0.035, -0.03)
WEEKS = (0, 13, 26)
COMMUNITIES = ("c1", "c2", "c3")
CATEGORIES = {"community": COMMUNITIES, "group": GROUP_IDS, "domain": DOMAIN_IDS}


def value(policy: str, indicator: str, week: int, replicate: int) -> Number:
    if indicator == "cost_per_need_met":
        return None
    scale = 1e7 if indicator == "public_cost" else 1.0
    noise = NOISE[replicate] if policy == "unsure" else 0.0
    return scale * (0.3 + LUCK[replicate] + (GAIN[policy] + noise) * week / WEEKS[-1])


def made_values(policies: Sequence[str]) -> dict[Key, list[Number]]:
    values: dict[Key, list[Number]] = {}
    for policy in policies:
        for indicator in INDICATORS:
            for week in WEEKS:
                column = [value(policy, indicator.id, week, replicate) for replicate in range(len(LUCK))]
                values[policy, indicator.id, TOTAL, ALL, week] = column
            for dimension in indicator.by if indicator.id in HEADLINES else ():
                for category in CATEGORIES[dimension]:
                    column = [value(policy, indicator.id, WEEKS[-1], replicate) for replicate in range(len(LUCK))]
                    values[policy, indicator.id, dimension, category, WEEKS[-1]] = column
    return values


def bounds(found: Interval) -> dict[str, Number]:
    return {"mean": found.mean, "low": found.low, "high": found.high}


def made_result(values: dict[Key, list[Number]], policies: Sequence[str]) -> dict[str, Any]:
    def final(policy: str, indicator: str) -> list[Number]:
        return values[policy, indicator, TOTAL, ALL, WEEKS[-1]]

    first = policies[0]
    differences = []
    for policy in policies[1:]:
        for indicator in INDICATORS:
            found = paired_difference(final(policy, indicator.id), final(first, indicator.id))
            entry = {"policy": policy, "baseline": first, "indicator": indicator.id, **bounds(found.interval)}
            differences.append({**entry, "share_higher": found.share_higher})
    names = {
        p: {"zh": POLICIES[p][0], "en": POLICIES[p][1], "note_zh": "说明。", "note_en": "A note."} for p in policies
    }
    return {
        "place": "made",
        "names": {"place": {"zh": "虚构街道", "en": "Made-up subdistrict"}, "policies": names},
        "residents": 1200,
        "seed": 7,
        "town_seed": None,
        "years": 0.5,
        "scale": 0.1,
        "settings": {"activation.goose_pull": 0.2},
        "shocks": ["influx"],
        "replicates": len(LUCK),
        "policies": {p: {i.id: bounds(interval(final(p, i.id))) for i in INDICATORS} for p in policies},
        "differences": differences,
    }


def made_picture(count: int) -> dict[str, Any]:
    communities = [
        {
            "id": f"c{n}",
            "zh": f"第{n}村",
            "en": f"Village {n}",
            "residents": 100 * n,
            "participation": None if n == 1 else 0.3,
            "coverage": 0.2,
        }
        for n in range(1, count + 1)
    ]
    bodies = [
        {"id": "party", "zh": "党委", "en": "committee", "kind": "committee", "community": None, "size": 1.0},
        {"id": "police", "zh": "派出所", "en": "police", "kind": "department", "community": None, "size": 1.0},
        {"id": "o1", "zh": "组织", "en": "organization", "kind": "mass", "community": "c1", "size": 1.0},
        {"id": "o2", "zh": "组织", "en": "organization", "kind": "professional", "community": "", "size": 1.0},
        {"id": "x", "zh": "别的", "en": "another", "kind": "something new", "community": "", "size": 1.0},
    ]
    return {"communities": communities, "bodies": bodies, "ties": [("party", "o1", 0.8), ["police", "o2", 0.1]]}


def made_money(policies: Sequence[str], reached: bool = True) -> dict[str, Any]:
    """What was bought at equal money: ever more, from nothing at all, up to three million yuan in the fourth policy.

    If costs could not be made equal, it is the second policy's that is not.
    """
    return {
        policy: {
            "casework_yuan": {"mean": 1e6 * n, "low": 1e6 * n - 2e4, "high": 1e6 * n + 2e4},
            "own_cost": {"mean": 9e6 - 1e6 * n, "low": None, "high": None},
            "public_cost": {"mean": 9e6, "low": None, "high": None},
            "largest_gap": 0.0012 if reached else 0.375 * (n == 1),
            "reached": reached or n != 1,
        }
        for n, policy in enumerate(policies)
    }


def made_tables(*policies: str, communities: int = 3, equal_money: bool = False, reached: bool = True) -> Tables:
    policies = policies or tuple(POLICIES)
    values = made_values(policies)
    pictures = {policy: made_picture(communities) for policy in policies}
    result = made_result(values, policies)
    if equal_money:
        result["equal_money"] = made_money(policies, reached)
    return Tables(result, values, pictures)
