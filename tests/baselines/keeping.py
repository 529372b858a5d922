"""Three short runs whose records are kept, so that a change of output is seen as it is made: ``make baselines``.

Each record has a line for each week and a column for each indicator, with numbers that can be read back to the bit.
The digests cover what is broken down by community, group, and domain as well.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from model.governance import GovernanceModel
from vocabulary.indicators import INDICATORS

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(__file__).resolve().parent
CHANGELOG = ROOT / "CHANGELOG.md"
HEADING = "### Baselines rewritten"
DIGESTS = "digests.json"
WEEKS = 26
FEWEST_WORDS, FEWEST_CHARACTERS = 3, 6
"""What a reason has at the least: words, or Chinese characters."""

RUNS: dict[str, dict[str, Any]] = {
    "classroom-full": {"place": "classroom", "policy": "full", "scale": 0.5, "seed": 1},
    "jimingshan-fragmented": {"place": "jimingshan", "policy": "fragmented", "scale": 0.03, "shocks": ["epidemic"]},
    "jiangdong-pilot": {"place": "jiangdong", "policy": "pilot", "scale": 0.01, "seed": 2},
}
"""Together they have every mechanism, dates and communities on levers, a shock, and all shipped places."""

HAN = re.compile(r"[\u4e00-\u9fff]")

Kept = dict[str, tuple[str, str]]
"""The record as text and the digest of each run, by its name."""


def lived() -> Kept:
    """Live the runs and return what would be kept of them."""
    found = {}
    for name, run in RUNS.items():
        model = GovernanceModel(burn_in=30, **run)
        for _ in range(WEEKS):
            model.step()
        found[name] = as_text(model), model.digest()
    return found


def as_text(model: GovernanceModel) -> str:
    """Return a run's weekly record as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["week", *(indicator.id for indicator in INDICATORS)])
    for week, row in enumerate(model.record.totals):
        writer.writerow([week, *("" if value != value else repr(float(value)) for value in row)])
    return text.getvalue()


def kept(folder: Path = FOLDER) -> Kept:
    """Return what was kept; nothing of a run that has no record yet."""
    digests = json.loads((folder / DIGESTS).read_text("utf-8")) if (folder / DIGESTS).exists() else {}
    texts = {name: folder / f"{name}.csv" for name in RUNS}
    return {name: (path.read_text("utf-8"), digests.get(name, "")) for name, path in texts.items() if path.exists()}


# ---- what differs ---------------------------------------------------------------------------------------------------


def difference(before: Kept, now: Kept) -> str:
    """Return a sentence on the first difference of each run, and what to do; nothing if all is as it was."""
    found = [sentence for name in now if (sentence := _first_difference(name, before.get(name), now[name]))]
    if not found:
        return ""
    advice = "If that is meant: make baselines REASON='why the output changes'. If not, the last edit did it."
    return "\n".join([*found, advice])


def _first_difference(name: str, before: tuple[str, str] | None, now: tuple[str, str]) -> str:
    if before is None:
        return f"{name}: there is no record of it yet."
    old, new = _table(before[0]), _table(now[0])
    for week, row in new.items():
        for indicator, value in row.items():
            was = old.get(week, {}).get(indicator)
            if value != was:
                return (
                    f"{name}: {indicator} differs first, in week {week}: {value or 'nothing'}, was {was or 'nothing'}."
                )
    if before[0] != now[0]:
        return f"{name}: weeks or indicators were kept that there are no more."
    if before[1] != now[1]:
        return f"{name}: no indicator differs in total; one does by community, group, or domain."
    return ""


def _table(text: str) -> dict[int, dict[str, str]]:
    return {int(row.pop("week")): row for row in csv.DictReader(io.StringIO(text))}


# ---- writing --------------------------------------------------------------------------------------------------------


def write(found: Kept, folder: Path = FOLDER) -> None:
    """Keep the records and digests of runs."""
    for name, (text, _) in found.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="\n")
    digests: Mapping[str, str] = {name: digest for name, (_, digest) in found.items()}
    (folder / DIGESTS).write_text(json.dumps(digests, indent=2) + "\n", encoding="utf-8")


def with_reason(changelog: str, reason: str) -> str:
    """Return the changelog with a reason under its newest version."""
    line = textwrap.fill(f"- {reason}", 118, subsequent_indent="  ", break_long_words=False) + "\n"
    first = changelog.index("\n## ")
    end = changelog.find("\n## ", first + 1)
    entry, rest = (changelog[:end], changelog[end:]) if end >= 0 else (changelog, "")
    entry = entry.rstrip("\n") + "\n"
    at = entry.find(f"\n{HEADING}\n", first)
    if at < 0:
        return f"{entry}\n{HEADING}\n\n{line}{rest}"
    after = re.search(r"\n### ", entry[at + 1 :])
    cut = at + 1 + after.start() if after else len(entry)
    return f"{entry[:cut].rstrip()}\n{line}{entry[cut:]}{rest}"


def main(words: list[str]) -> int:
    """Rewrite the records, and put the reason into the changelog."""
    reason = " ".join(" ".join(words).split())
    if len(reason.split()) < FEWEST_WORDS and len(HAN.findall(reason)) < FEWEST_CHARACTERS:
        print("make baselines needs a reason, which goes into the CHANGELOG: REASON='why it changes'", file=sys.stderr)
        return 2
    before, now = kept(), lived()
    found = difference(before, now)
    if not found and before.keys() == now.keys():
        print("The baselines are as they were; nothing was written.")
        return 0
    write(now)
    CHANGELOG.write_text(with_reason(CHANGELOG.read_text("utf-8"), reason), encoding="utf-8", newline="\n")
    print(f"{found}\nThe baselines were rewritten, and the reason stands in the CHANGELOG.")
    print("Pages of results are of the model before: make findings, make patterns.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
