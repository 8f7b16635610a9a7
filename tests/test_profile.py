"""The RELAX NG grammar of what we write as NewsML-G2: all of that is in it, and it is stricter."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import etree

from archive.contracts import contract
from archive.judges.newsml_g2.profile import GRAMMAR, Profile
from archive.standards import XSD
from archive.validation import built, schema
from archive.writers import WRITERS
from tests import grammar
from tests.mutations import mutants
from tests.strategies import records
from tests.test_cluster import needed
from tests.test_properties import QUICK

CHECKOUT = Path(__file__).parent.parent
SAMPLES = sorted((CHECKOUT / "samples" / "good").glob("*/release*.xml"))
RELEASES = sorted((CHECKOUT / "samples" / "good").glob("*/release.json"))
CORRECTION = CHECKOUT / "samples" / "good" / "koreksi-harga-beras" / "release.xml"
PACKAGE = CORRECTION.with_name("release.package.xml")
HEADLINE = "Harga beras turun 4 persen"
ROOT = etree.fromstring(contract(GRAMMAR))
PROFILE = Profile()


@pytest.fixture(scope="module")
def profile() -> etree.RelaxNG:
    return etree.RelaxNG(ROOT)


@pytest.fixture(scope="module")
def xsd(standards) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(standards / XSD))


@pytest.fixture(scope="module")
def jing() -> str:
    """Return another implementation of RELAX NG."""
    found = shutil.which("jing")
    needed("jing", is_there=found is not None, how="apt-get install jing")
    return found


def _accepts(schema: etree.RelaxNG | etree.XMLSchema, raw: bytes) -> bool:
    try:
        return schema.validate(etree.fromstring(raw))
    except etree.XMLSyntaxError:
        return False


def _faulty(every: int) -> list[bytes]:
    """Return every so-manieth of our renditions of the correction with one fault each."""
    made = [
        one.raw
        for path in (CORRECTION, PACKAGE)
        for one in mutants("newsml-g2", path.read_bytes(), HEADLINE)
    ]
    return made[::every]


def _with(old: str, new: str) -> bytes:
    """Return the correction with something else in one place."""
    text = CORRECTION.read_text("utf-8")
    assert old in text
    return text.replace(old, new, 1).encode()


# all that we write is in it


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_renditions_of_the_samples_are_of_the_profile(profile, path):
    assert profile.validate(etree.parse(path)), profile.error_log


@QUICK
@given(records())
def test_what_is_written_of_any_release_is_of_the_profile(record):
    release = built(record)

    for name in ("newsml-g2", "newsml-g2-package"):
        assert PROFILE.findings(WRITERS[name].load().write(release)) == [], name


@pytest.mark.parametrize("name", ["newsml-g2", "newsml-g2-package"])
def test_a_message_of_many_releases_is_of_the_profile(name):
    many = WRITERS[name].load().many
    records = [json.loads(path.read_bytes()) for path in RELEASES]

    parts = [many.part(built(one)) for one in records if schema.is_complete(one)]

    message = many.head("2026-03-02T09:00:00Z") + b"".join(parts) + many.tail
    assert len(parts) > 10
    assert PROFILE.findings(message) == []


# what it accepts, the XSD accepts


@settings(QUICK, max_examples=6)
@given(grammar.documents(ROOT, 15))
def test_what_the_profile_accepts_is_valid_by_the_official_schema(profile, xsd, documents):
    accepted = [raw for raw in documents if profile.validate(etree.fromstring(raw))]

    assert [raw for raw in accepted if not _accepts(xsd, raw)] == []


@pytest.mark.slow
@settings(QUICK, max_examples=60)
@given(grammar.documents(ROOT, 40))
def test_what_the_profile_accepts_of_thousands_is_valid_by_the_official_schema(
    profile, xsd, documents
):
    accepted = [raw for raw in documents if profile.validate(etree.fromstring(raw))]

    assert [raw for raw in accepted if not _accepts(xsd, raw)] == []


def test_documents_made_from_the_grammar_are_mostly_of_it_and_show_all_its_elements(profile):
    seen, counts = set(), {True: 0, False: 0}

    @settings(QUICK, max_examples=6)
    @given(grammar.documents(ROOT, 15))
    def judge(documents):
        for raw in documents:
            root = etree.fromstring(raw)
            counts[profile.validate(root)] += 1
            seen.update(etree.QName(one).localname for one in root.iter())

    judge()

    named = {one.get("name").rpartition(":")[2] for one in ROOT.iter(f"{grammar.RNG}element")}
    assert named - seen == set()
    assert counts[True] > counts[False]


def test_a_rendition_with_a_fault_that_the_profile_accepts_is_valid_by_the_official_schema(
    profile, xsd
):
    accepted = [raw for raw in _faulty(3) if _accepts(profile, raw)]

    assert len(accepted) > 20
    assert [raw for raw in accepted if not _accepts(xsd, raw)] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2026-08-04T10:15:00+07:00</versionCreated>", "2026-08-04T10:15:00</versionCreated>"),
        ("2026-08-04T10:15:00+07:00</versionCreated>", "2026-08-04T24:00:00Z</versionCreated>"),
        ("2026-08-04T10:15:00+07:00</versionCreated>", "2026-08-04T10:15:00-00:00</versionCreated>"),
        ('guid="https://pers.contoh.go.id/', 'guid="/'),
        ('href="https://pers.contoh.go.id/media', 'href="media'),
        ('href="https://pers.contoh.go.id/media', 'href="https://pers.contoh.go.id/{media}'),
        ('qcode="ninat:text"', 'qcode="ninat:words"'),
        ('standardversion="2.35"', 'standardversion="2.34"'),
        (' conformance="power"', ""),
        ('rank="1"', 'rank="7"'),
        ("<language tag", '<language xml:lang="id" tag'),
        ('<p>Penurunan', '<p onclick="x()">Penurunan'),
        ("<p>Penurunan", "<script/><p>Penurunan"),
        ('original="r6ff1a43dv2-body.1"', 'original="r6ff1a43dv2-body.2"'),
        ('idrefs="r6ff1a43dv2-q-1"', 'idrefs="r6ff1a43dv2-q-2"'),
        ('idrefs="r6ff1a43dv2-q-1"', 'idrefs=""'),
        ('<link id="r6ff1a43dv2-a-1"', '<link id="r6ff1a43dv2-q-1"'),
        ('value="char=80,89"', 'value="80-89"'),
        ('value="2026-08"/>', 'value="August 2026"/>'),
    ],
)  # fmt: skip
def test_the_profile_is_stricter_than_the_official_schema(profile, xsd, old, new):
    raw = _with(old, new)

    assert _accepts(xsd, raw)
    assert not _accepts(profile, raw)


# another implementation says the same


def _refused(jing: str, paths: list[Path]) -> set[str]:
    """Return the names of the files that jing refuses."""
    grammar_path = CHECKOUT / "schemas" / GRAMMAR
    done = subprocess.run([jing, grammar_path, *paths], capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    assert "fatal" not in done.stdout, "the files behind it were not looked at"
    told = [re.match(r"(.+?):\d+:\d+: error", line) for line in done.stdout.splitlines()]
    return {Path(match[1]).name for match in told if match}


def test_jing_finds_the_samples_of_the_profile(jing):
    assert _refused(jing, SAMPLES) == set()


def test_jing_and_libxml2_agree_on_three_hundred_faults(jing, profile, tmp_path):
    """Faults of XML itself are left out: two parsers need not agree on what they still read."""
    verdicts = {}
    for number, raw in enumerate(raw for raw in _faulty(5) if _is_xml(raw)):
        (tmp_path / f"{number}.xml").write_bytes(raw)
        verdicts[f"{number}.xml"] = _accepts(profile, raw)

    refused = _refused(jing, sorted(tmp_path.iterdir()))

    assert len(verdicts) >= 300
    assert refused == {name for name, is_accepted in verdicts.items() if not is_accepted}


def _is_xml(raw: bytes) -> bool:
    """Return whether a file is XML to every parser; some take no UTF-16 that calls itself UTF-8."""
    try:
        etree.fromstring(raw)
        raw.decode()
    except (etree.XMLSyntaxError, UnicodeDecodeError):
        return False
    return True


# what is said


def _said(raw: bytes) -> list[tuple[str, str, str, int, int]]:
    return [
        (one.code, one.variant, one.severity, one.position.line, one.position.column)
        for one in PROFILE.findings(raw)
    ]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("10:15:00+07:00</versionCreated>", "10:15:00</versionCreated>", (10, 1)),
        ('<headline rank="1">', "<headline>", (33, 1)),
        ('qcode="ninat:text"', 'qcode="ninat:words"', (8, 1)),
        (' conformance="power"', "", (2, 1)),
        ("<p>Penurunan", '<p onclick="x()">Penurunan', (52, 537)),
    ],
)
def test_a_file_of_ours_that_is_not_of_the_profile_is_told_with_its_place(old, new, place):
    assert _said(_with(old, new)) == [("X027", "", "error", *place)]


def test_of_many_faults_one_is_told():
    raw = (
        CORRECTION.read_bytes()
        .replace(b' rank="1"', b"")
        .replace(b"<dateline>", b"<dateline x='1'>")
    )

    assert len(_said(raw)) == 1


def test_an_element_of_another_namespace_is_told_with_its_line():
    """libxml2 names it by a prefix, which only its own file knows."""
    raw = _with('<headline rank="1">', '<x:note xmlns:x="urn:x:notes"/><headline rank="1">')

    assert _said(raw) == [("X027", "", "error", 33, 1)]


def test_a_reference_to_nothing_is_told_of_the_whole_file():
    raw = _with('original="r6ff1a43dv2-body.1"', 'original="r6ff1a43dv2-body.2"')

    assert _said(raw) == [("X027", "", "error", 2, 1)]


def test_of_a_file_of_another_tool_it_is_said_once_as_information():
    raw = _with(">press-archive<", ">other-tool<").replace(b"rank", b"rang")

    assert _said(raw) == [("X027", "foreign", "info", 2, 1)]


def test_a_file_without_generator_is_of_another_tool():
    raw = b'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"/>'

    assert _said(raw) == [("X027", "foreign", "info", 1, 1)]


def test_of_what_cannot_be_parsed_the_profile_says_nothing():
    assert _said(b"<newsItem") == []


def test_a_file_with_thousands_of_parts_side_by_side_is_not_compared():
    """libxml2 takes seconds for one, and twice as many take four times as long."""
    raw = _with("<p>Penurunan", "<p>" + "<br/>x" * 2_001 + "Penurunan")

    assert _said(raw) == [("X027", "wide", "info", 2, 1)]
