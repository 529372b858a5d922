"""JSON Schemas of the files that a user writes, for editors and forms."""

from __future__ import annotations

from typing import Any

from scenarios.faults import ScenarioError, one_of, shown
from scenarios.sentences import phrase
from scenarios.study import StudyFile

SCHEMAS = {"study": StudyFile}


def schema_of(kind: str) -> dict[str, Any]:
    """Return the JSON Schema of a kind of file.

    Raises
    ------
    ScenarioError
        If there is none for it.
    """
    if kind not in SCHEMAS:
        raise ScenarioError(phrase("unknown_schema", value=shown(kind), allowed=one_of(SCHEMAS)))
    return SCHEMAS[kind].model_json_schema()
