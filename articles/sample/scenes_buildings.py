"""Scenes of houses: a library, a school, a workshop."""

import math

from PIL import Image

from articles.sample.painting import HEIGHT, WIDTH, Colour, Painting, Pen, blend, ridge
from articles.sample.scenes_town import passer


def library() -> Image.Image:
    """The library by night: tall windows, shelves and readers in the light."""
    painting = Painting("library")
    chance = painting.chance
    painting.sky((0, (14, 24, 54)), (0.5, (34, 54, 98)), (0.78, (74, 88, 128)), (1, (74, 88, 128)))
    with painting.strokes() as pen:
        for _ in range(130):
            pen.oval(
                chance.uniform(0, WIDTH), chance.uniform(0, 330), chance.uniform(0.6, 1.9), fill=(236, 240, 255, 190)
            )
        pen.oval(1370, 130, 42, fill=(250, 240, 206, 255))
    painting.glow(1370, 130, 220, (180, 190, 220), 0.5)
    with painting.wash((26, 36, 66), (42, 52, 84)) as pen:
        for _ in range(46):
            x = chance.uniform(-40, WIDTH)
            pen.box(x, 760 - chance.uniform(120, 360), x + chance.uniform(40, 110), 800)
    painting.glow(800, 560, 760, (255, 190, 96), 0.35)
    with painting.wash((70, 62, 74), (50, 46, 62), rough=14) as pen:
        pen.box(150, 262, 1450, 812)
    with painting.wash((92, 80, 84), (70, 62, 74), rough=10) as pen:
        pen.box(120, 236, 1480, 272)
        pen.box(170, 206, 1430, 240)
        pen.box(130, 786, 1470, 818)
    windows = [226 + number * 166 for number in range(7)]
    for number, left in enumerate(windows):
        door = number == 3
        with painting.wash((255, 232, 170), (246, 170, 84), rough=12) as pen:
            pen.box(left, 396, left + 138, 812 if door else 768)
            pen.oval(left + 69, 396, 69, 76)
        painting.glow(left + 69, 560, 210, (255, 176, 80), 0.25)
    with painting.strokes() as pen:
        for number, left in enumerate(windows):
            door = number == 3
            if door:
                pen.box(left + 10, 560, left + 128, 812, (168, 106, 58, 255))
                for half in (left + 14, left + 71):
                    pen.box(half, 568, half + 53, 806, (255, 214, 140, 255))
                    pen.box(half + 22, 568, half + 27, 806, (168, 106, 58, 255))
                pen.box(left + 4, 540, left + 134, 560, (110, 70, 50, 255))
                pen.line([(left + 69, 330), (left + 69, 430)], 2, (90, 60, 44, 255))
                pen.oval(left + 69, 450, 26, 20, (255, 250, 224, 255))
            else:
                for shelf in range(4):  # books
                    level = 470 + shelf * 66
                    pen.box(left, level, left + 138, level + 6, (122, 76, 46, 255))
                    x = left + 4
                    while x < left + 130:
                        thick, tall = chance.uniform(4, 11), chance.uniform(30, 50)
                        if chance.random() < 0.86:
                            colour = chance.choice(
                                [
                                    (146, 58, 44),
                                    (52, 88, 96),
                                    (196, 138, 62),
                                    (92, 106, 70),
                                    (110, 60, 76),
                                    (226, 206, 166),
                                    (60, 66, 100),
                                ]
                            )
                            pen.box(x, level - tall, x + thick, level, (*colour, 255))
                        x += thick + 1.4
                pen.box(left - 4, 730, left + 142, 770, (118, 76, 48, 255))
                for spot in (34, 104):
                    if chance.random() < 0.72:  # a reader at the sill, a lamp
                        x = left + spot + chance.uniform(-8, 8)
                        coat = chance.choice([(58, 66, 92), (112, 52, 50), (66, 84, 74), (80, 70, 66)])
                        pen.polygon(
                            [(x - 25, 732), (x - 19, 694), (x, 680), (x + 19, 694), (x + 25, 732)], (*coat, 255)
                        )
                        pen.oval(x, 666, 14, 16, (54, 42, 42, 255))
                        pen.polygon([(x - 20, 728), (x, 720), (x + 20, 728), (x, 736)], (252, 246, 226, 255))
            for bar in (46, 92):
                pen.line(
                    [(left + bar, 328 if not door else 340), (left + bar, 556 if door else 730)], 3, (80, 62, 62, 255)
                )
            pen.line([(left, 412), (left + 138, 412)], 4, (80, 62, 62, 255))
            pen.line([(left - 2, 398), (left - 2, 780)], 6, (112, 96, 96, 255))
            pen.line([(left + 140, 398), (left + 140, 780)], 6, (112, 96, 96, 255))
        for step in range(3):
            pen.box(
                660 - step * 34,
                812 + step * 12,
                860 + step * 34 + 60,
                826 + step * 12,
                (*blend((126, 110, 108), (70, 64, 76), step / 3), 255),
            )
    painting.water(846, (92, 96, 122), strength=0.2, ripple=5, squeeze=1.9)
    painting.glints(850, 1050, (255, 206, 130), 260)
    with painting.strokes() as pen:  # trees, a cyclist, somebody on the way in
        for base_x, tall, lean in ((70, 620, 0.05), (1530, 660, -0.06)):
            twig(painting, pen, base_x, 900, -math.pi / 2 + lean, tall * 0.28, 18)
        passer(pen, 960, 866, 1.05, (120, 56, 50, 255))
        passer(pen, 424, 900, 1.2, (50, 62, 90, 255))
        pen.polygon([(444, 842), (470, 838), (472, 866), (448, 870)], (90, 74, 60, 255))
        for x in (1196, 1288):
            for turn in range(24):
                angle, after = turn * math.pi / 12, (turn + 1) * math.pi / 12
                pen.line(
                    [
                        (x + 35 * math.cos(angle), 890 + 35 * math.sin(angle)),
                        (x + 35 * math.cos(after), 890 + 35 * math.sin(after)),
                    ],
                    4,
                    (28, 30, 44, 255),
                )
        pen.line([(1196, 890), (1226, 838), (1278, 842), (1240, 890), (1226, 838)], 4, (28, 30, 44, 255))
        pen.line([(1288, 890), (1272, 826), (1292, 820)], 4, (28, 30, 44, 255))
        pen.line([(1212, 832), (1238, 832)], 6, (28, 30, 44, 255))
    return painting.finished(warmth=1.08, vignette=0.3)


def twig(painting: Painting, pen: Pen, x: float, y: float, angle: float, length: float, width: float) -> None:
    """A bare tree against the night."""
    end = (x + length * math.cos(angle), y + length * math.sin(angle))
    pen.line([(x, y), end], width, (24, 26, 40, 255))
    if length > 15:
        for turn in (-0.42, 0.06, 0.46):
            wander = painting.chance.uniform(-0.18, 0.18)
            twig(painting, pen, *end, angle + turn + wander, length * painting.chance.uniform(0.62, 0.78), width * 0.62)


def school() -> Image.Image:
    """A school yard at noon, a golden ginkgo before the brick building."""
    painting = Painting("school")
    chance = painting.chance
    painting.sky((0, (76, 138, 186)), (0.42, (190, 216, 224)), (1, (226, 230, 222)))
    painting.clouds(10, 360, (255, 255, 252), 0.9)
    with painting.wash((110, 140, 130), (150, 166, 140)) as pen:
        pen.ground(ridge(chance, 560, 26))
    with painting.wash((186, 92, 66), (150, 70, 56), rough=22) as pen:
        pen.box(60, 236, 1180, 744)
        pen.box(1180, 330, 1540, 744)
    with painting.strokes() as pen:
        for _ in range(1500):  # bricks
            x, y = chance.randrange(62, 1534, 12), chance.randrange(240, 740, 7)
            if x < 1174 or y > 332:
                pen.box(x, y, x + 10, y + 4, (*blend((130, 56, 44), (214, 124, 88), chance.random()), 130))
        for left, right, top in ((46, 1194, 218), (1176, 1556, 314)):
            pen.box(left, top, right, top + 22, (232, 222, 204, 255))
            pen.box(left + 8, top + 22, right - 8, top + 28, (120, 66, 52, 255))
        for floor, top in enumerate((276, 432, 590)):
            for number in range(9):
                x = 104 + number * 118
                if floor == 2 and number == 4:
                    continue
                _window(painting, pen, x, top, 82, 108)
            if floor:
                for number in range(3):
                    _window(painting, pen, 1222 + number * 108, top - 40 if floor == 1 else top, 78, 104)
        pen.box(562, 236, 678, 262, (150, 70, 56, 255))
        pen.polygon([(540, 222), (620, 150), (700, 222)], (168, 80, 60, 255))  # gable and clock
        pen.polygon([(530, 226), (620, 142), (710, 226), (696, 226), (620, 158), (544, 226)], (232, 222, 204, 255))
        pen.oval(620, 200, 23, fill=(244, 240, 226, 255))
        pen.line([(620, 200), (620, 184)], 3, (60, 50, 48, 255))
        pen.line([(620, 200), (628, 190)], 3.4, (60, 50, 48, 255))
        pen.box(556, 586, 684, 744, (226, 214, 192, 255))
        pen.box(572, 604, 668, 744, (70, 96, 104, 255))
        pen.box(617, 604, 623, 744, (226, 214, 192, 255))
        for step in range(3):
            pen.box(540 - step * 14, 738 + step * 9, 700 + step * 14, 748 + step * 9, (206, 198, 184, 255))
    with painting.wash((204, 186, 156), (176, 152, 120), rough=18) as pen:
        pen.box(-5, 760, WIDTH + 5, HEIGHT + 5)
    with painting.wash((186, 100, 74), (160, 82, 64), rough=16) as pen:  # the running track
        pen.polygon([(-5, 940), (WIDTH + 5, 912), (WIDTH + 5, 1012), (-5, HEIGHT + 20)])
    with painting.strokes() as pen:
        for lane in range(4):
            pen.line([(-5, 944 + lane * 42), (WIDTH + 5, 915 + lane * 32)], 3, (240, 228, 208, 210))
        for _ in range(120):  # hedge before the wall
            x = chance.uniform(60, 540) if chance.random() < 0.55 else chance.uniform(700, 1540)
            pen.oval(
                x,
                752,
                chance.uniform(14, 28),
                chance.uniform(12, 20),
                (*blend((50, 92, 60), (110, 146, 80), chance.random()), 255),
            )
        pen.line([(214, 800), (214, 596)], 8, (88, 96, 104, 255))  # basket
        pen.box(160, 560, 268, 632, (242, 240, 232, 255))
        pen.box(166, 566, 262, 626, (226, 226, 220, 255))
        pen.box(194, 592, 234, 622, (200, 74, 54, 255))
        pen.box(198, 596, 230, 618, (226, 226, 220, 255))
        pen.line([(196, 632), (236, 632)], 5, (214, 84, 50, 255))
    with painting.strokes(soft=10) as pen:
        pen.oval(1120, 896, 330, 34, (96, 62, 40, 120))
    with painting.strokes() as pen:  # the ginkgo
        pen.polygon([(1066, 896), (1094, 700), (1090, 480), (1130, 480), (1136, 700), (1172, 896)], (92, 72, 56, 255))
        for side, level, length in ((-1, 640, 190), (1, 600, 200), (-1, 530, 170), (1, 490, 150), (-1, 430, 120)):
            pen.line(
                [(1110, level), (1110 + side * length * 0.5, level - 70), (1110 + side * length, level - 150)],
                17,
                (92, 72, 56, 255),
            )
    _foliage(
        painting,
        [
            (1110, 420, 250, 200),
            (930, 500, 140, 120),
            (1310, 480, 150, 130),
            (1110, 250, 150, 110),
            (1020, 560, 150, 70),
            (1230, 570, 150, 70),
        ],
        3400,
    )
    with painting.strokes() as pen:
        for _ in range(1700):
            x, y = chance.gauss(1110, 290), 800 + abs(chance.gauss(0, 84))
            colour = blend((206, 140, 28), (255, 222, 92), chance.random())
            pen.oval(x, y, chance.uniform(3, 8), chance.uniform(1.5, 4), (*colour, 235))
        for _ in range(60):
            x, y = chance.uniform(780, 1480), chance.uniform(560, 860)
            pen.oval(x, y, 5, 3.6, (250, 208, 74, 255))
        pen.line([(880, 866), (1010, 866)], 9, (120, 84, 58, 255))  # a bench, a satchel left on it
        pen.line([(896, 866), (890, 902)], 6, (72, 70, 74, 255))
        pen.line([(994, 866), (1000, 902)], 6, (72, 70, 74, 255))
        pen.box(952, 830, 990, 864, (52, 96, 150, 255))
        pen.box(958, 842, 984, 858, (86, 134, 184, 255))
    return painting.finished(warmth=1.08, vignette=0.18)


def _window(painting: Painting, pen: Pen, x: float, y: float, across: float, down: float) -> None:
    """A window with curtains half drawn and the sky in its panes."""
    chance = painting.chance
    pen.box(x - 6, y - 6, x + across + 6, y + down + 8, (232, 222, 204, 255))
    pen.box(x, y, x + across, y + down, (*blend((92, 130, 148), (150, 186, 196), chance.random()), 255))
    drawn = chance.choice((0.2, 0.46, 0.5, 0.5))
    curtain = blend((222, 206, 170), (186, 204, 190), chance.random())
    pen.box(x, y, x + across * drawn, y + down, (*curtain, 255))
    pen.box(x + across * (1 - drawn), y, x + across, y + down, (*curtain, 255))
    pen.box(x + across / 2 - 2.5, y, x + across / 2 + 2.5, y + down, (236, 228, 212, 255))
    pen.box(x, y + down * 0.34, x + across, y + down * 0.34 + 4, (236, 228, 212, 255))


def _foliage(painting: Painting, crowns: list[tuple[float, float, float, float]], count: int) -> None:
    """Golden leaves in crowns (x, y, half width, half height), dark beneath and bright on top."""
    chance = painting.chance
    total = sum(across * down for _, _, across, down in crowns)
    for layer, (dark, bright) in enumerate(
        (((140, 88, 16), (196, 136, 28)), ((206, 146, 24), (244, 194, 52)), ((244, 200, 66), (255, 236, 138)))
    ):
        with painting.strokes() as pen:
            for x, y, across, down in crowns:
                for _ in range(round(count * across * down / total)):
                    angle, away = chance.uniform(0, 2 * math.pi), math.sqrt(chance.random())
                    leaf_x = x + across * away * math.cos(angle)
                    leaf_y = y + down * away * math.sin(angle) + (1 - layer) * 20
                    size = chance.uniform(4, 13 - 3 * layer)
                    pen.oval(
                        leaf_x,
                        leaf_y,
                        size,
                        size * chance.uniform(0.5, 0.9),
                        (*blend(dark, bright, chance.random()), 235),
                    )


def workshop() -> Image.Image:
    """A clean workshop, machines on both sides, a technician at the microscope."""
    painting = Painting("workshop")
    painting.sky((0, (150, 176, 196)), (0.5, (214, 228, 234)), (1, (188, 206, 214)))
    centre, level = 930, 470
    with painting.wash((214, 228, 234), (150, 176, 190), rough=8) as pen:
        pen.box(centre - 150, level - 110, centre + 150, level + 100)
    with painting.strokes() as pen:
        pen.polygon(
            [(-10, -10), (WIDTH + 10, -10), (centre + 150, level - 110), (centre - 150, level - 110)],
            (196, 212, 222, 255),
        )
        pen.polygon(
            [(-10, -10), (centre - 150, level - 110), (centre - 150, level + 100), (-10, HEIGHT + 10)],
            (222, 232, 236, 255),
        )
        pen.polygon(
            [(WIDTH + 10, -10), (centre + 150, level - 110), (centre + 150, level + 100), (WIDTH + 10, HEIGHT + 10)],
            (204, 218, 226, 255),
        )
        pen.polygon(
            [(-10, HEIGHT + 10), (centre - 150, level + 100), (centre + 150, level + 100), (WIDTH + 10, HEIGHT + 10)],
            (136, 162, 176, 255),
        )
        for number in (-3, -1, 1, 3):  # lights in the ceiling
            for part in range(7):
                a, b = (part / 7) ** 2.2, ((part + 0.62) / 7) ** 2.2

                def at(share: float, across: float, number: int = number) -> tuple[float, float]:
                    return centre + (42 * number + across * 8) * (1 + 6.2 * share), level - 110 - 372 * share * 1.25

                pen.polygon([at(a, -1), at(a, 1), at(b, 1), at(b, -1)], (255, 255, 250, 255))
        for number in range(-9, 10):  # joints of the floor
            pen.line(
                [(centre + number * 17, level + 100), (centre + number * 210, HEIGHT + 10)], 1.4, (112, 140, 156, 160)
            )
        for number in range(9):
            share = (number / 8) ** 2
            y = level + 100 + 500 * share
            pen.line([(centre - 150 - 940 * share, y), (centre + 150 + 700 * share, y)], 1.4, (112, 140, 156, 140))
        pen.box(centre - 62, level - 40, centre + 62, level + 100, (120, 150, 170, 255))
        pen.box(centre - 56, level - 34, centre - 2, level + 100, (176, 204, 216, 255))
        pen.box(centre + 2, level - 34, centre + 56, level + 100, (176, 204, 216, 255))
    machines = [
        (centre + side * (140 + 900 * (scale - 0.16)), level + 100 + 430 * (scale - 0.16), scale, side)
        for scale in (0.19, 0.27, 0.38, 0.54, 0.78, 1.12)
        for side in (-1, 1)
    ]
    with painting.strokes(soft=4) as pen:
        for x, y, scale, _ in machines:
            pen.oval(x, y + 4 * scale, 190 * scale, 18 * scale, (66, 92, 108, 130))
    with painting.strokes() as pen:
        for x, y, scale, side in machines:
            _machine(painting, pen, x, y, scale, side)
    painting.glow(centre, level, 420, (255, 255, 255), 0.5)
    with painting.strokes(soft=16) as pen:  # light on the polished floor
        for number in (-3, -1, 1, 3):
            pen.polygon(
                [
                    (centre + number * 40 - 8, level + 104),
                    (centre + number * 40 + 8, level + 104),
                    (centre + number * 236 + 50, HEIGHT),
                    (centre + number * 236 - 50, HEIGHT),
                ],
                (240, 250, 255, 110),
            )
    with painting.strokes(soft=8) as pen:
        pen.oval(560, 1046, 330, 22, (60, 84, 100, 150))
    with painting.strokes() as pen:  # bench, microscope, technician
        pen.polygon([(170, 806), (820, 800), (870, 846), (130, 854)], (232, 238, 240, 255))
        pen.polygon([(130, 854), (870, 846), (870, 872), (130, 882)], (166, 184, 194, 255))
        for x in (160, 820):
            pen.box(x, 872, x + 24, 1060, (140, 160, 172, 255))
        for tray in range(3):
            x = 190 + tray * 66
            pen.polygon([(x, 826), (x + 52, 824), (x + 60, 840), (x + 4, 842)], (70, 106, 132, 255))
            for chip in range(12):
                pen.oval(x + 10 + chip % 4 * 12, 828 + chip // 4 * 4.4, 2, 1.4, (240, 208, 120, 255))
        white, shade, skin = (246, 249, 250, 255), (206, 218, 226, 255), (218, 172, 138, 255)
        pen.polygon([(600, 1067), (590, 900), (620, 720), (690, 660), (770, 690), (800, 800), (812, 1067)], white)
        pen.polygon([(720, 1067), (728, 860), (760, 700), (790, 730), (812, 1067)], shade)
        pen.line([(664, 716), (560, 800), (484, 822)], 50, white)
        pen.line([(640, 756), (560, 812), (486, 832)], 12, shade)
        pen.oval(468, 824, 17, 14, (120, 170, 206, 255))
        pen.oval(636, 622, 64, 70, white)
        pen.oval(600, 632, 34, 44, skin)
        pen.polygon([(562, 640), (604, 630), (642, 648), (628, 690), (584, 690), (564, 668)], (150, 196, 224, 255))
        pen.line([(570, 622), (640, 616)], 7, (44, 60, 76, 255))
        pen.oval(586, 622, 15, 12, (70, 100, 122, 255))
        pen.polygon([(430, 812), (540, 808), (546, 826), (420, 830)], (56, 70, 84, 255))  # microscope
        pen.line([(524, 812), (534, 720), (500, 660)], 20, (70, 86, 100, 255))
        pen.polygon([(452, 690), (520, 640), (540, 664), (474, 716)], (224, 232, 238, 255))
        pen.line([(530, 646), (568, 622)], 18, (40, 52, 64, 255))
        pen.box(458, 706, 482, 778, (84, 100, 114, 255))
        pen.box(440, 782, 512, 792, (56, 70, 84, 255))
    painting.glow(470, 790, 90, (200, 236, 255), 0.9)
    return painting.finished(warmth=1.12, vignette=0.2)


def _machine(painting: Painting, pen: Pen, x: float, y: float, scale: float, side: int) -> None:
    """A packaging machine whose foot stands at (x, y)."""
    haze = max(0, 0.8 - scale)

    def tone(colour: Colour) -> Colour:
        return (*blend(colour, (206, 222, 230), haze), 255)

    def box(pen: Pen, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        pen.box(x + left * scale, y + top * scale, x + right * scale, y + bottom * scale, tone(colour))

    box(pen, -170, -370, 170, 0, (232, 238, 240))
    front = -side * 170
    pen.polygon(
        [
            (x + front * scale, y),
            (x + front * scale, y - 370 * scale),
            (x + (front - side * 44) * scale, y - 340 * scale),
            (x + (front - side * 44) * scale, y - 22 * scale),
        ],
        tone((172, 190, 200)),
    )
    box(pen, -150, -350, 150, -338, (64, 110, 150))
    box(pen, -140, -318, 140, -176, (52, 78, 98))
    box(pen, -132, -310, 132, -184, (112, 166, 190))
    for number in range(5):  # what moves behind the glass
        box(pen, -112 + number * 50, -262, -84 + number * 50, -188, (72, 98, 116))
        box(pen, -106 + number * 50, -238, -90 + number * 50, -214, (240, 196, 90))
    pen.polygon(
        [
            (x - 120 * scale, y - 310 * scale),
            (x - 70 * scale, y - 310 * scale),
            (x - 116 * scale, y - 184 * scale),
            (x - 132 * scale, y - 184 * scale),
        ],
        tone((176, 214, 226)),
    )
    box(pen, -150, -160, 150, -150, (190, 204, 212))
    box(pen, 50, -136, 146, -70, (38, 54, 70))
    for row in range(3):
        box(
            pen,
            58,
            -128 + row * 18,
            58 + painting.chance.uniform(30, 78),
            -120 + row * 18,
            painting.chance.choice([(90, 210, 170), (110, 180, 240), (240, 190, 90)]),
        )
    for number in range(4):
        colour = painting.chance.choice([(70, 190, 120), (70, 190, 120), (240, 180, 70)])
        pen.oval(x + (-130 + number * 34) * scale, y - 116 * scale, 8 * scale, fill=tone(colour))
    box(pen, -150, -50, 150, -16, (198, 210, 218))
    pen.line([(x + 120 * scale, y - 370 * scale), (x + 120 * scale, y - 420 * scale)], 7 * scale, tone((120, 136, 148)))
    pen.oval(x + 120 * scale, y - 424 * scale, 9 * scale, 14 * scale, tone((80, 200, 120)))
