"""What measurements have in common: the machine, CPU times of processes, medians with their ranges, and charts."""

import os
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
RESULTS = Path(__file__).parent / "results"
# Of a chart, in pixels.
WIDTH, LEFT, ROW, TOP = 760, 300, 30, 64


@dataclass(frozen=True)
class Spread:
    """A median of repetitions, with the least and the most of them."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Iterable[float]) -> "Spread":
        found = list(values)
        return cls(statistics.median(found), min(found), max(found))

    def __str__(self) -> str:
        return f"{self.median:.2f} ({self.least:.2f} … {self.most:.2f})"


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> Spread:
    """Ours to theirs, round by round: what disturbs the machine disturbs both."""
    return Spread.of(mine / reference for mine, reference in zip(ours, theirs, strict=True))


def machine() -> str:
    """What a figure was measured on, and how busy it was."""
    processor = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    models = [line.partition(":")[2].strip() for line in processor.splitlines() if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{models[0] if models else os.uname().machine}, {os.cpu_count()} cores, {memory:.0f} GiB, "
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, load {os.getloadavg()[0]:.1f}"
    )


def cpu_of_group(leader: int) -> float:
    """CPU seconds so far of the processes of a group: those that live, and those that they have waited for."""
    total = 0
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                fields = (folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(") ")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            if int(fields[2]) == leader:
                total += sum(map(int, fields[11:15]))
    return total / TICK


def memory_of_group(leader: int) -> dict[int, float]:
    """MiB of each process of a group that are its own, what it shares counted in part (PSS)."""
    sizes = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                if os.getpgid(int(folder.name)) == leader:
                    lines = (folder / "smaps_rollup").read_text(encoding="ascii").splitlines()
                    sizes[int(folder.name)] = next(
                        int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")
                    )
            except (FileNotFoundError, ProcessLookupError, PermissionError, StopIteration):
                continue
    return sizes


def chart(name: str, title: str, bars: Sequence[tuple[str, Spread]], *, unit: str, reach: float | None = None) -> None:
    """Write bars with their ranges to bench/results/NAME.svg; `reach` is drawn as the line to reach."""
    most = max([spread.most for _label, spread in bars] + ([reach] if reach else [])) * 1.08
    height = TOP + ROW * len(bars) + 34

    def place(value: float) -> float:
        return LEFT + (WIDTH - LEFT - 150) * value / most

    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}"'
            ' font-family="sans-serif" font-size="13">'
        ),
        f'<rect width="{WIDTH}" height="{height}" fill="#fcfbf8"/>',
        f'<text x="16" y="24" font-size="16" font-weight="bold">{escape(title)}</text>',
        f'<text x="16" y="44" fill="#5f594f">{escape(machine())}</text>',
    ]
    for row, (label, spread) in enumerate(bars):
        y = TOP + ROW * row
        parts += [
            f'<text x="{LEFT - 8}" y="{y + 15}" text-anchor="end">{escape(label)}</text>',
            f'<rect x="{LEFT}" y="{y + 3}" width="{place(spread.median) - LEFT:.1f}" height="16" fill="#7a8fa6"/>',
            f'<path d="M{place(spread.least):.1f} {y + 11}H{place(spread.most):.1f}" stroke="#1c1a17"/>',
            f'<text x="{place(spread.most) + 8:.1f}" y="{y + 15}">{spread}</text>',
        ]
    if reach:
        parts.append(
            f'<path d="M{place(reach):.1f} {TOP - 4}V{TOP + ROW * len(bars)}" stroke="#a3161a" stroke-dasharray="4 3"/>'
            f'<text x="{place(reach):.1f}" y="{height - 12}" text-anchor="middle">to reach: {reach:g}</text>'
        )
    parts.append(f'<text x="16" y="{height - 12}" fill="#5f594f">{escape(unit)}</text></svg>')
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.svg").write_text("\n".join(parts) + "\n", encoding="utf-8")


def say(line: str = "") -> None:
    print(line, flush=True)
