"""NewsML-G2 packages: text, files and translations in one message, tied together and resolving."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from lxml import etree

from archive.judges import JUDGES
from archive.judges.newsml_g2.fixity import Bytes
from archive.judges.newsml_g2.xsd import Xsd
from archive.release import Release
from archive.standards import XSD
from archive.validation import built
from archive.writers import WRITERS
from archive.writers.newsml_g2 import WRITER as TEXT
from archive.writers.newsml_g2.package import WRITER
from tests import golden
from tests.every_field import every_field, every_field_text
from tests.program import record, save
from tests.strategies import records

G2 = "{http://iptc.org/std/nar/2006-10-01/}"
ORIGINAL, TRANSLATION = "festival-perahu-id", "festival-perahu-en"
MEDIA = golden.GOOD / ORIGINAL / "media"
WORK = "https://pers.contoh.go.id/id/release/p3r4"
PHOTO = {"id": "a-1", "kind": "photo", "href": "https://a.example/f.jpg"}


def release(**fields: Any) -> Release:
    return built(record(**fields))


def message(written: Release) -> etree._Element:
    return etree.fromstring(WRITER.write(written))


def items(root: etree._Element) -> dict[str, etree._Element]:
    """Return the items of a message by their names."""
    return {str(one.get("guid")): one for one in root.find(f"{G2}itemSet")}


def classes(root: etree._Element) -> list[str | None]:
    return [one.find(f".//{G2}itemClass").get("qcode") for one in root.find(f"{G2}itemSet")]


def groups(root: etree._Element) -> dict[str, list[str]]:
    """Return role → what each member refers to."""
    return {
        str(group.get("role")): [
            str(one.get("residref") or one.get("href")) for one in group.iter(f"{G2}itemRef")
        ]
        for group in root.iter(f"{G2}group")
    }


def unresolved(root: etree._Element) -> set[str]:
    """Return what is referred to by name and is not in the message."""
    named = {str(one.get("residref")) for one in root.iter() if one.get("residref")}
    return named - set(items(root))


def contents(root: etree._Element, guid: str) -> list[dict[str, str]]:
    return [dict(one.attrib) for one in items(root)[guid].iter(f"{G2}remoteContent")]


@cache
def judge_of(standards: Path) -> Xsd:
    return Xsd(standards / XSD)


@pytest.fixture(scope="module")
def xsd(standards) -> Xsd:
    return judge_of(standards)


@pytest.fixture(scope="module")
def sample() -> etree._Element:
    """Return the package of a release with three photos, a document and a translation."""
    return message(golden.release(ORIGINAL))


# validity


@pytest.mark.standards
@pytest.mark.parametrize("whole", [every_field, every_field_text])
def test_the_package_of_a_record_with_every_field_is_valid_by_the_xsd(xsd, whole):
    assert xsd.findings(WRITER.write(built(whole()))) == []


@pytest.mark.standards
@settings(max_examples=50, deadline=None, derandomize=True)
@drawn(records())
def test_the_package_of_any_record_is_valid_and_refers_to_its_own_parts(standards, given):
    content = WRITER.write(built(given))
    root = etree.fromstring(content)
    others = {one["target"] for one in given.get("relations", ())}

    assert judge_of(standards).findings(content) == []
    assert unresolved(root) <= others


@pytest.mark.standards
@pytest.mark.parametrize("name", golden.names())
def test_the_package_of_every_sample_is_valid_by_the_xsd(xsd, name):
    assert xsd.findings(WRITER.write(golden.release(name))) == []


@pytest.mark.standards
def test_the_packages_of_all_samples_stand_in_one_valid_message(xsd):
    """Names and ids are unique over the message."""
    content = golden.message(*golden.names())
    root = etree.fromstring(content)

    assert xsd.findings(content) == []
    assert len(items(root)) == len(root.find(f"{G2}itemSet"))


@pytest.mark.standards
@pytest.mark.parametrize("kind", ["photo", "video", "audio", "document", "other"])
@pytest.mark.parametrize(
    "embargo", [None, {}, {"until": "2031-01-01T00:00:00+07:00"}], ids=["none", "open", "until"]
)
def test_every_kind_of_file_is_valid_under_every_embargo(xsd, kind, embargo):
    file = PHOTO | {"kind": kind, "language": "en", "title": 'a "b" & <c>', "alt": "x & y"}
    written = release(attachments=[file], embargo=embargo, status="scheduled", language="ar")

    assert xsd.findings(WRITER.write(written)) == []


@pytest.mark.standards
def test_our_own_judge_has_nothing_to_say_of_any_package(standards):
    judge = JUDGES["newsml-g2"].load("newsml-g2", standards)

    assert judge.findings(golden.message(*golden.names())) == []


def test_the_files_of_a_package_are_those_that_it_names():
    """Size and checksum of each file and each rendition are those of the file at hand (X021)."""
    files = {path.name: path.read_bytes() for path in MEDIA.iterdir()}
    judge = JUDGES["newsml-g2"].load("newsml-g2", None)
    content = golden.message(ORIGINAL, TRANSLATION)

    def at_hand(href: str) -> Bytes | None:
        name = href.rpartition("/")[2]
        return Bytes(files[name]) if name in files else None

    assert judge.differing_files(content, at_hand) == []
    assert judge.differing_files(content, lambda _: Bytes(b"another")) != []


@pytest.mark.parametrize("name", golden.names())
def test_every_reference_to_a_part_of_the_document_has_its_target(name):
    root = message(golden.release(name))
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    targets = {one.get("idref") or one.get("root") or one.get("original") for one in root.iter()}

    assert targets - {None} <= set(ids)
    assert len(ids) == len(set(ids))


# what is in a package


def test_a_release_with_three_photos_a_document_and_a_translation_is_a_package_of_five(sample):
    assert classes(sample) == [
        "ninat:composite", "ninat:text", "ninat:picture", "ninat:picture", "ninat:picture",
        "ninat:text",
    ]  # fmt: skip
    assert groups(sample) == {
        "pa:package": [],
        "pa:main": [WORK],
        "pa:photo": [f"{WORK}#a-1", f"{WORK}#a-2", f"{WORK}#a-3"],
        "pa:document": [f"{WORK}#a-4"],
        "pa:translation": [f"{WORK}-en"],
    }


def test_only_the_translation_is_not_in_the_package_of_its_original(sample):
    assert unresolved(sample) == {f"{WORK}-en"}


def test_a_release_and_its_translation_make_a_message_in_which_every_reference_resolves():
    root = etree.fromstring(golden.message(ORIGINAL, TRANSLATION))

    assert unresolved(root) == set()
    assert groups(root)["pa:translation"] == [WORK]  # of the last package, the translation's


def test_the_message_of_a_release_and_its_translation_is_what_stands_among_the_samples():
    for path, content in golden.together():
        assert path.read_bytes() == content


def test_the_text_in_a_package_is_the_item_that_the_format_newsml_g2_writes():
    written = golden.release(ORIGINAL)
    _, _, item = TEXT.write(written).partition(b"\n")

    assert item in WRITER.write(written)


def test_a_message_was_sent_when_the_latest_of_its_items_was_made(sample):
    root = etree.fromstring(golden.message(ORIGINAL, TRANSLATION))

    assert sample.findtext(f".//{G2}sent") == "2026-09-05T20:30:00+08:00"
    assert root.findtext(f".//{G2}sent") == "2026-09-06T09:00:00+08:00"


def test_the_package_comes_first_and_has_the_headline_of_the_text(sample):
    package = next(iter(items(sample).values()))

    assert package.get("guid") == f"{WORK}#package.1"
    assert package.findtext(f".//{G2}headline") == golden.release(ORIGINAL).headline


def test_a_reference_says_class_provider_status_and_headline_of_its_item(sample):
    ref = next(one for one in sample.iter(f"{G2}itemRef") if one.get("residref") == f"{WORK}#a-2")

    assert [etree.QName(one).localname for one in ref] == [
        "itemClass", "provider", "pubStatus", "headline",
    ]  # fmt: skip
    assert ref.get("version") == "1"
    assert ref.get("contenttype") == "application/vnd.iptc.g2.newsitem+xml"


def test_a_reference_to_a_translation_says_its_language_and_title_and_no_version(sample):
    """Which edition of the other work there will be is not known."""
    ref = next(one for one in sample.iter(f"{G2}itemRef") if one.get("rel"))

    assert ref.get("rel") == "pa:translation"
    assert ref.get("title") == "Decorated Boat Festival opens with 42 boats"
    assert ref.get("version") is None
    assert ref.find(f"{G2}language").get("tag") == "en"


def test_a_translation_of_unknown_language_and_title_is_named_all_the_same():
    other = {"rel": "translationOf", "target": "https://a.example/r"}
    root = message(release(relations=[other], attachments=None))

    ref = next(one for one in root.iter(f"{G2}itemRef") if one.get("rel"))
    assert dict(ref.attrib) == {
        "rel": "pa:translationOf",
        "residref": "https://a.example/r",
        "contenttype": "application/vnd.iptc.g2.newsitem+xml",
    }
    assert ref.find(f"{G2}language") is None


@pytest.mark.parametrize("rel", ["related", "sameRelease", "cites", "partOf", "page"])
def test_other_relations_are_no_part_of_a_package(rel):
    other = {"rel": rel, "target": "https://a.example/r"}

    assert "pa:translation" not in groups(message(release(relations=[other])))


def test_a_release_without_files_is_a_package_of_its_text():
    root = message(release(attachments=None))

    assert classes(root) == ["ninat:composite", "ninat:text"]
    assert list(groups(root)) == ["pa:package", "pa:main"]


# files


def test_a_picture_has_its_renditions_with_type_size_checksum_and_pixels(sample):
    large, small = contents(sample, f"{WORK}#a-2")

    assert large["rendition"] == "rnd:highRes"
    assert large["href"] == "https://pers.contoh.go.id/media/perahu/lomba.jpg"
    assert (large["contenttype"], large["size"]) == ("image/jpeg", "533")
    assert (large["width"], large["height"]) == ("80", "60")
    assert small["rendition"] == "rnd:thumbnail"
    picture = items(sample)[f"{WORK}#a-2"]
    hashes = [one.text for one in picture.iter(f"{G2}hash")]
    (photo,) = (one for one in golden.release(ORIGINAL).attachments if one.id == "a-2")
    assert hashes == [photo.sha256, photo.renditions[0].sha256]


def test_a_file_says_caption_alternative_text_credit_title_and_rights(sample):
    picture = items(sample)[f"{WORK}#a-1"]
    words = {one.get("role"): one.text for one in picture.iter(f"{G2}description")}

    assert words == {
        "drol:caption": "Perahu hias peserta festival pada pembukaan.",
        "pa:alt": "Perahu cokelat dengan layar krem",
    }
    assert picture.findtext(f".//{G2}creditline") == "Udin/Dispar Kota Contoh"
    assert picture.findtext(f".//{G2}headline") == "Perahu hias"
    assert picture.findtext(f".//{G2}copyrightHolder/{G2}name") == "Dinas Pariwisata Kota Contoh"


def test_rights_without_a_holder_name_nobody():
    licence = "https://creativecommons.org/licenses/by/4.0/"
    root = message(release(attachments=[PHOTO | {"rights": {"licence": licence}}]))

    picture = list(items(root).values())[2]
    assert picture.find(f"{G2}rightsInfo/{G2}link").get("href") == licence
    assert picture.find(f".//{G2}copyrightHolder") is None


def test_a_file_leads_back_to_the_text(sample):
    link = items(sample)[f"{WORK}#a-1"].find(f"{G2}itemMeta/{G2}link")

    assert (link.get("rel"), link.get("residref")) == ("irel:associatedWith", WORK)


def test_a_file_is_held_back_as_long_as_the_text():
    until = "2031-01-01T00:00:00+07:00"
    root = message(release(attachments=[PHOTO], embargo={"until": until}, status="scheduled"))

    assert [one.text for one in root.iter(f"{G2}embargoed")] == [until] * 3
    assert {one.get("qcode") for one in root.iter(f"{G2}pubStatus")} == {"stat:withheld"}


def test_a_file_about_which_nothing_is_known_but_its_address_has_an_item():
    root = message(release(attachments=[PHOTO]))

    (only,) = contents(root, f"{release().id}#a-1")
    assert {"rendition", "href", "id"} == set(only)
    assert list(items(root).values())[2].find(f"{G2}contentMeta") is None


@pytest.mark.parametrize(
    ("kind", "media_type", "said"),
    [("photo", None, "ninat:picture"), ("video", None, "ninat:video"),
     ("audio", None, "ninat:audio"), ("document", "application/pdf", "ninat:text"),
     ("other", "image/svg+xml", "ninat:picture"), ("other", "audio/midi", "ninat:audio"),
     ("other", "text/csv", "ninat:text")],
)  # fmt: skip
def test_the_class_of_a_file_is_that_of_its_kind_and_else_of_its_media_type(kind, media_type, said):
    file = PHOTO | {"kind": kind} | ({"mediaType": media_type} if media_type else {})

    assert classes(message(release(attachments=[file])))[2:] == [said]


@pytest.mark.parametrize("fields", [{}, {"mediaType": "application/zip", "bytes": 7, "title": "Z"}])
def test_a_file_of_no_known_class_is_referred_to_by_its_address(fields):
    root = message(release(attachments=[PHOTO | {"kind": "other"} | fields]))

    assert classes(root) == ["ninat:composite", "ninat:text"]
    assert groups(root)["pa:other"] == [PHOTO["href"]]
    ref = next(one for one in root.iter(f"{G2}itemRef") if one.get("href"))
    told = [ref.get("contenttype"), ref.get("size"), ref.get("title")]
    assert told == (["application/zip", "7", "Z"] if fields else [None, None, None])


@pytest.mark.parametrize(
    ("kind", "others", "names"),
    [("photo", [], ["rnd:highRes"]), ("video", ["web"], ["rnd:highRes", "rnd:web"]),
     ("photo", ["highRes"], ["pa:original", "rnd:highRes"]),
     ("document", ["other"], ["pa:original", "pa:other"])],
)  # fmt: skip
def test_the_file_itself_is_the_largest_rendition_unless_another_one_is(kind, others, names):
    renditions = [{"name": name, "href": f"https://a.example/{name}"} for name in others]
    file = PHOTO | {"kind": kind} | ({"renditions": renditions} if renditions else {})
    root = message(release(attachments=[file]))

    found = contents(root, f"{release().id}#a-1")
    assert [one["rendition"] for one in found] == names


def test_a_provider_is_named_in_every_item_that_has_no_assert_of_it():
    root = message(release(attachments=[PHOTO], provider=None))

    package, _, picture = items(root).values()
    assert package.findtext(f".//{G2}provider/{G2}name")
    assert picture.findtext(f".//{G2}provider/{G2}name")


# several releases: standard output, packs


@pytest.fixture
def both() -> list[Path]:
    return [
        save(f"{name}.json", json.loads((golden.GOOD / name / "release.json").read_bytes()))
        for name in (ORIGINAL, TRANSLATION)
    ]


def test_several_records_on_standard_output_are_one_message(press_archive, both):
    done = press_archive("convert", *map(str, both), "-t", "newsml-g2-package", "-o", "-")

    assert done.status == 0
    assert done.out.encode() == golden.message(ORIGINAL, TRANSLATION)


def test_a_package_out_of_a_pack_is_the_message_of_that_release(press_archive, both):
    words = ["-t", "newsml-g2-package", "--pack", "-o", "pack"]
    assert press_archive("convert", *map(str, both), *words).status == 0

    done = press_archive("get", WORK, "--pack", "pack", "-t", "newsml-g2-package")

    assert done.out.encode() == WRITER.write(golden.release(ORIGINAL))


def test_the_suffix_of_packages_tells_them_from_items(press_archive, both):
    words = ["-t", "newsml-g2,newsml-g2-package", "-o", "out"]

    assert press_archive("convert", *map(str, both[:1]), *words).status == 0

    written = {path.name for path in Path("out").iterdir()}
    assert written == {f"{ORIGINAL}.xml", f"{ORIGINAL}.package.xml"}


# ninjs says the same


def test_in_ninjs_files_and_translations_are_associated_items():
    item = json.loads(WRITERS["ninjs"].load().write(golden.release(ORIGINAL)))

    associated = item["associations"]
    assert [one["type"] for one in associated] == [*["picture"] * 3, "component", "text"]
    assert associated[1]["renditions"][1]["name"] == "thumbnail"
    assert associated[0]["usageTerms"] == "https://creativecommons.org/licenses/by/4.0/"
    assert associated[4]["uri"] == f"{WORK}-en"
    assert associated[4]["rel"] == "https://w3id.org/press-archive/ns#translation"


# the page

PAGE = Path(__file__).parent.parent / "docs" / "mapping-newsml-g2-package.md"


def test_the_page_of_packages_names_every_role_and_every_rendition():
    page = PAGE.read_text(encoding="utf-8")
    written = WRITER.write(golden.release("foto-dermaga")) + golden.message(ORIGINAL)
    roles = set(
        re.findall(rb'(?:role|rendition)="(pa:\w+|rnd:\w+)"', written.split(b"<newsItem")[0])
    )

    assert {role.decode() for role in roles if role.decode() not in page} == set()
