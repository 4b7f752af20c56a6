"""Pictures that the server draws of a piece: its QR code, and the card that shared links show where it has no photo.

A card needs a font with Chinese characters. Where the machine has none, there is no card and no page names one: a
plate without words would say less than the title that every reader of links shows anyway.
"""

import io
import re
from functools import lru_cache
from pathlib import Path

import segno
from PIL import Image, ImageDraw, ImageFont

FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts")
# The names of files in Debian, Ubuntu, Fedora, openSUSE and Alpine; the first that is there is taken.
FONT_NAMES = (
    "NotoSerifCJK*Bold*",
    "SourceHanSerif*Bold*",
    "NotoSansCJK*Bold*",
    "SourceHanSans*Bold*",
    "wqy-zenhei*",
    "NotoSansCJK*",
)
FACES = 10  # looked at in a collection; the fourth or so is the one for the mainland
SIZE = (1200, 630)  # pixels: what WeChat, Weibo and the Open Graph readers crop to
MARGIN = 90
PAPER, INK, RED, SOFT = "#fcfbf8", "#1c1a17", "#a3161a", "#5f594f"  # as in paper.css
LARGEST, SMALLEST, LINES = 92, 56, 4  # pixels of the headline's characters, and its most lines
WORD = re.compile(r"[A-Za-z0-9.%+-]+|.", re.DOTALL)
NEVER_FIRST = "，。；：！？、”’》）」』…—%"


def qr_code(address: str) -> bytes:
    """The address as a QR code: an SVG without anything around it but the quiet zone."""
    file = io.BytesIO()
    segno.make(address, error="m", micro=False).save(file, kind="svg", scale=4, border=4, xmldecl=False, light="#fff")
    return file.getvalue()


@lru_cache(maxsize=1)
def font_file() -> tuple[str, int] | None:
    """The font that cards are drawn with and the face in it, or None; looked for once in each process."""
    for name in FONT_NAMES:
        for folder in FONT_FOLDERS:
            for path in sorted(Path(folder).rglob(name)) if Path(folder).is_dir() else ():
                if path.suffix in {".ttc", ".ttf", ".otf"}:
                    return str(path), _simplified(path)
    return None


def _simplified(path: Path) -> int:
    """The face with the mainland's forms; the first where none says so."""
    for face in range(FACES if path.suffix == ".ttc" else 1):
        try:
            family = ImageFont.truetype(str(path), 20, index=face).getname()[0]
        except OSError:
            break
        if family and family.endswith(" SC"):
            return face
    return 0


def can_draw() -> bool:
    """Whether this machine can draw cards."""
    return font_file() is not None


def card(headline: str, *, kicker: str, name: str, day: str) -> bytes:
    """The card of a piece as PNG: its headline, the paper's name and the day."""
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, SIZE[0], 14), fill=RED)
    top = MARGIN
    if kicker:
        draw.text((MARGIN, top - 14), kicker[:30], font=_font(36), fill=RED)
        top += 52
    lines, size = _fitted(headline, SIZE[1] - 150 - top)
    for line in lines:
        draw.text((MARGIN, top), line, font=_font(size), fill=INK)
        top += round(size * 1.32)
    draw.line((MARGIN, SIZE[1] - 122, SIZE[0] - MARGIN, SIZE[1] - 122), fill=INK, width=3)
    draw.text((MARGIN, SIZE[1] - 100), name, font=_font(44), fill=INK)
    width = _font(30).getlength(day)
    draw.text((SIZE[0] - MARGIN - width, SIZE[1] - 88), day, font=_font(30), fill=SOFT)
    file = io.BytesIO()
    image.convert("P", palette=Image.Palette.ADAPTIVE, colors=32).save(file, "PNG", optimize=True)
    return file.getvalue()


def _font(size: int) -> ImageFont.FreeTypeFont:
    path, face = font_file()
    return ImageFont.truetype(path, size, index=face)


def _fitted(headline: str, height: int) -> tuple[list[str], int]:
    """The headline in lines, as large as it fits; one that never fits is cut."""
    for size in range(LARGEST, SMALLEST - 1, -4):
        lines = _lines(headline, _font(size))
        if len(lines) <= LINES and len(lines) * size * 1.32 <= height:
            return lines, size
    most = min(LINES, int(height // (SMALLEST * 1.32)))
    lines = _lines(headline, _font(SMALLEST))
    return [*lines[: most - 1], lines[most - 1][:-1] + "…"] if len(lines) > most else lines, SMALLEST


def _lines(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """Lines that fit between the margins; none begins with a mark that closes."""
    lines = [""]
    for word in WORD.findall(text):
        fits = font.getlength(lines[-1] + word) <= SIZE[0] - 2 * MARGIN
        if fits or word in NEVER_FIRST:
            lines[-1] += word
        else:
            lines.append(word.lstrip(" 　"))
    return [line for line in lines if line]
