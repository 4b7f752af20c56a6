"""Brushes for the sample's pictures: washes, mist, glow, reflections and paper grain, with Pillow alone.

Everything is drawn at twice the size and reduced, so that edges are smooth; all chance comes from the picture's name,
so the same name always gives the same picture. Coordinates are those of the finished picture, in pixels from the top
left.
"""

import io
import math
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

WIDTH, HEIGHT = 1600, 1067  # 3:2, large enough for every rendition
OVERSAMPLING = 2
JPEG_QUALITY = 88

Colour = tuple[int, int, int] | tuple[int, int, int, int]
Point = tuple[float, float]


def blend(start: Colour, end: Colour, share: float) -> Colour:
    """The colour at `share` (0 to 1) of the way from start to end."""
    return tuple(round(a + (b - a) * share) for a, b in zip(start, end, strict=True))


def vertical(stops: Sequence[tuple[float, Colour]], width: int, height: int) -> Image.Image:
    """A vertical gradient; stops are (share of the height, colour), from the top down."""
    strip = Image.new("RGB", (1, height))
    for y in range(height):
        share = y / max(1, height - 1)
        above = max((stop for stop in stops if stop[0] <= share), key=lambda stop: stop[0], default=stops[0])
        below = min((stop for stop in stops if stop[0] >= share), key=lambda stop: stop[0], default=stops[-1])
        span = below[0] - above[0]
        strip.putpixel((0, y), blend(above[1], below[1], (share - above[0]) / span if span else 0))
    return strip.resize((width, height))


def ridge(chance: random.Random, base: float, height: float, *, steps: Sequence[float] = (900, 370, 140, 52)) -> list:
    """The line of a range of hills across the picture, from left to right, around the level `base`."""
    waves = [(step, chance.uniform(0, 2 * math.pi), 0.55**number) for number, step in enumerate(steps)]
    return [
        (x, base - height * sum(share * math.sin(x / step * 2 * math.pi + phase) for step, phase, share in waves))
        for x in range(-20, WIDTH + 40, 10)
    ]


class Pen:
    """Draws in picture coordinates on an oversampled image."""

    def __init__(self, image: Image.Image, fill: Colour | int) -> None:
        self._draw = ImageDraw.Draw(image, image.mode)
        self._fill = fill

    @staticmethod
    def _scaled(points: Sequence[Point]) -> list[Point]:
        return [(x * OVERSAMPLING, y * OVERSAMPLING) for x, y in points]

    def polygon(self, points: Sequence[Point], fill: Colour | None = None) -> None:
        self._draw.polygon(self._scaled(points), fill=fill or self._fill)

    def ground(self, line: Sequence[Point], fill: Colour | None = None) -> None:
        """Everything below a line that runs from left to right."""
        self.polygon([*line, (line[-1][0], HEIGHT + 10), (line[0][0], HEIGHT + 10)], fill)

    def box(self, left: float, top: float, right: float, bottom: float, fill: Colour | None = None) -> None:
        self.polygon([(left, top), (right, top), (right, bottom), (left, bottom)], fill)

    def oval(self, x: float, y: float, across: float, down: float | None = None, fill: Colour | None = None) -> None:
        """An ellipse around (x, y) with half axes `across` and `down`."""
        down = across if down is None else down
        corners = self._scaled([(x - across, y - down), (x + across, y + down)])
        self._draw.ellipse([*corners[0], *corners[1]], fill=fill or self._fill)

    def line(self, points: Sequence[Point], width: float, fill: Colour | None = None) -> None:
        self._draw.line(
            self._scaled(points), fill=fill or self._fill, width=max(1, round(width * OVERSAMPLING)), joint="curve"
        )


class Painting:
    """A picture in the making."""

    def __init__(self, name: str) -> None:
        self.chance = random.Random(name)  # noqa: S311 (a drawing, not a secret)
        self.image = Image.new("RGB", (WIDTH, HEIGHT))
        fine, middle, broad = (self.noise(cell) for cell in (2, 14, 120))
        self.texture = Image.blend(Image.blend(fine, middle, 0.22), broad, 0.3)

    def noise(self, cell: int, stretch: int = 1) -> Image.Image:
        """Soft grey noise with lumps of `cell` pixels, `stretch` times as wide as high."""
        across, down = max(2, WIDTH // (cell * stretch)), max(2, HEIGHT // cell)
        grain = Image.frombytes("L", (across, down), self.chance.randbytes(across * down))
        return grain.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)

    def roughened(self, image: Image.Image, strength: float, box: tuple[int, int, int, int]) -> Image.Image:
        """The image with the paper's unevenness, up to `strength` steps of 255 lighter or darker."""
        uneven = self.texture.crop(box).point(lambda value: round(128 + (value - 128) * strength / 64))
        return ImageChops.add(image, Image.merge("RGB", [uneven] * 3), 1, -128)

    def sky(self, *stops: tuple[float, Colour]) -> None:
        """Fill the whole picture with a vertical gradient."""
        self.image.paste(self.roughened(vertical(stops, WIDTH, HEIGHT), 6, (0, 0, WIDTH, HEIGHT)))

    @contextmanager
    def wash(self, top: Colour, bottom: Colour, *, rough: float = 10, soft: float = 0) -> Iterator[Pen]:
        """Whatever the pen draws is filled with a gradient from top to bottom, uneven as gouache is."""
        large = Image.new("L", (WIDTH * OVERSAMPLING, HEIGHT * OVERSAMPLING))
        yield Pen(large, 255)
        mask = large.reduce(OVERSAMPLING)
        if soft:
            mask = mask.filter(ImageFilter.GaussianBlur(soft))
        box = mask.getbbox()
        if box:
            colour = vertical([(0, top), (1, bottom)], box[2] - box[0], box[3] - box[1])
            self.image.paste(self.roughened(colour, rough, box), box, mask.crop(box))

    @contextmanager
    def strokes(self, *, soft: float = 0, light: bool = False) -> Iterator[Pen]:
        """Free strokes, each in its own colour (the fourth number is opacity); `light` adds them up like lamps."""
        size = (WIDTH * OVERSAMPLING, HEIGHT * OVERSAMPLING)
        large = Image.new("RGB", size) if light else Image.new("RGBA", size)
        yield Pen(large, (0, 0, 0, 255))
        layer = large.reduce(OVERSAMPLING)
        if soft:
            layer = layer.filter(ImageFilter.GaussianBlur(soft))
        if light:
            self.image = ImageChops.screen(self.image, layer)
        else:
            self.image.paste(layer, (0, 0), layer)

    def glow(self, x: float, y: float, radius: float, colour: Colour, strength: float = 1) -> None:
        """Light around a point, fading to nothing at the radius."""
        size = round(radius * 2)
        fall = (
            Image.radial_gradient("L")
            .resize((size, size))
            .point(lambda value: round(255 * strength * max(0, 1 - value / 181) ** 2.2))
        )
        lamp = Image.composite(Image.new("RGB", (size, size), colour), Image.new("RGB", (size, size)), fall)
        layer = Image.new("RGB", (WIDTH, HEIGHT))
        layer.paste(lamp, (round(x - radius), round(y - radius)))
        self.image = ImageChops.screen(self.image, layer)

    def mist(self, y: float, height: float, colour: Colour, strength: float = 0.7) -> None:
        """A bank of mist around the level y."""
        top, bottom = max(0, round(y - height)), min(HEIGHT, round(y + height))
        band = Image.new("L", (1, bottom - top))
        for row in range(bottom - top):
            band.putpixel((0, row), round(255 * strength * max(0, 1 - ((top + row - y) / height) ** 2) ** 1.6))
        drifts = self.noise(90, 4).crop((0, top, WIDTH, bottom)).point(lambda value: round(110 + value * 0.57))
        mask = ImageChops.multiply(band.resize((WIDTH, bottom - top)), drifts)
        self.image.paste(colour, (0, top, WIDTH, bottom), mask)

    def clouds(self, top: float, bottom: float, colour: Colour, strength: float = 0.6) -> None:
        """Long clouds between two levels."""
        shape = Image.blend(self.noise(60, 6), self.noise(24, 7), 0.4)
        shape = shape.point(lambda value: min(255, max(0, round((value - 128) * 3.4))))
        fade = Image.new("L", (1, HEIGHT))
        for y in range(HEIGHT):
            share = (y - top) / (bottom - top)
            fade.putpixel((0, y), round(255 * strength * math.sin(math.pi * share)) if 0 < share < 1 else 0)
        mask = ImageChops.multiply(shape.filter(ImageFilter.GaussianBlur(6)), fade.resize((WIDTH, HEIGHT)))
        self.image.paste(colour, (0, 0, WIDTH, HEIGHT), mask)

    def water(
        self, shore: int, tint: Colour, *, strength: float = 0.35, ripple: float = 9, squeeze: float = 1.0
    ) -> None:
        """Below the shore line, water that mirrors what stands above it."""
        depth = HEIGHT - shore
        taken = min(shore, round(depth / squeeze))
        mirrored = self.image.crop((0, shore - taken, WIDTH, shore)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        mirrored = mirrored.resize((WIDTH, depth)).filter(ImageFilter.GaussianBlur(2))
        margin = math.ceil(ripple) + 1  # a wave may reach beyond the picture's edge
        wider = mirrored.resize((WIDTH + 2 * margin, depth))
        strips, y = [], 0
        while y < depth:
            rows = 2 + y // 90
            swing = margin + ripple * min(1, 0.15 + y / depth) * math.sin(y * 0.9 + self.chance.uniform(-0.7, 0.7))
            end = min(depth, y + rows)
            strips.append(((0, y, WIDTH, end), (swing, y, swing, end, WIDTH + swing, end, WIDTH + swing, y)))
            y = end
        mirrored = wider.transform((WIDTH, depth), Image.Transform.MESH, strips, Image.Resampling.BILINEAR)
        deeper = vertical([(0, blend((255, 255, 255), tint, 0.15)), (1, tint)], WIDTH, depth)
        self.image.paste(Image.blend(ImageChops.multiply(mirrored, deeper), deeper, strength), (0, shore))

    def glints(self, top: float, bottom: float, colour: Colour, count: int, *, around: float | None = None) -> None:
        """Short level strokes of light on water, longer the nearer they are."""
        with self.strokes() as pen:
            for _ in range(count):
                share = self.chance.random() ** 1.6
                y = top + (bottom - top) * share
                half = 4 + 46 * share * self.chance.random()
                x = self.chance.uniform(0, WIDTH) if around is None else self.chance.gauss(around, 60 + 260 * share)
                opacity = self.chance.randint(30, 120)
                pen.oval(x, y, half, 0.8 + 1.6 * share, fill=(*colour[:3], opacity))

    def finished(self, *, warmth: float = 1.06, grain: float = 6, vignette: float = 0.22) -> Image.Image:
        """The picture with the wavering of a hand, paper grain and slightly darker corners."""
        cell, mesh = 40, []
        shifts: dict[tuple[int, int], tuple[float, float]] = {}

        def corner(x: int, y: int) -> tuple[float, float]:
            if (x, y) not in shifts:
                inner = 0 < x < WIDTH and 0 < y < HEIGHT
                shifts[x, y] = (self.chance.uniform(-1.6, 1.6), self.chance.uniform(-1.6, 1.6)) if inner else (0, 0)
            return x + shifts[x, y][0], y + shifts[x, y][1]

        for left in range(0, WIDTH, cell):
            for top in range(0, HEIGHT, cell):
                right, bottom = min(WIDTH, left + cell), min(HEIGHT, top + cell)
                corners = (corner(left, top), corner(left, bottom), corner(right, bottom), corner(right, top))
                mesh.append(((left, top, right, bottom), tuple(value for point in corners for value in point)))
        image = self.image.transform(self.image.size, Image.Transform.MESH, mesh, Image.Resampling.BILINEAR)
        image = self.roughened(image, grain, (0, 0, WIDTH, HEIGHT))
        dark = (
            Image.radial_gradient("L")
            .resize((WIDTH, HEIGHT))
            .point(lambda value: round(255 * (1 - vignette * max(0, (value - 110) / 145) ** 1.5)))
        )
        image = ImageChops.multiply(image, Image.merge("RGB", [dark] * 3))
        return ImageEnhance.Color(image).enhance(warmth)


def jpeg(image: Image.Image) -> bytes:
    """The picture as a file."""
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return buffer.getvalue()
