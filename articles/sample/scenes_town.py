"""Scenes of the town: an avenue, a night market, the towers across the lake."""

import math

from PIL import Image

from articles.sample.painting import HEIGHT, WIDTH, Colour, Painting, Pen, blend


def passer(pen: Pen, x: float, y: float, scale: float, coat: Colour, head: Colour = (64, 50, 48, 255)) -> None:
    """Somebody who stands or walks at (x, y), 100 pixels tall at scale 1."""
    pen.line([(x - 7 * scale, y), (x - 3 * scale, y - 44 * scale)], 9 * scale, (38, 38, 50, 255))
    pen.line([(x + 8 * scale, y), (x + 3 * scale, y - 44 * scale)], 9 * scale, (34, 34, 46, 255))
    pen.polygon(
        [
            (x - 15 * scale, y - 36 * scale), (x - 12 * scale, y - 74 * scale), (x - 5 * scale, y - 80 * scale),
            (x + 5 * scale, y - 80 * scale), (x + 12 * scale, y - 74 * scale), (x + 15 * scale, y - 36 * scale),
        ],
        coat,
    )  # fmt: skip
    pen.oval(x, y - 89 * scale, 8 * scale, 9.5 * scale, head)


def ginkgo() -> Image.Image:
    """An avenue of ginkgos, somebody under a red umbrella far down the street."""
    painting = Painting("ginkgo")
    chance = painting.chance
    painting.sky((0, (222, 196, 130)), (0.5, (255, 246, 216)), (1, (236, 220, 180)))
    centre, level = 800, 560
    painting.glow(centre, level - 30, 520, (255, 252, 236), 0.9)
    with painting.wash((206, 178, 130), (146, 112, 74), rough=18) as pen:
        pen.polygon(
            [
                (-10, 600),
                (centre - 60, level),
                (centre + 60, level),
                (WIDTH + 10, 600),
                (WIDTH + 10, HEIGHT + 10),
                (-10, HEIGHT + 10),
            ]
        )
    with painting.wash((190, 180, 168), (120, 112, 112), rough=14) as pen:
        pen.polygon(
            [(centre - 26, level), (centre + 26, level), (centre + 620, HEIGHT + 10), (centre - 620, HEIGHT + 10)]
        )
    with painting.strokes() as pen:
        for dash in range(9):
            a, b = (dash / 9) ** 2, ((dash + 0.5) / 9) ** 2
            pen.polygon(
                [
                    (centre - 1 - 9 * a, level + 500 * a),
                    (centre + 1 + 9 * a, level + 500 * a),
                    (centre + 1 + 9 * b, level + 500 * b),
                    (centre - 1 - 9 * b, level + 500 * b),
                ],
                (244, 238, 222, 200),
            )
    depths = [0.06, 0.1, 0.15, 0.22, 0.32, 0.46, 0.66, 0.94]
    for number, scale in enumerate(depths):
        haze = 1 - scale**0.5
        trunk = blend((70, 52, 42), (232, 208, 158), haze * 0.85)
        with painting.strokes() as pen:
            for side in (-1, 1):
                x, foot = centre + side * (40 + 760 * scale), level + 470 * scale
                wide = 46 * scale
                pen.polygon(
                    [
                        (x - wide * 1.3, foot),
                        (x - wide * 0.7, foot - 200 * scale),
                        (x - wide * 0.5, foot - 760 * scale),
                        (x + wide * 0.5, foot - 760 * scale),
                        (x + wide * 0.7, foot - 200 * scale),
                        (x + wide * 1.3, foot),
                    ],
                    (*trunk, 255),
                )
                pen.polygon(
                    [
                        (x + side * wide * 0.2, foot),
                        (x + side * wide * 0.7, foot - 200 * scale),
                        (x + side * wide * 0.5, foot - 760 * scale),
                        (x, foot - 760 * scale),
                    ],
                    (*blend(trunk, (40, 30, 30), 0.3), 255),
                )
                for reach, rise in ((-260, 690), (-150, 860), (130, 880), (240, 720), (-300, 560), (280, 600)):
                    pen.line(
                        [
                            (x, foot - 420 * scale),
                            (x + reach * 0.4 * scale, foot - rise * 0.78 * scale),
                            (x + reach * scale, foot - rise * scale),
                        ],
                        20 * scale,
                        (*trunk, 255),
                    )
            for side in (-1, 1):
                x, foot = centre + side * (40 + 760 * scale), level + 470 * scale
                for _ in range(160 + 170 * number):
                    leaf_x = x + chance.gauss(-side * 60, 250) * scale
                    leaf_y = foot - chance.gauss(800, 150) * scale
                    tone = blend((164, 100, 12), (255, 226, 84), chance.random() ** 0.8)
                    size = (6 + 11 * chance.random()) * scale**0.6
                    pen.oval(leaf_x, leaf_y, size, size * 0.62, (*blend(tone, (255, 240, 190), haze * 0.6), 240))
    with painting.strokes() as pen:  # the overhanging leaves nearest to us
        for _ in range(1500):
            x = chance.uniform(-20, WIDTH + 20)
            reach = 150 + 150 * (abs(x - centre) / 800) ** 1.5
            y = chance.uniform(-20, 1) + reach * chance.random() ** 1.5
            size = chance.uniform(6, 12)
            pen.oval(x, y, size, size * 0.6, (*blend((176, 108, 10), (255, 220, 76), chance.random()), 245))
        for _ in range(4200):  # the fallen ones
            share = chance.random() ** 0.62
            y = level + 6 + (HEIGHT - level) * share
            spread = 60 + 900 * share
            x = centre + chance.choice((-1, 1)) * spread * (1 - 0.62 * chance.random() ** 2.2)
            size = 1 + 8 * share
            pen.oval(x, y, size, size * 0.45, (*blend((172, 106, 16), (255, 222, 90), chance.random()), 235))
    with painting.strokes(soft=4) as pen:
        pen.oval(centre + 46, 694, 52, 7, (90, 66, 52, 150))
    with painting.strokes() as pen:
        passer(pen, centre + 34, 692, 1.1, (60, 76, 104, 255))
        pen.line([(centre + 44, 640), (centre + 44, 560)], 3, (70, 54, 50, 255))
        top = [
            (centre + 44 + 62 * math.cos(math.pi * step / 16), 580 - 40 * math.sin(math.pi * step / 16))
            for step in range(17)
        ]
        pen.polygon(top, (206, 44, 40, 255))
        pen.polygon([*top[4:9], (centre + 44, 580)], (232, 84, 66, 255))
        for _ in range(70):
            pen.oval(
                chance.uniform(60, 1540),
                chance.uniform(220, 900),
                chance.uniform(4, 8),
                chance.uniform(2, 5),
                (252, 208, 66, 235),
            )
    return painting.finished(warmth=1.1, vignette=0.26)


def lantern(pen: Pen, x: float, y: float, size: float, colour: Colour) -> None:
    """A paper lantern, brighter in the middle."""
    pen.oval(x, y, size * 1.1, size, colour)
    pen.oval(x, y, size * 0.5, size * 0.86, (*blend(colour[:3], (255, 246, 200), 0.62), 255))
    pen.box(x - size * 0.4, y - size * 1.16, x + size * 0.4, y - size * 0.9, (120, 70, 40, 255))
    pen.line([(x, y + size), (x, y + size * 1.8)], 2, (220, 90, 50, 255))


def market() -> Image.Image:
    """A night market along the river, lanterns in the water."""
    painting = Painting("market")
    chance = painting.chance
    painting.sky((0, (18, 20, 48)), (0.35, (44, 40, 80)), (0.6, (112, 66, 84)), (1, (90, 56, 70)))
    with painting.wash((30, 30, 58), (50, 40, 66)) as pen:
        for _ in range(54):  # the old town behind
            x, tall = chance.uniform(-60, WIDTH), chance.uniform(90, 240)
            wide = chance.uniform(90, 180)
            pen.box(x, 560 - tall, x + wide, 600)
            pen.polygon([(x - 16, 562 - tall), (x + wide / 2, 528 - tall), (x + wide + 16, 562 - tall)])
    with painting.strokes() as pen:
        for _ in range(170):
            x, y = chance.uniform(0, WIDTH), chance.uniform(350, 540)
            pen.box(x, y, x + 9, y + 12, (255, 200, 110, chance.randint(70, 210)))
    painting.glow(420, 560, 560, (255, 140, 60), 0.5)
    painting.glow(1180, 560, 600, (255, 150, 70), 0.5)
    colours = [(196, 58, 46), (218, 140, 52), (54, 110, 112), (150, 50, 70), (70, 86, 130)]
    with painting.wash((255, 206, 120), (214, 112, 56), rough=12) as pen:
        pen.box(-5, 556, WIDTH + 5, 676)
    with painting.strokes() as pen:
        for number in range(-1, 11):
            x = number * 156 + 20
            pen.box(x + 4, 560, x + 10, 680, (76, 46, 40, 255))
            pen.box(x + 140, 560, x + 146, 680, (76, 46, 40, 255))
            pen.box(x + 14, 632, x + 136, 684, (*blend(colours[number % 5], (50, 30, 30), 0.45), 255))
            pen.box(x + 8, 624, x + 142, 634, (150, 96, 60, 255))
            for ware in range(9):
                pen.oval(
                    x + 24 + ware * 13,
                    622,
                    6.5,
                    5.5,
                    (*chance.choice([(240, 198, 90), (206, 70, 48), (236, 226, 200), (110, 150, 80)]), 255),
                )
            if chance.random() < 0.9:  # the keeper
                keeper = x + chance.uniform(44, 106)
                pen.line(
                    [(keeper, 626), (keeper, 590)],
                    25,
                    (*chance.choice([(92, 46, 46), (58, 66, 84), (230, 220, 204)]), 255),
                )
                pen.oval(keeper, 574, 10, 11.5, (94, 62, 50, 255))
            for stripe in range(8):  # awning
                colour = colours[number % 5] if stripe % 2 == 0 else (242, 226, 196)
                left = x - 10 + stripe * 21.5
                pen.polygon([(left + 9, 504), (left + 28, 504), (left + 21.5, 556), (left, 556)], (*colour, 255))
                pen.oval(left + 10.7, 556, 10.7, 9, (*colour, 255))
    with painting.wash((92, 62, 62), (60, 44, 54), rough=18) as pen:
        pen.box(-5, 684, WIDTH + 5, 748)
    with painting.strokes() as pen:
        for _ in range(62):
            coat = chance.choice([(38, 42, 64), (86, 40, 46), (58, 68, 66), (120, 84, 54), (34, 34, 46), (150, 60, 50)])
            passer(
                pen,
                chance.uniform(10, WIDTH - 10),
                708 + chance.uniform(0, 30),
                chance.uniform(0.86, 1.08),
                (*coat, 255),
                (60, 44, 44, 255),
            )
    strings = [(-40, 470, 420, 452), (380, 452, 840, 476), (800, 476, 1240, 448), (1200, 448, 1660, 474)]
    hung = []
    with painting.strokes() as pen:
        for left, high, right, low in strings:
            line = [
                (left + (right - left) * share, high + (low - high) * share + 56 * math.sin(math.pi * share))
                for share in (step / 24 for step in range(25))
            ]
            pen.line(line, 2, (60, 44, 52, 255))
            hung += [(x, y + 22) for x, y in line[2:-1:3]]
    for number, (x, y) in enumerate(hung):
        if number % 2 == 0:
            painting.glow(x, y, 76, (255, 120, 50), 0.55)
    with painting.strokes() as pen:
        for x, y in hung:
            lantern(pen, x, y, 17, (*chance.choice([(238, 84, 44), (246, 150, 60), (228, 60, 50)]), 255))
        pen.box(-5, 744, WIDTH + 5, 764, (46, 36, 46, 255))
        for x in range(0, WIDTH, 46):
            pen.box(x, 716, x + 5, 748, (56, 42, 48, 255))
        pen.line([(0, 717), (WIDTH, 717)], 5, (70, 52, 56, 255))
    painting.water(764, (62, 50, 84), strength=0.18, ripple=14, squeeze=0.98)
    painting.glints(768, 1060, (255, 190, 100), 640)
    with painting.strokes() as pen:
        for x, y, scale in ((310, 900, 1.0), (1270, 962, 1.3)):
            pen.polygon(
                [
                    (x - 150 * scale, y - 16 * scale),
                    (x + 150 * scale, y - 16 * scale),
                    (x + 106 * scale, y + 20 * scale),
                    (x - 106 * scale, y + 20 * scale),
                ],
                (36, 28, 40, 255),
            )
            pen.polygon(
                [
                    (x - 70 * scale, y - 60 * scale),
                    (x, y - 84 * scale),
                    (x + 70 * scale, y - 60 * scale),
                    (x + 60 * scale, y - 52 * scale),
                    (x - 60 * scale, y - 52 * scale),
                ],
                (52, 40, 48, 255),
            )
            for post in (-54, 50):
                pen.box(x + post * scale, y - 56 * scale, x + (post + 5) * scale, y - 14 * scale, (52, 40, 48, 255))
            pen.box(x - 48 * scale, y - 52 * scale, x + 50 * scale, y - 18 * scale, (255, 178, 86, 130))
            lantern(pen, x + 92 * scale, y - 40 * scale, 12 * scale, (240, 110, 50, 255))
    painting.glow(310, 866, 150, (255, 150, 70), 0.5)
    painting.glow(1270, 920, 190, (255, 150, 70), 0.5)
    painting.image = painting.image.resize((WIDTH, HEIGHT), box=(130, 173, 1470, HEIGHT))  # nearer to the stalls
    return painting.finished(warmth=1.12, vignette=0.3)


def tower_block(
    painting: Painting, pen: Pen, x: float, base: float, wide: float, tall: float, body: Colour, lit: float
) -> None:
    """A tall building with `lit` (0 to 1) of its windows alight."""
    chance = painting.chance
    pen.box(x, base - tall, x + wide, base, body)
    crown = chance.random()
    if crown < 0.25:
        pen.polygon([(x, base - tall), (x + wide * 0.5, base - tall - wide * 0.5), (x + wide, base - tall)], body)
    elif crown < 0.5:
        pen.box(x + wide * 0.25, base - tall - 26, x + wide * 0.75, base - tall, body)
    elif crown < 0.7:
        pen.line([(x + wide / 2, base - tall), (x + wide / 2, base - tall - 60)], 3, body)
        pen.oval(x + wide / 2, base - tall - 60, 3.4, fill=(255, 80, 70, 255))
    across = 11 if wide < 90 else 13
    for row in range(int(tall / 17)):
        floor_lit = lit * chance.choice((0.4, 1, 1, 1.5))
        for column in range(int((wide - 14) / across)):
            if chance.random() < floor_lit:
                warm = blend((255, 196, 104), (220, 236, 255), chance.random() ** 2)
                left, top = x + 8 + column * across, base - tall + 12 + row * 17
                pen.box(left, top, left + across - 5, top + 9, (*blend(body[:3], warm, chance.uniform(0.5, 1)), 255))


def skyline() -> Image.Image:
    """Towers of a business park by night, doubled in the lake, a crescent above."""
    painting = Painting("skyline")
    chance = painting.chance
    painting.sky(
        (0, (10, 18, 48)), (0.36, (28, 48, 96)), (0.58, (92, 92, 140)), (0.66, (170, 126, 146)), (1, (120, 100, 130))
    )
    with painting.strokes() as pen:
        for _ in range(150):
            pen.oval(
                chance.uniform(0, WIDTH),
                chance.uniform(0, 380),
                chance.uniform(0.5, 1.8),
                fill=(240, 244, 255, chance.randint(90, 220)),
            )
    painting.glow(300, 170, 190, (150, 170, 220), 0.6)
    with painting.strokes() as pen:
        arc = [(math.cos(math.radians(degrees)), math.sin(math.radians(degrees))) for degrees in range(60, 301, 6)]
        outer = [(300 + 44 * x, 170 + 44 * y) for x, y in arc]
        inner = [(322 + (44 * x - 22) * 0.36, 170 + 44 * y) for x, y in reversed(arc)]
        pen.polygon([*outer, *inner], (252, 244, 214, 255))
    painting.glow(900, 640, 700, (255, 160, 110), 0.35)
    for base, low, high, wide, body, lit in (
        (664, 90, 300, (50, 100), (62, 70, 118), 0.2),
        (668, 110, 430, (60, 116), (38, 46, 90), 0.36),
        (672, 70, 270, (70, 140), (20, 26, 58), 0.46),
    ):
        with painting.strokes() as pen:
            x = -30.0
            while x < WIDTH:
                across = chance.uniform(*wide)
                rise = 0.35 + 0.65 * math.exp(-(((x + across / 2 - 920) / 460) ** 2))
                tower_block(painting, pen, x, base, across, chance.uniform(low, high) * rise + 40, (*body, 255), lit)
                x += across + chance.uniform(2, 34)
        painting.mist(640, 70, blend(body, (190, 130, 150), 0.6), 0.35)
    with painting.wash((12, 18, 40), (16, 22, 44)) as pen:
        for _ in range(150):
            pen.oval(chance.uniform(-10, WIDTH), 676, chance.uniform(10, 30), chance.uniform(8, 22))
    with painting.strokes() as pen:
        for x in range(20, WIDTH, 64):
            pen.line([(x, 684), (x, 652)], 2, (40, 44, 70, 255))
            pen.oval(x, 650, 4, fill=(255, 226, 160, 255))
    painting.water(684, (56, 74, 128), strength=0.14, ripple=13, squeeze=0.92)
    painting.glints(690, 1060, (255, 206, 140), 520, around=900)
    painting.glints(690, 1060, (190, 210, 255), 260)
    with painting.strokes() as pen:  # the jetty, two people on it, willow
        pen.polygon([(1080, 1010), (WIDTH + 5, 960), (WIDTH + 5, 1000), (1084, 1034)], (16, 18, 36, 255))
        for x in range(1110, WIDTH, 90):
            pen.box(x, 1010, x + 10, HEIGHT + 5, (16, 18, 36, 255))
        passer(pen, 1270, 1012, 1.2, (18, 20, 40, 255), (18, 20, 40, 255))
        passer(pen, 1318, 1010, 1.08, (20, 22, 42, 255), (20, 22, 42, 255))
        for number in range(54):
            x, length = chance.uniform(1330, WIDTH + 60), chance.uniform(160, 540)
            strand = [
                (x + 22 * math.sin(step / 3 + number) - step * 2.4, -10 + length * step / 12) for step in range(13)
            ]
            pen.line(strand, 2, (14, 20, 36, 255))
            for leaf_x, leaf_y in strand[3:]:
                pen.oval(leaf_x - 3, leaf_y, 3, 9, (16, 26, 40, 255))
    return painting.finished(warmth=1.14, vignette=0.3)
