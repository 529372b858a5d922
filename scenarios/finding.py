"""Where scenarios are: shipped ones by name, a user's own by path."""

from __future__ import annotations

from pathlib import Path

from scenarios.faults import ScenarioError, nearest, one_of, shown
from scenarios.reading import exists
from scenarios.sentences import phrase
from scenarios.validation import NAME

HOME = Path(__file__).parent


def place_names() -> tuple[str, ...]:
    """Return the names of the shipped places."""
    return tuple(sorted(file.parent.name for file in (HOME / "places").glob("*/place.toml")))


def policy_names() -> tuple[str, ...]:
    """Return the names of the shipped policies."""
    return tuple(sorted(file.stem for file in (HOME / "policies").glob("*.toml")))


def shock_names() -> tuple[str, ...]:
    """Return the names of the shipped shocks."""
    return tuple(sorted(file.stem for file in (HOME / "shocks").glob("*.toml")))


def study_names() -> tuple[str, ...]:
    """Return the names of the shipped studies."""
    return tuple(sorted(file.stem for file in (HOME / "studies").glob("*.toml")))


def find_place(name: str | Path) -> Path:
    """Return the folder of a place, given by a shipped name, its folder, or its ``place.toml``."""
    if isinstance(name, str) and name in place_names():
        return HOME / "places" / name
    path = _given(name, "place", place_names())
    return path.parent if path.name == "place.toml" else path


def find_policy(name: str | Path) -> Path:
    """Return the file of a policy, given by a shipped name or its path."""
    return _find_file(name, "policy", "policies", policy_names())


def find_shock(name: str | Path) -> Path:
    """Return the file of a shock, given by a shipped name or its path."""
    return _find_file(name, "shock", "shocks", shock_names())


def find_study(name: str | Path) -> Path:
    """Return the file of a study, given by a shipped name or its path."""
    return _find_file(name, "study", "studies", study_names())


def _find_file(name: str | Path, kind: str, folder: str, names: tuple[str, ...]) -> Path:
    if isinstance(name, str) and name in names:
        return HOME / folder / f"{name}.toml"
    return _given(name, kind, names)


def _given(name: str | Path, kind: str, names: tuple[str, ...]) -> Path:
    path = Path(name)
    is_path = isinstance(name, Path) or not NAME.fullmatch(name)
    if not str(name).strip() or not (is_path or exists(path)):
        value, hint = shown(str(name)), nearest(name, names)
        raise ScenarioError(phrase(f"unknown_{kind}_name", value=value, hint=hint, allowed=one_of(names)))
    return path
