"""The font that figures are drawn with: shipped with the program, so that Chinese shows on any machine.

It has one weight: ask for no bold text, Matplotlib would write it in the same weight and grumble. How it was made, and
from what, is in ``analysis/fonts/make_font.py``; its license is ``analysis/fonts/OFL.txt``.
"""

from functools import cache
from pathlib import Path

FAMILY = "Gongzhi Sans"
FILE = Path(__file__).parent / "fonts" / "gongzhi-sans.otf"

MINUS = "\N{MINUS SIGN}"
LINE_BREAKS = frozenset("\n\r")


def use_font() -> str:
    """Draw all figures made from now on with the shipped font.

    Returns
    -------
    str
        The name of its family.

    Raises
    ------
    FileNotFoundError
        If the font is not where it was shipped.
    """
    import matplotlib as mpl
    from matplotlib import font_manager

    if not any(entry.name == FAMILY for entry in font_manager.fontManager.ttflist):
        font_manager.fontManager.addfont(FILE)
    mpl.rcParams["font.family"] = [FAMILY]
    # Matplotlib writes a true minus sign on axes; without that sign in the font it must take the hyphen.
    mpl.rcParams["axes.unicode_minus"] = not missing(MINUS)
    return FAMILY


@cache
def characters() -> frozenset[str]:
    """All characters that the shipped font can show.

    Raises
    ------
    FileNotFoundError
        If the font is not where it was shipped.
    """
    from fontTools.ttLib import TTFont

    with TTFont(FILE, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def missing(text: str) -> str:
    """The characters of a text that the shipped font cannot show, each once, in the order in which they appear.

    Parameters
    ----------
    text
        Any text; line breaks need no sign and are passed over.

    Returns
    -------
    str
        Empty if all can be shown.
    """
    return "".join(sign for sign in dict.fromkeys(text) if sign not in characters() and sign not in LINE_BREAKS)
