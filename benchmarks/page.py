"""Writes ``docs/speed.md`` and its figures from the kept record: ``python -m benchmarks.page``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import table
from benchmarks.bounds import bound_of
from benchmarks.figures import GROWTH, draw_all, drawn_from
from benchmarks.memory import WHY
from benchmarks.record import kept
from benchmarks.table import HEADINGS, ROWS, rounded

Results = Mapping[str, Mapping[str, Any]]
PAGE = Path("docs") / "speed.md"
LEAD = """# Speed

Made by `make bench BENCH_ARGS=--docs`, which measures every row below, keeps the record in `benchmarks/record.json`,
and writes this page and its figures from it. `make bench` alone measures and prints; `make bench BENCH_ARGS=--list`
lists the benchmarks, and any of them can be asked for by name.

Time is processor time of one thread unless seconds are said to pass. Machines are noisy: what is compared is measured
by turns, A B A B, in one run, and a ratio is the median of the ratios within a turn. Trust ratios more than
nanoseconds, and neither to the last digit."""
CAPTIONS = {
    "peers": "What a resident-week of the reference workload costs each peer",
    "residents": "Cost of a week over the number of residents, from a thousand to a million",
    "organizations": "Cost of a week over the number of organizations, among 29,000 residents",
    "needs": "Cost of a week over the number of open needs, among 29,000 residents",
    "replicates": "Seconds of a batch over the number of replicates",
    "workers": "Seconds of a batch over the number of workers",
}
MEMORY_LEAD = (
    "Bytes by which each column grows with one resident more, two towns side by side. The columns are declared in "
    "`model/columns.py` and `model/world.py`."
)


def main() -> None:
    """Write the page and its figures."""
    write_page(kept())


def write_page(record: Results) -> None:
    """Write the page and its figures from a record."""
    PAGE.write_text(text_of(record), encoding="utf-8")
    draw_all(record)


def text_of(record: Results) -> str:
    """Return the page as text."""
    parts = [LEAD, *machines(record), "## What must hold, and what was reached", the_table(record), *short_of(record)]
    for section, name in SECTIONS:
        if name in record:
            parts += section(record)
    return "\n\n".join(part for part in parts if part) + "\n"


def markdown(heads: Sequence[str], lines: Iterable[Sequence[str]], numbers: Sequence[int] = ()) -> str:
    """Return a table; the columns named in ``numbers`` stand to the right."""
    rules = ["---:" if k in numbers else "---" for k in range(len(heads))]
    return "\n".join("| " + " | ".join(line) + " |" for line in (heads, rules, *lines))


def machines(record: Results) -> list[str]:
    """Return on which machine what was measured: one sentence if it was the same for all."""
    named: dict[str, list[str]] = {}
    for name, result in record.items():
        named.setdefault(machine_in_words(result["machine"]), []).append(name)
    if len(named) == 1:
        return [f"Measured on: {next(iter(named))}."]
    return [f"Measured on: {words} ({', '.join(names)})." for words, names in named.items()]


def machine_in_words(found: Mapping[str, Any]) -> str:
    """Return a machine in words."""
    versions = ", ".join(f"{label} {found[name]}" for name, label in LIBRARIES.items())
    return f"{found['processor']}, {found['cores']} processors, {found['system']}, {versions}"


LIBRARIES = {"python": "Python", "numpy": "NumPy", "numba": "Numba", "mesa": "Mesa", "scipy": "SciPy"}


def the_table(record: Results) -> str:
    """Return the table of what must hold and is aimed at."""
    return markdown(HEADINGS, table.lines(record), numbers=(1, 2, 3))


def short_of(record: Results) -> list[str]:
    """Return, for each row short of its aim, what bounds it."""
    found = []
    for row in ROWS:
        verdict = row.verdict(table.value_of(row, record))
        if verdict in ("must", "missed"):
            word = "short of its aim" if verdict == "must" else "short of what must hold"
            found.append(f"- *{row.what}*, {word}. {bound_of(row, record)}".rstrip())
    return ["### What bounds the rows that fall short", "\n".join(found)] if found else []


def workload_section(record: Results) -> list[str]:
    """Return the peers, side by side."""
    found = record["workload"]
    heads = [
        "",
        "how",
        *(f"ns at {int(n):,}" for n in found["sizes"]),
        *(f"times ours at {int(n):,}" for n in found["sizes"]),
    ]
    lines = [
        [
            name, how, *(rounded(each[name]["median"]) for each in found["sizes"].values()),
            *(rounded(each[name]["times_ours"]) for each in found["sizes"].values()),
        ]
        for name, how in found["peers"].items()
    ]  # fmt: skip
    agreed = found["agreement"]
    surest = min(each["p"] for each in agreed["peers"].values())
    words = (
        f"Before time is taken, mean curves of all five indicators are held against ours in weeks 10, 30, and 60, over "
        f"{agreed['runs']} towns of {agreed['residents']:,} residents: they agree within sampling error (the smallest "
        f"p-value, all comparisons with a peer counted, is {surest:.2g})."
    )
    skipped = [f"- {sentence}." for sentence in found["skipped"]]
    return [
        "## The reference workload", "`benchmarks/peers/spec.py` states it, `benchmarks/workload.py` is ours.",
        picture("peers", record), markdown(heads, lines, numbers=range(2, len(heads))), words, "\n".join(skipped),
    ]  # fmt: skip


def roofline_section(record: Results) -> list[str]:
    """Return the parts of the reference workload, each alone."""
    parts = record["roofline"]["parts"]
    heads = ["ns per resident-week", *(f"{int(n):,} residents" for n in parts)]
    lines = [[name, *(rounded(each[name]["median"]) for each in parts.values())] for name in next(iter(parts.values()))]
    words = "Parts of our version, each done alone over and over, so that the processor learns what is asked of it."
    return ["### What it is made of", words, markdown(heads, lines, numbers=range(1, len(heads)))]


def model_section(record: Results) -> list[str]:
    """Return the whole model by phase."""
    found = record["model"]
    phases = {name: value for name, value in found["phases"].items() if value >= 0.5}
    rest = sum(found["phases"].values()) - sum(phases.values())
    lines = [[f"`{name}`", f"{value:.1f}"] for name, value in phases.items()] + [["all others", f"{rest:.1f}"]]
    steady = f"costs as much as {found['in_c_kernels'] or 0:.1f} of the reference workload in C"
    words = f"{found['residents']:,} residents and {found['organizations']} organizations, all mechanisms on." + (
        f" A resident-week {steady}, a ratio that a noisy machine moves less." if found["in_c_kernels"] else ""
    )
    return ["## The whole model, phase by phase", words, markdown(["phase", "ns per resident-week"], lines, (1,))]


def growth_section(record: Results) -> list[str]:
    """Return how the cost grows."""
    pictures = [picture(name, record) for name in (*GROWTH, "replicates", "workers")]
    words = (
        "Places of any size are made of Jiangdong's communities and organizations. What a week costs whatever the "
        "number of residents, some milliseconds of Python, is shared by fewer in a small town."
    )
    return ["## How the cost grows", words, *pictures]


def startup_section(record: Results) -> list[str]:
    """Return what starting costs."""
    found = record["startup"]
    names = {"help": "`run.py --help`", "check": "`run.py check scenarios/places/classroom`", "week": "`run.py week`"}
    lines = [[names[name], f"{value:.2f}"] for name, value in found["commands"].items()]
    for state, words in (("warm", "compiled before"), ("cold", "nothing compiled yet")):
        if state in found:
            parts = {
                "import": "imports",
                "build": "building Jimingshan",
                "week": "its first week",
                "year": "its first year",
            }
            lines += [[f"{words}: {part}", f"{found[state][name]:.2f}"] for name, part in parts.items()]
    return ["## Start-up", "Seconds as they pass, medians.", markdown(["", "seconds"], lines, (1,))]


def batches_section(record: Results) -> list[str]:
    """Return processes against threads, and a batch against runs started by hand."""
    found = record["batches"]
    lines = [[name, f"{median(taken):.1f}"] for name, taken in found["ways"].items()]
    hand = found["by_hand"]["seconds"]
    words = (
        f"The same bits came out of each way of running. {found['by_hand']['replicates']} replicates of two policies "
        f"took {median(hand['batch']):.1f} s with two workers, {median(hand['by hand']):.1f} s in two processes "
        "started by hand; a smaller batch:"
    )
    return ["## Batches", words, markdown(["a batch in", "seconds"], lines, (1,))]


def memory_section(record: Results) -> list[str]:
    """Return every column with its size and what it is for."""
    columns = record["memory"]["columns"]
    lines = [[f"`{name}`", rounded(size), WHY.get(name, "–")] for name, size in columns.items()]
    lines.append(["all", rounded(sum(columns.values())), ""])
    return ["## Memory", MEMORY_LEAD, markdown(["column", "bytes per resident", "what for"], lines, (1,))]


def bits_section(record: Results) -> list[str]:
    """Return in which surroundings the same bits came out."""
    found = record["bits"]
    lines = [[name, f"`{digest}`"] for name, digest in found["digests"].items()]
    lines += [
        ["the workload in kernels", f"`{found['workload'][0]}`"],
        ["the workload in plain Python", f"`{found['workload'][1]}`"],
    ]
    words = (
        "Checksums of short histories of few phases. `make test-long` and `make emulated` compare all phases, and more."
    )
    return ["## The same bits", words, markdown(["", "checksum"], lines)]


def picture(name: str, record: Results) -> str:
    """Return a figure, if there are results for it."""
    return f"![{CAPTIONS[name]}](images/speed-{name}.png)" if name in drawn_from(record) else ""


SECTIONS = (
    (workload_section, "workload"), (roofline_section, "roofline"), (model_section, "model"),
    (growth_section, "growth"), (startup_section, "startup"), (batches_section, "batches"),
    (memory_section, "memory"), (bits_section, "bits"),
)  # fmt: skip

if __name__ == "__main__":
    main()
