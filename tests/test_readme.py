"""The READMEs: every command and block of code in them runs, and what they copy from the program is up to date."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import run
from docs.week import READMES, with_week
from vocabulary.rows import ROWS

ROOT = Path(__file__).parents[1]
LANGUAGES = list(READMES)
PYTHON = shlex.quote(sys.executable)
BRIEF = {*(f"A{n}" for n in range(1, 7)), *(f"B{n}" for n in range(1, 4)), *(f"C{n}" for n in range(1, 9))} | {
    f"D{n}" for n in range(1, 6)
}

# Commands of run.py that take long: the same, with these options after their own (the last one of a kind counts).
COMPARE = "python run.py compare --place"
SHORTER = {
    "python run.py demo": "--replicates 2 --years 0.1 --scale 0.01 --workers 1",
    f"{COMPARE} jiangdong --scale 0.05 --policies subsidy-heavy,purchase-heavy,reward-heavy,balanced --equal-money "
    "--out results/funding --report": "--replicates 2 --years 0.3 --scale 0.01 --workers 1",
    "python run.py study run first-study": "--at-most 4 --executor in-process",
    "python run.py study verify first-study": "--runs 1",
    "python run.py rows": "--place classroom --replicates 2 --years 0.1 --scale 0.1 --workers 1",
    "python run.py patterns": "--place classroom --replicates 2 --scale 0.2 --workers 1",
    f"{COMPARE} jimingshan --scale 0.1 --policies standing,full,rigid --out results/rigid --report": (
        "--replicates 2 --years 0.3 --scale 0.02 --workers 1"
    ),
    f"{COMPARE} classroom --policies standing,full --shock epidemic --replicates 10": (
        "--replicates 2 --years 0.6 --scale 0.2 --workers 1"
    ),
    f"{COMPARE} my-town --policies standing,full --replicates 10 --years 2": (
        "--replicates 2 --years 0.3 --scale 0.5 --workers 1"
    ),
    f"{COMPARE} my-town --policies standing,my-policy.toml --replicates 10 --years 2 --out results/mine --report": (
        "--replicates 2 --years 0.6 --scale 0.5 --workers 1"
    ),
}

# Commands that would set up the project anew, and those of Windows: what is run instead, here, in a shell.
LOCKED = f"{PYTHON} -m pip install --quiet --dry-run --no-index --require-hashes --only-binary=:all: -r"
INSTEAD = {
    "make demo": ["make --dry-run demo | grep 'run.py demo'"],
    "make demo DEMO_ARGS='--lang zh'": ["make --dry-run demo DEMO_ARGS='--lang zh' | grep 'run.py demo --lang zh'"],
    "make bench": ["make --dry-run bench | grep -e '-m benchmarks'"],
    "make findings": ["make --dry-run findings | grep -e '-m docs.findings'"],
    "make test": ["make --dry-run test | grep -e '-m pytest'"],
    r"py -m venv .venv": [f"{PYTHON} -m venv --without-pip .venv"],
    r".venv\Scripts\activate": [". .venv/bin/activate"],
    r".venv\Scripts\python -m pip install --require-hashes --only-binary=:all: -r requirements.txt": [
        f"{LOCKED} requirements.txt"
    ],
    r".venv\Scripts\python -m pip install --require-hashes --only-binary=:all: -r requirements-dev.txt": [
        f"{LOCKED} requirements-dev.txt"
    ],
    r".venv\Scripts\python -m pytest -n 2 --dist loadfile": [f"{PYTHON} -m pytest -n 2 --dist loadfile --version"],
}

TRANSLATED = {"make demo DEMO_ARGS='--lang zh'", "python run.py parameters goose", "python run.py parameters 领头雁"}
"""Commands that differ between the two READMEs."""


# ---- what stands in a README ----------------------------------------------------------------------------------------


def text_of(language: str) -> str:
    return READMES[language].read_text("utf-8")


def blocks(language: str) -> list[tuple[str, str]]:
    """The fenced blocks, each with its kind."""
    return re.findall(r"(?ms)^```(\S*)\n(.*?)^```$", text_of(language))


def lines_of(kind: str, block: str) -> Iterator[str]:
    """The commands of a block, one by one."""
    for line in block.splitlines():
        yield from map(str.strip, line.split(";") if kind == "powershell" else [line])


def inline(language: str) -> list[str]:
    """Commands that stand in a sentence."""
    prose = re.sub(r"(?ms)^```.*?^```$", "", text_of(language))
    return re.findall(r"`((?:make|python|py|run\.py)\b[^`]*|\.venv\\[^`]+)`", prose)


def commands(language: str) -> list[str]:
    """Every command, in the order in which a reader meets it, without the option for Chinese."""
    in_blocks = [
        one for kind, block in blocks(language) if kind in {"sh", "powershell"} for one in lines_of(kind, block)
    ]
    return list(dict.fromkeys(plain(one) for one in (*in_blocks, *inline(language))))


def plain(command: str) -> str:
    """The command as both READMEs have it, and as the tables above have it."""
    return command.removesuffix(" --lang zh").replace(r".venv\Scripts\python run.py", "python run.py")


# ---- running it -----------------------------------------------------------------------------------------------------


@pytest.fixture
def workshop(tmp_path, monkeypatch):
    """A folder to work in that looks like the project's."""
    locked = [f"requirements{which}.txt" for which in ("", "-dev", "-bench")]
    for name in ("Makefile", *locked, "run.py", "scenarios"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    for name in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "PYTHON", "VENV"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def do(command: str, language: str) -> None:
    if plain(command) in INSTEAD:
        for one in INSTEAD[plain(command)]:
            in_shell(one)
    elif plain(command).startswith("python run.py"):
        words = shlex.split(f"{plain(command)} {SHORTER.get(plain(command), '')} --lang {language}")[2:]
        assert run.main(words) == 0, command
    else:
        assert not command.startswith("make "), f"say in INSTEAD what is run in place of {command!r}"
        in_shell(command)


def in_shell(command: str) -> None:
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="the commands are those of a Unix shell")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_runs(language, workshop, capsys):
    for kind, block in blocks(language):
        if kind == "toml":
            (workshop / block.split()[1]).write_text(block, "utf-8")
        elif kind in {"sh", "powershell"}:
            for command in lines_of(kind, block):
                do(command, language)
    for command in inline(language):
        do(command, language)
    printed = capsys.readouterr().out
    assert printed.count("sound: my-" if language == "en" else "无误：my-") == 3
    numbers = {"result.json", "record.csv"}
    report = {*numbers, "summary.md", "over-time.png"}
    costs = {*report, "costs.png"}
    for folder, left in {
        "demo-1": report,
        "funding": costs,
        "rigid": report,
        "mine": report,
        "no-pull": numbers,
    }.items():
        assert left <= {path.name for path in (workshop / "results" / folder).iterdir()}
    assert len(list((workshop / "results" / "demo-1").glob("*.png"))) == 5  # "five figures"


@pytest.mark.slow
def test_the_lines_of_python_run(capsys):
    code, own = (block for kind, block in blocks("en") if kind == "python")
    assert [block for kind, block in blocks("zh") if kind == "python"] == [code, own]
    assert len(code.split("\n")) - code.count("\n\n") - 1 == 10
    exec(compile(code, "README.md", "exec"), {"__name__": "__main__"})
    printed = capsys.readouterr().out
    assert "participation_rate" in printed
    assert "('fragmented', 0, 0." in printed
    exec(compile(own, "README.md", "exec"), {"__name__": "__main__"})
    known, network = capsys.readouterr().out.splitlines()
    assert sorted(json.loads(known)) == [*range(11), *range(190, 200)]  # "within ten steps"
    assert network.startswith("MultiGraph")


# ---- what is copied from the program --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_week_is_the_one_that_the_program_prints(language, capsys):
    assert run.main(["week", "--lang", language]) == 0
    assert f"<!-- week: begin -->\n```text\n{capsys.readouterr().out}```\n<!-- week: end -->" in text_of(language), (
        "the week has changed: python -m docs.week puts it into both READMEs"
    )
    assert with_week(text_of(language), language) == text_of(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rows_are_those_that_can_be_switched(language):
    assert re.findall(r"(?m)^\|.*\| ([A-D]\d) \|", text_of(language)) == [row.id for row in ROWS]
    named = set(re.findall(r"\b[A-D]\d\b", text_of(language)))
    assert named == BRIEF


# ---- nothing is left out --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_block_is_of_a_kind_that_is_tested(language):
    assert {kind for kind, _ in blocks(language)} == {"sh", "powershell", "python", "toml", "text"}


def test_both_readmes_have_the_same_commands_and_files():
    assert set(commands("en")) ^ set(commands("zh")) <= TRANSLATED
    en, zh = ([re.sub(r"(?m)^#.*\n", "", b) for kind, b in blocks(one) if kind == "toml"] for one in LANGUAGES)
    assert en == zh


def test_every_mapped_command_stands_in_a_readme():
    known = {*commands("en"), *commands("zh")}
    assert not [command for command in (*SHORTER, *INSTEAD) if command not in known]


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_and_pictures_lead_somewhere(language):
    text = text_of(language)
    titles = re.findall(r"(?m)^##? (.*)$", text)
    anchors = {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}
    for target in re.findall(r"\]\(([^)]+)\)", text):
        if target.startswith("#"):
            assert target[1:] in anchors
        else:
            assert (ROOT / target).exists(), target
    for picture in re.findall(r"\(([^)]+\.png)\)", text):
        assert (ROOT / picture).stat().st_size < 300_000
