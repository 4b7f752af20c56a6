"""The checks measured on the sample paper's prose: recall on injected errors, false errors, time."""

import time
from collections import Counter
from random import Random

import pytest

from articles.proofing.records import Lists, Official, Severity
from articles.proofing.starter import wrong_words
from tests.proofing.injector import INJECTORS, LEADERS, inject
from tests.proofing.texts import ISSUE, found, sample_texts

ERRORS_OF_A_CLASS = 80  # 13 classes: 1,040 errors
LEAST_RECALL = 0.9
MOST_FALSE = 1  # errors called so wrongly in 5,000 characters
MOST_SECONDS = 0.1  # of the processor, for 20,000 characters
LISTS = Lists(
    wrong_words=wrong_words(),
    officials=tuple(
        Official(name, (title,), rank, confirmed_on=ISSUE) for rank, (name, title) in enumerate(LEADERS, start=1)
    ),
)


def findings(paragraphs):
    return found(*paragraphs, lists=LISTS, today=ISSUE, issue_date=ISSUE)


@pytest.fixture(scope="module")
def clean():
    texts = sample_texts()
    return [(text, Counter((one.code, one.quote, one.place.paragraph) for one in findings(text))) for text in texts]


@pytest.mark.parametrize("name", INJECTORS)
def test_nine_in_ten_of_the_injected_errors_are_found(name, clean):
    random = Random(name)
    made = seen = 0
    missed = []
    for turn in range(ERRORS_OF_A_CLASS * 8):
        text, known = clean[turn % len(clean)]
        if made == ERRORS_OF_A_CLASS or (injected := inject(name, text, random, ISSUE)) is None:
            continue
        made += 1
        is_found = any(
            one.error_class == name.partition(":")[0]
            and not known[one.code, one.quote, one.place.paragraph]
            and one.place.paragraph == injected.paragraph
            and one.place.start <= injected.end
            and one.place.end >= injected.start
            for one in findings(injected.paragraphs)
        )
        seen += is_found
        missed += [] if is_found else [injected.what]
    assert made == ERRORS_OF_A_CLASS
    assert seen / made >= LEAST_RECALL, missed


def test_hardly_anything_in_clean_prose_is_called_an_error(clean):
    characters = sum(len(paragraph) for text, _known in clean for paragraph in text)
    errors = [one for text, _known in clean for one in findings(text) if one.severity == Severity.ERROR]
    assert characters > 15_000
    assert len(errors) / characters * 5000 <= MOST_FALSE, errors


def test_a_long_piece_is_checked_while_one_types(clean):
    paragraphs, length = [], 0
    while length < 20_000:
        for text, _known in clean:
            paragraphs += text
            length += sum(map(len, text))
    findings(paragraphs)
    spent = []
    for _turn in range(5):
        started = time.process_time()
        findings(paragraphs)
        spent.append((time.process_time() - started) * 20_000 / length)
    assert min(spent) < MOST_SECONDS
