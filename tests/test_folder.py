"""A folder that is replaced as a whole, or not at all."""

from __future__ import annotations

import pytest

from reports.site import folder as folders
from reports.site.folder import MARKER, FolderError, replacing_folder

OURS = {"page.html"}


def write(folder, text):
    with replacing_folder(folder, OURS) as part:
        (part / "page.html").write_text(text, "utf-8")


def shown(folder):
    return (folder / "page.html").read_text("utf-8")


@pytest.mark.parametrize("is_there", [False, True])
def test_a_new_or_empty_folder_is_filled_and_then_replaced(tmp_path, is_there):
    folder = tmp_path / "site"
    if is_there:
        folder.mkdir()
    write(folder, "one")
    write(folder, "two")
    assert shown(folder) == "two"
    assert {path.name for path in folder.iterdir()} == {"page.html", MARKER}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_where_the_system_cannot_exchange_two_names_it_takes_two_steps(tmp_path, monkeypatch):
    monkeypatch.setattr(folders, "_exchanged", lambda *_: False)
    write(tmp_path / "site", "one")
    write(tmp_path / "site", "two")
    assert shown(tmp_path / "site") == "two"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_an_error_while_writing_leaves_the_old_content(tmp_path):
    write(tmp_path / "site", "one")
    with pytest.raises(TypeError):
        write(tmp_path / "site", None)
    assert shown(tmp_path / "site") == "one"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_a_killed_run_has_left_does_not_come_into_the_new_content(tmp_path):
    (tmp_path / ".site.part" / "old").mkdir(parents=True)
    (tmp_path / ".site.part" / "rest.html").write_text("rest", "utf-8")
    write(tmp_path / "site", "new")
    assert {path.name for path in (tmp_path / "site").iterdir()} == {"page.html", MARKER}


def test_a_file_of_others_in_our_folder_is_not_lost(tmp_path):
    write(tmp_path / "site", "one")
    (tmp_path / "site" / "CNAME").write_text("www.example.org", "utf-8")
    with pytest.raises(FolderError, match="CNAME"):
        write(tmp_path / "site", "two")
    assert shown(tmp_path / "site") == "one"


def test_what_is_no_folder_of_ours_is_refused_with_the_remedy(tmp_path):
    file, foreign, link = tmp_path / "file", tmp_path / "foreign", tmp_path / "link"
    file.write_text("x", "utf-8")
    foreign.mkdir()
    (foreign / "x").touch()
    link.symlink_to(foreign)
    for place, remedy in (
        (file, "name an empty or a new one"), (foreign, "files of others"), (link, "name an empty"),
        (tmp_path / "no" / "site", "make it first"),
    ):  # fmt: skip
        with pytest.raises(FolderError, match=remedy):
            write(place, "x")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "foreign", "link"]


def test_two_do_not_write_one_folder_at_a_time(tmp_path):
    with replacing_folder(tmp_path / "site", OURS) as part:
        (part / "page.html").write_text("first", "utf-8")
        with pytest.raises(FolderError, match="another process"):
            write(tmp_path / "site", "second")
    assert shown(tmp_path / "site") == "first"
