"""A folder is brought in line with another one by links, and what is the same is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.publication.mirrors import has_links, mirror


def save(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_text(content)


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def pair(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    save(one / "index.html", "front")
    save(one / "r/ab/x.html", "page")
    save(one / "r/cd/y.html", "other page")
    mirror(one, other)
    return one, other


def test_a_mirror_has_the_same_files(pair):
    one, other = pair

    assert contents(other) == contents(one)
    assert (other / "r/ab/x.html").samefile(one / "r/ab/x.html")


def unchanged(one: Path) -> None:
    assert one


def new_file(one: Path) -> None:
    save(one / "r/ef/z.html", "new")


def new_content(one: Path) -> None:
    save(one / "index.html", "new front")


def no_file(one: Path) -> None:
    (one / "r/ab/x.html").unlink()


def no_folder(one: Path) -> None:
    no_file(one)
    (one / "r/ab").rmdir()


def file_to_folder(one: Path) -> None:
    (one / "index.html").unlink()
    save(one / "index.html/within", "deeper")


def folder_to_file(one: Path) -> None:
    no_folder(one)
    save(one / "r/ab", "no folder any more")


@pytest.mark.parametrize(
    "change",
    [unchanged, new_file, new_content, no_file, no_folder, file_to_folder, folder_to_file],
)
def test_a_mirror_is_brought_in_line_with_what_has_changed(pair, change):
    one, other = pair
    change(one)

    mirror(one, other)

    assert contents(other) == contents(one)
    assert sorted(other.rglob("*")) == sorted(
        other / path.relative_to(one) for path in one.rglob("*")
    )


def test_what_is_the_same_file_already_is_not_touched(pair):
    one, other = pair
    new_content(one)
    before = (other / "r/ab/x.html").stat()

    mirror(one, other)

    assert (other / "r/ab/x.html").stat() == before


def test_what_is_written_anew_in_one_folder_does_not_change_the_other(pair):
    one, other = pair

    save(other / "index.html", "draft")

    assert (one / "index.html").read_text() == "front"


def test_it_is_seen_whether_files_can_be_linked(pair):
    one, other = pair

    assert has_links(one / "index.html", other)
    assert not has_links(one / "missing.html", other)
    assert not (other / "probe").exists()
