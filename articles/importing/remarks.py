"""What the import has to say to the editor, as plain English sentences by code.

The marker `_` does nothing here; it lets makemessages find the sentences, so that a Django layer can show
`gettext(REMARKS[remark.code]) % dict(remark.params)`.
"""

from __future__ import annotations

from .records import Remark


def _(text: str) -> str:
    return text


#: Whose name a dateline may have lost, those of a district paper first.
AGENCIES = ("本报", "新华社", "中新社")

REMARKS = {
    "names_divided_by_guess": _("The names were printed without a clear division: check how they were split."),
    "column_or_paragraph": _("A sentence ends at the full width of the column here: paragraph, or only a new column?"),
    "agency_lost": _("The dateline has lost the name of its agency."),
    "headline_missing": _("The piece has no headline yet."),
    "head_or_subhead": _("This line may be the headline of another piece or a subhead of this one."),
    "byline_for_which_piece": _("This byline stands between two pieces; it was given to the one before it."),
    "headline_of_lines": _("The headline was printed in several lines: is one of them its kicker or its subheading?"),
    "verse_lines": _("These lines look like verse: each was kept as a line of its own."),
    "head_without_text": _("A headline without text stood here; it was set aside."),
    "page_without_pieces": _("No piece was found on this page."),
    "shared_role": _("The role at the end of the byline was given to all of its names."),
    "year_proposed": _("The year was not printed; %(year)s was concluded from the issue date."),
    "unknown_name": _("%(name)s is not on the roster yet: an unconfirmed reporter was made."),
    "namesakes": _("Several reporters are called %(name)s: choose the right one."),
    "year_unknown": _("The year of %(month)s-%(day)s is not known: no date was set."),
    "caption_without_picture": _("This caption has no picture yet: %(caption)s"),
    "picture_for_which_piece": _("Nothing tells which piece of the page the photo %(picture)s goes with: choose it."),
    "other_section": _("It stays in %(section)s and was not moved to %(said)s: that is done on its own page."),
    "stays_draft": _(
        "It came in before as a draft and stays one: to have it as printed, take that import back and import the page "
        "again."
    ),
    "stays_printed": _(
        "It came in before as printed and still waits for its check: to have it as a draft, take that import back and "
        "import the page again."
    ),
    "other_issue_date": _(
        "The same file came in before under %(day)s (import %(batch)d). Its pieces now stand here a second time, under "
        "another issue date: take one of the two imports back, or change the dates on the pieces."
    ),
    "picture_missing": _("The photo %(picture)s was not among the files."),
    "picture_unreadable": _("The photo %(picture)s could not be used: %(why)s"),
    "too_long": _("“%(field)s” takes %(most)d characters at most and was cut there. In full: %(text)s"),
    "bad_link": _("Its original link “%(address)s” is no address of a web page."),
    "had_besides": _("№ %(number)d, which went into this piece, had another “%(field)s”: %(text)s"),
    "namesake_of_staff": _("%(name)s is also the name of an account that is not linked to this reporter."),
    "likely_duplicate": _("%(percent)d%% of it is like № %(number)d, “%(headline)s”."),
    "unknown_section": _("There is no section “%(section)s”."),
    "genre_unknown": _("There is no genre “%(genre)s”."),
    "date_unreadable": _("“%(text)s” in the column %(column)s is no day: no date was set."),
    "day_in_name_differs": _("The file's name says %(name)s, the page itself %(page)s."),
    "word_changes": _("The manuscript holds tracked changes: it was read as if all were accepted."),
    "word_footnotes": _("Footnotes of the manuscript were left out: %(count)d."),
    "word_comments": _("Comments in the manuscript were left out: %(count)d."),
    "word_numbers": _(
        "Paragraphs that Word numbers by itself: %(count)d. Their numbers or bullets were not taken over."
    ),
    "columns_set_aside": _("Columns that are not known were set aside: %(columns)s."),
    "row_without_text": _("This row has neither a headline nor a body: it was set aside."),
}

ERRORS = {
    "empty": _("The file is empty."),
    "binary": _("The file is binary, not text."),
    "undecodable": _(
        "The file is neither UTF-8, UTF-16 nor GB18030 (first bad byte at %(offset)s): name its encoding."
    ),
    "unknown_encoding": _("There is no encoding called “%(encoding)s”."),
    "no_file": _("This is a pipe or a device, not a file: save what comes out of it as a file and import that."),
    "not_found": _("There is no such file."),
    "unreadable": _("The file cannot be read: %(why)s."),
    "too_large": _("The file is larger than %(megabytes)s MB."),
    "folder_without_texts": _("There is no text file in this folder."),
    "picture_alone": _(
        "No text has the name of this photo: call it like its page, for example A01-1.jpg beside A01.txt."
    ),
    "zip_broken": _("The zip is damaged, or is no zip at all."),
    "zip_too_many": _("The zip holds more than %(most)s files: divide it."),
    "zip_too_large": _("Unzipped, its files are larger than 512 MB together: divide it."),
    "zip_without_texts": _("There is no text in this zip."),
    "zip_in_zip": _("This is a zip within a zip: unzip the outer one and import the folder."),
    "zip_link": _("“%(path)s” in the zip is a link, not a file."),
    "zip_encrypted": _("The zip is protected by a password: zip it again without one."),
    "zip_twice": _("The zip holds “%(path)s” twice."),
    "zip_path": _("The zip holds the path “%(path)s”, which leads out of it: nothing was read."),
    "zip_member_too_large": _("“%(path)s” in the zip is larger than 32 MB."),
    "zip_member_broken": _("“%(path)s” in the zip is damaged."),
    "word_old": _("This is the format of Word 97–2003, or protected by a password: save it as .docx without one."),
    "word_broken": _("The Word document is damaged, or is none: open it in Word and save it again as .docx."),
    "pdf": _("This is a PDF: select its text, copy it into a text file (.txt) or a Word document, and import that."),
    "rtf": _("This is a text in Rich Text Format (RTF): open it in Word, save it as .docx, and import that."),
    "web_page": _(
        "This is a web page: open it in the browser, copy its text into a text file (.txt), and import that."
    ),
    "excel": _("This is a workbook of Excel: save the sheet as CSV and import that."),
    "row_broken": _("Line %(line)s is no row of a table: is a quotation mark missing?"),
    "row_too_long": _(
        "Line %(line)s has %(cells)s cells under %(columns)s columns: is a text with a comma not in quotation marks?"
    ),
    "json_broken": _("Line %(line)s is no JSON object."),
    "no_columns": _("The first line names neither a headline (标题) nor a body (正文)."),
    "too_many_rows": _("The table has more than %(most)s pieces: divide it, or bring it in as an archive."),
    "text_too_long": _("The text has more than %(most)s characters: divide it into files of a page or an issue each."),
    "fault": _("It could not be taken in because of a fault here; nothing of it was written, and it is in the log."),
    "no_piece": _("No piece was found in it."),
    # Why a piece cannot be published with an archive.
    "no_issue_date": _("It has no issue date (见报日期): an archive is filed by the days on which it appeared."),
    "issue_date_not_past": _("Its issue date, %(day)s, is not past: an archive is of papers that have appeared."),
    "no_headline": _("It has no headline (标题): what readers see needs one."),
    "no_body": _("Its body (正文) is empty."),
    "row_without_text": REMARKS["row_without_text"],
    "no_section": _("It names no section (栏目): name one in its row, or one for all with --section."),
    "no_such_section": _("There is no section “%(section)s”: make it in the admin, or mend the name."),
    "bad_link": REMARKS["bad_link"],
    "forbidden_word": _("It holds the forbidden word “%(word)s”."),
    "is_a_draft": _("It is in the newsroom already, as № %(number)d: there it is published through its reviews."),
    "not_in_encoding": _("The file is not in %(encoding)s (first bad byte at %(offset)s)."),
}


def sentence(remark: Remark) -> str:
    """The remark in English."""
    return REMARKS[remark.code] % dict(remark.params)
