"""Names, titles and order of officials."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from articles.proofing.records import Lists, Official, Severity
from tests.proofing.texts import TODAY, found

OFFICIALS = (
    Official("宓长青", ("青橹新区党工委书记", "党工委书记"), 1, date(2024, 1, 1), None, TODAY),
    Official("迟广平", ("管委会主任",), 2, date(2024, 1, 1), None, TODAY),
    Official("佘立新", ("党工委副书记",), 3, date(2024, 1, 1), None, TODAY),
    Official("王强", ("副区长",), 4, date(2024, 1, 1), None, TODAY),
)


def of(text: str, officials=OFFICIALS, **facts):
    return found(text, lists=Lists(officials=officials), **facts)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("青橹新区党工委书记宓常青出席会议。", "宓常青"),
        ("党工委书记宓青长强调，要抓实。", "宓青长"),
        ("宓长青、迟广萍、王强参加活动。", "迟广萍"),
        ("管委会主任迟光平说。", "迟光平"),
    ],
)
def test_a_wrong_character_in_a_name_is_found_beside_the_title_and_in_a_row(text, quote):
    (finding,) = of(text)
    assert (finding.code, finding.quote, finding.severity) == ("officials.name", quote, Severity.ERROR)
    assert finding.fix in {"宓长青", "迟广平"}


def test_a_short_name_a_shortened_one_and_one_far_from_its_title_are_doubts():
    for text in ("副区长王刚到社区调研。", "党工委书记宓青强调。", "党工委书记宓长青出席。随后，宓常青指出，要抓实。"):
        (finding,) = of(text)
        assert (finding.code, finding.severity) == ("officials.name", Severity.DOUBT), text


@pytest.mark.parametrize(
    "text",
    [
        "青橹新区党工委书记宓长青出席会议。",
        "原党工委书记宓常青病逝。",
        "区委宣传部部长张伟出席会议。",
        "副区长李秀英出席会议。",
        "宓长青、迟广平、佘立新、王强参加活动。",
        "书记宓长青说。",
        "时任党工委书记李明说。",
        "王强调整了方案。",
    ],
)
def test_what_agrees_with_the_list_or_does_not_concern_it_is_left_alone(text):
    assert of(text) == ()


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("管委会主任宓长青出席会议。", Severity.ERROR),
        ("党工委副书记宓长青出席会议。", Severity.ERROR),
        ("区长王强到社区调研。", Severity.DOUBT),
        ("党工委书记佘立新出席会议。", Severity.ERROR),
    ],
)
def test_a_wrong_title_is_found_and_that_of_another_is_certain(text, severity):
    (finding,) = of(text)
    assert (finding.code, finding.severity) == ("officials.title", severity)


def test_names_not_by_rank_are_found_and_put_in_order():
    (finding,) = of("王强、宓长青、迟广平参加活动。")
    assert (finding.code, finding.fix) == ("officials.order", "宓长青、迟广平、王强")


def test_a_list_that_was_not_confirmed_within_thirty_days_gives_doubts_only():
    for days, severity in ((30, Severity.ERROR), (31, Severity.DOUBT)):
        old = tuple(replace(one, confirmed_on=TODAY - timedelta(days=days)) for one in OFFICIALS)
        for text in ("党工委书记宓常青说。", "管委会主任宓长青出席。", "王强、宓长青参加活动。"):
            assert {one.severity for one in of(text, old)} == {severity}, (days, text)
    never = tuple(replace(one, confirmed_on=None) for one in OFFICIALS)
    assert {one.severity for one in of("党工委书记宓常青说。", never)} == {Severity.DOUBT}


def test_who_held_the_office_on_the_issue_date_counts():
    before = Official("李国栋", ("党工委书记",), 1, date(2020, 1, 1), date(2023, 12, 31), TODAY)
    text = "党工委书记李国梁出席会议。"
    assert [one.fix for one in of(text, (*OFFICIALS, before), issue_date=date(2023, 4, 7))] == ["李国栋"]
    assert of(text, (*OFFICIALS, before)) == ()
