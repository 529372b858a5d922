"""JSON Schemas of the files that a user writes, for editors and forms."""

from __future__ import annotations

from typing import Any

from scenarios.study import StudyFile
from vocabulary.messages import RefusalError

SCHEMAS = {"study": StudyFile}


def schema_of(kind: str) -> dict[str, Any]:
    """Return the JSON Schema of a kind of file.

    Raises
    ------
    RefusalError
        If there is none for it.
    """
    if kind not in SCHEMAS:
        raise RefusalError("error.schema", {"given": kind, "known": tuple(SCHEMAS)})
    return SCHEMAS[kind].model_json_schema()
