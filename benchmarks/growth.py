"""How the cost of a week grows: with residents, with organizations, and with open needs."""

from __future__ import annotations

from statistics import mean, median
from typing import Any

from benchmarks.lived import QUARTER, by_phase, lived, quarter_of, residents_of
from benchmarks.measuring import Result, by_turns, ratio, summary, tell
from benchmarks.places import place_of
from model.governance import GovernanceModel
from model.week import WEEK
from vocabulary.categories import DOMAIN_IDS
from vocabulary.register import REGISTER

RESIDENTS = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
ORGANIZATIONS = (20, 60, 200, 600, 2_000)
NEEDS = (0.25, 0.5, 1.0, 2.0, 4.0)
"""Factors of the rates at which needs arise."""
SMALL, LARGE = 10_000, 1_000_000
TOWN = 29_000
FEW, MANY = 100, 1_100
THOUSAND = 1_000
EVERY_WEEK = "every week"


def measure(quick: bool) -> Result:
    """Return nanoseconds per resident-week over each of the three, and the ratio that the table asks for."""
    tell("  residents")
    residents = [point(place_of(n), quick) for n in (RESIDENTS[:3] if quick else RESIDENTS[:-1])]
    rows: dict[str, float] = {}
    if not quick:
        last, rows["growth"] = largest()
        residents.append(last)
    tell("  organizations")
    organizations = [point(place_of(TOWN, k), quick) for k in ORGANIZATIONS[:: 4 if quick else 1]]
    tell("  open needs")
    needs = [point(place_of(TOWN), quick, **rates(factor)) for factor in NEEDS[:: 4 if quick else 1]]
    return {"rows": rows, "residents": residents, "organizations": organizations, "needs": needs}


def point(place: Any, quick: bool, **settings: Any) -> Result:
    """Return the cost of a week in a place, and what there is in it."""
    model = lived(place, **settings)
    taken = by_turns({"model": quarter_of(model)}, 1 if quick else 3)["model"]
    return {**counts(model), **summary(taken)}


def counts(model: GovernanceModel) -> dict[str, int]:
    """Return how many residents, organizations, and open needs a model has now."""
    world = model.world
    alive = int((world.bodies.alive > 0).sum())
    return {"residents": residents_of(model), "organizations": alive, "needs": int(world.open)}


def largest() -> tuple[Result, float]:
    """Return the cost of a week among a million residents, and how many times that among ten thousand."""
    models = {name: lived(place_of(name)) for name in (SMALL, LARGE)}
    taken = by_turns({str(name): quarter_of(model) for name, model in models.items()}, 3)
    return {**counts(models[LARGE]), **summary(taken[str(LARGE)])}, ratio(taken, str(LARGE), str(SMALL))


def rates(factor: float) -> dict[str, float]:
    """Return the rates at which needs arise, all of them larger or smaller, within their ranges."""
    declared = {f"needs.rate.{domain}": REGISTER[f"needs.rate.{domain}"] for domain in DOMAIN_IDS}
    return {name: min(one.high or 0, max(1, round(float(one.value) * factor))) for name, one in declared.items()}


def organizations(quick: bool) -> Result:
    """Return what a thousand organizations more cost in a routine week, as a share of the residents' week.

    A routine week is made of the phases that are lived every week: no round of projects, no founding. The share with
    everything that comes now and then is there too.
    """
    models = {name: lived(place_of(TOWN, name)) for name in (FEW, MANY)}
    before = {name: counts(model)["organizations"] for name, model in models.items()}
    turns = [{name: by_phase(model, QUARTER) for name, model in models.items()} for _ in range(1 if quick else 5)]
    after = {name: counts(model)["organizations"] for name, model in models.items()}
    more = mean(each[MANY] - each[FEW] for each in (before, after))
    routine = {phase.name for phase in WEEK if phase.when == EVERY_WEEK}
    dearer = {name: median(turn[MANY][name] - turn[FEW][name] for turn in turns) for name in turns[0][FEW]}
    week = {name: median(turn[FEW][name] for turn in turns) for name in dearer}
    per_thousand = THOUSAND / more * 100.0
    regular, residents = sum(dearer[name] for name in routine), sum(week[name] for name in routine)
    return {
        "rows": {"organizations": regular / residents * per_thousand},
        "with_rounds": sum(dearer.values()) / sum(week.values()) * per_thousand,
        "more": more,
        "phases": dict(sorted(dearer.items(), key=lambda entry: -entry[1])),
    }
