"""Communities and bodies as a network. Every place on the sheet is fixed, so that two policies can be compared."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from analysis.style import FAINT, INK, page, plain, wrapped
from analysis.tables import Tables
from vocabulary.messages import catalogue, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure

FILE = "network.png"
Point = tuple[float, float]
Picture = Mapping[str, Any]

INNER, RING_GAP = 0.55, 0.2
BODY_RINGS = {"committee": 0.0, "center": 0.13, "alliance": 0.13, "department": 0.25}
OUTER_BODIES = 0.35
RING_TURNS = {0.13: 0.4, 0.25: 0.0, OUTER_BODIES: 0.2}
"""By how much each ring of bodies is turned, so that a tie to the middle does not run through the marks between."""
KIND_LOOKS = {
    "committee": ("#D55E00", "*"),
    "center": ("#E69F00", "s"),
    "alliance": ("#CC79A7", "^"),
    "department": ("#555555", "s"),
    "professional": ("#009E73", "D"),
    "mass": ("#000000", "o"),
}
OTHER_LOOK = ("#767676", "o")
MOST_TIES = 900
MOST_NAMES = 12


def draw(tables: Tables, path: Path, language: str) -> None:
    """Draw the first and the last policy side by side, at the end of the first replicate."""
    shown = list(dict.fromkeys((tables.baseline, tables.policies[-1])))
    pictures = [tables.pictures[policy] for policy in shown]
    title, note = say(language, "figure.network"), _note(pictures[0]["communities"], language)
    with page(path, title, tables, language, (wide := 7.2 * len(shown) + 1.2, 9.4), note) as sheet:
        panels = sheet.subplots(1, len(shown), squeeze=False)[0]
        sheet.subplots_adjust(left=0.01, right=1 - 1.3 / wide, top=0.89, bottom=0.2, wspace=0.02)
        highest = max(map(_participation, pictures))
        bodies = _all_bodies(pictures)
        for axes, policy, picture in zip(panels, shown, pictures, strict=True):
            _panel(axes, picture, bodies, highest, language)
            axes.set_title(wrapped(tables.name(policy, language), 76), loc="center", y=0.985)
        _color_scale(sheet, highest, language)
        _legend(sheet, pictures, language)


def _all_bodies(pictures: Iterable[Picture]) -> list[Mapping[str, Any]]:
    """Return the bodies of all pictures, each once: a body then has one place, whichever pictures it is in."""
    return list({body["id"]: body for picture in pictures for body in picture["bodies"]}.values())


def _participation(picture: Picture) -> float:
    return max((community["participation"] or 0.0 for community in picture["communities"]), default=0.0) or 1.0


def _panel(
    axes: Axes, picture: Picture, all_bodies: Iterable[Mapping[str, Any]], highest: float, language: str
) -> None:
    communities = picture["communities"]
    places = community_places(len(communities))
    at = {community["id"]: place for community, place in zip(communities, places, strict=True)}
    radii = disc_radii([community["residents"] for community in communities])
    around = {community["id"]: radius for community, radius in zip(communities, radii, strict=True)}
    bodies = body_places(all_bodies, at, around)
    plain(axes)
    axes.set_aspect("equal")
    _ties(axes, picture["ties"], bodies)
    for community, place, radius in zip(communities, places, radii, strict=True):
        _community(axes, community, place, radius, highest)
    _bodies(axes, picture["bodies"], bodies)
    _names(axes, communities, at, around, language)
    reach = max((math.hypot(*place) for place in places), default=0.5) + 0.13
    axes.set_xlim(-reach, reach)
    axes.set_ylim(-reach, reach)


def community_places(count: int) -> list[Point]:
    """Return a place for each community, in the order of the place's table: rings around the bodies in the middle."""
    places: list[Point] = []
    for ring, many in enumerate(ring_sizes(count)):
        radius = INNER + ring * RING_GAP
        start = math.pi / 2 + (math.pi / many if ring % 2 else 0.0)
        places += [on_circle(radius, start - 2 * math.pi * n / many) for n in range(many)]
    return places


def ring_sizes(count: int) -> list[int]:
    """Return how many communities stand on each ring, the inner first: as many as its length has room for."""
    rings = 1
    while count > sum(_room(ring) for ring in range(rings)):
        rings += 1
    room = [_room(ring) for ring in range(rings)]
    sizes = [round(count * many / sum(room)) for many in room]
    sizes[-1] += count - sum(sizes)
    return [size for size in sizes if size > 0]


def _room(ring: int) -> int:
    return int(2 * math.pi * (INNER + ring * RING_GAP) / 0.2)


def on_circle(radius: float, angle: float) -> Point:
    """Return the point of a circle around the middle."""
    return radius * math.cos(angle), radius * math.sin(angle)


def disc_radii(residents: Sequence[float]) -> list[float]:
    """Return the radius of each community's disc: areas follow the residents, within what stays readable."""
    largest = max(residents, default=1.0) or 1.0
    return [max(0.022, 0.062 * math.sqrt(max(0.0, many) / largest)) for many in residents]


def body_places(
    bodies: Iterable[Mapping[str, Any]], at: Mapping[str, Point], around: Mapping[str, float]
) -> dict[str, Point]:
    """Return a place for each body: its own ring in the middle, or the rim of its community."""
    grouped: dict[tuple[str, float], list[str]] = defaultdict(list)
    for body in bodies:
        home = body["community"] if body["community"] in at else ""
        radius = around[home] + 0.013 if home else BODY_RINGS.get(body["kind"], OUTER_BODIES)
        grouped[home, radius].append(body["id"])
    places: dict[str, Point] = {}
    for (home, radius), members in grouped.items():
        x, y = at.get(home, (0.0, 0.0))
        for n, body_id in enumerate(members):
            turn = 0.0 if home else RING_TURNS.get(radius, 0.0)
            dx, dy = on_circle(radius, math.pi / 2 + turn - 2 * math.pi * n / len(members))
            places[body_id] = (x + dx, y + dy)
    return places


def _ties(axes: Axes, ties: Iterable[Sequence[Any]], bodies: Mapping[str, Point]) -> None:
    from matplotlib.collections import LineCollection

    known = [tie for tie in ties if tie[0] in bodies and tie[1] in bodies]
    strongest = sorted(known, key=lambda tie: tie[2])[-MOST_TIES:]
    axes.add_collection(
        LineCollection(
            [(bodies[a], bodies[b]) for a, b, _ in strongest],
            linewidths=[0.2 + 1.4 * strength for _, _, strength in strongest],
            colors=[(0.0, 0.447, 0.698, 0.08 + 0.42 * min(1.0, strength)) for _, _, strength in strongest],
            zorder=1,
        )
    )


def _community(axes: Axes, community: Mapping[str, Any], place: Point, radius: float, highest: float) -> None:
    from matplotlib.patches import Circle

    share = community["participation"]
    color = "white" if share is None else color_map()(share / highest)
    axes.add_patch(Circle(place, radius, facecolor=color, edgecolor=FAINT, linewidth=0.7, zorder=2))


def color_map() -> Colormap:
    """Return the colors of participation: pale to deep, the same order in gray."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("participation", ["#F3F6E9", "#A8D5C5", "#2C8C99", "#0B3C5D"])


def _bodies(axes: Axes, bodies: Iterable[Mapping[str, Any]], places: Mapping[str, Point]) -> None:
    for body in bodies:
        color, marker = KIND_LOOKS.get(body["kind"], OTHER_LOOK)
        x, y = places[body["id"]]
        size = 11 if marker == "*" else 6.5 if not body["community"] else 2.6 if body["kind"] == "mass" else 4
        axes.plot([x], [y], marker, color=color, markersize=size, markeredgewidth=0, zorder=4)


def _names(
    axes: Axes,
    communities: Sequence[Mapping[str, Any]],
    at: Mapping[str, Point],
    around: Mapping[str, float],
    language: str,
) -> None:
    """Write the names of a few communities under their discs; of many, numbers into the largest."""
    few = len(communities) <= MOST_NAMES
    for number, community in enumerate(_named(communities), start=1):
        x, y = at[community["id"]]
        if few:
            _write(axes, (x, y - around[community["id"]] - 0.05), community[language], 9)
        else:
            _write(axes, (x, y), str(number), 10)


def _named(communities: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the communities that are named: all of a few; of many those that are far larger than most."""
    if len(communities) <= MOST_NAMES:
        return list(communities)
    middle = median(community["residents"] for community in communities)
    return [community for community in communities if community["residents"] > 4 * middle][:MOST_NAMES]


def _note(communities: Sequence[Mapping[str, Any]], language: str) -> str:
    """Return what stands under the picture, with the names that the numbers stand for."""
    note = say(language, "figure.network_note")
    if len(communities) <= MOST_NAMES or not _named(communities):
        return note
    names = (f"{number} {community[language]}" for number, community in enumerate(_named(communities), start=1))
    return note + say(language, "figure.network_names", names=say(language, "words.list_separator").join(names))


def _write(axes: Axes, place: Point, text: str, size: float) -> None:
    import matplotlib.patheffects as effects

    halo = [effects.withStroke(linewidth=2.5, foreground="white")]
    axes.text(*place, text, ha="center", va="center", fontsize=size, color=INK, zorder=6, path_effects=halo)


def _color_scale(sheet: Figure, highest: float, language: str) -> None:
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize

    scale = sheet.add_axes((1 - 0.8 / sheet.get_figwidth(), 0.32, 0.18 / sheet.get_figwidth(), 0.4))
    bar = sheet.colorbar(ScalarMappable(Normalize(0, 100 * highest), color_map()), cax=scale)
    bar.outline.set_visible(False)
    scale.set_title(say(language, "figure.participation_scale"), fontsize=10, loc="center")


def _legend(sheet: Figure, pictures: Iterable[Picture], language: str) -> None:
    from matplotlib.lines import Line2D

    present = {body["kind"] for picture in pictures for body in picture["bodies"]}
    kinds = [kind for kind in KIND_LOOKS if kind in present]
    words = catalogue(language)
    handles = [
        Line2D(
            [],
            [],
            linestyle="",
            color=KIND_LOOKS[kind][0],
            marker=KIND_LOOKS[kind][1],
            markersize=8,
            label=words[f"body.{kind}"],
        )
        for kind in kinds
    ]
    handles.append(Line2D([], [], color="#0072B2", linewidth=2, alpha=0.6, label=words["figure.tie"]))
    columns = 4 if sheet.get_figwidth() > 10 else 2
    sheet.legend(
        handles=handles, loc="lower center", bbox_to_anchor=(0.47, 0.1), ncols=columns, frameon=False, fontsize=10.5
    )
