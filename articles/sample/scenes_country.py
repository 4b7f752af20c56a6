"""Scenes of fields and villages."""

import math

from PIL import Image

from articles.sample.painting import HEIGHT, WIDTH, Colour, Painting, Pen, blend, ridge


def harvest() -> Image.Image:
    """A rice field ripe to the foot of the hills, a harvester in it."""
    painting = Painting("harvest")
    chance = painting.chance
    painting.sky((0, (64, 122, 170)), (0.24, (140, 184, 206)), (0.4, (232, 222, 190)), (1, (240, 226, 180)))
    painting.clouds(10, 300, (255, 248, 234), 0.85)
    for base, height, top, bottom in (
        (372, 52, (126, 152, 176), (176, 190, 190)),
        (408, 34, (92, 126, 142), (150, 168, 150)),
        (436, 18, (74, 106, 92), (126, 140, 92)),
    ):
        with painting.wash(top, bottom) as pen:
            pen.ground(ridge(chance, base, height))
        painting.mist(base + 22, 30, (236, 226, 196), 0.55)
    with painting.wash((222, 184, 92), (196, 132, 38), rough=22) as pen:
        pen.box(-5, 446, WIDTH + 5, HEIGHT + 5)
    vanishing = (1010, 430)
    with painting.strokes() as pen:
        for number in range(-64, 65):  # the rows run to one point
            foot = 1010 + number * 62
            light = chance.random()
            colour = blend((150, 96, 26), (248, 212, 112), light)
            pen.polygon([vanishing, (foot, HEIGHT + 30), (foot + 26 + 16 * light, HEIGHT + 30)], (*colour, 120))
        for _ in range(2600):
            share = chance.random() ** 0.7
            y = 452 + (HEIGHT - 452) * share
            x = chance.uniform(-20, WIDTH + 20)
            lean = (x - vanishing[0]) / WIDTH
            length = 3 + 34 * share
            colour = blend((168, 104, 24), (255, 226, 132), chance.random())
            pen.line([(x, y), (x + lean * length, y - length * 0.8)], 0.8 + 2 * share, (*colour, 170))
    with painting.wash((206, 178, 122), (176, 140, 86), rough=26) as pen:  # the stubble already cut
        pen.polygon([(1010, 448), (1130, 448), (1640, 760), (1640, 1080), (1330, 1080)])
    with painting.strokes() as pen:
        for number in range(18):
            share = number / 17
            pen.line([(1016 + 108 * share, 450), (1350 + 700 * share, 1090)], 2.4, (136, 102, 58, 90))
    painting.glow(1140, 600, 180, (255, 226, 160), 0.4)
    with painting.strokes(soft=9) as pen:  # chaff and dust behind the machine
        for _ in range(60):
            x = 1150 + chance.uniform(0, 260)
            pen.oval(x, 612 - chance.gauss(30, 22), chance.uniform(16, 50), fill=(250, 232, 186, 34))
    with painting.strokes() as pen:
        x, y = 1070, 640
        pen.polygon([(x - 112, y - 20), (x - 40, y - 52), (x - 34, y - 4), (x - 104, y + 6)], (150, 60, 40, 255))
        for tooth in range(9):
            pen.line([(x - 112 + tooth * 8, y - 18), (x - 120 + tooth * 8, y + 8)], 2, (90, 70, 60, 255))
        pen.polygon([(x - 52, y - 30), (x + 84, y - 30), (x + 92, y - 112), (x - 36, y - 112)], (186, 48, 36, 255))
        pen.polygon([(x - 52, y - 60), (x + 86, y - 60), (x + 84, y - 30), (x - 52, y - 30)], (148, 34, 30, 255))
        pen.polygon([(x - 30, y - 112), (x + 26, y - 112), (x + 18, y - 168), (x - 18, y - 168)], (214, 206, 190, 255))
        pen.polygon([(x - 22, y - 116), (x + 18, y - 116), (x + 12, y - 160), (x - 14, y - 160)], (76, 104, 118, 255))
        pen.polygon([(x + 30, y - 112), (x + 90, y - 112), (x + 100, y - 150), (x + 24, y - 150)], (206, 66, 48, 255))
        pen.line([(x + 60, y - 140), (x + 150, y - 176)], 9, (190, 60, 44, 255))
        pen.polygon(
            [(x - 56, y + 22), (x + 86, y + 22), (x + 96, y), (x + 80, y - 24), (x - 50, y - 24)], (44, 40, 40, 255)
        )
        for wheel in range(5):
            pen.oval(x - 38 + wheel * 28, y + 4, 10, fill=(92, 86, 80, 255))
        for _ in range(26):
            bird_x, bird_y, wing = chance.uniform(180, 760), chance.uniform(300, 460), chance.uniform(3, 8)
            points = [(bird_x - wing, bird_y - wing * 0.6), (bird_x, bird_y), (bird_x + wing, bird_y - wing * 0.5)]
            pen.line(points, 1.8, (80, 66, 60, 190))
    return painting.finished(warmth=1.1)


def greenhouse() -> Image.Image:
    """Inside a strawberry tunnel, the hoops running to one point, the first berries red."""
    painting = Painting("greenhouse")
    chance = painting.chance
    painting.sky((0, (206, 222, 214)), (0.4, (246, 246, 232)), (1, (220, 226, 206)))
    centre, level = 760, 430
    painting.glow(centre, level, 620, (255, 250, 224), 0.5)
    hoops = [1.0, 0.74, 0.55, 0.41, 0.305, 0.228, 0.17, 0.127, 0.095]
    with painting.wash((176, 150, 116), (112, 86, 62), rough=24) as pen:  # the paths between the beds
        pen.polygon(
            [
                (centre - 100, level + 12),
                (centre + 100, level + 12),
                (centre + 1272, level + 156),
                (WIDTH + 300, HEIGHT + 10),
                (-500, HEIGHT + 10),
                (centre - 1272, level + 156),
            ]
        )
    for number in reversed(range(len(hoops) - 1)):
        near, far = hoops[number], hoops[number + 1]
        light = 0.12 + 0.5 * number / len(hoops)
        with painting.strokes() as pen:
            for side in range(14):  # film between the hoops, lit from above
                a, b = math.pi * side / 14, math.pi * (side + 1) / 14
                corners = []
                for scale, angle in ((near, a), (near, b), (far, b), (far, a)):
                    corners.append(
                        (centre + 1060 * scale * math.cos(angle), level + 130 * scale - 640 * scale * math.sin(angle))
                    )
                shade = blend(
                    (150, 178, 172),
                    (252, 252, 240),
                    min(1, light + 0.5 * math.sin((a + b) / 2) ** 2 + chance.uniform(-0.06, 0.06)),
                )
                pen.polygon(corners, (*shade, 235))
    with painting.strokes() as pen:
        for scale in hoops:
            arch = [
                (centre + 1060 * scale * math.cos(angle), level + 130 * scale - 640 * scale * math.sin(angle))
                for angle in (math.pi * step / 48 for step in range(49))
            ]
            pen.line(arch, 1 + 9 * scale, (132, 150, 148, 255))
            pen.line([(x + 2, y - 2) for x, y in arch], 0.6 + 3 * scale, (240, 246, 240, 220))
        for angle in (0.5, 1.05, math.pi / 2, 2.1, 2.64):
            along = [
                (centre + 1060 * scale * math.cos(angle), level + 130 * scale - 640 * scale * math.sin(angle))
                for scale in hoops
            ]
            pen.line(along, 2.4, (150, 164, 160, 230))
    beds = (-2.9, -2.3, -1.78, -1.26, -0.74, -0.25, 0.25, 0.74, 1.26, 1.78, 2.3, 2.9)
    for bed in beds:
        with painting.wash((226, 230, 222), (66, 70, 74), rough=10) as pen:  # film-covered ridges
            pen.polygon(
                [
                    (centre + 46 * bed - 5, level + 34),
                    (centre + 46 * bed + 5, level + 34),
                    (centre + 900 * bed + 118, HEIGHT + 34),
                    (centre + 900 * bed - 118, HEIGHT + 34),
                ]
            )
    with painting.strokes() as pen:
        for row in range(28):
            share = (row / 27) ** 2
            for bed in beds:
                x, y = centre + (46 + 854 * share) * bed, level + 30 + (HEIGHT - level) * share
                if -60 < x < WIDTH + 60:
                    plant(painting, pen, x, y, 0.09 + 1.05 * share)
    painting.glow(centre, level - 60, 420, (255, 252, 232), 0.35)
    return painting.finished(warmth=1.1, vignette=0.3)


def plant(painting: Painting, pen: Pen, x: float, y: float, scale: float) -> None:
    """A strawberry plant on its ridge: leaves in threes, white flowers, berries hanging over the edge."""
    chance = painting.chance
    for _ in range(13):
        leaf_x, leaf_y = x + chance.gauss(0, 46) * scale, y - abs(chance.gauss(14, 18)) * scale
        colour = blend((34, 84, 44), (124, 172, 78), chance.random())
        for turn in (-1, 0, 1):
            pen.oval(
                leaf_x + turn * 13 * scale,
                leaf_y - (8 if turn == 0 else 0) * scale,
                11 * scale,
                9 * scale,
                (*colour, 255),
            )
    for _ in range(4):
        berry_x, berry_y, size = (
            x + chance.choice((-1, 1)) * chance.uniform(26, 74) * scale,
            y + chance.uniform(0, 34) * scale,
            chance.uniform(8, 12) * scale,
        )
        red = blend((176, 24, 32), (232, 60, 48), chance.random())
        pen.line(
            [(berry_x, berry_y - 2 * size), (berry_x - size, berry_y - 4 * size)], 1.6 * scale, (110, 150, 80, 255)
        )
        pen.polygon(
            [
                (berry_x - size, berry_y - size * 0.5),
                (berry_x + size, berry_y - size * 0.5),
                (berry_x, berry_y + size * 1.7),
            ],
            (*red, 255),
        )
        pen.oval(berry_x, berry_y - size * 0.3, size, size * 0.8, (*red, 255))
        pen.oval(berry_x - size * 0.35, berry_y - size * 0.2, size * 0.22, size * 0.3, (255, 200, 180, 255))
        pen.polygon(
            [
                (berry_x - size, berry_y - size),
                (berry_x, berry_y - size * 0.4),
                (berry_x + size, berry_y - size),
                (berry_x, berry_y - size * 1.3),
            ],
            (70, 130, 60, 255),
        )
    if chance.random() < 0.6:
        flower_x, flower_y = x + chance.gauss(0, 34) * scale, y - 30 * scale
        for petal in range(5):
            angle = petal * 1.257
            pen.oval(
                flower_x + 5 * scale * math.cos(angle),
                flower_y + 5 * scale * math.sin(angle),
                4.5 * scale,
                fill=(252, 252, 244, 255),
            )
        pen.oval(flower_x, flower_y, 3.4 * scale, fill=(238, 200, 70, 255))


def roof(pen: Pen, left: float, right: float, eaves: float, top: float, lift: float, colour: Colour) -> None:
    """A hipped roof with upturned corners between left and right."""
    middle, half = (left + right) / 2, (right - left) / 2
    under = [(middle + half * share, eaves - lift * abs(share) ** 5) for share in (step / 20 - 1 for step in range(41))]
    ridge_half = half * 0.52
    over_right = [
        (middle + ridge_half + (half - ridge_half) * share, top + (eaves - lift - top) * (share**0.62))
        for share in (step / 12 for step in range(13))
    ]
    over_left = [(2 * middle - x, y) for x, y in reversed(over_right)]
    pen.polygon([*under, *reversed(over_right), *reversed(over_left)], colour)


def stage() -> Image.Image:
    """An old village stage at dusk, its lanterns lit, benches before it."""
    painting = Painting("stage")
    chance = painting.chance
    painting.sky(
        (0, (38, 46, 86)), (0.3, (98, 84, 126)), (0.52, (212, 128, 120)), (0.64, (248, 182, 128)), (1, (240, 190, 150))
    )
    painting.clouds(30, 420, (248, 160, 136), 0.6)
    with painting.strokes() as pen:
        for _ in range(46):
            pen.oval(
                chance.uniform(0, WIDTH), chance.uniform(0, 240), chance.uniform(0.7, 1.7), fill=(255, 244, 224, 190)
            )
    with painting.wash((88, 78, 112), (150, 106, 118)) as pen:
        pen.ground(ridge(chance, 600, 40))
    painting.mist(650, 50, (240, 170, 140), 0.5)
    with painting.wash((46, 44, 62), (66, 54, 66), rough=14) as pen:  # trees and village roofs
        for _ in range(150):
            x = chance.choice([chance.uniform(-40, 330), chance.uniform(1290, WIDTH + 40)])
            pen.oval(
                x,
                640 - chance.uniform(0, 210) * math.exp(-(((abs(x - 800) - 690) / 190) ** 2)),
                chance.uniform(24, 60),
                chance.uniform(20, 46),
            )
        pen.box(-5, 690, WIDTH + 5, 780)
    with painting.wash((150, 130, 124), (84, 76, 84), rough=26) as pen:  # the square
        pen.box(-5, 770, WIDTH + 5, HEIGHT + 5)
    with painting.strokes() as pen:
        for row in range(13):
            y = 774 + 300 * (row / 12) ** 1.6
            pen.line([(-5, y), (WIDTH + 5, y)], 1 + row * 0.2, (66, 58, 70, 90))
        for column in range(-26, 27):
            pen.line([(800 + column * 46, 772), (800 + column * 120, HEIGHT + 10)], 1.5, (66, 58, 70, 70))
    with painting.wash((126, 112, 112), (74, 66, 76), rough=22) as pen:  # the stone base
        pen.polygon([(360, 640), (1240, 640), (1262, 806), (338, 806)])
    with painting.wash((255, 196, 96), (190, 66, 40), rough=12) as pen:  # the lit interior
        pen.box(396, 372, 1204, 640)
    painting.glow(800, 500, 470, (255, 190, 90), 0.55)
    with painting.strokes() as pen:
        pen.box(560, 414, 1040, 640, (168, 60, 40, 255))  # back wall with its screen
        for panel in range(6):
            x = 572 + panel * 78
            pen.box(x, 430, x + 66, 632, (206, 122, 62, 255))
            for bar in range(5):
                pen.line([(x + 8 + bar * 12, 440), (x + 8 + bar * 12, 540)], 2, (120, 46, 34, 255))
            for bar in range(7):
                pen.line([(x + 4, 444 + bar * 15), (x + 62, 444 + bar * 15)], 2, (120, 46, 34, 255))
        for x in (470, 1130):  # side doors
            pen.box(x - 44, 460, x + 44, 640, (88, 30, 28, 255))
            pen.box(x - 36, 470, x + 36, 640, (132, 44, 34, 255))
        pen.box(392, 372, 1208, 404, (92, 40, 34, 255))
        for piece in range(27):  # brackets under the eaves
            x = 404 + piece * 30
            pen.polygon(
                [(x - 11, 372), (x + 11, 372), (x + 5, 398), (x - 5, 398)],
                (60, 122, 112, 255) if piece % 2 else (204, 150, 60, 255),
            )
        for x in (420, 640, 960, 1180):
            pen.box(x - 15, 372, x + 15, 640, (118, 34, 30, 255))
            pen.box(x - 15, 372, x - 6, 640, (164, 56, 42, 255))
            pen.box(x - 22, 630, x + 22, 646, (96, 88, 90, 255))
        for x in range(436, 1190, 22):  # the balustrade
            pen.box(x, 604, x + 5, 640, (120, 52, 36, 255))
        pen.box(420, 598, 1180, 606, (150, 70, 44, 255))
        roof(pen, 262, 1338, 372, 176, 74, (42, 46, 58, 255))
        roof(pen, 520, 1080, 216, 96, 50, (34, 38, 50, 255))
        pen.box(666, 88, 934, 106, (62, 58, 62, 255))
        for side in (-1, 1):
            pen.polygon([(800 + side * 134, 108), (800 + side * 166, 62), (800 + side * 118, 88)], (62, 58, 62, 255))
        for tile in range(-21, 22):
            pen.line(
                [(800 + tile * 12, 186), (800 + tile * 19.4, 362 - 60 * (abs(tile) / 26) ** 5)], 1.4, (74, 80, 94, 255)
            )
        pen.box(690, 226, 910, 286, (66, 28, 26, 255))
        pen.box(698, 232, 902, 280, (26, 60, 70, 255))
        for x in (734, 800, 866):  # clouds in gold where a name would stand
            for curl in range(26):
                angle = curl * 0.42
                pen.oval(
                    x + (3 + curl * 0.62) * math.cos(angle),
                    256 + (2 + curl * 0.44) * math.sin(angle),
                    2,
                    fill=(232, 186, 90, 255),
                )
    for x, y in ((322, 408), (530, 440), (800, 430), (1070, 440), (1278, 408)):
        painting.glow(x, y, 120, (255, 110, 60), 0.8)
        with painting.strokes() as pen:
            pen.line([(x, y - 60), (x, y + 54)], 2, (70, 40, 34, 255))
            pen.oval(x, y, 27, 23, (226, 56, 38, 255))
            pen.oval(x, y, 12, 22, (255, 142, 84, 255))
            pen.box(x - 12, y - 27, x + 12, y - 20, (226, 176, 74, 255))
            pen.box(x - 12, y + 20, x + 12, y + 27, (226, 176, 74, 255))
            pen.line([(x, y + 26), (x, y + 54)], 5, (214, 70, 46, 255))
    with painting.strokes() as pen:
        for row, y in enumerate((876, 948, 1034)):
            for number in range(5 - row % 2):
                x, half = 150 + number * 330 + row % 2 * 165, 96 + row * 16
                pen.box(x - half, y, x + half, y + 10 + row * 2, (78, 56, 50, 255))
                for foot in (-half + 14, half - 24):
                    pen.box(x + foot, y + 8, x + foot + 9, y + 40 + row * 5, (52, 40, 42, 255))
        for x, y in ((470, 874), (508, 874), (1124, 946), (806, 1032)):
            pen.oval(x, y + 4, 21, 9, (40, 36, 44, 255))
            pen.oval(x, y - 34, 21, 40, chance.choice([(52, 60, 84, 255), (110, 48, 50, 255), (70, 82, 80, 255)]))
            pen.oval(x, y - 84, 15, 17, (60, 46, 46, 255))
    return painting.finished(warmth=1.1)


def snow() -> Image.Image:
    """A village under snow by night, one window lit, a swept path to the ferry lamp."""
    painting = Painting("snow")
    chance = painting.chance
    painting.sky((0, (24, 38, 70)), (0.4, (58, 84, 124)), (0.62, (132, 152, 178)), (1, (170, 184, 200)))
    with painting.wash((84, 106, 142), (150, 168, 190)) as pen:
        pen.ground(ridge(chance, 430, 66))
    painting.mist(490, 60, (150, 168, 192), 0.7)
    with painting.wash((64, 84, 118), (140, 160, 184)) as pen:
        pen.ground(ridge(chance, 500, 26))
        for _ in range(90):
            x = chance.uniform(0, WIDTH)
            pen.polygon([(x - 13, 522), (x, 522 - chance.uniform(30, 74)), (x + 13, 522)])
    painting.mist(540, 44, (168, 184, 204), 0.7)
    painting.water(560, (54, 82, 122), strength=0.45, ripple=4, squeeze=1.4)
    bank = [(x, 660 + 60 * math.sin((x + 340) / 430) - 0.05 * x) for x in range(-20, WIDTH + 40, 20)]
    with painting.wash((214, 224, 236), (150, 172, 202), rough=14) as pen:
        pen.ground(bank)
    painting.glow(1330, 560, 200, (255, 200, 110), 0.9)
    with painting.strokes() as pen:  # the ferry lamp, the moored boat
        pen.line([(1330, 690), (1330, 556)], 6, (40, 44, 58, 255))
        pen.box(1316, 540, 1344, 572, (255, 226, 150, 255))
        pen.polygon([(1306, 542), (1330, 522), (1354, 542)], (232, 238, 246, 255))
        pen.polygon([(1130, 622), (1292, 618), (1268, 648), (1152, 648)], (44, 50, 66, 255))
        pen.polygon([(1128, 622), (1170, 612), (1262, 612), (1294, 618)], (226, 234, 244, 255))
        for streak in range(26):
            pen.oval(1330 + chance.gauss(0, 9), 590 + streak * 2.6, 14 - streak * 0.3, 1.2, (255, 214, 130, 120))
    houses = (
        (930, 690, 0.72, False),
        (560, 720, 0.95, False),
        (1120, 790, 0.86, False),
        (180, 770, 1.1, False),
        (720, 850, 1.3, True),
    )
    for x, y, scale, lit in houses:
        if lit:
            painting.glow(x + 40 * scale, y - 40 * scale, 330 * scale, (255, 190, 96), 0.6)
        with painting.wash((82, 88, 112), (58, 62, 86), rough=12) as pen:
            pen.box(x - 130 * scale, y - 104 * scale, x + 150 * scale, y)
        with painting.wash((242, 247, 252), (184, 202, 226), rough=10) as pen:
            edge = (
                (-176, -92), (-150, -124), (-96, -204), (116, -206), (172, -122), (196, -92), (60, -84), (-60, -88),
            )  # fmt: skip
            pen.polygon([(x + across * scale, y + down * scale) for across, down in edge])
        with painting.strokes() as pen:
            window = (255, 214, 124, 255) if lit else (44, 52, 78, 255)
            for offset in (-70, 66):
                pen.box(x + (offset - 26) * scale, y - 74 * scale, x + (offset + 26) * scale, y - 30 * scale, window)
                pen.line(
                    [(x + offset * scale, y - 74 * scale), (x + offset * scale, y - 30 * scale)],
                    3 * scale,
                    (60, 56, 70, 255),
                )
                pen.line(
                    [(x + (offset - 26) * scale, y - 52 * scale), (x + (offset + 26) * scale, y - 52 * scale)],
                    3 * scale,
                    (60, 56, 70, 255),
                )
                pen.oval(x + offset * scale, y - 28 * scale, 30 * scale, 4 * scale, (232, 240, 248, 255))
            pen.box(x - 20 * scale, y - 70 * scale, x + 18 * scale, y, (48, 46, 62, 255))
            pen.box(x + 66 * scale, y - 240 * scale, x + 92 * scale, y - 200 * scale, (66, 68, 90, 255))
            pen.oval(x + 79 * scale, y - 240 * scale, 17 * scale, 7 * scale, (240, 246, 252, 255))
        if lit:
            with painting.strokes(soft=7) as pen:  # smoke
                for puff in range(22):
                    pen.oval(
                        x + 80 * scale + puff * puff * 0.42,
                        y - 250 * scale - puff * 11,
                        9 + puff * 1.6,
                        fill=(206, 214, 228, 74),
                    )
    with painting.strokes(soft=3) as pen:  # the swept path, light from the window on the snow
        path = [(724, 862), (770, 896), (880, 916), (1040, 908), (1190, 868), (1286, 806), (1322, 744), (1330, 700)]
        for before, after, wide in zip(path, path[1:], (38, 36, 33, 29, 24, 18, 12), strict=False):
            pen.line([before, after], wide, (136, 156, 190, 235))
            pen.oval(*after, wide / 2, fill=(136, 156, 190, 235))
    painting.glow(720, 900, 260, (255, 170, 84), 0.5)
    with painting.strokes() as pen:
        for x, y in ((330, 900), (420, 960), (1300, 930), (1440, 880)):  # haystacks under caps of snow
            dome = [
                (x + 66 * math.cos(step * math.pi / 20), y - 104 * math.sin(step * math.pi / 20)) for step in range(21)
            ]
            pen.polygon([*dome, (x - 56, y + 12), (x + 56, y + 12)], (104, 92, 92, 255))
            for straw in range(20):
                pen.line([(x - 58 + straw * 6, y + 10), (x - 54 + straw * 5.6, y - 26)], 1.6, (150, 132, 116, 255))
            drip = [(x - 66 + step * 6.6, y - 24 + 12 * math.sin(step * 1.3)) for step in range(21)]
            pen.polygon([*dome[3:18], *drip], (236, 242, 250, 255))
        for base_x, tall in ((60, 460), (1520, 520), (1420, 330)):  # bare trees with snow on the boughs
            bough(painting, pen, base_x, 860, -math.pi / 2, tall * 0.3, 15)
    with painting.strokes() as pen:
        for _ in range(620):
            size = chance.random() ** 3 * 5 + 1
            pen.oval(
                chance.uniform(0, WIDTH),
                chance.uniform(0, HEIGHT),
                size,
                fill=(248, 251, 255, chance.randint(120, 235)),
            )
    return painting.finished(warmth=1.08)


def bough(painting: Painting, pen: Pen, x: float, y: float, angle: float, length: float, width: float) -> None:
    """A bare bough with snow lying on it, and its smaller boughs."""
    end = (x + length * math.cos(angle), y + length * math.sin(angle))
    pen.line([(x, y), end], width, (42, 46, 64, 255))
    if abs(math.cos(angle)) > 0.3:
        pen.line(
            [(x - 1, y - width * 0.5), (end[0] - 1, end[1] - width * 0.4)], max(1, width * 0.35), (226, 234, 246, 255)
        )
    if length > 16:
        for turn in (-0.46, 0.1, 0.5):
            wander = painting.chance.uniform(-0.16, 0.16)
            bough(painting, pen, *end, angle + turn + wander, length * painting.chance.uniform(0.6, 0.78), width * 0.62)
