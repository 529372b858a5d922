"""Whatever a file holds, reading it ends in a place or policy, or in a ``ScenarioError`` that can be said."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios import Fault, Place, Policy, ScenarioError, Shock, check_paths, load_place, load_policy, load_shock
from scenarios.finding import HOME
from scenarios.place_tables import LINES

TABLES = tuple(LINES)
ODD = st.sampled_from(
    [
        "",
        ",",
        '"',
        "\n",
        "\r",
        "\0",
        ";",
        "nan",
        "-inf",
        "1e400",
        "9" * 400,
        "-1",
        "0",
        "1_0",
        "true",
        "{x}",
        "社区",
        "\ud7ff",
    ]
)
LOADERS: dict[str, tuple[Callable[[Path], Any], type[Any]]] = {
    "policy": (load_policy, Policy),
    "shock": (load_shock, Shock),
    "place": (load_place, Place),
}
CELLS = st.one_of(ODD, st.text(max_size=12), st.floats().map(str), st.integers().map(str))
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def town():
    with tempfile.TemporaryDirectory() as folder:
        yield Path(shutil.copytree(HOME / "places" / "classroom", Path(folder) / "town"))


def faults_in(load: Callable[[Path], Any], path: Path, kind: type[Any]) -> tuple[Fault, ...]:
    """Read, and let nothing but a `ScenarioError` out: what was loaded is of its kind, or there is something to say."""
    try:
        assert isinstance(load(path), kind)
    except ScenarioError as error:
        assert error.faults
        assert all(error.say(language).strip() for language in ("en", "zh"))
        return error.faults
    return ()


def is_reported(path: Path, kind: str, faults: tuple[Fault, ...]) -> bool:
    """Whether ``check`` says of a path exactly what reading it says."""
    (report,) = check_paths([path])
    return (report.kind, report.problems) == (kind, tuple(dict.fromkeys(map(str, faults))))


def is_reported_with_table(town: Path, table: str, content: bytes) -> bool:
    path = town / f"{table}.csv"
    kept = path.read_bytes()
    try:
        path.write_bytes(content)
        return is_reported(town, "place", faults_in(load_place, town, Place))
    finally:
        path.write_bytes(kept)


@QUICK
@given(table=st.sampled_from(TABLES), content=st.binary(max_size=200))
def test_any_bytes_as_a_table(town, table, content):
    assert is_reported_with_table(town, table, content)


@QUICK
@given(table=st.sampled_from(TABLES), rows=st.lists(st.lists(CELLS, max_size=20), max_size=6))
def test_any_cells_under_a_right_header(town, table, rows):
    header = (town / f"{table}.csv").read_text(encoding="utf-8").splitlines()[0]
    text = "\n".join([header, *(",".join(row) for row in rows)])
    assert is_reported_with_table(town, table, text.encode("utf-8", "replace"))


@QUICK
@given(data=st.data(), table=st.sampled_from(TABLES), cell=CELLS)
def test_one_wrong_cell_in_a_right_table(town, data, table, cell):
    lines = (town / f"{table}.csv").read_text(encoding="utf-8").splitlines()
    number = data.draw(st.integers(0, len(lines) - 1))
    cells = lines[number].split(",")
    cells[data.draw(st.integers(0, len(cells) - 1))] = cell
    lines[number] = ",".join(cells)
    assert is_reported_with_table(town, table, "\n".join(lines).encode("utf-8", "replace"))


@QUICK
@given(data=st.data(), piece=CELLS)
def test_one_wrong_piece_in_a_right_toml_file(tmp_path, data, piece):
    name = data.draw(st.sampled_from(["policies/jimingshan-2018.toml", "policies/pilot.toml", "shocks/epidemic.toml"]))
    text = (HOME / name).read_text(encoding="utf-8")
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 12)))
    path = tmp_path / "x.toml"
    path.write_bytes((text[:start] + piece + text[end:]).encode("utf-8", "replace"))
    found = {kind: faults_in(load, path, of) for kind, (load, of) in LOADERS.items()}
    assert found["policy"] or found["shock"], "no file is both"
    (report,) = check_paths([path])
    assert report.ok == (not found.get(report.kind, True))


VALUES = st.recursive(
    st.one_of(st.booleans(), st.integers(), st.sampled_from(["nan", "inf", "0.5", '"x"', '""', "1979-05-27"]).map(str)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(map(str, items))}]"),
        st.dictionaries(st.sampled_from(["from", "until", "value", "communities", "a"]), inner, max_size=3).map(
            lambda items: "{ " + ", ".join(f"{key} = {value}" for key, value in items.items()) + " }"
        ),
    ),
    max_leaves=6,
)
KEYS = st.sampled_from(
    ["extends", "rows", "levers", "from", "until", "communities", "levers.linking.venues", "events", "parameters",
     "levers.activation.meetings_per_year", "sources", "columns", "columns.default", "standing_policy", "note_zh"]
)  # fmt: skip


@QUICK
@given(
    schema=st.sampled_from(["policy/1", "shock/1", "place/1"]),
    items=st.dictionaries(KEYS, VALUES.map(lambda value: str(value).replace("True", "true").replace("False", "false"))),
)
def test_any_values_under_known_keys(tmp_path, schema, items):
    lines = [f'schema = "{schema}"', 'id = "x"', 'zh = "x"', 'en = "x"', *(f"{key} = {items[key]}" for key in items)]
    path = tmp_path / "place.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    found = {kind: faults_in(load, path, of) for kind, (load, of) in LOADERS.items()}
    assert [kind for kind in found if not found[kind]] in ([], [schema.removesuffix("/1")])
    (report,) = check_paths([path])
    assert report.ok == (not found.get(report.kind, True))
