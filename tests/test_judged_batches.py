"""Files of standard formats in batches, by their real judges: order, workers, hostile inputs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from archive.judges import JUDGES
from tests.program import other, save

FAULTY = {
    "a.xml": b"<newsItem>\n",
    "b.ninjs.json": b'{"uri": 7}\n',
    "c.nq": b"<urn:a> <urn:b> \n",
    "d.ttl": b"@prefix a: <urn:a> .\nb:c a:d 'e' .\n",
    "e.rdf": b"<rdf:RDF\n",
    "f.jsonld": b'{"@context": 7}\n',
    "g.json": b"<html>\n",
    "h.trig": b"",
}  # fmt: skip


def reports(press_archive, jobs: str) -> list[object]:
    """Return all that a run says."""
    words = ["-j", jobs, "--output-format", "json", "--report", f"text={jobs}.txt"]
    done = press_archive("validate", "in", *words)
    told = json.loads(done.out)
    del told["summary"]["seconds"]
    return [done.status, done.err, told, Path(f"{jobs}.txt").read_bytes()]


def test_as_many_workers_as_one_likes_say_the_same_in_the_order_of_the_input(
    press_archive, samples
):
    """There are two chunks of work: one holds at most 500 files."""
    shutil.copytree(samples / "good" / "koreksi-harga-beras", "in/07")
    for copy in range(60):
        Path(f"in/{copy:02}").mkdir(parents=True, exist_ok=True)
        for name, raw in FAULTY.items():
            Path(f"in/{copy:02}/{name}").write_bytes(raw)
        save(f"in/{copy:02}/z.jsonl", other(copy), other(copy))

    alone, together = (reports(press_archive, jobs) for jobs in ("1", "2"))

    problems = [one["path"] for one in alone[2]["problems"]]
    assert problems == sorted(problems)
    assert {f"in/07/{name}" for name in FAULTY} <= set(problems)
    assert alone == together


def test_every_rendition_beside_a_sample_is_valid(press_archive, samples):
    done = press_archive("validate", str(samples / "good"), "--output-format", "json")

    told = json.loads(done.out)
    suffixes = [form.suffix for form in JUDGES.values()]
    assert done.status == 0
    assert {suffix for suffix in suffixes for one in told["files"] if one["path"].endswith(suffix)} == {
        *suffixes
    }  # fmt: skip


EVERY = "newsml-g2,ninjs,jsonld,nquads,ntriples,rdfxml"
SHARDS = "newsml-g2,ninjs,jsonld,nquads,ntriples,trig"


@pytest.mark.parametrize(
    ("words", "name"), [(["-t", EVERY], "out"), (["-t", SHARDS, "--pack"], "out/*.zst")]
)
def test_what_convert_writes_is_valid(press_archive, samples, words, name):
    words = [*words, "-o", "out", "--include-embargoed", "--include-drafts"]
    press_archive("convert", str(samples / "good"), *words)

    done = press_archive("validate", name, "-j", "1")

    assert done.status == 0
    assert "valid, 0 invalid; 0 errors, 0 warnings" in done.err


@pytest.mark.parametrize("folder", ["formats/newsml_g2", "formats/newsml12", "formats/rss_atom"])
def test_xml_of_many_kinds_is_judged_to_the_end(press_archive, corpora, folder):
    count = len(list((corpora / folder).rglob("*.xml")))

    done = press_archive("validate", str(corpora / folder), "-j", "1", "--max-errors", "1")

    assert done.err.startswith(f"{count} files checked, ")


def test_ninjs_of_agencies_is_judged_to_the_end(press_archive, corpora):
    folder = corpora / "formats" / "ninjs"
    count = len(list(folder.rglob("*.json")))

    done = press_archive("validate", str(folder), "-f", "ninjs", "--max-errors", "1")

    assert done.err.startswith(f"{count} files checked, ")


@pytest.mark.parametrize("word", JUDGES)
def test_a_hostile_file_that_is_forced_upon_a_judge_does_no_harm(press_archive, corpora, word):
    entries = json.loads((corpora / "nasty" / "manifest.json").read_bytes())
    Path("list").write_text("\n".join(str(corpora / "nasty" / one["file"]) for one in entries))

    done = press_archive("validate", "--files-from", "list", "-f", word, "-j", "1")

    assert done.status == 1
    assert done.err.startswith(f"{len(entries)} files checked, ")
