"""How far a study is, whoever runs it: read from its store, which nothing is written to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from experiments.studies import lock
from experiments.studies.living import last_line
from experiments.studies.locating import HOME
from experiments.studies.stopping import look
from experiments.studies.store import PLAN, Store
from scenarios import load_study, study_names
from vocabulary.messages import SpokenError

MOST_LOOKED_AT = 20_000
"""Of more runs no half-widths are worked out in passing."""
MOST_FAILURES = 20


def status(store: Store) -> dict[str, Any]:
    """Return how far a study is."""
    study, done, failures = store.study, store.done_count, store.failures()
    wanted = store.target * _runs_a_replicate(store)
    fresh = store.fact("digest_of", "") == str(done)
    return {
        "study": study.id,
        "names": {"zh": study.zh, "en": study.en},
        "store": str(store.folder),
        "place": study.place.id,
        "runs": wanted,
        "done": done,
        "failed": len(failures),
        "left": max(0, wanted - done - len(failures)),
        "replicates": store.target,
        "most_replicates": store.most,
        "running": lock.holder(store.folder) if lock.is_held(store.folder) else None,
        "epochs": [epoch.digest for epoch in store.epochs],
        "digest": store.fact("digest", "") if fresh else "",
        "half_widths": _half_widths(store) if 0 < done <= MOST_LOOKED_AT else [],
        "failures": [{**one, "detail": last_line(one["detail"])} for one in failures[:MOST_FAILURES]],
        "sittings": _sittings(store),
    }


def _runs_a_replicate(store: Store) -> int:
    return store.study.point_count * len(store.study.arms)


def _half_widths(store: Store) -> list[dict[str, Any]]:
    return [vars(one) for one in look(store)]


def _sittings(store: Store) -> list[dict[str, Any]]:
    names = ("began", "ended", "ending", "command", "host", "pid", "executor", "workers", "surroundings")
    found = store.all(f"SELECT {', '.join(names)} FROM sittings ORDER BY id")
    sittings = [dict(zip(names, row, strict=True)) for row in found]
    return [{**one, "surroundings": json.loads(one["surroundings"])} for one in sittings]


def listing(home: Path = HOME) -> dict[str, Any]:
    """Return the shipped studies, and the stores that are in a folder."""
    shipped = map(load_study, study_names())
    stores = sorted(path.parent for path in home.glob(f"*/{PLAN}")) if home.is_dir() else []
    return {
        "studies": [
            {
                "id": study.id,
                "zh": study.zh,
                "en": study.en,
                "note_zh": study.note_zh,
                "note_en": study.note_en,
                "place": study.place.id,
                "policies": len(study.arms),
                "points": study.point_count,
                "replicates": study.replicates.most,
                "runs": study.runs,
            }
            for study in shipped
        ],
        "stores": [_in_short(folder) for folder in stores],
    }


def _in_short(folder: Path) -> dict[str, Any]:
    """Return of a store how far it is, or what is wrong with it."""
    try:
        with Store.open(folder) as store:
            wanted = store.target * _runs_a_replicate(store)
            failed = len(store.failures())
            return {
                "store": str(folder),
                "study": store.study.id,
                "runs": wanted,
                "done": store.done_count,
                "failed": failed,
                "fault": None,
            }
    except SpokenError as fault:
        return {"store": str(folder), "study": "", "runs": 0, "done": 0, "failed": 0, "fault": str(fault)}
