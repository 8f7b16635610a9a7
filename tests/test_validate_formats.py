"""``validate`` and files of standard formats: which are judged, by whom, and what is said of them."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import ClassVar

import pytest
import zstandard

from archive import messages
from archive.batch.engine import Orders, unheard
from archive.batch.judgement import Checking
from archive.batch.pieces import chunks
from archive.batch.sources import find
from archive.batch.terms import Terms
from archive.errors import ArchiveError, PhrasedError
from archive.findings import Finding, Position, finding
from archive.judges import JUDGES, JudgedFormat
from archive.readers import READERS
from tests.program import other, record, save

ALL = frozenset(JUDGES)
NINJS = {"uri": "urn:x:1", "versioncreated": "2026-03-02T09:00:00+07:00", "headlines": []}
XML = b'<?xml version="1.0"?>\n<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"/>\n'
RDF = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>\n'
STATEMENT = b"<http://a.example/s> <http://a.example/p> <http://a.example/o> .\n"
EXAMPLES = {
    "newsml-g2": XML,
    "ninjs": json.dumps(NINJS).encode(),
    "jsonld": b'{"@context": {"a": "http://a.example/"}}\n',
    "nquads": STATEMENT,
    "ntriples": STATEMENT,
    "turtle": b"@prefix a: <http://a.example/> .\n" + STATEMENT,
    "trig": b"@prefix a: <http://a.example/> .\n" + STATEMENT,
    "rdfxml": RDF,
}


class Exclamations:
    """A judge of no format at all: it has something against exclamation marks."""

    loaded: ClassVar[list[tuple[str, Path | None]]] = []
    seen: ClassVar[list[bytes]] = []

    def findings(self, raw: bytes) -> list[Finding]:
        """Return every mark, where it stands."""
        self.seen.append(raw)
        lines = raw.decode(errors="replace").split("\n")
        return [
            finding("J001", found="!").at(Position(number, column))
            for number, line in enumerate(lines, 1)
            for column, sign in enumerate(line, 1)
            if sign == "!"
        ]


def judge(name: str, standards: Path | None) -> Exclamations:
    """Return the judge; refuse folders whose name says that they hold something else."""
    Exclamations.loaded.append((name, standards))
    match standards.name if standards else "":
        case "broken":
            raise ArchiveError("that is no schema")
        case "closed":
            raise PermissionError(13, "Permission denied", "closed/x.xsd")
        case "phrased":
            raise PhrasedError("source_empty", name="phrased")
    return Exclamations()


@pytest.fixture(autouse=True)
def small_judge(monkeypatch):
    """Let the small judge look at every format."""
    for word, form in JUDGES.items():
        monkeypatch.setitem(JUDGES, word, JudgedFormat(__name__, form.suffix))
    Exclamations.loaded = []
    Exclamations.seen = []


@pytest.fixture
def here(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)


def write(name: str, raw: bytes) -> str:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    packed = {".gz": gzip.compress, ".zst": zstandard.compress}.get(Path(name).suffix, bytes)
    Path(name).write_bytes(packed(raw))
    return name


def places(done) -> list[str]:
    """Return path:line:column: CODE of each problem."""
    lines = [line for line in done.out.splitlines() if not line.startswith(" ")]
    return [" ".join(line.split(" ")[:2]) for line in lines]


# which files


def test_a_folder_stands_for_its_files_of_every_format(here):
    names = [f"d/a{form.suffix}" for form in JUDGES.values()]
    names += ["d/a.json", "d/b.jsonl", "d/c.NQ.gz", "d/d.ndjson"]
    for name in [*names, "d/a.txt", "d/a.json.canonical", "d/.b.xml"]:
        write(name, b"")

    found = find(["d"], judges=ALL)

    assert [source.name for source in found.sources] == sorted(names)


def test_a_folder_of_releases_to_be_read_does_not_stand_for_files_of_standard_formats(here):
    for name in [*(f"d/a{form.suffix}" for form in JUDGES.values()), "d/a.json"]:
        write(name, b"")

    assert [source.name for source in find(["d"]).sources] == ["d/a.json"]


@pytest.mark.parametrize("word", JUDGES)
def test_the_suffix_says_the_format_of_a_file_that_is_judged(here, word):
    for packed in ("", ".gz", ".ZST"):
        name = write(f"A{JUDGES[word].suffix.upper()}{packed}", b"")

        assert find([name], judges=ALL).sources[0].format == word
        assert find([name]).sources[0].format == word


def test_a_folder_walk_takes_the_suffixes_of_the_standard_format_that_was_named(here):
    for name in (
        "d/a.ttl",
        "d/b.ttl.gz",
        "d/c.trig",
        "d/d.ninjs.json",
        "d/e.json",
        "d/f.ninjs.jsonl",
    ):
        write(name, b"")

    def taken(word: str) -> list[str]:
        return [source.name for source in find(["d"], source_format=word, judges=ALL).sources]

    assert taken("turtle") == ["d/a.ttl", "d/b.ttl.gz"]
    assert taken("ninjs") == ["d/d.ninjs.json", "d/e.json", "d/f.ninjs.jsonl"]


def test_shards_of_json_are_known_by_their_name(here):
    names = ["a.ninjs.jsonl.zst", "a.jsonld.jsonl.zst", "a.jsonl.zst"]
    for name in names:
        write(name, b"")

    formats = [source.format for source in find(names, judges=ALL).sources]

    assert formats == ["ninjs", "jsonld", "jsonl"]


# by whom


@pytest.mark.parametrize("packed", ["", ".gz", ".zst"])
@pytest.mark.parametrize("word", JUDGES)
def test_a_file_is_judged_by_the_judge_of_its_format(press_archive, word, packed):
    name = write(f"a{JUDGES[word].suffix}{packed}", EXAMPLES[word])

    done = press_archive("validate", name)

    assert (done.status, Exclamations.loaded) == (0, [(word, None)])
    assert Exclamations.seen == [EXAMPLES[word]]


@pytest.mark.parametrize("word", JUDGES)
def test_the_format_that_is_named_counts_more_than_the_suffix(press_archive, word):
    name = write("a.txt", EXAMPLES[word])

    press_archive("validate", name, "-f", word)

    assert Exclamations.loaded == [(word, None)]


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (XML, "newsml-g2"),
        (b"\xef\xbb\xbf<!-- a -->\n<!DOCTYPE x [<!ENTITY a 'b'>]>\n" + XML[22:], "newsml-g2"),
        (b'<?a?><n:newsMessage xmlns:n="http://iptc.org/std/nar/2006-10-01/">', "newsml-g2"),
        (RDF, "rdfxml"),
        (EXAMPLES["ninjs"], "ninjs"),
        (EXAMPLES["jsonld"], "jsonld"),
        (EXAMPLES["turtle"], "trig"),
        (b"# a remark\nPREFIX : <http://a.example/>\n", "trig"),
        (b"base <http://a.example/>", "trig"),
        (STATEMENT, "nquads"),
        (b'\n# a remark\n_:b <http://a.example/p> "o" .', "nquads"),
    ],
)
def test_what_has_no_suffix_is_known_by_its_content(press_archive, raw, word):
    write("a", raw)

    press_archive("validate", "a")
    press_archive("validate", "-", stdin=gzip.compress(raw))

    assert Exclamations.loaded == [(word, None)] * 2


@pytest.mark.parametrize(
    ("raw", "kind"),
    [(b"<rss version='2.0'/>", "XML"), (b"Base metals rise < 3 %", "?"), (b"<RDF/>", "XML"),
     (b"<", "XML"), (b"%PDF-1.7", "?")],
)  # fmt: skip
def test_what_nobody_knows_is_not_guessed(press_archive, raw, kind):
    write("a", raw)

    done = press_archive("validate", "a")

    assert done.out.startswith(f"a:1:1: J013 {kind} is not a format that is read or judged\n")
    assert not Exclamations.loaded


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_format_there_is_is_named_when_one_is_not_known(press_archive, language):
    write("a.docx", b"PK")

    hint = press_archive("validate", "a.docx", "--lang", language).out.splitlines()[1]

    assert all(f"{word}," in hint or f"{word} (" in hint for word in [*READERS, *JUDGES])


def test_standard_input_of_a_named_format_is_judged(press_archive):
    done = press_archive("validate", "-f", "turtle", "-", stdin=b"<a> <b>\n !")

    assert places(done) == ["<stdin>:2:2: J001"]
    assert Exclamations.loaded == [("turtle", None)]


def test_release_json_that_holds_json_ld_is_still_release_json(press_archive):
    write("a.json", EXAMPLES["jsonld"])

    done = press_archive("validate", "a.json")

    assert "S101" in done.codes
    assert not Exclamations.loaded


def test_a_json_file_that_holds_ninjs_is_judged_as_ninjs(press_archive):
    write("a.json", EXAMPLES["ninjs"])

    press_archive("validate", "a.json")

    assert Exclamations.loaded == [("ninjs", None)]


def test_a_judge_is_loaded_once_and_only_if_there_is_work_for_it(press_archive):
    save("d/a.json", record())
    for number in range(3):
        write(f"d/{number}.ttl", EXAMPLES["turtle"])
    write("d/empty.nq", b"")

    press_archive("validate", "d")

    assert Exclamations.loaded == [("turtle", None)]


# files that lie


@pytest.mark.parametrize(
    ("name", "raw", "expected", "kind"),
    [
        ("a.xml", EXAMPLES["ninjs"], "NewsML-G2", "JSON"),
        ("a.xml", b"\xef\xbb\xbf[\n{}]", "NewsML-G2", "JSON"),
        ("a.xml", b"<!DOCTYPE html>\n<html><body>", "NewsML-G2", "HTML"),
        ("a.xml", b"%PDF-1.7 ", "NewsML-G2", "PDF"),
        ("a.rdf", gzip.compress(RDF, mtime=0), "RDF/XML", "gzip"),
        ("a.ttl", b"<html>\n", "Turtle", "HTML"),
        ("a.ttl", RDF, "Turtle", "XML"),
        ("a.trig", b'<?xml version="1.0"?><a/>', "TriG", "XML"),
        ("a.nq", b' {"@id": "a"}', "N-Quads", "JSON"),
        ("a.nt", b"PK\x03\x04", "N-Triples", "ZIP"),
        ("a.json", XML, "JSON", "XML"),
        ("a.ninjs.json", XML, "JSON", "XML"),
        ("a.jsonld", b"\x89PNG\r\n\x1a\n", "JSON", "PNG"),
    ],
)
def test_a_file_that_is_another_kind_than_its_name_says_is_told_so(
    press_archive, name, raw, expected, kind
):
    write(name, raw)

    done = press_archive("validate", name)

    said = f"{name}:1:1: J012 this is no {expected}; it looks like {kind}"
    assert [line for line in done.out.splitlines() if "=" not in line] == [said]
    assert not Exclamations.seen


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.xml", RDF), ("a.xml", b"<feed/>"), ("a.xml", "<a/>".encode("utf-16")), ("a.xml", b"a"),
        ("a.rdf", XML), ("a.ttl", b"[ <a> <b> ] ."), ("a.ttl", b"<a> <b> <c> ."),
        ("a.trig", b"{ <a> <b> <c> }"), ("a.ttl", STATEMENT),
    ],
)  # fmt: skip
def test_what_may_be_meant_is_left_to_the_judge(press_archive, name, raw):
    write(name, raw)

    done = press_archive("validate", name)

    assert done.status == 0
    assert Exclamations.seen == [raw]


def test_rdf_that_is_not_utf_8_is_told_so(press_archive):
    write("a.ttl", "@prefix a: <b> .".encode("utf-16"))

    done = press_archive("validate", "a.ttl")

    assert places(done) == ["a.ttl:1:1: J003"]


# what is said


@pytest.mark.parametrize("raw", [b"", b" \n\t", b"\xef\xbb\xbf \n"])
@pytest.mark.parametrize("form", JUDGES.values(), ids=list(JUDGES))
def test_a_file_that_holds_nothing_is_told_so(press_archive, form, raw):
    name = write(f"a{form.suffix}", raw)

    done = press_archive("validate", name)

    assert places(done) == [f"{name}:1:1: J010"]


@pytest.mark.parametrize("packed", ["", ".gz", ".zst"])
def test_a_file_larger_than_allowed_is_not_judged(press_archive, packed):
    name = write(f"a.ttl{packed}", b"#" * 1024 + b"\n!")
    fits = write(f"b.ttl{packed}", b"#" * 1022 + b"\n!")

    done = press_archive("validate", name, fits, "--max-size", "1k")

    assert places(done) == [f"{name}:1:1: J009", f"{fits}:2:1: J001"]
    assert "this is larger than 1024 bytes, and is not judged" in done.out


def test_a_file_larger_than_a_piece_is_judged_whole(press_archive):
    raw = b"#" * (5 * 2**20) + b"\n!"
    names = [write(f"a.ttl{packed}", raw) for packed in ("", ".gz", ".zst")]

    done = press_archive("validate", *names, "-j", "1")

    assert places(done) == [f"{name}:2:1: J001" for name in names]


def test_compressed_data_that_are_damaged_do_not_stop_the_others(press_archive):
    Path("a.ttl.gz").write_bytes(gzip.compress(STATEMENT * 9)[:-9])
    Path("b.ttl.zst").write_bytes(zstandard.compress(STATEMENT * 9)[:-9])
    write("c.ttl", b"!")

    done = press_archive("validate", "a.ttl.gz", "b.ttl.zst", "c.ttl")

    assert done.codes == ["J015", "J015", "J001"]
    assert len(Exclamations.seen) == 1


@pytest.mark.parametrize("name", ["a.ninjs.json", "a.ninjs.jsonl", "a.json"])
@pytest.mark.parametrize("form", ["[%s,\n%s]", "%s\n\n%s\n"], ids=["array", "lines"])
def test_many_items_of_ninjs_in_one_file_are_judged_together(press_archive, name, form):
    """Two of them may be the same version of an item, which only the whole file shows."""
    item = json.dumps(NINJS | {"headlines": ["!"]})
    raw = (form % (item, item)).encode()
    write(name, raw)

    press_archive("validate", name, "-f", "ninjs")

    assert Exclamations.seen == [raw]


LINE = b'{"@context": {"a": "http://a.example/"}, "@id": "!"}'


@pytest.mark.parametrize("name", ["a.jsonld", "a.jsonld.jsonl.zst"])
def test_each_line_of_json_ld_is_judged_at_its_place(press_archive, name):
    write(name, LINE + b"\n\n" + LINE + b"\n")

    done = press_archive("validate", name)

    column = LINE.index(b"!") + 1
    assert places(done) == [f"{name}:{number}:{column}: J001" for number in (1, 3)]
    assert Exclamations.seen == [LINE] * 2


def test_many_lines_of_json_ld_are_judged_as_few_are(here):
    """Pieces of a large source are cut by the process that began the run."""
    write("a.jsonld", (LINE + b"\n") * 4 + b"#" * 300 + b"\n" + LINE)

    def told(size_bytes: int) -> list[tuple[str, Position | None]]:
        sources = find(["a.jsonld"], judges=ALL).sources
        check = Checking(terms=Terms(largest_bytes=200), with_digests=False).open()
        return [
            (one.code, one.position)
            for chunk in chunks(sources, largest=200, size_bytes=size_bytes)
            for outcome in check(chunk, Orders(), unheard).outcomes
            for one in outcome.findings
        ]

    assert told(100) == told(2**20)
    assert [code for code, _ in told(100)] == ["J001"] * 4 + ["J009", "J001"]


def test_a_large_array_of_ninjs_is_not_cut(here):
    raw = b"[" + b",\n".join([json.dumps(NINJS).encode()] * 9) + b"]"
    write("a.ninjs.json", raw)
    write("a.ninjs.json.gz", raw)

    for source in find(["a.ninjs.json", "a.ninjs.json.gz"], judges=ALL).sources:
        (chunk,) = chunks([source], largest=2**20, size_bytes=100)
        Checking(terms=Terms(), with_digests=False).open()(chunk, Orders(), unheard)

    assert Exclamations.seen == [raw] * 2


def test_json_ld_is_one_text_even_where_it_is_an_array(press_archive):
    write("a.jsonld", b'[{"@id": "a"},\n {"@id": "!"}]')

    done = press_archive("validate", "a.jsonld")

    assert places(done) == ["a.jsonld:2:11: J001"]
    assert len(Exclamations.seen) == 1


def test_releases_and_files_of_standard_formats_are_told_in_the_order_of_the_input(press_archive):
    write("a.ttl", b"!")
    save("b.json", record(headline=None))
    save("c.jsonl", other(1), other(2, headline=None))
    write("d.xml", b"<a>\n!</a>")
    Path("list").write_text("d.xml\nc.jsonl\nb.json\na.ttl\n", encoding="utf-8")

    done = press_archive("validate", "--files-from", "list")

    assert places(done) == [
        "d.xml:2:1: J001",
        "c.jsonl:2:1: S101",
        "b.json:1:1: S101",
        "a.ttl:1:1: J001",
    ]
    assert done.err.startswith("4 files checked, 0 valid, 4 invalid; 4 errors, ")


def test_a_report_has_the_checksum_of_a_file_that_was_judged(press_archive):
    names = [write("a.ttl", STATEMENT), write("b.nq.gz", STATEMENT), write("c.xml", XML + b"!")]

    done = press_archive("validate", *names, "--output-format", "json")

    report = json.loads(done.out)
    assert report["files"] == [
        {"path": name, "sha256": hashlib.sha256(Path(name).read_bytes()).hexdigest(), "valid": fine}
        for name, fine in zip(names, (True, True, False), strict=True)
    ]
    assert {name: report["summary"][name] for name in ("files", "valid", "errors")} == {
        "files": 3, "valid": 2, "errors": 1,
    }  # fmt: skip


def test_the_same_file_twice_under_two_names_is_nothing_to_tell(press_archive):
    """A folder has an item by itself and in a message, or in two formats."""
    for name in ("a.xml", "b.xml", "c.nq", "d.nt"):
        write(name, EXAMPLES["newsml-g2"] if name.endswith("xml") else STATEMENT)

    done = press_archive("validate", ".")

    assert (done.status, done.out) == (0, "")


def test_a_file_that_no_worker_survives_is_named_and_not_judged(here):
    write("a.ttl", b"!")
    write("b.ttl", b"!")
    (chunk,) = chunks(find(["a.ttl", "b.ttl"], judges=ALL).sources, largest=2**20)
    check = Checking(terms=Terms(), with_digests=False).open()
    announced: list[int] = []

    orders = Orders(guilty=frozenset([0]), is_careful=True)
    outcomes = check(chunk, orders, announced.append).outcomes

    assert [[one.code for one in outcome.findings] for outcome in outcomes] == [["J016"], ["J001"]]
    assert outcomes[0].findings[0].position == Position(1, 1)
    assert (announced, len(Exclamations.seen)) == ([0, 1], 1)


# official files


def test_the_folder_of_official_files_reaches_the_judges(press_archive, monkeypatch):
    Path("standards").mkdir()
    write("a.ttl", STATEMENT)

    press_archive("validate", "a.ttl", "--standards", "standards")
    monkeypatch.setenv("PRESS_ARCHIVE_STANDARDS", "standards")
    press_archive("validate", "a.ttl")

    assert Exclamations.loaded == [("turtle", Path("standards").absolute())] * 2


def test_a_folder_of_official_files_that_is_not_there_is_wrong_usage(press_archive):
    write("a.ttl", STATEMENT)

    done = press_archive("validate", "a.ttl", "--standards", "nowhere")

    assert (done.status, done.out) == (2, "")
    assert "'nowhere' does not exist" in done.err


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("broken", "an official file cannot be used to judge by: that is no schema"),
        ("closed", "cannot read 'closed/x.xsd': Permission denied"),
        ("phrased", "'phrased' holds nothing that can be read"),
    ],
)
def test_an_official_file_that_is_none_ends_the_run_with_its_reason(press_archive, folder, said):
    Path(folder).mkdir()
    write("a.ttl", STATEMENT)

    done = press_archive("validate", "a.ttl", "--standards", folder)

    assert done.status == 2
    assert said in done.err


def test_official_files_that_nobody_needs_may_be_anything(press_archive):
    Path("broken").mkdir()
    save("a.json", record())

    assert press_archive("validate", "a.json", "--standards", "broken").status == 0


# as press releases


def test_ninjs_can_still_be_read_and_judged_as_a_press_release(press_archive):
    for name in ("a.ninjs.json", "a.json"):
        write(name, EXAMPLES["ninjs"])

    done = press_archive("validate", "--as-release", "a.ninjs.json", "a.json")

    assert "S101" in done.codes
    assert not Exclamations.loaded


def test_as_press_releases_files_of_other_formats_are_read_when_they_are_named(press_archive):
    save("d/a.json", record())
    for word, form in JUDGES.items():
        write(f"d/a{form.suffix}", EXAMPLES[word])

    done = press_archive("validate", "--as-release", "d")
    one = press_archive("validate", "--as-release", "d/a.xml")
    other = press_archive("validate", "--as-release", "-f", "turtle", "d/a.ttl")

    assert done.err.startswith("1 files checked, 1 valid")
    assert "S101" in one.codes
    assert other.codes == ["L106"]
