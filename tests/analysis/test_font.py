"""The shipped font: it shows all that labels use, under a name of its own, and a hole in it is noticed."""

import ast
import importlib.util
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
import pytest
from fontTools.ttLib import TTFont
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from analysis.font import FAMILY, FILE, characters, missing, use_font

ROOT = Path(__file__).resolve().parents[2]
MARKS = "“”‘’–—…·×−±≥≤→←↑↓•○●▲△■□◆★☆%‰°²³√∑≈≠①②℃¥￥、。《》（）！？：；éüāńλμσβ"


@pytest.fixture(autouse=True)
def own_settings() -> Iterator[None]:
    with mpl.rc_context():
        yield


def draw(text: str, kind: str = "png") -> bytes:
    figure = Figure(figsize=(4, 2))
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    axes.plot([-1, 1], [-0.5, 0.5], label=text)
    axes.set_title(text)
    axes.legend()
    target = BytesIO()
    figure.savefig(target, format=kind)
    return target.getvalue()


def gb2312() -> frozenset[str]:
    place = ROOT / "analysis" / "fonts" / "make_font.py"
    spec = importlib.util.spec_from_file_location("make_font", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = module.gb2312()
    assert isinstance(found, frozenset)
    return found


def test_every_character_of_gb2312_is_there():
    wanted = gb2312()
    assert len(wanted) == 682 + 6763
    assert not wanted - characters()


def test_ascii_latin_and_marks_are_there():
    assert missing("".join(map(chr, range(0x20, 0x7F))) + "".join(map(chr, range(0xA0, 0x100))) + MARKS) == ""


def test_missing_names_each_character_once_and_in_order():
    assert missing("衢✗嬗₂✗\n江") == "✗₂"
    assert missing("") == ""


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
@pytest.mark.filterwarnings("error")
def test_chinese_is_drawn_without_a_hole(kind):
    assert use_font() == FAMILY
    assert len(draw("衢 嬗 江东街道 参与率（%）" + MARKS, kind)) > 1000


def test_the_shipped_file_is_the_one_that_is_used():
    use_font()
    from matplotlib.font_manager import FontProperties, findfont

    assert Path(findfont(FontProperties(family=FAMILY), fallback_to_default=False)) == FILE
    assert mpl.rcParams["axes.unicode_minus"] is True


def test_a_figure_in_latin_letters_takes_it_too():
    use_font()
    assert b"GongzhiSans" in draw("participation", "pdf")


def test_a_hole_is_an_error_in_these_tests():
    use_font()
    with pytest.raises(UserWarning, match="missing from font"):
        draw("✗")


def test_it_can_be_asked_for_twice():
    from matplotlib.font_manager import fontManager

    use_font()
    before = len(fontManager.ttflist)
    use_font()
    assert len(fontManager.ttflist) == before


def test_it_bears_a_name_of_its_own_and_its_license():
    with TTFont(FILE) as font:
        table = font["name"]
        names = [str(record) for record in table.names if record.nameID in {1, 3, 4, 6, 16, 17, 18, 20, 21, 22}]
        top = font["CFF "].cff.topDictIndex[0]
        names += [*font["CFF "].cff.fontNames, top.FullName, top.FamilyName, *(part.FontName for part in top.FDArray)]
        notice = table.getDebugName(0)
        license_line = table.getDebugName(13)
    assert table.getDebugName(1) == FAMILY
    assert not [name for name in names if "noto" in name.lower()]
    text = (FILE.parent / "OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert "SIL Open Font License" in license_line
    assert "2014-2021 Adobe" in notice
    assert "2014-2021 Adobe" in text


# ---- labels ---------------------------------------------------------------------------------------------------------


def strings(path: Path) -> Iterator[str]:
    """What a file may show to people: all strings of a program but its docstrings, all text of a table."""
    if path.suffix != ".py":
        yield path.read_text("utf-8-sig")
        return
    tree = ast.parse(path.read_text("utf-8"))
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.value


def shown() -> list[Path]:
    folders = (ROOT / name for name in ("vocabulary", "scenarios", "analysis"))
    found = [
        path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in {".py", ".toml", ".csv"}
    ]
    assert found
    return found


def test_every_label_can_be_drawn():
    faults = {
        path.relative_to(ROOT).as_posix(): lacking
        for path in shown()
        if (lacking := missing("".join(filter(str.isprintable, "".join(strings(path))))))
    }
    assert not faults
