"""The words that a paper begins with: `wrong_words.txt`, whose head says where they come from."""

from pathlib import Path

from articles.proofing.records import WrongWord

FILE = Path(__file__).with_name("wrong_words.txt")
DOUBT, EXCEPTIONS = "?", "!"


def wrong_words() -> tuple[WrongWord, ...]:
    """Every pair of the file, in its order."""
    return tuple(_read(line) for line in FILE.read_text("utf-8").splitlines() if line and not line.startswith("#"))


def _read(line: str) -> WrongWord:
    wrong, right, *marks = line.split()
    phrases = next((mark[1:] for mark in marks if mark.startswith(EXCEPTIONS)), "")
    return WrongWord(wrong, right, tuple(filter(None, phrases.split("、"))), DOUBT not in marks)
