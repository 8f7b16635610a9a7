"""``measure``: attached files are read where they are, and never fetched."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.batch.attachments import completed
from archive.batch.measuring import Files
from archive.media import Facts, facts
from archive.validation import validate
from tests import golden
from tests.program import record

MEDIA = golden.GOOD / "festival-perahu-id" / "media"
PNG = (MEDIA / "perahu.png").read_bytes()
JPEG = (MEDIA / "lomba.jpg").read_bytes()
PDF = (MEDIA / "jadwal.pdf").read_bytes()
GIF = b"GIF89a\x40\x9c\x07\x00\x80\x00\x00" + bytes(6) + b"\x2c" + bytes(20) + b"\x00;"
"""40,000 pixels wide, which some programs take for a negative number."""
BASE = "https://pers.example.go.id/media/"


def read(content: bytes, name: str) -> Facts:
    return facts(io.BytesIO(content), len(content), name)


def webp(chunk: bytes, *, lacking: int = 0) -> bytes:
    body = b"WEBP" + chunk
    return b"RIFF" + (len(body) + lacking).to_bytes(4, "little") + body


def png(width: int, height: int) -> bytes:
    """Return a picture that claims to be of a size."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = b"".join(
        struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part))
        for part in (header, b"IDAT" + zlib.compress(b"\0\0"), b"IEND")
    )
    return b"\x89PNG\r\n\x1a\n" + parts


def attached(href: str, **fields: Any) -> dict[str, Any]:
    return {"id": "a-1", "kind": "photo", "href": href, **fields}


def written(*attachments: dict[str, Any], path: str = "release.json") -> bytes:
    """Write a record with attachments; return its bytes."""
    raw = json.dumps(record(attachments=list(attachments)), indent=2).encode()
    Path(path).write_bytes(raw)
    return raw


def members(raw: bytes | str) -> dict[str, Any]:
    """Return the first attachment of a record."""
    first: dict[str, Any] = json.loads(raw)["attachments"][0]
    return first


def codes(raw: bytes, **how: Any) -> list[tuple[str, str]]:
    done = completed(raw, Files(folder=Path(), **how), largest=2**20)
    return [(one.code, one.variant) for one in done.findings]


# what a file says of itself


@pytest.mark.parametrize(
    ("content", "name", "media_type", "size"),
    [
        (PNG, "a.png", "image/png", (96, 64)),
        (JPEG, "a.JPG", "image/jpeg", (80, 60)),
        (JPEG[:2] + b"\xff" + JPEG[2:], "a.jpeg", "image/jpeg", (80, 60)),
        (GIF, "a.gif", "image/gif", (40_000, 7)),
        (webp(b"VP8X" + bytes(8) + b"\x1f\x03\x00\x57\x02\x00"), "a.webp", "image/webp", (800, 600)),
        (webp(b"VP8L" + bytes(4) + b"\x2f\x1f\xc3\x95\x00" + bytes(5)), "a.webp", "image/webp",
         (800, 600)),
        (webp(b"VP8 " + bytes(7) + b"\x9d\x01\x2a\x20\xc3\x58\x42"), "a.webp", "image/webp",
         (800, 600)),
    ],
    ids=["png", "jpeg", "filled", "gif", "extended", "lossless", "lossy"],
)  # fmt: skip
def test_the_size_of_a_picture_is_read_from_its_header(content, name, media_type, size):
    found = read(content, name)

    assert (found.media_type, found.named) == (media_type, None)
    assert (found.width, found.height) == size


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (PDF, "a.pdf", "application/pdf"),
        (b"ID3\x04", "a.mp3", "audio/mpeg"),
        (b"PK\x03\x04", "a.docx",
         "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (b"PK\x03\x04", "a.zip", "application/zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", "application/msword"),
        (b"OggS", "a.ogv", "video/ogg"),
        (b"\0\0\0\x18ftypavif", "a.avif", "image/avif"),
        (b"\0\0\0\x18ftypisom", "a.mp4", "video/mp4"),
        (b"RIFF\0\0\0\0WAVE", "a.wav", "audio/vnd.wave"),
        (b"\xef\xbb\xbf <?xml version='1.0'?>\n<SVG>", "a.svg", "image/svg+xml"),
        (b"<!DOCTYPE html><svg>", "a.html", "text/html"),
        (b"<a/>", "a.xml", "application/xml"),
        (b"<html>", "contoh.txt", "text/plain"),
        (b"nama;jumlah", "a.csv", "text/csv"),
        (b"nothing that is known", "a", None),
        (b"RIFF\0\0\0\0xxxx", "a", None),
    ],
)  # fmt: skip
def test_the_media_type_is_that_of_the_content_and_among_those_that_begin_alike_of_the_suffix(
    content, name, media_type
):
    found = read(content, name)

    assert (found.media_type, found.named) == (media_type, None)


@pytest.mark.parametrize(
    ("content", "name", "media_type", "named"),
    [
        (PNG, "foto.jpg", "image/png", "image/jpeg"),
        (b"MZ\x90", "foto.jpg", "application/vnd.microsoft.portable-executable", "image/jpeg"),
        (b"words", "foto.jpg", None, "image/jpeg"),
        (b"\0\1\2", "catatan.txt", None, "text/plain"),
        (b"PK\x03\x04", "a.pdf", "application/zip", "application/pdf"),
    ],
)
def test_a_name_that_promises_something_else_is_seen(content, name, media_type, named):
    found = read(content, name)

    assert (found.media_type, found.named) == (media_type, named)


@pytest.mark.parametrize(
    ("content", "name"),
    [(PNG[:-4], "a.png"), (JPEG[:-2], "a.jpg"), (GIF[:-1], "a.gif"), (PDF[:-8], "a.pdf"),
     (webp(b"VP8X" + bytes(14), lacking=1), "a.webp")],
)  # fmt: skip
def test_a_file_without_its_end_is_not_whole(content, name):
    assert not read(content, name).is_whole


@pytest.mark.parametrize("content", [PNG, JPEG, GIF, PDF, webp(b"VP8X" + bytes(14))])
def test_a_file_with_its_end_is_whole_whatever_stands_behind_it(content):
    assert read(content, "a").is_whole
    assert read(content + bytes(100), "a").is_whole


@pytest.mark.parametrize(
    "content",
    [
        PNG[:12] + b"IDAT" + PNG[16:],
        PNG[:20],
        JPEG[:20] + bytes(len(JPEG)),
        JPEG[:3],
        b"\xff\xd8" + b"\xff\xe0\x00\x02" * 2000,
        b"\xff\xd8\xff\xc0\x00\x11",
        GIF[:6],
        png(0, 7),
        webp(b"VP8?" + bytes(14)),
        webp(b"VP8 "),
    ],
)
def test_a_picture_with_a_damaged_header_has_no_size(content):
    found = read(content, "a")

    assert not found.is_readable
    assert (found.width, found.height) == (None, None)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.sampled_from([PNG, JPEG, GIF, PDF, webp(b"VP8L" + bytes(20))]),
    st.binary(max_size=40),
    st.integers(0, 60),
)
def test_no_bytes_make_it_raise_anything(start, noise, at):
    content = start[:at] + noise + start[at + len(noise) :]

    assert isinstance(read(content, "a.png"), Facts)


# what is added


def test_what_the_record_does_not_say_is_added_behind_the_address(press_archive):
    Path("foto.jpg").write_bytes(JPEG)
    raw = written(attached("foto.jpg", caption="Perahu"))

    done = press_archive("measure", "release.json")

    assert done.status == 0
    assert members(done.out) == {
        "id": "a-1",
        "kind": "photo",
        "href": "foto.jpg",
        "mediaType": "image/jpeg",
        "bytes": len(JPEG),
        "sha256": hashlib.sha256(JPEG).hexdigest(),
        "width": 80,
        "height": 60,
        "caption": "Perahu",
    }
    added = set(done.out.splitlines()) - set(raw.decode().splitlines())
    assert len(added) == 5
    assert done.err == "1 files measured, 5 values added\n"


def test_a_document_has_no_width(press_archive):
    Path("jadwal.pdf").write_bytes(PDF)
    written(attached("jadwal.pdf", kind="document"))

    said = members(press_archive("measure", "release.json").out)

    assert list(said) == ["id", "kind", "href", "mediaType", "bytes", "sha256"]


def test_renditions_are_measured_too(press_archive):
    Path("besar.jpg").write_bytes(JPEG)
    shutil.copy(MEDIA / "lomba-kecil.jpg", "kecil.jpg")
    written(attached("besar.jpg", renditions=[{"name": "thumbnail", "href": "kecil.jpg"}]))

    said = members(press_archive("measure", "release.json").out)

    assert said["width"] == 80
    assert said["renditions"][0]["width"] == 40


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"href": "a.txt"}', '{"href": "a.txt", "bytes": 2}'),
        ('{"href":"a.txt"}', '{"href":"a.txt","bytes":2}'),
        ('{\r\n\t"href": "a.txt"\r\n}', '{\r\n\t"href": "a.txt",\r\n\t"bytes": 2\r\n}'),
        ('{"href" : "a.txt", "title": "\\u0041"}',
         '{"href" : "a.txt", "bytes" : 2, "title": "\\u0041"}'),
        ('{"href": "\\u0061.txt"}', '{"href": "\\u0061.txt", "bytes": 2}'),
    ],
)  # fmt: skip
def test_a_record_keeps_its_form(before, after, tmp_path):
    (tmp_path / "a.txt").write_bytes(b"ab")
    known = '"id": "a-1", "kind": "document", "mediaType": "text/plain", "sha256": "'
    known += hashlib.sha256(b"ab").hexdigest() + '"'
    form = '{{"attachments":\n [ {} ], "extensions": {{"x": 1.50}} }}\n'
    raw = form.format(before[:1] + known + ", " + before[1:])
    wanted = form.format(after[:1] + known + ", " + after[1:])

    done = completed(raw.encode(), Files(folder=tmp_path), largest=2**20)

    assert done.content == wanted.encode()


def test_a_record_about_whose_files_all_is_said_comes_back_byte_for_byte(press_archive):
    shutil.copytree(golden.GOOD / "festival-perahu-id", "sample")
    raw = Path("sample/release.json").read_bytes()
    words = ["--base-url", "https://pers.contoh.go.id/media/perahu/", "--files", "sample/media"]

    done = press_archive("measure", "sample/release.json", *words)

    assert done.status == 0
    assert done.out.encode() == raw
    assert done.err == "5 files measured, 0 values added\n"


def test_a_record_can_be_completed_in_its_place(press_archive):
    Path("foto.jpg").write_bytes(JPEG)
    written(attached("foto.jpg"))

    first = press_archive("measure", "release.json", "-o", "release.json")
    once = Path("release.json").read_bytes()
    again = press_archive("measure", "release.json", "-o", "release.json")

    assert (first.status, again.status, first.out) == (0, 0, "")
    assert members(once)["width"] == 80
    assert Path("release.json").read_bytes() == once


def test_a_path_becomes_an_address_where_it_is_said_what_stands_before_it(press_archive):
    Path("media").mkdir()
    Path("media/foto malam.jpg").write_bytes(JPEG)
    written(attached("media/foto malam.jpg"))

    done = press_archive("measure", "release.json", "--base-url", BASE)

    assert members(done.out)["href"] == f"{BASE}media/foto%20malam.jpg"
    assert members(done.out)["bytes"] == len(JPEG)
    assert not [one for one in validate(json.loads(done.out)) if one.severity == "error"]


@pytest.mark.parametrize("href", [f"{BASE}foto%20malam.jpg", f"{BASE}foto%20malam.jpg?v=2#x"])
def test_an_address_below_the_base_is_a_file_of_the_folder(press_archive, href):
    Path("mirror").mkdir()
    Path("mirror/foto malam.jpg").write_bytes(JPEG)
    written(attached(href))

    done = press_archive("measure", "release.json", "--base-url", BASE, "--files", "mirror")

    assert members(done.out)["href"] == href
    assert members(done.out)["width"] == 80


@pytest.mark.parametrize(
    "href", ["https://elsewhere.example/foto.jpg", "file:///etc/hostname", "//host/foto.jpg"]
)
def test_what_is_elsewhere_is_never_fetched(press_archive, href):
    raw = written(attached(href))

    done = press_archive("measure", "release.json", "--base-url", BASE)

    assert done.status == 0
    assert done.out.encode() == raw
    assert done.err == "0 files measured, 0 values added\n"


def test_a_record_without_attachments_comes_back_as_it_was(press_archive):
    Path("release.json").write_text('{"id": 7}', encoding="utf-8")

    assert press_archive("measure", "release.json").out == '{"id": 7}'


# what is compared


@pytest.mark.parametrize(
    ("field", "stated"),
    [
        ("bytes", 1),
        ("sha256", "0" * 64),
        ("width", 1600),
        ("height", 1),
        ("mediaType", "image/jpg"),
    ],
)
def test_what_is_said_and_not_so_is_told_at_its_place_and_left_alone(press_archive, field, stated):
    Path("foto.jpg").write_bytes(JPEG)
    written(attached("foto.jpg", **{field: stated}))

    done = press_archive("measure", "release.json", "-o", "out.json")

    assert (done.status, done.codes) == (1, ["R134"])
    assert f"/attachments/0/{field}: '{stated}' is said of the file foto.jpg" in done.out
    assert members(Path("out.json").read_bytes())[field] == stated


def test_a_dry_run_compares_and_writes_nothing(press_archive):
    Path("foto.jpg").write_bytes(JPEG)
    raw = written(attached("foto.jpg", width=1))

    done = press_archive("measure", "release.json", "-o", "release.json", "-n", "-q")

    assert (done.status, done.codes, done.err) == (1, ["R134"], "")
    assert Path("release.json").read_bytes() == raw


def test_problems_are_told_beside_a_record_on_standard_output(press_archive):
    written(attached("foto.jpg"))

    done = press_archive("measure", "release.json", "--lang", "id")

    assert done.status == 1
    assert members(done.out) == attached("foto.jpg")
    assert "R138 /attachments/0/href: tidak ada berkas foto.jpg" in done.err


# hostile files


@pytest.fixture
def here(tmp_path, monkeypatch) -> Path:
    """Return a folder with a record's files, the present one; outside of it is another file."""
    (tmp_path / "rahasia.jpg").write_bytes(JPEG)
    folder = tmp_path / "rilis"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (PNG, "a.jpg", [("R135", "")]),
        (b"#!/bin/sh", "a.jpg", [("R135", "unknown")]),
        (JPEG[:-30], "a.jpg", [("R136", "")]),
        (JPEG[:30], "a.jpg", [("R136", "header")]),
        (b"", "a.jpg", [("R136", "empty")]),
        (png(60_000, 60_000), "a.png", [("R137", "")]),
        (png(2**31 - 1, 2**31 - 1), "a.jpg", [("R135", ""), ("R137", "")]),
    ],
    ids=["lies", "script", "cut", "header", "empty", "bomb", "largest"],
)
def test_what_is_odd_about_a_file_is_told(here, content, name, told):
    Path(name).write_bytes(content)

    assert codes(written(attached(name))) == told


@pytest.mark.parametrize(
    "href",
    ["../rahasia.jpg", "%2e%2e/rahasia.jpg", "a/../../rahasia.jpg", "/etc/hostname", ".", ""],
)
def test_a_file_outside_the_folder_is_refused(here, href):
    assert codes(written(attached(href))) == [("R138", "outside")]


def test_a_file_outside_the_folder_is_measured_where_that_is_wanted(press_archive, here):
    written(attached("../rahasia.jpg"))

    done = press_archive("measure", "release.json", "--outside")

    assert (done.status, members(done.out)["width"]) == (0, 80)


def test_a_link_is_followed_inside_the_folder_and_nowhere_else(here):
    Path("foto.jpg").write_bytes(JPEG)
    Path("dalam.jpg").symlink_to("foto.jpg")
    Path("luar.jpg").symlink_to("../rahasia.jpg")
    Path("putar.jpg").symlink_to("putar.jpg")

    assert codes(written(attached("dalam.jpg"))) == []
    assert codes(written(attached("luar.jpg"))) == [("R138", "outside")]
    assert codes(written(attached("putar.jpg"))) == [("R138", "")]


def test_a_pipe_is_not_waited_for(here):
    os.mkfifo("pipa.jpg")
    Path("folder.jpg").mkdir()

    assert codes(written(attached("pipa.jpg"))) == [("R138", "special")]
    assert codes(written(attached("folder.jpg"))) == [("R138", "special")]


@pytest.mark.parametrize("href", ["tiada.jpg", "release.json/a.jpg", "a%00b.jpg"])
def test_a_file_that_is_not_there_is_told(here, href):
    Path("release.json").touch()

    assert codes(written(attached(href))) == [("R138", "missing")]


def test_a_name_longer_than_the_system_takes_is_told(here):
    assert codes(written(attached("a" * 5000))) == [("R138", "")]


def test_a_file_named_often_is_read_once(here, monkeypatch):
    """A record can name one large file as often as it likes."""
    Path("foto.jpg").write_bytes(JPEG)
    many = [attached("foto.jpg") | {"id": f"a-{number}"} for number in range(1000)]
    opened: list[str] = []
    system = os.open
    monkeypatch.setattr(os, "open", lambda *words: opened.append(words[0]) or system(*words))

    done = completed(json.dumps({"attachments": many}).encode(), Files(folder=here), largest=2**20)

    assert done.measured == 1000
    assert len(opened) == 1


# records that cannot be completed


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"{", ["J001"]),
        (b"", ["J010"]),
        (b"[1]", ["J011"]),
        (b"[{}, {}]", ["J011"]),
        (b'{"attachments": 7}', ["S107"]),
        (b'{"attachments": [{"id": "a-1", "kind": "photo", "href": 7}]}', ["S107"]),
        (b'{"attachments": [{"id": "a-1", "kind": "photo"}]}', ["S101"]),
    ],
)
def test_a_record_that_cannot_be_understood_is_told_and_not_written(press_archive, raw, told):
    Path("release.json").write_bytes(raw)

    done = press_archive("measure", "release.json", "-o", "out.json")

    assert (done.status, done.codes) == (1, told)
    assert not Path("out.json").exists()


@pytest.mark.parametrize("form", ["ninjs", "jsonld", "jsonld-page"])
def test_another_format_of_json_is_refused_and_nothing_is_written(press_archive, form):
    name = {"ninjs": "ninjs.json", "jsonld": "jsonld", "jsonld-page": "page.jsonld"}[form]
    item = golden.GOOD / "festival-perahu-id" / f"release.{name}"
    Path("item.json").write_bytes(item.read_bytes())

    done = press_archive("measure", "item.json", "-o", "measured.json")

    assert (done.status, Path("measured.json").exists()) == (1, False)
    assert "item.json:1:1: J012" in done.out + done.err


def test_other_faults_of_a_record_are_for_validate_to_tell(press_archive):
    Path("foto.jpg").write_bytes(JPEG)
    text = json.dumps({"bodi": [], "attachments": [attached("foto.jpg")]})
    Path("draft.json").write_text(text, encoding="utf-8")

    assert press_archive("measure", "draft.json").status == 0


def test_a_byte_order_mark_is_told_and_left_out(press_archive):
    Path("foto.jpg").write_bytes(JPEG)
    raw = json.dumps({"attachments": [attached("foto.jpg")]}).encode()
    Path("draft.json").write_bytes(b"\xef\xbb\xbf" + raw)

    done = press_archive("measure", "draft.json", "-o", "out.json")

    assert done.codes == ["J005"]
    assert members(Path("out.json").read_bytes())["width"] == 80


def test_a_record_that_is_not_there_ends_with_2(press_archive):
    done = press_archive("measure", "tiada.json")

    assert done.status == 2
    assert done.err == "press-archive: error: cannot read 'tiada.json': No such file or directory\n"


def test_a_record_larger_than_allowed_is_refused(press_archive):
    written(attached("foto.jpg"))

    assert press_archive("measure", "release.json", "-n", "--max-size", "100").codes == ["J009"]


# NewsML-G2: what it says of files is compared

ITEM = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/">
<contentSet>%s</contentSet></newsItem>"""
"""A tolerant look at files needs no more of an item."""
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"


def compare(press_archive, content: str, *options: str):
    """Return the run over an item with this content, which stands on line 2."""
    Path("item.xml").write_text(ITEM % content, "utf-8")
    return press_archive("measure", "item.xml", *options)


def test_a_file_that_an_item_describes_rightly_has_no_finding(press_archive, here):
    Path("foto.jpg").write_bytes(JPEG)
    digest = hashlib.sha256(JPEG).hexdigest()
    hashed = f'<hash hashtypeuri="{SHA256}">{digest}</hash>'

    done = compare(
        press_archive, f'<remoteContent href="foto.jpg" size="{len(JPEG)}">{hashed}</remoteContent>'
    )

    assert (done.status, done.out) == (0, "")
    assert done.err == "1 files measured, 0 values added\n"


def test_another_size_or_hash_than_an_item_says_is_told_where_it_says_so(press_archive, here):
    Path("foto.jpg").write_bytes(JPEG)
    hashed = f'<hash hashtypeuri="{SHA256}">00</hash>'

    done = compare(
        press_archive, f'<remoteContent href="foto.jpg" size="1">{hashed}</remoteContent>'
    )

    assert (done.status, done.codes) == (1, ["X021", "X021"])
    assert [line.split(" ")[0] for line in done.out.splitlines() if "X021" in line] == [
        "item.xml:2:44:",
        "item.xml:2:53:",
    ]


def test_the_files_of_an_item_may_lie_in_a_folder_of_their_own(press_archive, here):
    Path("media").mkdir()
    Path("media/foto.jpg").write_bytes(JPEG)
    address = '<remoteContent href="https://pers.example.go.id/foto.jpg" size="1"/>'

    found = compare(
        press_archive, address, "--files", "media", "--base-url", "https://pers.example.go.id/"
    )
    elsewhere = compare(press_archive, address, "--files", "media")

    assert found.codes == ["X021"]
    assert (elsewhere.status, elsewhere.codes) == (0, [])


@pytest.mark.parametrize("href", ["../rahasia.jpg", "%2e%2e/rahasia.jpg", "luar.jpg", ""])
def test_an_item_makes_nobody_look_outside_the_folder(press_archive, here, href):
    Path("luar.jpg").symlink_to("../rahasia.jpg")

    done = compare(press_archive, f'<remoteContent href="{href}" size="{len(JPEG)}"/>')

    assert done.codes == ["R138"]
    assert done.out.startswith("item.xml:2:28: R138 ")


def test_a_file_that_an_item_describes_and_that_is_not_there_is_told(press_archive, here):
    assert compare(press_archive, '<remoteContent href="foto.jpg" size="1"/>').codes == ["R138"]


def test_what_an_item_only_refers_to_is_not_looked_for(press_archive, here):
    content = '<remoteContent href="foto.jpg"/><remoteContent residref="a" size="1"/>'

    assert compare(press_archive, content).codes == []


def test_a_file_with_many_names_is_read_once(press_archive, here):
    Path("foto.jpg").write_bytes(JPEG)
    names = ("foto.jpg", "./foto.jpg", ".//foto.jpg", "%66oto.jpg")

    done = compare(
        press_archive,
        "".join(f'<remoteContent href="{name}" size="{len(JPEG)}"/>' for name in names),
    )

    assert done.err == "1 files measured, 0 values added\n"


def test_files_of_the_items_of_a_package_are_compared(press_archive, here):
    shutil.copy(MEDIA.parent / "release.package.xml", "package.xml")
    shutil.copytree(MEDIA, "media")
    options = ("--base-url", "https://pers.contoh.go.id/media/perahu/", "--files", "media")

    same = press_archive("measure", "package.xml", *options)
    Path("media/lomba-kecil.jpg").write_bytes(JPEG)
    other = press_archive("measure", "package.xml", *options)

    assert (same.codes, same.err) == ([], "5 files measured, 0 values added\n")
    assert set(other.codes) == {"X021"}


def test_a_delivery_of_items_with_their_files_is_compared_at_once(press_archive, samples):
    items = sorted(str(path) for path in (samples / "beside").glob("*.xml"))

    done = press_archive("measure", *items, "--lang", "id")

    assert (done.status, done.codes) == (1, ["X021", "X021"])
    assert done.out.startswith(f"{items[0]}:14:61: X021 berkas itu 36 bita, bukan 35\n")
    assert done.err == "2 berkas diukur, 0 nilai ditambahkan\n"


def test_several_records_are_compared_and_never_completed(press_archive):
    Path("foto.jpg").write_bytes(JPEG)
    for name in ("a.json", "b.json"):
        written(attached("foto.jpg", width=1), path=name)

    refused = press_archive("measure", "a.json", "b.json")
    compared = press_archive("measure", "a.json", "b.json", "-n")

    assert (refused.status, refused.out) == (2, "")
    assert (compared.status, compared.codes) == (1, ["R134", "R134"])


def test_of_several_files_each_is_told_until_one_cannot_be_read(press_archive, here):
    Path("item.xml").write_text(ITEM % '<remoteContent href="foto.jpg" size="1"/>', "utf-8")

    done = press_archive("measure", "item.xml", "tiada.xml")

    assert (done.status, done.codes) == (2, ["R138"])
    assert "'tiada.xml'" in done.err


def test_an_item_has_nothing_to_be_written(press_archive, here):
    Path("item.xml").write_text(ITEM % "", "utf-8")

    done = press_archive("measure", "item.xml", "-o", "out.xml")

    assert done.status == 2
    assert not Path("out.xml").exists()


@pytest.mark.parametrize(
    ("raw", "options", "code"),
    [
        ("<newsItem", [], "X001"),
        ("<rss/>", [], "X002"),
        ('<!DOCTYPE a [<!ENTITY b SYSTEM "../rahasia.jpg">]><newsItem>&b;</newsItem>', [], "X026"),
        (ITEM % "", ["--max-size", "50"], "J009"),
    ],
)
def test_what_cannot_be_looked_into_is_told(press_archive, here, raw, options, code):
    Path("item.xml").write_text(raw, "utf-8")

    done = press_archive("measure", "item.xml", *options)

    assert (done.status, done.codes) == (1, [code])
