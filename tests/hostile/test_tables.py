"""Tables for spreadsheets run nothing when they are opened."""

import csv
import io

import pytest

from articles.admin.sheets import as_csv


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1", "-2+3", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠SUM(1)", '=cmd|"/c calc"!A1'],
)
def test_a_cell_that_would_be_a_formula_begins_with_an_apostrophe(cell):
    text = as_csv(["名称"], [[cell]], "表").content.decode("utf-8-sig")
    ((read,),) = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert read == f"'{cell}"


@pytest.mark.parametrize("cell", ["防汛", "12", "1=1", "一、", "", "'x"])
def test_other_cells_stay_as_they_are(cell):
    assert f"\r\n{cell}\r\n" in as_csv(["名称"], [[cell]], "表").content.decode("utf-8-sig").replace('""', "")


def test_a_number_stays_a_number():
    assert "\r\n-3\r\n" in as_csv(["数"], [[-3]], "表").content.decode("utf-8-sig")


def test_a_name_of_a_file_adds_no_header():
    disposition = as_csv(["数"], [], 'a"\r\nSet-Cookie: b=c').headers["Content-Disposition"]
    assert "\r" not in disposition
    assert "\n" not in disposition
