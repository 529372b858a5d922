import itertools
import math
import warnings
from pathlib import Path
from typing import Any

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from analysis import cost_picture, heat_map, network_picture
from analysis.figures import DIFFERENCES, OVER_TIME, draw_all
from analysis.style import MOST_DRAWN, look, spread_apart, wrapped
from analysis.tables import Tables
from analysis.wording import width
from tests.analysis.made_tables import POLICIES, made_picture, made_tables

FILES = [OVER_TIME, DIFFERENCES, heat_map.FILE, cost_picture.FILE, network_picture.FILE]
SIGNATURE = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_figures_are_drawn_without_a_missing_glyph(tmp_path, language):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert draw_all(made_tables(), tmp_path, language) == FILES
    for name in FILES:
        content = (tmp_path / name).read_bytes()
        assert content.startswith(SIGNATURE)
        assert len(content) > 20_000


def test_figures_at_equal_money_say_so(tmp_path, monkeypatch):
    for sheet in drawn_sheets(monkeypatch, made_tables(equal_money=True), tmp_path, "en"):
        assert any("At equal money, year by year." in " ".join(name.split()) for name, _ in boxes(sheet, monkeypatch))


def test_one_policy_alone_has_nothing_to_differ_from(tmp_path):
    assert draw_all(made_tables("full"), tmp_path, "en") == [OVER_TIME, network_picture.FILE]


@pytest.mark.parametrize(("language", "said"), [("en", "past 52 weeks"), ("zh", "按此前 52 周计")])
def test_over_time_marks_what_was_recorded(tmp_path, monkeypatch, language, said):
    tables = made_tables()
    sheet = drawn_sheets(monkeypatch, tables, tmp_path, language)[0]
    for axes in sheet.axes:
        marked = [line for line in axes.lines if line.get_marker() not in ("None", "", None)]
        times = sorted({float(time) for line in marked for time in line.get_xdata()})
        assert times == [week / 52 for week in tables.weeks]
        assert sum(len(line.get_xdata()) for line in marked) == len(tables.weeks) * len(tables.policies)
    assert any(said in " ".join(name.split()) for name, _ in boxes(sheet, monkeypatch))


def test_figures_are_the_same_each_time(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        draw_all(made_tables(), tmp_path / name, "zh")
    for name in FILES:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_policies_differ_in_more_than_color():
    looks = [look(position) for position in range(MOST_DRAWN)]
    assert len({one.color for one in looks[:8]}) == 8
    assert len({(str(one.dashes), one.marker) for one in looks}) == MOST_DRAWN
    assert all((a.color, str(a.dashes)) != (b.color, str(b.dashes)) for a, b in itertools.combinations(looks, 2))


LONG = {
    "en": (
        "full-without-embedding-and-without-cultivation-and-linking-x",
        "everything but embedding, written out at length",
    ),
    "zh": ("全部机制但不含嵌入与培育与激活与联结的一种名称很长很长的政策", "full-without-embedding 去掉嵌入的全部机制"),
}


def long_tables(count: int) -> Tables:
    policies = [list(POLICIES)[n % len(POLICIES)] for n in range(4)]
    tables = made_tables(*policies)
    names = {p: {**tables.result["names"]["policies"][p]} for p in tables.policies}
    for n, entry in enumerate(names.values()):
        entry.update({language: LONG[language][n % 2] for language in LONG})
    tables.result["names"]["policies"] = names
    return more(tables, count)


def more(tables: Tables, count: int) -> Tables:
    """Add copies of the policies until there are so many."""
    result, first = tables.result, list(tables.policies)
    for n in range(len(first), count):
        new, old = f"p{n}", first[n % len(first)]
        result["policies"][new] = result["policies"][old]
        result["names"]["policies"][new] = result["names"]["policies"][old]
        result["differences"] += [{**one, "policy": new} for one in result["differences"] if one["policy"] == first[2]]
        tables.values.update({(new, *key[1:]): value for key, value in tables.values.items() if key[0] == old})
        tables.pictures[new] = tables.pictures[old]
    return tables


def boxes(sheet: Any, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """Return the boxes of all texts that are drawn, which leaves out marks beyond the end of an axis."""
    texts: list[Text] = []
    draw = Text.draw

    def noted(text: Text, renderer: Any) -> None:
        texts.append(text)
        draw(text, renderer)

    with monkeypatch.context() as patch:
        patch.setattr(Text, "draw", noted)
        sheet.canvas.draw()
    renderer = sheet.canvas.get_renderer()
    return [(text.get_text(), text.get_window_extent(renderer)) for text in texts if text.get_text().strip()]


def drawn_sheets(monkeypatch: pytest.MonkeyPatch, tables: Tables, folder: Path, language: str) -> list[Any]:
    sheets: list[Any] = []

    def kept(sheet: Any, *_: object, **__: object) -> None:
        sheet.canvas.draw()
        sheets.append(sheet)

    monkeypatch.setattr(Figure, "savefig", kept)
    draw_all(tables, folder, language)
    return sheets


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("count", [1, 4, 9, 16])
def test_every_text_lies_on_the_sheet(tmp_path, monkeypatch, language, count):
    tables = long_tables(count) if count > 1 else made_tables("full")
    for sheet in drawn_sheets(monkeypatch, tables, tmp_path, language):
        width, height = sheet.canvas.get_width_height()
        for name, box in boxes(sheet, monkeypatch):
            assert -1 <= box.x0 <= box.x1 <= width + 1, name
            assert -1 <= box.y0 <= box.y1 <= height + 1, name


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("count", [4, 9])
def test_names_beside_lines_do_not_run_into_anything(tmp_path, monkeypatch, language, count):
    sheet = drawn_sheets(monkeypatch, long_tables(count), tmp_path, language)[0]
    left, right = sheet.axes
    renderer = sheet.canvas.get_renderer()
    names = [[text.get_window_extent(renderer) for text in axes.texts] for axes in (left, right)]
    assert max(box.x1 for box in names[0]) < right.get_tightbbox(renderer, bbox_extra_artists=[]).x0
    for column in names:
        for above, below in itertools.combinations(column, 2):
            assert not above.overlaps(below)


def test_neighbors_are_moved_apart_and_keep_their_order():
    moved = spread_apart([5.0, 1.0, 1.1, 1.05], 1.0)
    order = sorted(range(4), key=lambda n: moved[n])
    assert order == [1, 3, 2, 0]
    places = sorted(moved)
    assert all(b - a >= 0.999 for a, b in itertools.pairwise(places))
    assert spread_apart([1.0, 9.0], 1.0) == [1.0, 9.0]
    assert spread_apart([], 1.0) == []


@pytest.mark.parametrize("count", [1, 2, 3, 4, 12, 13, 30, 69, 200])
def test_each_community_has_a_place_of_its_own(count):
    places = network_picture.community_places(count)
    assert len(places) == count
    nearest = min((math.dist(a, b) for n, a in enumerate(places) for b in places[:n]), default=1.0)
    assert nearest > 0.15
    assert places == network_picture.community_places(count)


def test_the_network_of_many_communities_is_drawn(tmp_path):
    network_picture.draw(made_tables(communities=69), tmp_path / "a.png", "zh")
    assert (tmp_path / "a.png").stat().st_size > 20_000


def test_names_of_the_largest_of_many_are_told_by_number():
    many = made_picture(69)["communities"]
    many[3]["residents"] = 1_000_000
    assert "1 Village 4" in network_picture._note(many, "en")
    assert "1 第4村" in network_picture._note(many, "zh")
    assert "Village" not in network_picture._note(many[:5], "en")


def test_shades_run_from_loss_through_nothing_to_gain():
    assert heat_map.shade(0.0) == (1.0, 1.0, 1.0)
    red, _, blue = heat_map.shade(-1.0)
    assert red > blue
    red, _, blue = heat_map.shade(5.0)
    assert blue > red


def test_long_texts_are_broken_into_lines():
    assert wrapped("one two three", 8) == "one two\nthree"
    lines = wrapped("一二三四五，六七八九十。", 10).split("\n")
    assert "".join(lines) == "一二三四五，六七八九十。"
    assert all(width(line) <= 12 for line in lines)
    assert not any(line.startswith("，") for line in lines)
