import itertools
import math
import warnings

import pytest

from analysis import heat_map, network_picture
from analysis.figures import DIFFERENCES, OVER_TIME, draw_all
from analysis.style import look, spread_apart, wrapped
from analysis.wording import width
from tests.analysis.made_tables import made_picture, made_tables

FILES = [OVER_TIME, DIFFERENCES, heat_map.FILE, network_picture.FILE]
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


def test_one_policy_alone_has_nothing_to_differ_from(tmp_path):
    assert draw_all(made_tables("full"), tmp_path, "en") == [OVER_TIME, network_picture.FILE]


def test_figures_are_the_same_each_time(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        draw_all(made_tables(), tmp_path / name, "zh")
    for name in FILES:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_policies_differ_in_more_than_color():
    looks = [look(position) for position in range(8)]
    assert len({one.color for one in looks}) == 8
    assert len({(str(one.dashes), one.marker) for one in looks}) == 8


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
