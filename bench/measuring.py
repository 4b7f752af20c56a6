"""What measurements have in common: the machine, CPU times of processes, medians with their ranges."""

import os
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


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
    """What a figure was measured on."""
    processor = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    models = [line.partition(":")[2].strip() for line in processor.splitlines() if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{models[0] if models else os.uname().machine}, {os.cpu_count()} cores, {memory:.0f} GiB"


def moment() -> str:
    """When a figure was measured, and how busy the machine was."""
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, load {os.getloadavg()[0]:.1f}"


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


def say(line: str = "") -> None:
    print(line, flush=True)
