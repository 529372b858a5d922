"""What is to be run: place, policies, replicates, horizon and luck, checked before anything starts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from experiments import asked
from scenarios import (
    Place,
    Policy,
    Shock,
    Span,
    check_policy_for_place,
    check_shock_for_place,
    load_place,
    load_policy,
    load_shock,
    refuse_combinations,
)
from vocabulary.calendar import WEEKS_A_YEAR
from vocabulary.messages import RefusalError
from vocabulary.parameters import Value

if TYPE_CHECKING:
    from model.governance import GovernanceModel

BURN_IN = 104
STANDING = "standing"
FEWEST_RESIDENTS = 20
FURTHER_CASEWORK = "money.further_casework"


def build_model(*arguments: object, **settings: object) -> GovernanceModel:
    """Build a model; it is imported here, so that a plan can be made and refused without it."""
    from model.governance import GovernanceModel

    return GovernanceModel(*arguments, **settings)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Plan:
    """A comparison of policies in one place, every part of it loaded and checked.

    Attributes
    ----------
    labels
        The policies' names, each once: a policy that is listed twice appears as ``full`` and ``full#2``.
    years
        Years lived under each policy: whole weeks, so that it may differ a little from what was asked for.
    burn_in
        Weeks lived under the place's standing policy before the policies begin; not counted in ``years``.
    equal_money
        Whether what a policy costs less in a year than that year's dearest one buys departments' casework.
    broken_down
        Whether the indicators by community, group and domain are kept.
    base_rates
        Whether what base rates of real places say and no indicator shows is measured.
    build
        What makes a model: a function that can be named to another process.
    """

    place: Place
    policies: tuple[Policy, ...]
    labels: tuple[str, ...]
    replicates: int
    years: float
    seed: int
    town_seed: int | None
    scale: float
    settings: Mapping[str, Value] = field(default_factory=dict)
    shocks: tuple[Shock, ...] = ()
    burn_in: int = BURN_IN
    equal_money: bool = False
    broken_down: bool = True
    base_rates: bool = False
    build: Callable[..., GovernanceModel] = build_model

    @property
    def weeks(self) -> int:
        """Weeks lived under each policy."""
        return round(self.years * WEEKS_A_YEAR)

    @property
    def years_lived(self) -> tuple[range, ...]:
        """The weeks of each year lived under a policy; the last year may be a part of one."""
        starts = range(1, self.weeks + 1, WEEKS_A_YEAR)
        return tuple(range(start, min(start + WEEKS_A_YEAR, self.weeks + 1)) for start in starts)

    @property
    def residents(self) -> int:
        """Residents simulated: two in each community at the least, as in the model's town."""
        return sum(max(2, round(community.residents * self.scale)) for community in self.place.communities)


def make_plan(
    place: str | Place = "jiangdong",
    policies: str | Iterable[str | Policy] = ("full",),
    *,
    replicates: int | str = 1,
    years: float | str = 1.0,
    seed: int | str = 0,
    town_seed: int | str | None = None,
    scale: float | str = 1.0,
    settings: Mapping[str, object] | Iterable[str] = (),
    shocks: str | Shock | Iterable[str | Shock] = (),
    equal_money: bool = False,
) -> Plan:
    """Check what was asked for and load what it names; a single shock may stand without a list.

    Raises
    ------
    ValueError
        In one sentence: what is wrong, and what is allowed.
    """
    # Numbers first: they are refused without a file being read.
    numbers = {
        "years": asked.years(years),
        "scale": asked.scale(scale),
        "replicates": asked.whole_number("--replicates", replicates, low=1),
        "seed": asked.whole_number("--seed", seed, low=0),
        "town_seed": None if town_seed is None else asked.whole_number("--town-seed", town_seed, low=0),
    }
    chosen = asked.settings(settings)
    with asked.refused():
        home = place if isinstance(place, Place) else load_place(place)
        given = asked.names("--policies", policies)
        loaded = tuple(_policy(policy, home) for policy in given)
        _refuse_two_of_a_name(given, loaded)
        standing = load_policy(home.standing_policy)
        for policy in loaded:
            refuse_combinations(policy, chosen, standing, home)
        events = tuple(_shock(shock, home) for shock in ([shocks] if isinstance(shocks, str | Shock) else shocks))
    asked.refuse_twice(event.id for event in events)
    if home.residents * numbers["scale"] < FEWEST_RESIDENTS and numbers["scale"] < 1:  # type: ignore[operator]
        values = {"given": scale, "residents": home.residents, "fewest": FEWEST_RESIDENTS}
        raise RefusalError("error.scale_too_small", values)
    if equal_money:
        _refuse_unequal(loaded, chosen)
    labels = distinct(policy.id for policy in loaded)
    further = {"settings": chosen, "shocks": events, "equal_money": equal_money}
    return Plan(home, loaded, labels, **further, **numbers)  # type: ignore[arg-type]


def _policy(given: Any, place: Place) -> Policy:
    """Return a policy that can be followed in a place; ``standing`` is the one that the place names."""
    if given == STANDING:
        policy = replace(load_policy(place.standing_policy), id=STANDING)
    else:
        policy = given if isinstance(given, Policy) else load_policy(given)
    check_policy_for_place(policy, place)
    return policy


def _shock(given: str | Shock, place: Place) -> Shock:
    shock = given if isinstance(given, Shock) else load_shock(given)
    check_shock_for_place(shock, place)
    return shock


def _refuse_two_of_a_name(given: Iterable[object], loaded: Iterable[Policy]) -> None:
    """Refuse different policies with one id: their results could not be told apart."""
    first: dict[str, tuple[object, Policy]] = {}
    for source, policy in zip(given, loaded, strict=True):
        earlier, other = first.setdefault(policy.id, (source, policy))
        if policy != other:
            raise RefusalError("error.same_id", {"first": _source(earlier), "second": _source(source), "id": policy.id})


def _refuse_unequal(policies: tuple[Policy, ...], settings: Mapping[str, Value]) -> None:
    """Refuse what leaves equal money no meaning: a single policy, or casework that is set by hand."""
    if len(policies) < 2:
        raise RefusalError("error.equal_money_alone")
    if FURTHER_CASEWORK in settings:
        raise RefusalError("error.equal_money_set", {"name": FURTHER_CASEWORK})


def _source(given: object) -> str:
    return f"{given.en!r}" if isinstance(given, Policy) else str(given)


def distinct(ids: Iterable[str]) -> tuple[str, ...]:
    """Return each name as it is the first time, with ``#2``, ``#3``, … from then on."""
    seen: Counter[str] = Counter()
    labels = []
    for name in ids:
        seen[name] += 1
        labels.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return tuple(labels)


def without(policy: Policy, switch: str) -> Policy:
    """Return the policy with one of its switches off in all weeks and communities."""
    return replace(
        policy,
        id=f"{policy.id} without {switch}",
        zh=f"{policy.zh}，关闭 {switch}",
        en=f"{policy.en} without {switch}",
        note_zh=f"同“{policy.zh}”，但关闭 {switch}。",
        note_en=f"As {policy.id}, with {switch} off.",
        levers={**policy.levers, switch: (Span(False),)},
    )
