"""Scenes by the river and the lake."""

import math

from PIL import Image

from articles.sample.painting import HEIGHT, WIDTH, Colour, Painting, Pen, blend, ridge


def levee() -> Image.Image:
    """A levee at daybreak, mist on the river, excavators at its foot."""
    painting = Painting("levee")
    chance = painting.chance
    painting.sky((0, (86, 112, 138)), (0.3, (168, 178, 180)), (0.46, (238, 208, 176)), (1, (244, 222, 196)))
    painting.clouds(20, 330, (250, 226, 204), 0.6)
    painting.glow(1120, 430, 520, (255, 206, 140), 0.75)
    painting.glow(1120, 430, 90, (255, 244, 214), 1)
    with painting.wash((150, 158, 168), (190, 186, 182)) as pen:
        pen.ground(ridge(chance, 440, 34))
    painting.mist(470, 60, (240, 218, 194), 0.8)
    with painting.wash((112, 124, 130), (160, 160, 152)) as pen:
        pen.ground(ridge(chance, 485, 12))
        for _ in range(70):  # poplars on the far bank
            x = chance.uniform(0, WIDTH)
            pen.oval(x, 474 - chance.uniform(0, 16), chance.uniform(4, 9), chance.uniform(14, 34))
    painting.mist(506, 36, (242, 222, 198), 0.9)
    painting.water(520, (176, 178, 172), strength=0.25, ripple=6, squeeze=1.3)
    painting.glints(524, 760, (255, 236, 200), 420, around=1110)
    near = [max(0.03, 1 - x / 1560) for x in range(-20, WIDTH + 40, 20)]  # how near that part of the levee is
    crest = [
        (x, 548 + 400 * nearness**1.7 + 10 * math.sin(x / 190))
        for x, nearness in zip(range(-20, 1640, 20), near, strict=True)
    ]

    def along(offset: float) -> list[tuple[float, float]]:
        """The crest moved down by `offset` pixels where it is nearest."""
        return [(x, y + offset * nearness) for (x, y), nearness in zip(crest, near, strict=True)]

    with painting.wash((128, 130, 122), (84, 92, 86), rough=16) as pen:  # stone facing on the water side
        pen.polygon([*along(-64), *reversed(along(4))])
    with painting.wash((170, 118, 76), (86, 62, 44), rough=26) as pen:  # the land side, stripped of turf
        pen.ground(along(40))
    with painting.strokes() as pen:  # layer upon layer of fill, as the rollers left it
        for layer in range(9):
            colour = chance.choice([(206, 156, 104), (120, 84, 56), (182, 132, 88)])
            pen.line(along(92 + layer * 74 + chance.uniform(-8, 8)), 2 + layer * 0.7, (*colour, 80))
        for _ in range(1300):
            index = chance.randrange(len(crest))
            x, y = crest[index]
            depth = chance.uniform(60, 900) * near[index]
            length = 5 + 24 * near[index]
            shade = blend((96, 66, 44), (222, 176, 124), chance.random())
            pen.line([(x, y + depth), (x + length, y + depth - length * 0.42)], 0.8 + 2 * near[index], (*shade, 100))
    with painting.wash((214, 192, 156), (176, 152, 116), rough=14) as pen:  # the road on the crown
        pen.polygon([*along(-6), *reversed(along(48))])
    with painting.strokes() as pen:
        for rut in (8, 26, 36):
            pen.line(along(rut), 1.6, (140, 116, 86, 110))
        for number in range(26):  # flags that mark the new height
            index = 4 + number * 3
            if index >= len(crest):
                break
            (x, y), size = crest[index], near[index]
            pen.line([(x, y), (x, y - 62 * size)], 1 + 1.6 * size, (110, 84, 62, 255))
            pen.polygon([(x, y - 62 * size), (x + 34 * size, y - 54 * size), (x, y - 42 * size)], (204, 62, 44, 255))
    with painting.strokes(soft=4) as pen:
        for x, y, scale in ((520, 890, 1.08), (884, 722, 0.62), (1120, 640, 0.37)):
            pen.oval(x + 10 * scale, y + 6 * scale, 110 * scale, 12 * scale, (60, 42, 32, 130))
    with painting.strokes() as pen:
        for x, y, scale in ((520, 890, 1.08), (884, 722, 0.62), (1120, 640, 0.37)):
            excavator(pen, x, y, scale)
        for x, y, scale in ((340, 985, 1.2), (300, 996, 1.2), (770, 800, 0.62), (1010, 690, 0.4), (1024, 692, 0.4)):
            worker(pen, x, y, scale)
    with painting.strokes() as pen:
        for _ in range(16):
            x, y, wing = chance.uniform(250, 800), chance.uniform(150, 330), chance.uniform(5, 11)
            pen.line([(x - wing, y - wing * 0.5), (x, y), (x + wing, y - wing * 0.6)], 1.6, (70, 80, 92, 200))
    return painting.finished()


def worker(pen: Pen, x: float, y: float, scale: float) -> None:
    """A worker in an orange vest who stands at (x, y)."""
    pen.line([(x - 5 * scale, y), (x - 3 * scale, y - 34 * scale)], 8 * scale, (52, 60, 78, 255))
    pen.line([(x + 6 * scale, y), (x + 3 * scale, y - 34 * scale)], 8 * scale, (44, 52, 70, 255))
    pen.line([(x, y - 32 * scale), (x, y - 62 * scale)], 19 * scale, (226, 98, 40, 255))
    pen.line([(x - 9 * scale, y - 46 * scale), (x + 9 * scale, y - 46 * scale)], 3.5 * scale, (240, 232, 170, 255))
    pen.oval(x, y - 76 * scale, 7 * scale, 8 * scale, (206, 160, 126, 255))
    pen.oval(x, y - 80 * scale, 9 * scale, 6 * scale, (240, 190, 54, 255))


def excavator(pen: Pen, x: float, y: float, scale: float) -> None:
    """An excavator that stands at (x, y)."""

    def at(*points: tuple[float, float]) -> list[tuple[float, float]]:
        return [(x + across * scale, y + down * scale) for across, down in points]

    pen.polygon(at((-52, 4), (58, 4), (66, -8), (58, -20), (-52, -20), (-60, -8)), (46, 44, 46, 255))
    pen.polygon(at((-50, -22), (40, -22), (44, -58), (-56, -58)), (214, 152, 42, 255))
    pen.polygon(at((4, -58), (42, -58), (36, -92), (10, -92)), (226, 168, 54, 255))
    pen.polygon(at((12, -62), (36, -62), (32, -86), (16, -86)), (96, 122, 134, 255))
    pen.line(at((40, -50), (96, -118), (150, -70)), 10 * scale, (208, 146, 40, 255))
    pen.line(at((150, -70), (146, -26)), 8 * scale, (188, 132, 40, 255))
    pen.polygon(at((126, -28), (160, -28), (154, 2), (136, 4)), (70, 66, 62, 255))


def paddler(pen: Pen, x: float, y: float, scale: float, shirt: Colour, lean: float) -> None:
    """A paddler of a dragon boat, bent forward to the left, with the paddle in the water."""
    pen.line([(x + 6 * scale, y), (x - lean * scale, y - 46 * scale)], 17 * scale, shirt)
    pen.oval(x - (lean + 5) * scale, y - 60 * scale, 9 * scale, 10.5 * scale, (222, 176, 140, 255))
    pen.oval(x - (lean + 2) * scale, y - 65 * scale, 9.5 * scale, 7.5 * scale, (44, 36, 36, 255))
    hand = (x - (lean + 26) * scale, y - 20 * scale)
    pen.line([(x - lean * 0.7 * scale, y - 42 * scale), hand], 6 * scale, (212, 164, 128, 255))
    pen.line(
        [(hand[0] + 14 * scale, hand[1] - 30 * scale), (hand[0] - 16 * scale, y + 30 * scale)],
        4 * scale,
        (108, 70, 40, 255),
    )


def dragonboat(
    painting: Painting, x: float, y: float, scale: float, hull: Colour, shirt: Colour, crew: int = 9
) -> None:
    """One boat with its crew, bow to the left, its waterline at y."""
    chance = painting.chance
    length = (crew * 58 + 120) * scale
    with painting.strokes(soft=3 * scale) as pen:  # its shadow on the water
        pen.oval(x + length / 2, y + 16 * scale, length * 0.54, 15 * scale, (18, 44, 52, 150))
    with painting.strokes() as pen:
        for seat in range(crew):
            paddler(pen, x + (92 + seat * 58) * scale, y - 8 * scale, scale, (*shirt, 255), 19 + chance.uniform(-3, 3))
        drum = (x + 44 * scale, y - 28 * scale)
        pen.line([(x + 66 * scale, y - 10 * scale), (x + 60 * scale, y - 76 * scale)], 18 * scale, (232, 224, 206, 255))
        pen.oval(x + 58 * scale, y - 92 * scale, 10 * scale, 11 * scale, (222, 176, 140, 255))
        pen.oval(x + 60 * scale, y - 97 * scale, 10.5 * scale, 8 * scale, (44, 36, 36, 255))
        pen.line([(x + 60 * scale, y - 70 * scale), (x + 40 * scale, y - 104 * scale)], 6 * scale, (212, 164, 128, 255))
        pen.oval(*drum, 20 * scale, 17 * scale, (176, 44, 34, 255))
        pen.oval(drum[0], drum[1] - 10 * scale, 20 * scale, 7 * scale, (240, 218, 176, 255))
        helm = x + length - 34 * scale
        pen.line(
            [(helm, y - 10 * scale), (helm - 6 * scale, y - 84 * scale)],
            17 * scale,
            (*blend(shirt, (255, 255, 255), 0.3), 255),
        )
        pen.oval(helm - 8 * scale, y - 100 * scale, 10 * scale, 11 * scale, (222, 176, 140, 255))
        pen.oval(helm - 6 * scale, y - 105 * scale, 10.5 * scale, 8 * scale, (44, 36, 36, 255))
        pen.line(
            [(helm - 20 * scale, y - 56 * scale), (helm + 96 * scale, y + 26 * scale)], 5 * scale, (96, 62, 36, 255)
        )
        bottom = [
            (x + 6 * scale, y + 4 * scale),
            (x + length * 0.2, y + 17 * scale),
            (x + length * 0.8, y + 17 * scale),
            (x + length + 10 * scale, y - 8 * scale),
        ]
        top = [
            (x + length + 34 * scale, y - 44 * scale),
            (x + length * 0.86, y - 16 * scale),
            (x + length * 0.14, y - 14 * scale),
            (x - 12 * scale, y - 40 * scale),
        ]
        pen.polygon([*bottom, *top], (*hull, 255))
        gold = (244, 196, 80, 255)
        pen.line(
            [
                (x, y - 22 * scale),
                (x + length * 0.14, y - 5 * scale),
                (x + length * 0.86, y - 7 * scale),
                (x + length + 24 * scale, y - 34 * scale),
            ],
            4 * scale,
            gold,
        )
        for scallop in range(int(length / (26 * scale))):
            pen.oval(
                x + 30 * scale + scallop * 26 * scale,
                y + 5 * scale,
                8 * scale,
                6 * scale,
                (*blend(hull, (255, 220, 120), 0.45), 255),
            )
        head = [
            (30, -16), (-4, -36), (-26, -62), (-52, -76), (-92, -74), (-122, -60),
            (-96, -52), (-116, -38), (-78, -34), (-52, -30), (-34, -6), (0, 12), (40, 14),
        ]  # fmt: skip
        pen.polygon([(x + across * scale, y + down * scale) for across, down in head], (*hull, 255))
        pen.polygon(
            [(x - 60 * scale, y - 72 * scale), (x - 22 * scale, y - 106 * scale), (x - 36 * scale, y - 66 * scale)],
            gold,
        )
        pen.polygon(
            [(x - 30 * scale, y - 62 * scale), (x + 10 * scale, y - 78 * scale), (x + 2 * scale, y - 34 * scale)],
            (64, 138, 110, 255),
        )
        pen.oval(x - 72 * scale, y - 62 * scale, 6.5 * scale, 6.5 * scale, (252, 248, 236, 255))
        pen.oval(x - 74 * scale, y - 62 * scale, 3 * scale, 3 * scale, (30, 24, 24, 255))
        pen.line(
            [(x - 108 * scale, y - 50 * scale), (x - 136 * scale, y - 72 * scale), (x - 150 * scale, y - 62 * scale)],
            2.5 * scale,
            gold,
        )
        tail = x + length + 30 * scale
        pen.polygon(
            [
                (tail - 20 * scale, y - 22 * scale),
                (tail + 26 * scale, y - 84 * scale),
                (tail + 18 * scale, y - 50 * scale),
                (tail + 48 * scale, y - 66 * scale),
                (tail + 6 * scale, y - 18 * scale),
            ],
            (*hull, 255),
        )
    with painting.strokes() as pen:  # spray at every paddle
        for seat in range(crew):
            for _ in range(34):
                away = abs(chance.gauss(0, 1))
                at_x = x + (46 + seat * 58) * scale + (chance.gauss(0, 6) + 12 * away) * scale
                at_y = y + 22 * scale - away * chance.uniform(0, 15) * scale
                size = chance.uniform(0.7, 2.6) * scale
                pen.oval(at_x, at_y, size * 1.3, size, fill=(246, 252, 252, chance.randint(120, 240)))
        for _ in range(70):
            pen.oval(
                x - chance.uniform(-30, 60) * scale,
                y + chance.gauss(8, 7) * scale,
                chance.uniform(3, 13) * scale,
                2.6 * scale,
                (240, 250, 250, 150),
            )


def dragonboats() -> Image.Image:
    """Three dragon boats side by side, hills in the haze."""
    painting = Painting("dragonboats")
    chance = painting.chance
    painting.sky((0, (120, 178, 190)), (0.28, (196, 220, 214)), (0.4, (236, 236, 214)), (1, (236, 236, 214)))
    painting.clouds(0, 230, (255, 255, 246), 0.8)
    for base, height, top, bottom in (
        (282, 54, (136, 170, 178), (196, 214, 204)),
        (322, 34, (92, 138, 142), (164, 192, 176)),
        (356, 16, (58, 104, 96), (118, 150, 124)),
    ):
        with painting.wash(top, bottom) as pen:
            pen.ground(ridge(chance, base, height))
        painting.mist(base + 28, 30, (232, 236, 216), 0.7)
    with painting.strokes() as pen:  # spectators and pennants along the far shore
        for _ in range(260):
            colour = chance.choice([(196, 72, 56), (232, 178, 70), (240, 236, 224), (60, 92, 120), (74, 64, 62)])
            pen.oval(chance.uniform(0, WIDTH), 384 + chance.gauss(0, 3.4), 3.2, 6, (*colour, 235))
        for number in range(24):
            x = 30 + number * 68 + chance.uniform(-10, 10)
            pen.line([(x, 388), (x, 342)], 1.6, (96, 76, 60, 255))
            pen.polygon(
                [(x, 343), (x + 26, 350), (x, 360)],
                chance.choice([(206, 64, 48, 255), (236, 176, 62, 255), (70, 136, 126, 255)]),
            )
    painting.water(392, (64, 132, 138), strength=0.5, ripple=12, squeeze=1.6)
    with painting.strokes() as pen:  # waves
        for _ in range(1500):
            share = chance.random() ** 1.2
            y = 398 + (HEIGHT - 398) * share
            x, half = chance.uniform(-40, WIDTH + 40), 6 + 62 * share * chance.random()
            colour = chance.choice([(188, 226, 218), (28, 84, 96), (96, 164, 164), (232, 244, 234)])
            pen.line(
                [(x - half, y), (x - half * 0.3, y - 3 * share), (x + half * 0.3, y + 2 * share), (x + half, y)],
                0.8 + 2.6 * share,
                (*colour, 70 + round(60 * share)),
            )
    dragonboat(painting, 560, 506, 0.82, (46, 104, 92), (232, 186, 74), 11)
    dragonboat(painting, 330, 668, 1.12, (170, 44, 36), (246, 240, 226), 11)
    dragonboat(painting, 560, 902, 1.5, (40, 72, 112), (214, 74, 50), 11)
    return painting.finished(warmth=1.08)


def bridge() -> Image.Image:
    """A cable-stayed bridge closed at sunrise, its last crane still on the deck."""
    painting = Painting("bridge")
    chance = painting.chance
    painting.sky(
        (0, (50, 76, 118)),
        (0.25, (126, 120, 150)),
        (0.45, (236, 150, 120)),
        (0.6, (255, 210, 146)),
        (1, (255, 216, 160)),
    )
    painting.clouds(40, 420, (255, 176, 140), 0.75)
    painting.glow(820, 610, 640, (255, 190, 110), 0.8)
    painting.glow(820, 612, 74, (255, 248, 220), 1)
    with painting.wash((150, 116, 132), (214, 160, 140)) as pen:
        pen.ground(ridge(chance, 618, 26))
    painting.mist(640, 40, (255, 212, 168), 0.8)
    with painting.wash((98, 86, 112), (150, 118, 126)) as pen:
        pen.ground(ridge(chance, 652, 9))
        for _ in range(60):
            x, tall = chance.choice([chance.uniform(0, 420), chance.uniform(1240, WIDTH)]), chance.uniform(14, 70)
            pen.box(x, 650 - tall, x + chance.uniform(12, 26), 660)
    painting.water(664, (150, 128, 140), strength=0.16, ripple=9, squeeze=1.05)
    painting.glints(668, 1040, (255, 226, 170), 760, around=820)

    def deck(x: float) -> float:
        return 590 - 34 * math.cos((x - 800) / 1500 * math.pi)

    with painting.wash((44, 46, 70), (66, 60, 84), rough=8) as pen:
        for tower in (470, 1130):
            foot, top = deck(tower), 156
            for side in (-1, 1):
                pen.polygon(
                    [
                        (tower + side * 34, 700), (tower + side * 20, 700), (tower + side * 34, foot),
                        (tower + side * 5, top + 150), (tower + side * 4, top), (tower + side * 11, top),
                        (tower + side * 14, top + 146), (tower + side * 46, foot),
                    ]
                )  # fmt: skip
            pen.box(tower - 8, top - 6, tower + 8, top + 150)
            pen.box(tower - 30, top + 210, tower + 30, top + 222)
            pen.box(tower - 66, 690, tower + 66, 716)
        line = [(x, deck(x)) for x in range(-20, WIDTH + 40, 20)]
        pen.polygon([*line, *reversed([(x, y + 15) for x, y in line])])
        for x in (60, 210, 1390, 1540):
            pen.box(x - 9, deck(x), x + 9, 700)
    with painting.strokes() as pen:
        for tower in (470, 1130):
            for side in (-1, 1):
                for number in range(1, 15):
                    x = tower + side * (24 + number * 21.4)
                    pen.line([(tower + side * 6, 166 + number * 9.5), (x, deck(x))], 1.3, (58, 54, 78, 235))
        for x in range(0, WIDTH, 40):
            pen.line([(x, deck(x)), (x, deck(x) - 14)], 1.4, (50, 48, 70, 255))
        pen.line([(800, deck(800)), (800, 470), (880, 486), (740, 482), (800, 470)], 3.4, (52, 48, 68, 255))
        pen.line([(872, 486), (872, 540)], 1.2, (52, 48, 68, 255))
        for x in (668, 690, 706, 742, 848, 918, 934, 960):
            pen.oval(x, deck(x) - 15, 3, fill=(52, 44, 60, 255))
            pen.line([(x, deck(x)), (x, deck(x) - 12)], 4, (52, 44, 60, 255))
        boat = (392, 822)
        pen.polygon(
            [
                (boat[0] - 84, boat[1] - 8),
                (boat[0] + 96, boat[1] - 14),
                (boat[0] + 66, boat[1] + 12),
                (boat[0] - 60, boat[1] + 12),
            ],
            (46, 42, 58, 255),
        )
        pen.line([(boat[0] + 10, boat[1] - 10), (boat[0] + 6, boat[1] - 60)], 13, (46, 42, 58, 255))
        pen.oval(boat[0] + 6, boat[1] - 74, 9, fill=(46, 42, 58, 255))
        pen.polygon(
            [(boat[0] - 16, boat[1] - 76), (boat[0] + 6, boat[1] - 92), (boat[0] + 28, boat[1] - 76)], (46, 42, 58, 255)
        )
        pen.line([(boat[0] - 14, boat[1] - 108), (boat[0] + 42, boat[1] + 40)], 2.6, (46, 42, 58, 255))
        for _ in range(22):
            x, y, wing = chance.gauss(1180, 150), chance.gauss(440, 60), chance.uniform(4, 9)
            pen.line([(x - wing, y - wing * 0.5), (x, y), (x + wing, y - wing * 0.6)], 1.6, (62, 54, 76, 220))
    return painting.finished(warmth=1.1)


def runner(pen: Pen, x: float, y: float, scale: float, shirt: Colour, stride: float) -> None:
    """A runner, to the left, whose feet touch at y; stride from -1 to 1 is the moment of the step."""
    skin, dark = (204, 156, 122, 255), (40, 40, 54, 255)
    hip, chest = (x, y - 58 * scale), (x - 8 * scale, y - 98 * scale)
    for side in (1, -1):
        reach = stride * side
        knee = (x - 16 * reach * scale - 5 * scale, y - 32 * scale)
        foot = (x - 34 * reach * scale + (16 * scale if reach < 0 else 0), y - (16 * scale if reach < 0 else 0))
        pen.line([hip, knee], 12 * scale, dark)
        pen.line([knee, foot], 8 * scale, skin)
        pen.line([foot, (foot[0] - 10 * scale, foot[1] + 1 * scale)], 6 * scale, (236, 236, 230, 255))
        elbow = (chest[0] + 20 * reach * scale, chest[1] + 24 * scale)
        pen.line([(chest[0], chest[1] + 4 * scale), elbow], 7 * scale, skin)
        pen.line([elbow, (elbow[0] - 17 * scale, elbow[1] - 8 * scale)], 6 * scale, skin)
    pen.line([hip, chest], 22 * scale, shirt)
    pen.oval(chest[0] - 5 * scale, chest[1] - 20 * scale, 10 * scale, 12 * scale, skin)
    pen.oval(chest[0] - 3 * scale, chest[1] - 25 * scale, 10.5 * scale, 8.5 * scale, (46, 38, 38, 255))


def marathon() -> Image.Image:
    """Runners along the lake in the early light, reeds in front."""
    painting = Painting("marathon")
    chance = painting.chance
    painting.sky((0, (118, 162, 186)), (0.3, (206, 214, 202)), (0.42, (252, 224, 178)), (1, (252, 226, 184)))
    painting.clouds(10, 300, (255, 238, 212), 0.7)
    painting.glow(380, 400, 600, (255, 220, 150), 0.7)
    painting.glow(380, 402, 60, (255, 250, 230), 1)
    for base, height, top, bottom in (
        (410, 40, (150, 166, 172), (214, 206, 182)),
        (440, 18, (104, 130, 132), (176, 178, 156)),
    ):
        with painting.wash(top, bottom) as pen:
            pen.ground(ridge(chance, base, height))
        painting.mist(base + 26, 30, (252, 228, 188), 0.75)
    with painting.wash((70, 96, 90), (104, 120, 100)) as pen:  # a pagoda on its islet
        pen.ground(
            [
                (-20, 482),
                *((x, 478 - 16 * math.exp(-(((x - 1180) / 190) ** 2))) for x in range(0, WIDTH, 20)),
                (WIDTH + 20, 482),
            ]
        )
        for storey in range(5):
            half, level = 42 - storey * 6, 462 - storey * 34
            pen.polygon(
                [
                    (1180 - half - 12, level - 14),
                    (1180 - half + 6, level - 24),
                    (1180 + half - 6, level - 24),
                    (1180 + half + 12, level - 14),
                ]
            )
            pen.box(1180 - half + 12, level - 24, 1180 + half - 12, level + 12)
        pen.polygon([(1172, 304), (1180, 262), (1188, 304)])
        for _ in range(26):
            pen.oval(
                1180 + chance.gauss(0, 120), 470 - chance.uniform(0, 16), chance.uniform(10, 24), chance.uniform(8, 20)
            )
    painting.water(484, (120, 150, 158), strength=0.3, ripple=8, squeeze=1.5)
    painting.glints(488, 760, (255, 242, 204), 620, around=400)
    path = [(x, 800 - 46 * math.sin((x + 200) / 760)) for x in range(-20, WIDTH + 40, 20)]
    with painting.wash((150, 140, 92), (96, 100, 66), rough=20) as pen:
        pen.ground([(x, y - 26) for x, y in path])
    with painting.wash((214, 128, 96), (176, 92, 70), rough=12) as pen:
        pen.polygon([*path, *reversed([(x, y + 124) for x, y in path])])
    with painting.strokes() as pen:
        for offset in (40, 82):
            for number in range(0, len(path) - 1, 3):
                (x1, y1), (x2, y2) = path[number], path[min(number + 2, len(path) - 1)]
                pen.line([(x1, y1 + offset), (x2, y2 + offset)], 2.4, (246, 224, 200, 150))
    shirts = [
        (204, 60, 50),
        (240, 186, 64),
        (58, 116, 150),
        (240, 240, 232),
        (70, 142, 108),
        (232, 122, 60),
        (110, 92, 150),
    ]
    field = sorted((chance.uniform(0, 96), 70 + number * 71 + chance.uniform(-24, 24)) for number in range(21))
    with painting.strokes(soft=3) as pen:
        for offset, x in field:
            pen.oval(x + 40, path[min(len(path) - 1, int((x + 20) / 20))][1] + offset + 20, 40, 6, (84, 44, 40, 120))
    with painting.strokes() as pen:
        for offset, x in field:
            y = path[min(len(path) - 1, int((x + 20) / 20))][1] + offset + 18
            runner(
                pen,
                x,
                y,
                1.0 + offset / 240,
                (*chance.choice(shirts), 255),
                chance.choice((-1, -0.7, 0.7, 1)) * chance.uniform(0.8, 1.1),
            )
    with painting.strokes() as pen:  # reeds
        for _ in range(620):
            x, tall = (
                chance.choice([chance.gauss(90, 170), chance.gauss(1500, 170), chance.uniform(0, WIDTH)]),
                chance.triangular(40, 250, 90),
            )
            lean = chance.uniform(-10, 46)
            colour = blend((74, 76, 40), (206, 178, 104), chance.random())
            tip = (x + lean, HEIGHT + 20 - tall)
            pen.line([(x, HEIGHT + 20), (x + lean * 0.3, HEIGHT + 20 - tall * 0.6), tip], 2, (*colour, 255))
            if tall > 120 and chance.random() < 0.7:
                for step in range(9):
                    share = step / 8
                    pen.oval(
                        tip[0] + 10 - share * 14,
                        tip[1] - 20 + share * 42,
                        2 + 4.5 * math.sin(share * 3),
                        4.4,
                        (246, 232, 206, 215),
                    )
    return painting.finished(warmth=1.06)
