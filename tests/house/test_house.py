"""The house itself: who may import whom, where chance may come from, what must lie where.

Sources are read as text, so that these tests say where a fault is without running anything of it.
"""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Who may import whom, of ours. "analysis.statistics" allows that module alone.
MAY_IMPORT = {
    "vocabulary": set(),
    "agents": {"vocabulary"},
    "scenarios": {"vocabulary"},
    "model": {"agents", "scenarios", "vocabulary"},
    "analysis": {"vocabulary"},
    "experiments": {"model", "scenarios", "vocabulary", "analysis.statistics"},
    "app": {"experiments", "analysis", "vocabulary"},
}
SEE_ALL = {"run", "docs", "benchmarks", "tests"}
OURS = MAY_IMPORT.keys() | SEE_ALL

FOLDERS = [*sorted(OURS - {"run"}), ".ci"]
NO_TEXT = {".otf", ".woff2", ".png", ".pdf", ".npz", ".gz", ".ico"}


def files_of(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path


def all_files() -> list[Path]:
    """The files of the project: those at its root, and those in its folders; no results, no caches."""
    at_root = [path for path in sorted(ROOT.iterdir()) if path.is_file()]
    return at_root + [path for folder in FOLDERS for path in files_of(ROOT / folder)]


def sources() -> list[Path]:
    return [path for path in all_files() if path.suffix == ".py"]


def sources_but_tests() -> list[Path]:
    return [path for path in sources() if path.relative_to(ROOT).parts[0] != "tests"]


def inside(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# ---- imports run one way --------------------------------------------------------------------------------------------


def imported(tree: ast.AST, package: str) -> Iterator[tuple[int, str]]:
    """Each module that a source imports, anywhere in it: its line and its full name, the imported name appended."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, alias.name) for alias in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                above = package.split(".")[: len(package.split(".")) - level + 1] if level else []
                start = ".".join([*above, *([module] if module else [])])
                yield from ((node.lineno, f"{start}.{alias.name}") for alias in names)
            case ast.Call(func=ast.Attribute(attr="import_module") | ast.Name(id="import_module" | "__import__")):
                if node.args and isinstance(node.args[0], ast.Constant):
                    yield node.lineno, str(node.args[0].value)


def is_allowed(name: str, importer: str) -> bool:
    top = name.split(".")[0]
    if top not in OURS or top == importer or importer in SEE_ALL:
        return True
    return any(name == allowed or name.startswith(allowed + ".") for allowed in MAY_IMPORT[importer])


def wrong_imports(source: str, path: str) -> list[str]:
    parts = path.removesuffix(".py").split("/")
    importer, package = parts[0], ".".join(parts[:-1])
    if importer not in OURS:
        return []
    return [
        f"{path}:{line} imports {name}"
        for line, name in imported(ast.parse(source), package)
        if not is_allowed(name, importer)
    ]


def test_imports_run_one_way():
    faults = [fault for path in sources() for fault in wrong_imports(path.read_text("utf-8"), inside(path))]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ("import agents", "vocabulary/rows.py"),
        ("from model.week import WEEK", "agents/resident.py"),
        ("def f():\n    import experiments.plan", "model/week.py"),
        ("from analysis import figures", "experiments/store.py"),
        ("from analysis.figures import draw", "experiments/store.py"),
        ("import importlib\nimportlib.import_module('app.server')", "analysis/report.py"),
        ("import run", "app/server.py"),
        ("from tests.reference import walk", "model/week.py"),
    ],
)
def test_a_wrong_import_is_found(source, path):
    assert wrong_imports(source, path)


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ("from analysis.statistics import paired", "experiments/plan.py"),
        ("from analysis import statistics", "experiments/plan.py"),
        ("import numpy as np\nfrom . import week", "model/governance.py"),
        ("from .. import model", "agents/rules/trust.py"),  # that is agents.model
        ("import model, app, analysis.figures", "run.py"),
        ("import model.governance", "tests/model/test_week.py"),
    ],
)
def test_a_right_import_passes(source, path):
    assert not wrong_imports(source, path)


# ---- no chance but our own ------------------------------------------------------------------------------------------

CLOCKS = {"time", "time_ns", "perf_counter", "perf_counter_ns", "monotonic", "monotonic_ns", "now", "utcnow", "getpid"}
NUMPY_MAKERS = {"default_rng", "SeedSequence", "RandomState", "Philox", "PCG64", "SFC64"}
NUMPY_ALLOWED = NUMPY_MAKERS | {"Generator", "BitGenerator"}
# These draw from NumPy's one global stream unless they are told otherwise.
NEED_A_SEED = re.compile(r"(.*\.)?(spring_layout|random_layout|rvs)|(scipy\.)?stats\.(bootstrap|permutation_test)")
SEED_WORDS = {"seed", "rng", "random_state"}


def dotted(node: ast.AST) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attr):
            return f"{dotted(value)}.{attr}"
        case _:
            return "?"


def reads_a_clock(node: ast.AST) -> bool:
    return any(isinstance(part, ast.Call) and dotted(part.func).split(".")[-1] in CLOCKS for part in ast.walk(node))


def is_a_seed(name: str) -> bool:
    return any(word in name.lower() for word in (*SEED_WORDS, "entropy"))


def unseeded(call: ast.Call) -> bool:
    """Whether a generator of random numbers is made without a seed, or with None, or with the time."""
    values = [*call.args, *(keyword.value for keyword in call.keywords)]
    first = values[0] if values else ast.Constant(None)
    return (isinstance(first, ast.Constant) and first.value is None) or reads_a_clock(call)


def chance_in_call(call: ast.Call) -> str | None:
    name = dotted(call.func)
    last = name.split(".")[-1]
    words = {keyword.arg for keyword in call.keywords}
    if name == "hash":
        return "hash() differs from process to process"
    if name in {"uuid.uuid1", "uuid.uuid4", "uuid1", "uuid4", "os.urandom", "urandom"}:
        return f"{name} is never the same twice"
    if last in NUMPY_MAKERS and unseeded(call):
        return f"{name} without a seed of ours"
    if NEED_A_SEED.fullmatch(name) and not words & SEED_WORDS:
        return f"{name} without a seed"
    if any(keyword.arg and is_a_seed(keyword.arg) and reads_a_clock(keyword.value) for keyword in call.keywords):
        return "a seed from the clock"
    return None


def chance_in_node(node: ast.AST) -> str | None:
    match node:
        case ast.Import(names=names) if {alias.name.split(".")[0] for alias in names} & {"random", "secrets"}:
            return "Python's own random numbers"
        case ast.ImportFrom(module="random" | "secrets", level=0):
            return "Python's own random numbers"
        case ast.ImportFrom(module="numpy.random", names=names) if not {n.name for n in names} <= NUMPY_ALLOWED:
            return "NumPy's global random numbers"
        case ast.Attribute(attr=attr, value=value) if dotted(value) in {"np.random", "numpy.random"}:
            return None if attr in NUMPY_ALLOWED else "NumPy's global random numbers"
        case ast.Assign(targets=targets, value=value) if reads_a_clock(value):
            return "a seed from the clock" if any(is_a_seed(dotted(target)) for target in targets) else None
        case ast.AnnAssign(target=target, value=ast.AST() as value) if reads_a_clock(value):
            return "a seed from the clock" if is_a_seed(dotted(target)) else None
        case ast.Call():
            return chance_in_call(node)
        case _:
            return None


def chance(source: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if fault := chance_in_node(node):
            found.append(f"line {getattr(node, 'lineno', 0)}: {fault}")
    return found


def test_no_global_randomness():
    faults = [f"{inside(path)}, {fault}" for path in sources_but_tests() for fault in chance(path.read_text("utf-8"))]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    "source",
    [
        "import random",
        "from random import shuffle",
        "import secrets",
        "import numpy as np\nnp.random.seed(1)",
        "import numpy as np\nx = np.random.rand(3)",
        "from numpy.random import normal",
        "import numpy as np\nr = np.random.default_rng()",
        "import numpy as np\nr = np.random.default_rng(None)",
        "import time\nimport numpy as np\nr = np.random.default_rng(time.time_ns())",
        "import uuid\nx = uuid.uuid4()",
        "key = hash('江东')",
        "import time\nseed = int(time.time())",
        "import os\nrun(seed=os.getpid())",
        "import networkx as nx\nnx.spring_layout(graph)",
        "import os\nos.urandom(4)",
    ],
)
def test_global_randomness_is_found(source):
    assert chance(source)


@pytest.mark.parametrize(
    "source",
    [
        "import numpy as np\ndef f(rng: np.random.Generator) -> None: ...",
        "import numpy as np\nr = np.random.default_rng(seed)",
        "import networkx as nx\nnx.spring_layout(graph, seed=1)",
        "import time\nstarted = time.perf_counter()",
        "model.random.shuffle(x)",
    ],
)
def test_seeded_randomness_passes(source):
    assert not chance(source)


# ---- names, lock files, paths, files --------------------------------------------------------------------------------

SAYS_NOTHING = {"util", "utils", "helper", "helpers", "manager", "managers"}


def test_no_module_bears_a_name_that_says_nothing():
    names = {path for source in sources() for path in (source, *source.parents) if path.is_relative_to(ROOT)}
    faults = [inside(path) for path in names if path.stem == "data" or SAYS_NOTHING & set(path.stem.split("_"))]
    assert not faults, faults


def asked_for(name: str) -> list[str]:
    """What a file of requirements asks for, without comments and references to other files."""
    lines = (ROOT / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-r"))]


def pins(name: str) -> dict[str, set[str]]:
    """Each pin of a lock file, as its first line, with its hashes."""
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    split = {
        " ".join(word for word in line if not word.startswith("--hash")): {
            word for word in line if word.startswith("--hash")
        }
        for line in lines
    }
    assert len(split) == len(lines)
    return split


LOCKS = ("requirements.txt", "requirements-extras.txt", "requirements-dev.txt", "requirements-bench.txt")


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_names_no_host(name):
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"(?m)^\s*-(?!-hash=)", text)
    assert " @ " not in text


@pytest.mark.parametrize("name", LOCKS)
def test_each_pin_is_exact_and_has_hashes(name):
    for pin, hashes in pins(name).items():
        assert re.match(r"[a-z0-9._-]+==\S+( ; .+)?$", pin), pin
        assert hashes, pin
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", each) for each in hashes), pin


def test_tests_and_benchmarks_run_on_the_versions_that_programs_run_on():
    programs, extras, tests, benchmarks = (pins(name) for name in LOCKS)
    assert programs.items() <= extras.items() <= tests.items()
    assert programs.items() <= benchmarks.items()


def test_what_is_asked_for_stands_in_pyproject_too_and_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["dependencies"] == asked_for("requirements.in")
    further = project["optional-dependencies"]
    assert further["dev"] == asked_for("requirements-dev.in")
    assert [*further["cluster"], *further["parquet"]] == asked_for("requirements-extras.in")
    for lock in LOCKS:
        asked = lock.replace(".txt", ".in")
        locked = {pin.split("==")[0] for pin in pins(lock)}
        assert {re.split("[<>=]", line)[0].lower() for line in asked_for(asked)} <= locked


# A path that begins at the root of somebody's machine; not the middle of an address or of a list such as kin/work.
MACHINE_PATH = re.compile(r"(?<![\w.~)*-])/(?:home|root|work|Users)/\w")


def test_no_file_holds_a_path_of_a_machine():
    faults = []
    for path in all_files():
        if path.suffix not in NO_TEXT:
            for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), start=1):
                if MACHINE_PATH.search(line):
                    faults.append(f"{inside(path)}:{number}")
    assert not faults, faults


@pytest.mark.parametrize("name", ["LICENSE", "CITATION.cff", "CHANGELOG.md", "README.md", "README.zh.md", "Makefile"])
def test_what_a_visitor_looks_for_is_there(name):
    assert (ROOT / name).read_text("utf-8").strip()


def test_each_version_of_the_changelog_says_whether_output_changes():
    entries = (ROOT / "CHANGELOG.md").read_text("utf-8").split("\n## ")[1:]
    assert entries
    for entry in entries:
        assert re.search(r"(?m)^Output changes: \S", entry), entry.splitlines()[0]


def test_one_version_everywhere():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"\n## {version} " in (ROOT / "CHANGELOG.md").read_text("utf-8")


# ---- nothing heavy is imported for nothing --------------------------------------------------------------------------


def modules_in(name: str) -> list[str]:
    """The module of this name, or the package and all modules in it; empty if there is none yet."""
    place = ROOT / Path(*name.split("."))
    if place.with_suffix(".py").is_file():
        return [name]
    found = [path.relative_to(ROOT).with_suffix("") for path in files_of(place) if path.suffix == ".py"]
    return [".".join(path.parts).removesuffix(".__init__") for path in found]


def loaded_by(code: str) -> set[str]:
    """The top names of all modules that a new Python process holds after running some code."""
    report = "\nimport sys\nprint('LOADED', *sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", code + report],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env=environment,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split("LOADED")[-1].split())


@pytest.mark.parametrize(
    ("name", "heavy"),
    [
        ("vocabulary", {"mesa", "matplotlib", "numba"}),
        ("scenarios", {"mesa", "matplotlib", "numba"}),
        ("analysis.statistics", {"mesa", "matplotlib", "numba"}),
        ("analysis.font", {"mesa", "matplotlib", "numba", "fontTools"}),
        ("agents", {"matplotlib"}),
        ("model", {"matplotlib"}),
    ],
)
def test_importing_brings_nothing_heavy(name, heavy):
    modules = modules_in(name)
    if not modules:
        pytest.skip(f"{name} does not exist yet")
    brought = loaded_by("\n".join(f"import {module}" for module in modules))
    assert not brought & heavy


def test_help_is_quick_to_come():
    if not (ROOT / "run.py").is_file():
        pytest.skip("run.py does not exist yet")
    code = """
import runpy, sys
sys.argv = ["run.py", "--help"]
try:
    runpy.run_path("run.py", run_name="__main__")
except SystemExit as end:
    assert not end.code, end.code
"""
    assert not loaded_by(code) & {"mesa", "matplotlib", "numba", "pandas"}
