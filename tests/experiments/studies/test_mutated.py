"""Study and place files that were changed at random: refused before anything runs, with file and key, or sound."""

import random
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import run
from scenarios import check_paths
from scenarios.finding import HOME

STUDIES = sorted((HOME / "studies").glob("*.toml"))
CHARACTERS = "0123456789abcxyz=\"[]{}.,-_ \n#'é中\x00"


def mutated(text: str, seed: int, times: int) -> str:
    """A text in which characters were put in, taken out, doubled or swapped."""
    draws, letters = random.Random(seed), list(text)
    for _ in range(times):
        at = draws.randrange(len(letters))
        match draws.randrange(4):
            case 0:
                letters[at] = draws.choice(CHARACTERS)
            case 1:
                del letters[at]
            case 2:
                letters.insert(at, draws.choice(CHARACTERS))
            case _:
                other = draws.randrange(len(letters))
                letters[at], letters[other] = letters[other], letters[at]
    return "".join(letters)


def check_study(folder: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / "mutated.toml"
    file.write_text(text, "utf-8")
    (report,) = check_paths([file])
    for problem in report.problems:
        assert str(file) in problem
    code = 0 if report.ok else run.main(["study", "plan", str(file)])
    printed = capsys.readouterr()
    assert code == (0 if report.ok else 2)
    assert printed.out == "" and "Traceback" not in printed.err
    try:
        sound = {**tomllib.loads(file.read_text("utf-8"))}
    except ValueError:
        sound = {}
    if sound and not report.ok and report.kind == "study":
        assert all(", " in problem for problem in report.problems)


SETTINGS: dict[str, Any] = {"deadline": None, "suppress_health_check": list(HealthCheck)}


@given(at=st.integers(0, len(STUDIES) - 1), seed=st.integers(0, 2**32), times=st.integers(1, 4))
@settings(max_examples=60, **SETTINGS)
def test_a_mutated_study_is_refused_or_sound(tmp_path_factory, capsys, at, seed, times):
    check_study(tmp_path_factory.mktemp("m"), mutated(STUDIES[at].read_text("utf-8"), seed, times), capsys)


@given(seed=st.integers(0, 2**32), times=st.integers(1, 4))
@settings(max_examples=30, **SETTINGS)
def test_a_mutated_place_is_refused_or_sound(tmp_path_factory, seed, times):
    folder = tmp_path_factory.mktemp("m") / "place"
    shutil.copytree(HOME / "places" / "classroom", folder)
    file = sorted(folder.iterdir())[seed % 6]
    file.write_text(mutated(file.read_text("utf-8"), seed, times), "utf-8")
    (report,) = check_paths([folder])
    assert all(str(folder) in problem for problem in report.problems)


@pytest.mark.soak
@given(at=st.integers(0, len(STUDIES) - 1), seed=st.integers(0, 2**32), times=st.integers(1, 6))
@settings(max_examples=300, **SETTINGS)
def test_three_hundred_mutated_studies(tmp_path_factory, capsys, at, seed, times):
    check_study(tmp_path_factory.mktemp("m"), mutated(STUDIES[at].read_text("utf-8"), seed, times), capsys)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def as_toml(value: object) -> str:
    """Write a value as TOML has it in a line."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return "'" + "".join(one for one in value if one.isprintable() and one != "'") + "'"
        case list():
            return "[" + ", ".join(map(as_toml, value)) + "]"
        case dict():
            pairs = {as_toml(key): as_toml(inner) for key, inner in value.items()}
            return "{" + ", ".join(f"{key} = {inner}" for key, inner in pairs.items()) + "}"
        case None:
            return "''"
        case _:
            return str(value)


KEYS = ("design", "replicates", "stop", "limits", "policies", "uncertainties", "outcomes", "settings", "shocks", "seed")


@given(key=st.sampled_from(KEYS), value=VALUES)
@settings(max_examples=80, **SETTINGS)
def test_any_value_of_any_key_is_refused_or_sound(tmp_path_factory, capsys, key, value):
    head = {"policies": "['full']", "place": "'classroom'", "id": "'m'", "schema": "'study/1'", "replicates": "1"}
    lines = [f"{name} = {text}" for name, text in {**head, key: as_toml(value)}.items()]
    check_study(tmp_path_factory.mktemp("m"), "\n".join(lines), capsys)
