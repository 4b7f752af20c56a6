"""The copy desk's checks, measured: what is found of errors put into texts, and what is said of the texts themselves.

    python -m bench.proofing PATH…          # files or folders: pages as .txt, or .json with "paragraphs"
    python -m bench.proofing --errors PATH… # lists every finding of severity 错, to be judged by eye

Of each class some 150 errors are put in, one at a time, by tests/proofing/injector.py, which knows nothing of the
rules. An error counts as found when a finding of its class that the clean text does not have touches it. No text may be
clean to the last comma, so the right columns count what is called 错 and 疑 in the texts as they are, true or not;
--errors lists it. The words that are put in stand in the starter list, so that row measures the search and not the
list: of wrong words that nobody has listed none is found.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

from articles.importing.decode import decode
from articles.importing.parse import parse_page
from articles.proofing.checking import check
from articles.proofing.records import Finding, Lists, Official, ProofText, Severity, TextField
from articles.proofing.starter import wrong_words
from tests.proofing.injector import INJECTORS, LEADERS, inject

ERRORS_OF_A_CLASS = 150
ISSUE = date(2026, 11, 20)
LISTS = Lists(
    wrong_words=wrong_words(),
    officials=tuple(
        Official(name, (title,), rank, confirmed_on=ISSUE) for rank, (name, title) in enumerate(LEADERS, start=1)
    ),
)


def texts(paths: list[Path]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The texts of these files and folders, each with its name; a JSON file may hold several."""
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in inside:
            if file.suffix == ".txt" and not (path.is_dir() and file.with_suffix(".json").exists()):
                for number, article in enumerate(parse_page(decode(file.read_bytes()).text, issue_date=ISSUE).articles):
                    yield f"{file.name}#{number}", tuple(one.text for one in article.paragraphs)
            elif file.suffix == ".json":
                for number, paragraphs in enumerate(_paragraphs(json.loads(file.read_text("utf-8")))):
                    yield f"{file.name}#{number}", paragraphs


def _paragraphs(value: object) -> Iterator[tuple[str, ...]]:
    """Every list called "paragraphs", however deep it lies."""
    if isinstance(value, dict):
        if isinstance(found := value.get("paragraphs"), list) and all(isinstance(one, str) for one in found):
            yield tuple(found)
        for inner in value.values():
            yield from _paragraphs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _paragraphs(inner)


def checked(paragraphs: tuple[str, ...]) -> tuple[Finding, ...]:
    piece = ProofText((TextField("body", paragraphs),), issue_date=ISSUE)
    return check(piece, lists=LISTS, today=ISSUE)


def recall(name: str, clean: list[tuple[str, ...]], *, wanted: int, random: Random) -> tuple[int, int, list[str]]:
    """How many errors of a class were put in, how many found, and what was missed."""
    error_class = name.partition(":")[0]
    made, found, missed = 0, 0, []
    known = [Counter(_said(one) for one in checked(paragraphs)) for paragraphs in clean]
    for turn in range(wanted * 8):
        if made == wanted:
            break
        place = turn % len(clean)
        injected = inject(name, clean[place], random, ISSUE)
        if injected is None:
            continue
        made += 1
        new = Counter(_said(one) for one in checked(injected.paragraphs)) - known[place]
        touching = [
            one
            for one in checked(injected.paragraphs)
            if one.error_class == error_class
            and new[_said(one)]
            and one.place.paragraph == injected.paragraph
            and one.place.start <= injected.end
            and one.place.end >= injected.start
        ]
        if touching:
            found += 1
        else:
            missed.append(injected.what)
    return made, found, missed


def _said(finding: Finding) -> tuple[str, str, int]:
    return finding.code, finding.quote, finding.place.paragraph


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--errors", action="store_true", help="list every finding of severity 错 in the texts")
    parser.add_argument("--missed", action="store_true", help="list the errors that were not found")
    parser.add_argument("--each", type=int, default=ERRORS_OF_A_CLASS, help="errors of each class")
    options = parser.parse_args()

    named = [(name, paragraphs) for name, paragraphs in texts(options.paths) if paragraphs]
    if not named:
        sys.exit('No text was found there: files .txt, or .json with "paragraphs", are read.')
    clean = [paragraphs for _, paragraphs in named]
    characters = sum(len(text) for paragraphs in clean for text in paragraphs)
    started = time.process_time()
    said = [(name, paragraphs, checked(paragraphs)) for name, paragraphs in named]
    seconds = time.process_time() - started
    counts = Counter((one.error_class, one.severity) for _, _, found in said for one in found)
    if options.errors:
        for name, paragraphs, found in said:
            for one in found:
                if one.severity == Severity.ERROR:
                    text, start, end = paragraphs[one.place.paragraph], one.place.start, one.place.end
                    shown = f"{text[max(0, start - 10) : start]}[{text[start:end]}]{text[end : end + 10]}"
                    print(f"{one.code}\t{name}\t{shown}\t→ {one.fix}")
        return
    per = 5000 / characters
    print(f"{len(clean)} texts, {characters:,} characters; {seconds / characters * 20_000 * 1000:.0f} ms per 20,000")
    print(f"{'class':<20}{'put in':>8}{'found':>8}{'recall':>8}   in the texts as they are: 错 and 疑, per 5,000")
    total_made = total_found = 0
    for name in INJECTORS:
        made, found, missed = recall(name, clean, wanted=options.each, random=Random(name))
        total_made, total_found = total_made + made, total_found + found
        error_class = name.partition(":")[0]
        wrong, doubtful = counts[error_class, Severity.ERROR], counts[error_class, Severity.DOUBT]
        share = f"{found / made:.1%}" if made else "–"
        print(f"{name:<20}{made:>8}{found:>8}{share:>8}   {wrong * per:6.2f} {doubtful * per:6.2f}")
        if options.missed:
            print("".join(f"    {what}\n" for what in missed), end="")
    print(f"{'all':<20}{total_made:>8}{total_found:>8}{total_found / total_made:>8.1%}")


if __name__ == "__main__":
    main()
