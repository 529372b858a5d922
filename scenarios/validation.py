"""Content held against pydantic models, with each fault as a sentence of our own."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, cast, get_args, get_origin

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from scenarios.faults import Faults, nearest, one_of, shown
from scenarios.sentences import SENTENCES, Phrase, phrase

NAME = re.compile(r"[^\W_][\w-]{0,59}")


class Checked(BaseModel):
    """Base of what is read from files: strict, unknown keys forbidden, finite numbers."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False, frozen=True)


def refusal(key: str, **values: object) -> PydanticCustomError:
    """Return the error by which a validator of ours refuses a value: a sentence's key and its values."""
    return PydanticCustomError(key, "refused", values)


def _is_name(text: str) -> str:
    if not NAME.fullmatch(text):
        raise refusal("name")
    return text


def _is_label(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise refusal("line")
    return text


def _joined(text: str, joint: str) -> str:
    paragraphs = (joint.join(line.strip() for line in part.splitlines()) for part in text.strip().split("\n\n"))
    return "\n\n".join(paragraphs)


Name = Annotated[str, Field(max_length=60), AfterValidator(_is_name)]
Label = Annotated[str, Field(max_length=200), AfterValidator(_is_label)]
Note = Annotated[str, Field(max_length=8000), AfterValidator(partial(_joined, joint=" "))]
ChineseNote = Annotated[str, Field(max_length=8000), AfterValidator(partial(_joined, joint=""))]
M = TypeVar("M", bound=Checked)

KINDS = {
    "int": "whole_number",
    "float": "number",
    "bool": "truth",
    "string": "text",
    "tuple": "list",
    "list": "list",
    "dict": "table",
    "model": "table",
}
DEEPEST = 6
LIMITS = ("gt", "ge", "lt", "le", "max_length", "min_length")


def read_cells(model: type[M], cells: Mapping[str, str], faults: Faults, file: Path, row: int) -> M | None:
    """Return a row of a table as a model, or ``None`` after noting what is wrong, by row and column."""
    try:
        return model.model_validate_strings(dict(cells))
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            column = ".".join(str(part) for part in detail["loc"])
            what = phrase("empty_cell") if detail["type"] == "missing" else _sentence(detail, model)
            faults.add(file, phrase("cell", row=row, column=column), what)
        return None


def read_keys(model: type[M], content: Any, faults: Faults, file: Path, where: str = "") -> M | None:
    """Return a TOML table as a model, or ``None`` after noting what is wrong, by key."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        _note_keys(error, model, faults, file, where)
        return None


def read_sound_keys(
    model: type[M], content: Any, faults: Faults, file: Path, where: str = "", instead: Mapping[str, Any] | None = None
) -> M | None:
    """Return a TOML table as a model, faulty keys noted and left out, so that the others can be checked further.

    What is required and was left out is no attribute of the model. ``None`` if there is no table at all. A model with
    models inside needs ``instead``, sound values of all that is required: they stand in for what was left out, and are
    not among ``model_fields_set``.
    """
    try:
        return model.model_validate(content)
    except ValidationError as error:
        _note_keys(error, model, faults, file, where)
        if not isinstance(content, Mapping):
            return None
        faulty = {detail["loc"][0] for detail in error.errors(include_url=False)}
        sound = {key: value for key, value in content.items() if key not in faulty}
        if instead is None:
            return cast("M", model.model_construct(**sound))
        read = _read_pruned(model, content, error, instead) or model.model_validate({**instead, **sound})
        read.model_fields_set.difference_update(key for key in instead if key not in content or key in faulty)
        return read


def _read_pruned(
    model: type[M], content: Mapping[str, Any], error: ValidationError, instead: Mapping[str, Any]
) -> M | None:
    """Return a table as a model without the innermost faulty keys, or ``None`` where they lie too deep."""
    pruned = copy.deepcopy(dict(content))
    for _ in range(DEEPEST):
        for detail in error.errors(include_url=False):
            _prune(pruned, _followed(model, detail["loc"])[1])
        try:
            return model.model_validate({**instead, **pruned})
        except ValidationError as further:
            error = further
    return None


def _prune(table: dict[str, Any], key: list[int | str]) -> None:
    """Take a key out of nested tables; of one that is not there, or stands in a list, what it stands in."""
    chain: list[tuple[dict[Any, Any], int | str]] = []
    inside: Any = table
    for part in key:
        if not isinstance(inside, dict) or part not in inside:
            break
        chain.append((inside, part))
        inside = inside[part]
    if chain:
        holder, last = chain[-1]
        holder.pop(last)


def _note_keys(error: ValidationError, model: type[Checked], faults: Faults, file: Path, where: str) -> None:
    for detail in error.errors(include_url=False):
        holder, parts = _followed(model, detail["loc"])
        key = ".".join(str(part + 1 if isinstance(part, int) else part) for part in parts)
        if detail["type"].startswith("union_tag"):
            key += f".{detail['ctx']['discriminator'].strip(chr(39))}"
        faults.add(file, ".".join(part for part in (where, key) if part)[:200], _sentence(detail, holder))


def _followed(model: type[Checked], loc: tuple[int | str, ...]) -> tuple[type[Checked] | None, list[int | str]]:
    """Return the model in which a faulty key stands, if it stands in one, and the key without tags of unions."""
    at: Any = model
    parts: list[int | str] = []
    for position, part in enumerate(loc):
        options = [one for one in get_args(at) if one is not NoneType] if get_origin(at) in (Union, UnionType) else [at]
        if len(options) > 1:
            at = next((one for one in options if part in get_args(one.model_fields["kind"].annotation)), None)
            continue
        at = options[0]
        parts.append(part)
        if position < len(loc) - 1:
            at = _inside(at, part)
    return at if isinstance(at, type) and issubclass(at, Checked) else None, parts


def _inside(at: Any, part: int | str) -> Any:
    """Return the type of what stands under a key."""
    if isinstance(at, type) and issubclass(at, BaseModel):
        fields = (field for name, field in at.model_fields.items() if part in (name, field.alias))
        return next((field.annotation for field in fields), None)
    return get_args(at)[-1] if get_origin(at) in (dict, list) else None


def _sentence(detail: ErrorDetails, model: type[Checked] | None) -> Phrase:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind in ("missing", "union_tag_not_found"):
        return phrase("missing")
    if kind == "extra_forbidden":
        known = _keys(model) if model else []
        hint = nearest(detail["loc"][-1], known)
        return phrase("unknown", hint=hint, allowed=one_of(known)) if known else phrase("unknown_here", hint=hint)
    if kind == "union_tag_invalid":
        names = re.findall("'([^']*)'", context["expected_tags"])
        what = phrase("one_of_nearest", hint=nearest(context["tag"], names), allowed=one_of(names))
        return phrase("given", value=shown(context["tag"]), what=what)
    return phrase("given", value=shown(detail["input"]), what=_rule(kind, context, detail["msg"]))


def _rule(kind: str, context: dict[str, Any], message: str) -> Phrase:
    if kind == "literal_error":
        return phrase("one_of", names=tuple(re.findall("'[^']*'", context["expected"])))
    if kind in SENTENCES:
        limits = [context[name] for name in LIMITS if name in context]
        return phrase(kind, limit=limits[0]) if limits else phrase(kind, **context)
    known = KINDS.get(kind.split("_")[0])
    return phrase(known) if known else phrase("refused", reason=message)


def _keys(model: type[Checked]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def check_words(words: Iterable[str], allowed: tuple[str, ...]) -> None:
    """Refuse words that are not allowed, offering the nearest, and words given twice.

    Raises
    ------
    PydanticCustomError
        For the first such word.
    """
    given = list(words)
    for position, word in enumerate(given):
        if word not in allowed:
            raise refusal("unknown_word", word=shown(word), hint=nearest(word, allowed), allowed=one_of(allowed))
        if word in given[:position]:
            raise refusal("word_twice", word=shown(word))
