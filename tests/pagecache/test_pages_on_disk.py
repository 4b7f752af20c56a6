"""Kept pages are shared by the workers of a machine and survive a restart; what is wrong on disk is never shown."""

import os
import shutil
import time

import pytest

from gazette.pagecache.release import release_digest
from tests.pagecache.paper import Paper, Stamp, ask, cache_for


def page_files(folder):
    return sorted(folder.rglob("*.page"))


def test_a_page_survives_a_restart_with_everything_that_belongs_to_it(tmp_path, paper, database):
    paper.headers = [("Content-Language", "zh-hans")]
    before = {name: ask(cache_for(paper, database, tmp_path), accept_encoding=name) for name in ("br", "gzip", "")}
    another = Paper(words="never rendered")
    again = cache_for(another, database, tmp_path)
    assert {name: ask(again, accept_encoding=name) for name in ("br", "gzip", "")} == before
    assert not another.asked
    assert len(paper.asked) == 1


def test_a_notice_of_withdrawal_survives_too(tmp_path, paper, database):
    paper.status = "410 Gone"
    ask(cache_for(paper, database, tmp_path))
    assert ask(cache_for(Paper(), database, tmp_path)).status == 410


def test_a_page_of_the_generation_before_is_not_found_again(tmp_path, paper, database):
    ask(cache_for(paper, database, tmp_path))
    database.begin_new()
    assert "更正" in ask(cache_for(Paper(words="更正"), database, tmp_path)).text


@pytest.mark.parametrize("change", [{"release": "fedcba9876543210"}])
def test_a_page_of_another_release_is_not_found(tmp_path, paper, database, change):
    ask(cache_for(paper, database, tmp_path))
    assert "新版" in ask(cache_for(Paper(words="新版"), database, tmp_path, **change)).text


def damage_nothing_left(content):
    return b""


def damage_cut_short(content):
    return content[:-1]


def damage_cut_in_half(content):
    return content[: len(content) // 2]


def damage_one_letter(content):
    return content.replace(b"<p>", b"<q>", 1)


def damage_one_bit_of_the_head(content):
    return content[:20] + bytes([content[20] ^ 1]) + content[21:]


def damage_longer(content):
    return content + b"x"


def damage_zeros(content):
    return bytes(len(content))


def damage_another_mark(content):
    return content.replace(b"page 1", b"page 0", 1)


@pytest.mark.parametrize(
    "damage", [function for name, function in list(globals().items()) if name.startswith("damage_")]
)
def test_a_damaged_file_is_ignored_and_written_again(tmp_path, paper, database, damage):
    good = ask(cache_for(paper, database, tmp_path))
    [file] = page_files(tmp_path)
    content = file.read_bytes()
    file.write_bytes(damage(content))
    again = Paper(words=paper.words)
    assert ask(cache_for(again, database, tmp_path)).body == good.body
    assert len(again.asked) == 1
    assert len(file.read_bytes()) == len(content)
    third = Paper(words="never rendered")
    assert ask(cache_for(third, database, tmp_path)).body == good.body
    assert not third.asked


def test_a_file_in_the_place_of_another_is_not_shown(tmp_path, paper, database):
    cache = cache_for(paper, database, tmp_path)
    ask(cache, "/a/")
    [of_a] = page_files(tmp_path)
    content = of_a.read_bytes()
    ask(cache, "/b/")
    [of_b] = [file for file in page_files(tmp_path) if file != of_a]
    of_b.write_bytes(content)
    assert "/b/" in ask(cache_for(paper, database, tmp_path), "/b/").text


def test_searches_missing_pages_and_redirects_are_not_written(tmp_path, paper, database):
    cache = cache_for(paper, database, tmp_path)
    ask(cache, "/search/", "q=防汛")
    paper.status = "404 Not Found"
    ask(cache, "/nothing/")
    paper.status = "301 Moved Permanently"
    ask(cache, "/1999/01/01/12/")
    assert not page_files(tmp_path)


def test_a_folder_that_cannot_be_written_costs_nothing_but_a_line_in_the_log(tmp_path, paper, database, caplog):
    (tmp_path / "pages").write_text("a file where the folder should be")
    cache = cache_for(paper, database, tmp_path / "pages")
    for _ in range(2):
        assert ask(cache).status == 200
        database.begin_new()
    assert ask(cache).status == 200
    assert ask(cache) == ask(cache)
    assert caplog.text.count("kept pages cannot be opened") == 1


def test_a_folder_that_is_removed_while_the_paper_runs_comes_again(tmp_path, paper, database):
    cache = cache_for(paper, database, tmp_path / "pages")
    ask(cache)
    shutil.rmtree(tmp_path / "pages")
    ask(cache, "/b/")
    assert len(page_files(tmp_path)) == 1


def test_no_half_written_file_is_left(tmp_path, paper, database):
    cache = cache_for(paper, database, tmp_path)
    for number in range(5):
        ask(cache, f"/{number}/")
    assert not [path for path in tmp_path.rglob("*") if path.name.startswith(".")]


def look_and_sweep(cache):
    cache.watch.look()
    cache.watch.sweep()


def test_what_nobody_can_reach_is_removed(tmp_path, paper, database):
    cache = cache_for(paper, database, tmp_path)
    for number in range(3):
        paper.words = str(number)
        ask(cache)
        database.begin_new()
    ask(cache)
    assert len(page_files(tmp_path)) == 4
    look_and_sweep(cache)
    assert len(page_files(tmp_path)) == 1
    assert "2" in ask(cache_for(Paper(words="never rendered"), database, tmp_path)).text


def test_pages_that_a_restored_backup_would_reach_again_are_removed(tmp_path, paper, database):
    database.stamp = Stamp("epoch", 9)
    ask(cache_for(paper, database, tmp_path))
    database.stamp = Stamp("epoch", 8)
    look_and_sweep(cache_for(paper, database, tmp_path))
    database.stamp = Stamp("epoch", 9)
    assert "新" in ask(cache_for(Paper(words="新"), database, tmp_path)).text


def test_an_old_release_is_removed_and_one_that_may_still_answer_is_not(tmp_path, paper, database):
    for release in ("0" * 16, "1" * 16, "2" * 16):
        ask(cache_for(paper, database, tmp_path, release=release))
    (tmp_path / "of somebody else").mkdir()
    long_ago = time.time() - 7200
    for name in ("0" * 16, "of somebody else"):
        os.utime(tmp_path / name, (long_ago, long_ago))
    look_and_sweep(cache_for(paper, database, tmp_path, release="2" * 16))
    assert {path.name for path in tmp_path.iterdir()} == {"1" * 16, "2" * 16, "of somebody else"}


def test_a_release_is_its_code_templates_translations_static_files_and_address(tmp_path):
    static = tmp_path / "static"
    for name in ("gazette/a.py", "templates/a.html", "locale/a.mo", "requirements.txt", "static/staticfiles.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("1")
    seen = {release_digest(tmp_path, static_root=static, values=["a"])}
    assert release_digest(tmp_path, static_root=static, values=["a"]) in seen
    for name in ("gazette/a.py", "templates/a.html", "locale/a.mo", "requirements.txt", "static/staticfiles.json"):
        (tmp_path / name).write_text("2")
        seen.add(release_digest(tmp_path, static_root=static, values=["a"]))
    seen.add(release_digest(tmp_path, static_root=static, values=["b"]))
    (tmp_path / "gazette" / "b.py").write_text("")
    seen.add(release_digest(tmp_path, static_root=static, values=["a"]))
    assert len(seen) == 8
    (tmp_path / "gazette" / "__pycache__").mkdir()
    (tmp_path / "gazette" / "__pycache__" / "a.pyc").write_text("3")
    assert release_digest(tmp_path, static_root=static, values=["a"]) in seen
