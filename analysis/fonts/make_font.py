"""Make the font that the figures and the page carry, so that Chinese shows on a machine that has no Chinese font.

It is a part of Noto Sans CJK SC: GB2312 (both levels of characters and its signs), Latin, and the punctuation, arrows
and marks that labels use. It bears a name of its own, since "Noto" is a trademark, and since an installed Noto must
never be taken in its place. The same source gives the same bytes. License of the font: OFL.txt beside this file.

On Debian and Ubuntu the source comes with the package fonts-noto-cjk, and need not be installed::

    apt-get download fonts-noto-cjk
    dpkg-deb -x fonts-noto-cjk_*.deb unpacked
    python analysis/fonts/make_font.py unpacked/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc analysis/fonts
"""

import argparse
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont, TTLibError

FACE = "Noto Sans CJK SC"
FAMILY = "Gongzhi Sans"
POSTSCRIPT_NAME = "GongzhiSans-Regular"
FILE_NAME = "gongzhi-sans.otf"

# First and last of each run of characters that is taken besides GB2312, as far as the source has them.
BLOCKS = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x017F),  # Latin-1 and Latin Extended-A: signs, pinyin and names of authors
    (0x01CD, 0x01DC),  # the other vowels of pinyin with their tones
    (0x0391, 0x03C9),  # Greek
    (0x2010, 0x205E),  # dashes, quotation marks, dots, per mille, primes
    (0x2070, 0x209C),  # raised and lowered figures
    (0x20A0, 0x20BF),  # currencies
    (0x2100, 0x214F),  # letterlike signs
    (0x2150, 0x218B),  # fractions, Roman figures
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematics
    (0x2460, 0x24FF),  # figures in circles
    (0x2500, 0x25FF),  # lines, blocks, shapes
    (0x2600, 0x27BF),  # stars, ticks and other marks
    (0x3000, 0x303F),  # Chinese punctuation
    (0xFF01, 0xFF5E),  # wide Latin
    (0xFFE0, 0xFFE6),  # wide currencies, the yuan among them
)


def gb2312() -> frozenset[str]:
    """Every character of the national standard GB/T 2312 of 1980: 682 signs and 6763 Chinese characters."""
    found = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            found.add(bytes((row, cell)).decode("gb2312", errors="ignore"))
    found.discard("")
    return frozenset(found)


def wanted() -> frozenset[str]:
    """All characters that the font should have, whether or not the source has them."""
    return gb2312() | {chr(code) for first, last in BLOCKS for code in range(first, last + 1)}


def face_of(source: Path) -> TTFont:
    """Take the face for simplified Chinese out of a collection.

    Parameters
    ----------
    source
        The collection, ``NotoSansCJK-Regular.ttc``.

    Returns
    -------
    TTFont
        The face named by `FACE`.

    Raises
    ------
    ValueError
        If the collection holds no such face.
    """
    for font in TTCollection(source, lazy=True).fonts:
        if font["name"].getDebugName(4) == FACE:
            font.recalcTimestamp = False
            return font
    raise ValueError(f"{source.name} holds no face named {FACE}")


def cut(font: TTFont) -> None:
    """Leave in the font only the characters that are wanted, and nothing that figures do not use."""
    options = Options()
    options.hinting = False
    options.recalc_timestamp = False
    options.layout_features = ["kern"]
    options.name_IDs = ["*"]
    options.drop_tables = [*options.drop_tables, "BASE", "VORG", "vhea", "vmtx"]
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(sorted(wanted())))
    subsetter.subset(font)


def rename(font: TTFont) -> None:
    """Give the font its own family, full and PostScript names, in the table of names and in the outlines (CFF)."""
    own = {1: FAMILY, 3: f"2.004;{POSTSCRIPT_NAME}", 4: FAMILY, 6: POSTSCRIPT_NAME}
    table = font["name"]
    table.names = [record for record in table.names if record.langID == 0x409]
    for record in table.names:
        if record.nameID in own:
            record.string = own[record.nameID]
    table.setName(f"A part of {FACE} under a name of its own, made for Gongzhi.", 10, 3, 1, 0x409)

    outlines = font["CFF "].cff
    outlines.fontNames = [POSTSCRIPT_NAME]
    top = outlines.topDictIndex[0]
    top.FullName = FAMILY
    top.FamilyName = FAMILY
    for part in top.FDArray:
        part.FontName = part.FontName.replace("NotoSansCJKjp-Regular", POSTSCRIPT_NAME)


def make_font(source: Path, folder: Path) -> Path:
    """Make the font and save it.

    Parameters
    ----------
    source
        The collection, ``NotoSansCJK-Regular.ttc``.
    folder
        Where the font goes; must exist.

    Returns
    -------
    Path
        The file that was written.
    """
    font = face_of(source)
    cut(font)
    rename(font)
    target = folder / FILE_NAME
    font.save(target, reorderTables=True)
    return target


def main() -> int:
    """Read the command line, make the font, say how large it is."""
    parser = argparse.ArgumentParser(description="Make the font that Gongzhi ships out of Noto Sans CJK.")
    parser.add_argument("source", type=Path, help="NotoSansCJK-Regular.ttc")
    parser.add_argument("folder", type=Path, help="the folder that the font is written to")
    arguments = parser.parse_args()
    try:
        target = make_font(arguments.source, arguments.folder)
    except (OSError, ValueError, TTLibError) as problem:
        print(f"The font could not be made: {problem}", file=sys.stderr)
        return 2
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
