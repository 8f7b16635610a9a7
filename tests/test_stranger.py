"""A portal that knows the address of a published site, and nothing else, takes it in.

What it runs is ``docs/stranger.py``, which imports nothing of this project.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from archive.publication.standing import MARK
from archive.server.listening import Server
from archive.server.media_types import media_type

pytestmark = pytest.mark.slow
CHECKOUT = Path(__file__).parent.parent
STRANGER = CHECKOUT / "docs" / "stranger.py"
EVERY_FORM = ("--renditions", "json,nquads")
ENVIRONMENT = {
    name: value for name, value in os.environ.items() if not name.startswith("PRESS_ARCHIVE")
} | {"PYTHONPATH": str(CHECKOUT)}


class Portal:
    """A site that is served, and a stranger's copy of it."""

    def __init__(self, folder: Path, server: Server, asked: list[str]) -> None:
        self.folder = folder
        self.url = server.url
        self.first = ""
        """What the stranger printed at its first visit, where that was made already."""
        self.asked = asked
        """What the site was asked for, such as ``/catalog.ttl 304``."""

    def publish(self, records: list[dict[str, Any]], *options: str) -> None:
        """Publish records, and nothing else, at the address of the site."""
        lines = [json.dumps(record, ensure_ascii=False) for record in records]
        (self.folder / "releases.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        words = ["publish", "releases.jsonl", "-o", "public", "--base-url", self.url, "-q"]
        self.run("-m", "archive", *words, "--no-search", "--no-parquet", *options)

    def visit(self, *options: str, copy: str = "copy") -> str:
        """Let the stranger come, and return what it prints."""
        self.asked.clear()
        return self.run(str(STRANGER), self.url, "--folder", copy, *options).stdout

    def run(self, *words: str, status: int = 0) -> subprocess.CompletedProcess[str]:
        """Run Python in the folder."""
        done = subprocess.run(
            [sys.executable, *words], cwd=self.folder, env=ENVIRONMENT, capture_output=True,
            text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == status, done.stdout + done.stderr
        return done

    def statements(self, copy: str = "copy") -> set[str]:
        """Return what a copy holds."""
        return {str(quad) for quad in ox.Store.read_only(str(self.folder / copy / "store"))}


def served(folder: Path) -> Iterator[Portal]:
    """Serve a folder as long as the fixture lives."""
    asked: list[str] = []
    with Server(folder / "public", "127.0.0.1", 0, lambda line: asked.append(line[4:])) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield Portal(folder, server, asked)
        server.shutdown()
        thread.join()


@pytest.fixture
def portal(tmp_path) -> Iterator[Portal]:
    """Return an empty site that is served."""
    yield from served(tmp_path)


@pytest.fixture(scope="module")
def site(tmp_path_factory, records) -> Iterator[Portal]:
    """Return a site with the samples that nobody changes, and a copy of it."""
    for portal in served(tmp_path_factory.mktemp("site")):
        portal.publish(records)
        portal.first = portal.visit()
        yield portal


@pytest.fixture(scope="module")
def records(samples) -> list[dict[str, Any]]:
    """Return the good samples that are for the public and not withdrawn."""
    found = [json.loads(path.read_text("utf-8")) for path in sorted(samples.glob("good/*/*.json"))]
    return [
        one
        for one in found
        if one.get("status") == "published" and "embargo" not in one
        and one.get("access", {}).get("level", "public") == "public"
    ]  # fmt: skip


def newer(record: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Return the next edition of a record."""
    number = record["version"] + 1
    change = {"version": number, "at": "2026-11-01T00:00:00+07:00", "kind": "minor"}
    changes = [*record.get("changes", ()), change]
    created = {"version": number, "versionCreated": change["at"], "changes": changes}
    return record | created | fields


def withdrawn(record: dict[str, Any]) -> dict[str, Any]:
    """Return the record of a release that was withdrawn."""
    step = {"status": "withdrawn", "at": "2026-11-01T00:00:00+07:00", "reason": "Sudah dibatalkan"}
    history = [*record.get("statusHistory", ()), step]
    return newer(record, status="withdrawn", statusHistory=history)


def answers(said: str, title: str) -> list[list[str]]:
    """Return the rows of an answer, without the names of its columns."""
    (table,) = re.findall(rf"^{re.escape(title)}.*\n((?:  .*\n?)+)", said, re.MULTILINE)
    return [line.strip().split(" | ") for line in table.splitlines()[1:]]


def test_a_stranger_knows_nothing_of_this_project():
    tree = ast.parse(STRANGER.read_text("utf-8"))
    names = {
        alias.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in (
            node.names if isinstance(node, ast.Import) else [ast.alias(node.module or "")]
        )
    }

    assert names - set(sys.stdlib_module_names) == {"pyoxigraph", "zstandard"}


def test_a_stranger_takes_everything_in_and_its_questions_are_answered(site, records):
    said = site.first

    assert f" statements of {len(records)} releases\n" in said
    names = {one["id"]: {p["id"]: p["name"] for p in one.get("people", ())} for one in records}
    speakers = Counter(
        names[one["id"]][quote["speaker"]]
        for one in records
        for quote in one.get("quotes", ())
        if quote.get("speaker") in names[one["id"]]
    )
    spoken = answers(said, "Who spoke most")
    assert spoken
    assert all(speakers[name] == int(quotes) for name, quotes, _ in spoken)
    topics = Counter(
        (one["dates"]["issued"]["dateTime"][:7], subject["code"])
        for one in records
        for subject in one.get("subjects", ())
        if "dateTime" in one["dates"]["issued"]
    )
    per_topic = answers(said, "Releases per topic and month")
    assert {(month, int(count)) for month, _, count in per_topic} >= {
        (month, count) for (month, _), count in topics.items()
    }
    assert len(answers(said, f"Quotes of one person: {spoken[0][0]}")) == int(spoken[0][1])


def test_a_stranger_asks_for_a_certain_person(site):
    said = site.visit("--person", "Siti Rahma")

    ((quote, on, release),) = answers(said, "Quotes of one person: Siti Rahma")
    assert quote.startswith("Stok di gudang cukup")
    assert (on, release) == ("2026-08-03", "https://pers.contoh.go.id/id/release/x7k2m9")


def test_a_stranger_that_comes_again_asks_for_the_catalogue_alone(site):
    again = site.visit()

    assert "nothing has changed\n" in again
    assert site.asked == ["/catalog.ttl 304"]
    assert again.partition("releases\n")[2] == site.first.partition("releases\n")[2]


@pytest.mark.parametrize("options", [EVERY_FORM, ("--renditions", "none")], ids=["forms", "dumps"])
def test_a_stranger_takes_in_what_has_changed_and_only_that(portal, records, options):
    """One release is new, one has a new edition, one was withdrawn; a fresh copy is no other."""
    edited, gone, *rest = records
    portal.publish([edited, gone, *rest[1:]], *options)
    portal.visit()
    portal.publish([newer(edited, headline="Judul baru"), withdrawn(gone), *rest], *options)

    said = portal.visit()

    assert sorted(re.findall(r"^(?:replaced|removed) [^,\s]+", said, re.MULTILINE)) == sorted(
        [f"replaced {edited['id']}", f"replaced {rest[0]['id']}", f"removed {gone['id']}"]
    )
    pages = [line for line in portal.asked if line.startswith("/r/")]
    dumps = [line for line in portal.asked if line.startswith("/dump/")]
    assert (len(pages), bool(dumps)) == ((2, False) if options == EVERY_FORM else (1, True))
    portal.visit(copy="fresh")
    assert portal.statements() == portal.statements("fresh")


def test_a_stranger_keeps_the_newest_edition_of_a_work(portal, records):
    portal.publish([*records, newer(records[0], headline="Judul baru")])

    said = portal.visit()

    assert f" statements of {len(records)} releases\n" in said
    assert any("Judul baru" in line for line in portal.statements())


def misled(portal: Portal, site: Portal, right: str, wrong: str) -> str:
    """Return what a stranger says of a catalogue that has one word changed."""
    (portal.folder / "public").mkdir()
    for name in ("index.html", "catalog.ttl", ".well-known/resourcesync"):
        content = (site.folder / "public" / name).read_text("utf-8")
        path = portal.folder / "public" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content.replace(right, wrong), encoding="utf-8")
    done = portal.run(str(STRANGER), portal.url, status=1)
    assert not (portal.folder / "copy" / "state.json").exists()
    return done.stderr


def test_a_stranger_does_not_take_a_dump_that_is_not_what_the_catalogue_says(portal, site):
    dump = site.folder / "public" / "dump" / "releases-2026.nq.zst"
    digest = hashlib.sha256(dump.read_bytes()).hexdigest()

    said = misled(portal, site, digest, digest[::-1])

    assert f"{dump.name}: size or digest is not that of the catalogue\n" in said


def test_a_stranger_does_not_read_its_own_machine(portal, site):
    dump = f"{site.url}dump/releases-2026.nq.zst"

    said = misled(portal, site, f"<{dump}>", "<file:///etc/x.nq>")

    assert "file:///etc/x.nq is no address of the web\n" in said


def test_a_stranger_does_not_mix_two_sites(site):
    other = site.url.replace("127.0.0.1", "localhost")

    done = site.run(str(STRANGER), other, status=1)

    assert f"copy holds a copy of {site.url}\n" in done.stderr


def test_a_stranger_says_that_there_is_no_catalogue(portal):
    (portal.folder / "public").mkdir()
    (portal.folder / "public" / "index.html").write_text("<h1>Lain</h1>")

    done = portal.run(str(STRANGER), portal.url, status=1)

    assert done.stderr == f"{portal.url}: {portal.url} names no catalogue\n"


def blocks(word: str) -> list[str]:
    """Return the blocks of a kind on the page for portals."""
    text = (CHECKOUT / "docs" / "portal.md").read_text("utf-8")
    return re.findall(rf"^```{word}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_the_page_for_portals_shows_what_is_printed(site):
    """Of the samples, of which the one that was withdrawn makes no difference."""
    said = site.first.replace(site.url, "http://127.0.0.1:8000/")

    size = re.compile(r": \d+ bytes")  # differs with the version of the compressor
    (shown,) = blocks("text stranger")
    assert size.sub("", said) == size.sub("", shown)


def test_the_question_on_the_page_for_portals_is_answered(site):
    (question,) = blocks("sparql")
    store = ox.Store.read_only(str(site.folder / "copy" / "store"))

    found = store.query(question, use_default_graph_as_union=True)

    counts = [one["quotes"].value for one in found]
    assert counts == [quotes for _, quotes, _ in answers(site.first, "Who spoke most")]


def test_every_file_of_a_site_is_served_with_its_media_type(site):
    public = site.folder / "public"
    names = [path.relative_to(public).as_posix() for path in public.rglob("*") if path.is_file()]

    unknown = [name for name in names if media_type(name) == "application/octet-stream"]

    assert len(names) > 100
    assert unknown == [MARK]
