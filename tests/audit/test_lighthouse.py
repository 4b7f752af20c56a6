"""Lighthouse, as a phone on a slow network sees the pages: the gates of the paper's own plan, and the weight of pages.

Performance moves with the machine's load: of three runs the middle one counts, and where the first two agree that it
passes there is no third.
"""

import gzip
import json
import os
import subprocess
import urllib.request
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlsplit

import pytest

from tests.audit.tools import LIGHTHOUSE
from tests.chromium import CHROMIUM_ARGUMENTS, chromium_path

pytestmark = pytest.mark.audit

PAGES = (
    "home",
    "section",
    "article with photo",
    "article without photo",
    "month",
    "search",
    "reporter",
    "corrections",
)
#: Search engines are asked to leave out the results of ours: what Lighthouse says of that is not asked.
NOT_ASKED = {"search": ["--skip-audits=is-crawlable"]}
#: Chromium's trace lost the beginning of the page; Lighthouse asks to be run again.
NOT_RECORDED = "(NO_NAVSTART)"
PERFECT = ("accessibility", "best-practices", "seo")
PERFORMANCE = 95  # the gate; the plan's aim on a quiet machine is 98
MOST_SHIFT = 0.01  # cumulative layout shift
FIRST_VIEW = 150_000  # bytes over the wire, the picture included
STYLESHEET = 15_000  # bytes, compressed
SCRIPTS = 10_000  # bytes of all scripts of an article, compressed
PIECE = 12_000  # bytes of HTML, compressed, of a piece of about PIECE_LENGTH characters
PIECE_LENGTH = (600, 1000)

PHONE = {"width": 390, "height": 844}  # CSS pixels, of two dots each
# Bytes over the wire: of all but the pictures that lie below the first screen, and of everything.
WEIGHT = """() => {
    const below = new Set(Array.from(document.images).filter(
        image => image.getBoundingClientRect().top >= innerHeight).map(image => image.currentSrc));
    const entries = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    const sum = some => some.reduce((total, entry) => total + entry.transferSize, 0);
    return [sum(entries.filter(entry => !below.has(entry.name))), sum(entries)];
}"""


@dataclass(frozen=True)
class Run:
    """What one run of Lighthouse found."""

    scores: dict[str, int]
    paint: float  # largest contentful paint, seconds
    shift: float
    blocking: float  # total blocking time, milliseconds
    bytes: int
    hosts: frozenset[str]
    faults: tuple[str, ...]

    @classmethod
    def of(cls, said: dict) -> "Run":
        audits = said["audits"]
        requests = audits["network-requests"]["details"]["items"]
        return cls(
            scores={name: round(found["score"] * 100) for name, found in said["categories"].items()},
            paint=audits["largest-contentful-paint"]["numericValue"] / 1000,
            shift=audits["cumulative-layout-shift"]["numericValue"],
            blocking=audits["total-blocking-time"]["numericValue"],
            bytes=round(audits["total-byte-weight"]["numericValue"]),
            hosts=frozenset(urlsplit(one["url"]).netloc for one in requests if one["url"].startswith("http")),
            faults=tuple(
                f"{category}: {reference['id']}"
                for category in PERFECT
                for reference in said["categories"][category]["auditRefs"]
                if reference["weight"] and audits[reference["id"]]["score"] not in (None, 1)
            ),
        )


def run(address: str, *options: str) -> Run:
    """Let Lighthouse look once, as on a phone. A run of which it says that nothing was recorded is made again."""
    done = lighthouse(address, *options)
    for _time in range(2):
        if NOT_RECORDED not in done.stderr:
            break
        done = lighthouse(address, *options)
    assert done.returncode == 0, done.stderr[-3000:]
    said = json.loads(done.stdout)
    assert "runtimeError" not in said, said["runtimeError"]
    return Run.of(said)


def lighthouse(address: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the program."""
    arguments = ["--headless=new", *CHROMIUM_ARGUMENTS, "--disable-quic"]
    return subprocess.run(
        [
            "node",
            str(LIGHTHOUSE),
            address,
            "--quiet",
            "--output=json",
            "--no-enable-error-reporting",
            "--disable-full-page-screenshot",
            *options,
            f"--only-categories=performance,{','.join(PERFECT)}",
            f"--chrome-flags={' '.join(arguments)}",
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
        env={**os.environ, "CHROME_PATH": chromium_path()},
    )


@pytest.mark.parametrize("page", PAGES)
def test_a_page_passes_the_gates(sample, tell, page):
    address = sample.address + sample.pages[page]
    urllib.request.urlopen(address, timeout=20).read()  # Kept from now on: readers are not the first to ask.
    options = NOT_ASKED.get(page, [])
    runs = [run(address, *options) for _time in range(2)]
    if min(one.scores["performance"] for one in runs) < PERFORMANCE:
        runs.append(run(address, *options))
    scores = {name: median(one.scores[name] for one in runs) for name in runs[0].scores}
    first = runs[0]
    tell(
        " ".join(f"{name} {score:g}" for name, score in scores.items())
        + f"; LCP {median(one.paint for one in runs):.2f} s, blocking {median(one.blocking for one in runs):.0f} ms, "
        f"CLS {max(one.shift for one in runs):.3f}, {first.bytes / 1000:.1f} kB, {len(runs)} runs"
    )
    assert {name: scores[name] for name in PERFECT} == dict.fromkeys(PERFECT, 100), first.faults
    assert scores["performance"] >= PERFORMANCE
    assert max(one.shift for one in runs) <= MOST_SHIFT
    assert first.hosts == {urlsplit(sample.address).netloc}


@pytest.mark.parametrize("page", PAGES)
def test_what_a_phone_shows_first_is_light(chromium, sample, tell, page):
    context = chromium.new_context(viewport=PHONE, device_scale_factor=2, is_mobile=True, has_touch=True)
    tab = context.new_page()
    tab.goto(sample.address + sample.pages[page], wait_until="networkidle")
    shown, loaded = tab.evaluate(WEIGHT)
    context.close()
    tell(f"{shown / 1000:.1f} kB for the first view, {loaded / 1000:.1f} kB with pictures loaded ahead")
    assert shown <= FIRST_VIEW


def compressed(address: str) -> int:
    """The bytes that a reader's browser fetches who takes gzip and nothing better."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    response = urllib.request.urlopen(request, timeout=20)
    body = response.read()
    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body)
    return len(body)


def linked(page: str, opening: str) -> list[str]:
    """The addresses of what a page links to with such a tag."""
    return [part.partition('"')[0] for part in page.split(opening)[1:]]


def test_scripts_of_a_piece_are_light(sample, tell):
    page = urllib.request.urlopen(sample.address + sample.pages["article with photo"], timeout=20).read().decode()
    scripts = linked(page, '<script src="')
    assert page.count("<script") == len(scripts) + page.count('<script type="application/ld+json"')
    scripts += linked(page, ' data-search="')  # loaded with the first focus of the search field
    weight = sum(compressed(sample.address + address) for address in scripts)
    tell(f"{len(scripts)} scripts, {weight / 1000:.1f} kB")
    assert weight <= SCRIPTS


def test_stylesheet_and_pieces_are_light(sample, tell):
    home = urllib.request.urlopen(sample.address, timeout=20).read().decode()
    sheets = linked(home, '<link rel="stylesheet" href="')
    assert len(sheets) == 1
    weight = compressed(sample.address + sheets[0])
    least, most = PIECE_LENGTH
    pieces = {
        path: compressed(sample.address + path) for path, length in sample.texts.items() if least <= length <= most
    }
    assert pieces
    tell(
        f"stylesheet {weight / 1000:.1f} kB, the heaviest of {len(pieces)} pieces {max(pieces.values()) / 1000:.1f} kB"
    )
    assert weight <= STYLESHEET
    assert max(pieces.values()) <= PIECE
