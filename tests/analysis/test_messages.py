import json
import pickle
import re
import string
from pathlib import Path

import pytest

from analysis.font import missing
from vocabulary.indicators import INDICATORS
from vocabulary.messages import LANGUAGES, FailureError, RefusalError, Word, catalogue, in_the_singular, say
from vocabulary.register import REGISTER

FOLDER = Path(__file__).parents[2] / "vocabulary"
PROGRAMS = ("run.py", "experiments", "analysis", "model", "vocabulary")


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def sources() -> str:
    root = FOLDER.parent
    paths = [
        path for name in PROGRAMS for path in ([root / name] if name.endswith(".py") else (root / name).rglob("*.py"))
    ]
    return "\n".join(path.read_text("utf-8") for path in paths)


def test_both_languages_have_the_same_keys_in_the_same_order():
    assert list(catalogue("en")) == list(catalogue("zh"))


def test_both_languages_have_the_same_blanks():
    for key, text in catalogue("en").items():
        assert blanks(text) == blanks(catalogue("zh")[key]), key


def test_no_key_is_there_twice():
    for language in LANGUAGES:
        text = (FOLDER / f"messages.{language}.json").read_text("utf-8")
        found = json.loads(text, object_pairs_hook=list)
        assert len(found) == len(dict(found))


def test_each_character_is_in_the_shipped_font():
    for language in LANGUAGES:
        for key, text in catalogue(language).items():
            assert not missing(text), key


def test_chinese_is_chinese():
    translated = {key: text for key, text in catalogue("zh").items() if re.search("[\u4e00-\u9fff]", text)}
    plain = [key for key in catalogue("zh") if key not in translated]
    for key in plain:
        assert not re.search("[A-Za-z]{3,}", re.sub(r"\{[^}]*\}", "", catalogue("zh")[key])), key


def test_each_key_named_in_the_programs_is_there():
    named = re.findall(r"""say\(\s*\w+,\s*"([a-z_.]+)\"""", sources()) + re.findall(
        r'Error\(\s*"([a-z_.]+)"', sources()
    )
    assert len(named) > 50
    assert set(named) <= set(catalogue("en"))


def test_each_unit_has_words():
    units = {indicator.unit for indicator in INDICATORS} | {parameter.unit for parameter in REGISTER.values()}
    assert not [unit for unit in sorted(units) if f"unit.{unit}" not in catalogue("zh")]
    known = {key.removeprefix("unit.") for key in catalogue("zh") if key.startswith("unit.")}
    assert known - units == {
        "percent",
        "points",
        *(f"{size} yuan per year" for size in ("thousand", "ten thousand", "million")),
    }


def test_no_key_is_left_over():
    text = sources()
    families = (*re.findall(r'f"([a-z_]+\.[a-z_.]*)\{', text), "help.", "verdict.")
    unused = [key for key in catalogue("en") if f'"{key}"' not in text and not key.startswith(families)]
    assert not unused


def test_blanks_are_filled():
    assert say("en", "words.span", low=1, high=2) == "1 to 2"
    assert say("zh", "words.span", low=1, high=2) == "1 至 2"


def test_blanks_are_filled_in_the_language():
    values = {"name": "x", "given": "9", "low": 0, "high": 1, "unit": Word("unit.per week")}
    assert say("en", "error.value_range", **values).endswith("(per week).")
    assert say("zh", "error.value_range", **values).endswith(f"（{catalogue('zh')['unit.per week']}）。")
    assert "en, zh" in say("en", "error.language", given="fr", languages=LANGUAGES)
    assert "en、zh" in say("zh", "error.language", given="fr", languages=LANGUAGES)


def test_one_is_not_many():
    assert say("en", "error.faults", faults=1, files=1) == "1 fault in what was checked (1 file or folder)."
    assert say("en", "error.faults", faults=11, files=2) == "11 faults in what was checked (2 files and folders)."
    assert in_the_singular("0.1 years, 1 years, 21 runs, 1 policies") == "0.1 years, 1 year, 21 runs, 1 policy"


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="must be one of en, zh"):
        catalogue("fr")


@pytest.mark.parametrize("kind", [RefusalError, FailureError])
def test_errors_speak_both_languages_and_travel_between_processes(kind):
    error = pickle.loads(pickle.dumps(kind("error.years", {"given": 99})))
    assert isinstance(error, kind)
    assert "at most 50" in str(error)
    assert "不超过 50" in error.say("zh")
