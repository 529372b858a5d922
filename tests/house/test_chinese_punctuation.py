"""Chinese texts have Chinese punctuation; what is Latin or a number inside them keeps its own."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analysis.console import comparison_table
from analysis.figures import DIFFERENCES, OVER_TIME
from analysis.font import missing
from analysis.summary import summary
from scenarios.sentences import SENTENCES
from tests.analysis.made_tables import made_tables
from vocabulary.messages import catalogue

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ("run.py", "scenarios", "experiments", "analysis")
CHINESE = "\u3400-\u9fff\u3001-\u303f\uff01-\uff5e“”"
HALF_WIDTH = re.compile(rf'[{CHINESE}][,;:?!()"]|[,;:?!()"][{CHINESE}]|[{CHINESE}]\.(?=\s|$)')


def wrong(text: str) -> list[str]:
    """Each place where half-width punctuation touches Chinese; a blank to be filled in counts as Chinese."""
    filled = re.sub(r"\{[^{}]*\}", "字", text)
    return [filled[max(0, found.start() - 8) : found.end() + 8] for found in HALF_WIDTH.finditer(filled)]


def prose(markdown: str) -> str:
    """A page without its code and without the targets of its links."""
    without_code = re.sub(r"```.*?```|`[^`\n]*`", "", markdown, flags=re.DOTALL)
    return re.sub(r"\]\([^)\n]*\)", "]", without_code)


def chinese_strings(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search("[\u3400-\u9fff]", node.value):
            yield node.value


def programs() -> list[Path]:
    return [
        path for name in PROGRAMS for path in ([ROOT / name] if "." in name else sorted((ROOT / name).rglob("*.py")))
    ]


@pytest.mark.parametrize(
    "text", ["参与率,覆盖率", "行数过多:最多", "{value}不存在({hint})", "是否指{name}?", '写在"这里"', "完了."]
)
def test_half_width_punctuation_is_found(text):
    assert wrong(text)


@pytest.mark.parametrize(
    "text", ["参与率，1,200 人（95 %）", "中的.toml文件", "用 --set a=1, b=2 设定", "{a}/{b}：见 x (y) 一节。"]
)
def test_latin_inside_keeps_its_own(text):
    assert not wrong(text)


@pytest.mark.parametrize("key", sorted(catalogue("zh")))
def test_a_message_has_chinese_punctuation(key):
    assert not wrong(catalogue("zh")[key])


@pytest.mark.parametrize("key", sorted(SENTENCES))
def test_a_sentence_on_scenarios_has_chinese_punctuation(key):
    assert not wrong(SENTENCES[key][1])


def test_what_stands_in_the_programs_has_chinese_punctuation():
    faults = {path.name: found for path in programs() for text in chinese_strings(path) if (found := wrong(text))}
    assert not faults


def chinese_fields(content: Any) -> Iterator[str]:
    """The Chinese labels and notes of a scenario file, however deep; a note's lines are read as one."""
    for key, value in content.items() if isinstance(content, dict) else enumerate(content):
        if isinstance(value, str) and key in ("zh", "note_zh"):
            yield "".join(value.split("\n"))
        elif isinstance(value, dict | list):
            yield from chinese_fields(value)


@pytest.mark.parametrize("path", sorted((ROOT / "scenarios").rglob("*.toml")), ids=lambda path: path.stem)
def test_a_shipped_scenario_has_chinese_punctuation_that_the_font_can_show(path):
    texts = list(chinese_fields(tomllib.loads(path.read_text("utf-8"))))
    assert len(texts) >= 2
    for text in texts:
        assert not wrong(text)
        assert not missing(text)


def test_the_readme_has_chinese_punctuation():
    assert not wrong(prose((ROOT / "README.zh.md").read_text("utf-8")))


def test_pages_put_together_have_chinese_punctuation():
    tables = made_tables()
    page = summary(tables, "zh", "python run.py compare", [OVER_TIME, DIFFERENCES])
    assert not wrong(prose(page))
    assert not wrong(comparison_table(tables.result, "zh"))
