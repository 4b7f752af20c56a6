"""Wrong words and forbidden words, from the lists that the newsroom keeps."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from articles.proofing.records import Finding, ForbiddenWord, ProofText, Severity, TextField, WrongWord


def find_wrong(field: TextField, words: tuple[WrongWord, ...]) -> Iterator[Finding]:
    index = _by_opening(words)
    for number, text in field.numbered():
        for start in range(len(text) - 1):
            for word in index.get(text[start : start + 2], ()):
                if text.startswith(word.wrong, start) and not _is_excepted(text, start, word.wrong, word.exceptions):
                    severity = Severity.ERROR if word.is_certain else Severity.DOUBT
                    end = start + len(word.wrong)
                    yield field.found(number, start, end, "wrong_words.word", severity, fix=word.right)
                    break


def find_forbidden(piece: ProofText, words: Sequence[ForbiddenWord]) -> Iterator[Finding]:
    """Every place of a forbidden word in anything of the piece that readers would read."""
    for field in piece.fields:
        for number, text in field.numbered():
            for word in words:
                start = text.find(word.word)
                while start >= 0:
                    if not _is_excepted(text, start, word.word, word.exceptions):
                        yield field.found(
                            number, start, start + len(word.word), "forbidden.word", Severity.FORBIDDEN, word=word.word
                        )
                    start = text.find(word.word, start + 1)


@lru_cache(maxsize=8)
def _by_opening(words: tuple[WrongWord, ...]) -> dict[str, tuple[WrongWord, ...]]:
    """The words by their first two characters, long ones first."""
    index = defaultdict(list)
    for word in sorted(words, key=lambda word: -len(word.wrong)):
        index[word.wrong[:2]].append(word)
    return {opening: tuple(found) for opening, found in index.items()}


def _is_excepted(text: str, start: int, word: str, exceptions: Sequence[str]) -> bool:
    """Whether the word at `start` is part of a phrase in which it is right."""
    for phrase in exceptions:
        inside = phrase.find(word)
        while inside >= 0:
            if text.startswith(phrase, start - inside) and start >= inside:
                return True
            inside = phrase.find(word, inside + 1)
    return False
