"""What a user asked for, checked: numbers, names and settings, as text or as values, a sentence for each fault."""

from __future__ import annotations

import difflib
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from scenarios.finding import policy_names, shock_names
from scenarios.reading import exists
from vocabulary.calendar import WEEKS_A_YEAR
from vocabulary.messages import RefusalError
from vocabulary.parameters import Parameter, Value
from vocabulary.register import REGISTER

LONGEST_YEARS = 50.0
LARGEST_SEED = 2**63 - 1
MOST_NEAREST, SHORTEST_PART = 3, 3
SWITCH_WORDS = {"true": True, "on": True, "yes": True, "false": False, "off": False, "no": False}


def number(given: object) -> float:
    """Return a number from a number or its text; NaN where it is none."""
    if isinstance(given, bool) or not isinstance(given, int | float | str):
        return math.nan
    try:
        return float(given)
    except (ValueError, OverflowError):
        return math.nan


def years(given: object) -> float:
    """Return the years that are lived when some are asked for: whole weeks, one at the least, at most 50 years."""
    value = number(given)
    if not 1 <= value * WEEKS_A_YEAR <= LONGEST_YEARS * WEEKS_A_YEAR:
        raise RefusalError("error.years", {"given": given})
    return round(value * WEEKS_A_YEAR) / WEEKS_A_YEAR


def scale(given: object) -> float:
    """Return the share of the residents asked for: above 0, at most 1."""
    value = number(given)
    if not 0 < value <= 1:
        raise RefusalError("error.scale", {"given": given})
    return value


def whole_number(option: str, given: object, low: int, high: int = LARGEST_SEED) -> int:
    """Return a whole number within its bounds, ``option`` naming it in the sentence of refusal."""
    try:
        value = int(given) if isinstance(given, str) else given
    except ValueError:
        value = None
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        key = "error.whole_number" if isinstance(value, int) and value > high else "error.whole_number_from"
        raise RefusalError(key, {"option": option, "given": given, "low": low, "high": high})
    return value


def names(option: str, given: str | Iterable[object]) -> tuple[object, ...]:
    """Return the names in a list, or in a text with commas between them; one at the least, none of them empty."""
    listed = tuple(part.strip() for part in given.split(",")) if isinstance(given, str) else tuple(given)
    if not listed or (isinstance(given, str) and "" in listed):
        raise RefusalError("error.names", {"option": option, "given": given})
    return listed


def one_policy(given: str) -> str:
    """Return the one policy asked for; a list of several is refused, with the nearest names."""
    parts = [part.strip() for part in given.split(",") if part.strip()]
    if "," not in given or not parts or exists(Path(given)):
        return given
    meant = [*(_nearest(part, policy_names()) for part in parts), *(["fragmented"] if len(parts) == 1 else [])]
    values = {"given": given, "nearest": meant[0], "several": ",".join(meant)}
    raise RefusalError("error.one_policy", values)


def single_shocks(given: Iterable[str]) -> list[str]:
    """Return the shocks asked for, one to an option; a list of several in one is refused, with the nearest names."""
    listed = list(given)
    for one in listed:
        parts = [part.strip() for part in one.split(",") if part.strip()]
        if "," in one and parts and not exists(Path(one)):
            shipped = shock_names()
            meant = [name for part in parts if (name := _nearest(part, shipped)) in shipped]
            several = list(dict.fromkeys([*meant, *shipped]))[: max(2, len(set(meant)))]
            values = {"given": one, "several": " ".join(f"--shock {name}" for name in several)}
            raise RefusalError("error.one_shock", values)
    return listed


def _nearest(given: str, names: Iterable[str]) -> str:
    """Return the shipped name that may be meant, or what was given if none is like it."""
    return next(iter(difflib.get_close_matches(given, list(names), n=1, cutoff=0.5)), given)


def settings(given: Mapping[str, object] | Iterable[str]) -> dict[str, Value]:
    """Return parameters set by hand, checked: from a mapping, or from texts ``NAME=VALUE``."""
    if isinstance(given, Mapping):
        return {name: known_parameter(name).check(value) for name, value in given.items()}
    listed = list(map(setting, given))
    for name in _twice(name for name, _ in listed):
        raise RefusalError("error.set_twice", {"name": name})
    return dict(listed)


def _twice(names: Iterable[str]) -> list[str]:
    """Return the names that are there more than once."""
    return [name for name, count in Counter(names).items() if count > 1]


def refuse_twice(shocks: Iterable[str]) -> None:
    """Refuse a shock that is named twice: it would be twice as strong and be reported under one name."""
    for name in _twice(shocks):
        raise RefusalError("error.shock_twice", {"name": name})


def setting(given: str) -> tuple[str, Value]:
    """Return name and checked value of a text ``NAME=VALUE``."""
    name, equals, value = (part.strip() for part in given.partition("="))
    if not (name and equals and value):
        raise RefusalError("error.setting", {"given": given})
    parameter = known_parameter(name)
    return name, parameter.check(_read(parameter, value))


def known_parameter(name: str) -> Parameter:
    """Return a declared parameter; an unknown name is refused with the nearest ones."""
    if name in REGISTER:
        return REGISTER[name]
    nearest = _nearest_parameters(name)
    key = "error.parameter_nearest" if nearest else "error.parameter"
    raise RefusalError(key, {"name": name, "nearest": nearest})


def _nearest_parameters(name: str) -> tuple[str, ...]:
    """Return up to three parameters that may be meant: those that hold the text, then those spelled much like it."""
    text = name.strip().lower()
    own = text.rpartition(".")[2]
    holding = [known for known in REGISTER if len(own) >= SHORTEST_PART and own in known.rpartition(".")[2]]
    spelled = difflib.get_close_matches(text, REGISTER, n=MOST_NEAREST, cutoff=0.7)
    last = {known.rpartition(".")[2]: known for known in reversed(REGISTER)}
    alike = [last[part] for part in difflib.get_close_matches(own, last, n=MOST_NEAREST, cutoff=0.75)]
    return tuple(dict.fromkeys([*holding, *spelled, *alike]))[:MOST_NEAREST]


def _read(parameter: Parameter, text: str) -> object:
    """Return the text as the kind of value that the parameter has, or as it is where that cannot be."""
    if parameter.kind == "choice":
        return text
    if parameter.kind == "switch":
        return SWITCH_WORDS.get(text.lower(), text)
    value = number(text)
    return text if math.isnan(value) else value


@contextmanager
def refused() -> Iterator[None]:
    """Turn what loaders, registers and the model say of their arguments into a refusal that a user reads."""
    try:
        yield
    except ValueError as fault:
        if isinstance(fault, RefusalError):
            raise
        raise RefusalError("error.as_it_is", {"text": fault}) from fault
