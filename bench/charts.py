"""Results of the measurements as files, and their charts: python -m bench.charts draws all of results/ anew.

results/NAME.json has the bars of a chart, each with its median, its range, what is to be reached, and where, when and
under what load it was measured. A run of fewer papers replaces its own bars and leaves the others; a file that is
removed begins anew. results/NAME.svg is drawn from it.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path

from bench.measuring import Spread, machine, moment

RESULTS = Path(__file__).parent / "results"
# Of a chart, in pixels.
WIDTH, LEFT, RIGHT, ROW, TOP = 960, 280, 350, 28, 64
FONT = 'font-family="sans-serif" font-size="13"'


@dataclass(frozen=True)
class Bar:
    """A figure with its range; `reach` is what it should at most or at least be."""

    label: str
    spread: Spread
    reach: float | None = None


def keep(name: str, title: str, bars: Iterable[Bar], *, unit: str) -> None:
    """Write these bars into the results, beside those that are there already, and draw the chart."""
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"{name}.json"
    known = json.loads(file.read_text(encoding="utf-8"))["bars"] if file.exists() else {}
    here = {"machine": machine(), "moment": moment()}
    known |= {bar.label: {**asdict(bar.spread), "reach": bar.reach, **here} for bar in bars}
    result = {"title": title, "unit": unit, "bars": known}
    file.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    draw(file)


def draw(file: Path) -> None:
    """Draw the chart of a result beside it: the medians as bars, the ranges as lines, what is to be reached in red."""
    result = json.loads(file.read_text(encoding="utf-8"))
    bars = result["bars"]
    most = 1.05 * max(max(bar["most"], bar["reach"] or 0) for bar in bars.values())
    height = TOP + ROW * len(bars) + 30

    def place(value: float) -> str:
        return f"{LEFT + (WIDTH - LEFT - RIGHT) * value / most:.1f}"

    machines = "; ".join(dict.fromkeys(bar["machine"] for bar in bars.values()))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" {FONT}>',
        f'<rect width="{WIDTH}" height="{height}" fill="#fcfbf8"/>',
        f'<text x="16" y="24" font-size="16" font-weight="bold">{escape(result["title"])}</text>',
        f'<text x="16" y="44" fill="#5f594f">{escape(machines)}</text>',
    ]
    for row, (label, bar) in enumerate(bars.items()):
        y = TOP + ROW * row
        spread = Spread(bar["median"], bar["least"], bar["most"])
        when = f'<tspan fill="#5f594f" font-size="11">{escape(bar["moment"])}</tspan>'
        parts += [
            f'<text x="{LEFT - 8}" y="{y + 14}" text-anchor="end">{escape(label)}</text>',
            f'<path d="M{LEFT} {y + 2}V{y + 18}H{place(spread.median)}V{y + 2}z" fill="#7a8fa6"/>',
            f'<path d="M{place(spread.least)} {y + 10}H{place(spread.most)}" stroke="#1c1a17"/>',
            f'<text x="{WIDTH - RIGHT + 12}" y="{y + 14}">{spread} {when}</text>',
        ]
        if bar["reach"] is not None:
            parts.append(f'<path d="M{place(bar["reach"])} {y - 2}V{y + 22}" stroke="#a3161a" stroke-width="2"/>')
    legend = f"{result['unit']}; bars: medians, lines: from the least to the most, red: to reach"
    parts.append(f'<text x="16" y="{height - 10}" fill="#5f594f">{escape(legend)}</text></svg>')
    file.with_suffix(".svg").write_text("\n".join(parts) + "\n", encoding="utf-8")


if __name__ == "__main__":
    for result in sorted(RESULTS.glob("*.json")):
        draw(result)
