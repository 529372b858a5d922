"""Which study is meant, and where its store is: a shipped name, a file, or the folder of a store."""

from __future__ import annotations

from pathlib import Path

from experiments.studies.designs import points_of
from experiments.studies.plan import StudyPlan
from experiments.studies.store import PLAN, Store
from scenarios import ScenarioError, Study, load_study, study_names
from scenarios.reading import exists
from vocabulary.messages import RefusalError

HOME = Path("results") / "studies"
"""Where stores are kept unless another folder is named."""


def study_of(given: str) -> Study:
    """Return the study that a name or a file gives; a store's own study if its folder is given."""
    if _is_store(Path(given)):
        with Store.open(Path(given)) as store:
            return store.study
    return load_study(given)


def plan_of(given: str) -> StudyPlan:
    """Return a study's plan, its points drawn, or read if the folder of a store is given."""
    if _is_store(Path(given)):
        with Store.open(Path(given)) as store:
            return store.plan
    study = load_study(given)
    return StudyPlan(study, points_of(study))


def folder_of(given: str, named: str | None = None) -> Path:
    """Return the folder of a study's store, whether it is there already or not."""
    if _is_store(Path(given)):
        return Path(given)
    if named is not None:
        if not named.strip():
            raise RefusalError("error.study_store_empty")
        return Path(named)
    return HOME / load_study(given).id


def opened(given: str, named: str | None = None, *, writing: bool = False) -> Store:
    """Open the store of a study.

    Raises
    ------
    RefusalError
        If there is none: what is given may then be a study that has not been run.
    """
    if named is None and _leads_nowhere(given):
        raise RefusalError("error.study_none_here", {"store": given})
    folder = folder_of(given, named)
    if not _is_store(folder):
        try:
            load_study(given)
        except ScenarioError:
            raise RefusalError("error.study_none_here", {"store": folder}) from None
        raise RefusalError("error.study_not_run", {"study": given, "store": folder})
    return Store.open(folder, writing=writing)


def _leads_nowhere(given: str) -> bool:
    """Tell whether a path was given, no name, and neither a file nor a store is there."""
    path = Path(given)
    is_path = len(path.parts) > 1 or exists(path)
    return is_path and given not in study_names() and not path.is_file() and not _is_store(path)


def _is_store(path: Path) -> bool:
    return exists(path / PLAN)
