"""Takes a published collection in, as a portal would that knows its address and nothing else.

It finds the catalogue, downloads the dumps, checks them, loads them into a store that answers
SPARQL, and asks three questions. Run again, it takes in what has changed since, and only that.
It needs pyoxigraph and zstandard, and nothing of this project: ``docs/portal.md`` explains it.

    python stranger.py https://pers.example.go.id/ --folder copy
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
import urllib.error
import urllib.request
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urljoin

import pyoxigraph as ox
import zstandard

DCAT = "http://www.w3.org/ns/dcat#"
SPDX = "http://spdx.org/rdf/terms#"
HAS_VERSION = ox.NamedNode("http://purl.org/dc/terms/hasVersion")
N_QUADS = "https://www.iana.org/assignments/media-types/application/n-quads"
UNPACKERS: dict[str, Callable[[BinaryIO], Any]] = {
    "zst": lambda file: zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True),
    "gz": lambda file: gzip.GzipFile(fileobj=file),
    "nq": lambda file: file,
}
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
RESOURCESYNC = "{http://www.openarchives.org/rs/terms/}"
MOST_BYTES = 2**28
"""Of a page, a catalogue, a list: a dump may be larger, as large as its catalogue says."""
MANY = 200
"""Works that have changed: from there on the dumps are fetched again instead of each of them."""
TIMEOUT_SECONDS = 60

QUESTIONS = {
    "Who spoke most": """
        SELECT (MIN(?name) AS ?who) (COUNT(DISTINCT ?quote) AS ?quotes)
               (COUNT(DISTINCT ?release) AS ?releases)
        WHERE {
          { SELECT ?quote ?release ?speaker (MIN(STR(?same)) AS ?authority) WHERE {
              ?quote a s:Quotation ; s:isPartOf ?release ; s:creator ?speaker .
              OPTIONAL { ?speaker s:sameAs ?same } }
            GROUP BY ?quote ?release ?speaker }
          ?speaker s:name ?name .
          BIND(COALESCE(?authority, ?name) AS ?one)
        }
        GROUP BY ?one ORDER BY DESC(?quotes) ?who LIMIT 10""",
    "Releases per topic and month": """
        SELECT ?month (MIN(?label) AS ?topic) (COUNT(DISTINCT ?release) AS ?releases)
        WHERE {
          ?release pa:subject ?entry ; s:datePublished ?date .
          ?entry s:item ?concept .
          OPTIONAL { ?entry s:name ?name }
          BIND(COALESCE(?name, STR(?concept)) AS ?label)
          BIND(SUBSTR(STR(?date), 1, 7) AS ?month)
          FILTER(REGEX(?month, "^[0-9]{4}-[0-9]{2}$"))
        }
        GROUP BY ?month ?concept ORDER BY DESC(?month) DESC(?releases) ?topic LIMIT 20""",
    "Quotes of one person": """
        SELECT ?said ?on ?release
        WHERE {
          ?quote a s:Quotation ; s:text ?said ; s:isPartOf ?release ; s:creator/s:name PERSON .
          OPTIONAL { ?release s:datePublished ?date }
          BIND(SUBSTR(STR(?date), 1, 10) AS ?on)
        }
        ORDER BY DESC(?on) ?release ?said LIMIT 10""",
}
OLDER_EDITIONS = """
    SELECT DISTINCT ?graph WHERE {
      GRAPH ?graph { ?work dcterms:hasVersion ?edition ; s:version ?number }
      GRAPH ?other { ?work dcterms:hasVersion ?newer ; s:version ?greater }
      FILTER(?graph != ?other && xsd:integer(?number) < xsd:integer(?greater))
    }"""
PREFIXES = """
    PREFIX dcterms: <http://purl.org/dc/terms/>
    PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
    PREFIX s: <https://schema.org/>
    PREFIX pa: <https://w3id.org/press-archive/ns#>
"""


class Refused(Exception):  # noqa: N818 (says what it is)
    """The site is not what it says it is."""


@dataclass(frozen=True)
class Dump:
    """A file of the catalogue."""

    url: str
    size_bytes: int
    sha256: str


@dataclass
class State:
    """What is known from the last time."""

    base: str
    """Address of the site."""
    catalogue: str = ""
    """Address of the catalogue; ``etag`` is what the server said of its content."""
    etag: str = ""
    dumps: dict[str, str] = field(default_factory=dict)
    """Address → SHA-256 of the dumps that were read."""
    works: dict[str, str] = field(default_factory=dict)
    """IRI of each work in the store → SHA-256 of its record."""


# HTTP


def opened(url: str, etag: str = "") -> Any:
    """Return an open answer; a site that leads to files of this machine is refused."""
    if not url.startswith(("http://", "https://")):
        raise Refused(f"{url} is no address of the web")
    headers = {"User-Agent": "stranger/1"} | ({"If-None-Match": etag} if etag else {})
    request = urllib.request.Request(url, headers=headers)  # noqa: S310
    return urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS)  # noqa: S310


def fetched(url: str) -> bytes:
    """Return the content of an address."""
    with opened(url) as answer:
        content: bytes = answer.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refused(f"{url} is larger than {MOST_BYTES} bytes")
    return content


def fetched_or_none(url: str) -> bytes | None:
    """Return the content of an address, or nothing if nothing is there."""
    try:
        return fetched(url)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code in (404, 406, 410):
            return None
        raise


# the catalogue


class TurtleLinks(HTMLParser):
    """Collects what a page links to as Turtle."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one element."""
        said = dict(attrs)
        if tag in ("link", "a") and said.get("type") == "text/turtle":
            self.links.append(said.get("href") or "")


def find_catalogue(base: str) -> str:
    """Return the address of the catalogue: one that the front page names, else the usual one."""
    page = TurtleLinks()
    page.feed(fetched(base).decode("utf-8", "replace"))
    for link in dict.fromkeys((*page.links, "catalog.ttl")):
        url = urljoin(base, link)
        content = fetched_or_none(url)
        if content is not None and b"Catalog" in content:
            return url
    raise Refused(f"{base} names no catalogue")


def catalogue_if_changed(state: State) -> ox.Dataset | None:
    """Return the catalogue, or nothing if it is still that of the last time."""
    try:
        with opened(state.catalogue, state.etag) as answer:
            state.etag = answer.headers.get("ETag", "")
            content = answer.read(MOST_BYTES)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == 304:
            return None
        raise
    return ox.Dataset(ox.parse(content, ox.RdfFormat.TURTLE, base_iri=state.catalogue))


def dumps(catalogue: ox.Dataset) -> list[Dump]:
    """Return the N-Quads files of all data sets, by address."""

    def one(subject: Any, predicate: str) -> Any:
        found = [
            quad.object
            for quad in catalogue.quads_for_subject(subject)
            if quad.predicate.value == predicate
        ]
        if len(found) != 1:
            raise Refused(f"{subject} has {len(found)} values of {predicate}")
        return found[0]

    files = []
    for quad in catalogue.quads_for_object(ox.NamedNode(N_QUADS)):
        if quad.predicate.value == f"{DCAT}mediaType":
            checksum = one(one(quad.subject, f"{SPDX}checksum"), f"{SPDX}checksumValue")
            size = int(one(quad.subject, f"{DCAT}byteSize").value)
            url = one(quad.subject, f"{DCAT}downloadURL").value
            files.append(Dump(url, size, checksum.value.lower()))
    return sorted(files, key=lambda file: file.url)


def download(dump: Dump, folder: Path) -> Path:
    """Return a dump as a file, whose size and digest are those of the catalogue."""
    kind = dump.url.rpartition(".")[2]
    if kind not in UNPACKERS:
        raise Refused(f"{dump.url}: no way is known to unpack it")
    path = folder / f"dump.{kind}"
    digest, size = hashlib.sha256(), 0
    with opened(dump.url) as answer, path.open("wb") as file:
        while size <= dump.size_bytes and (piece := answer.read(2**20)):
            digest.update(piece)
            size += file.write(piece)
    if (size, digest.hexdigest()) != (dump.size_bytes, dump.sha256):
        path.unlink()
        raise Refused(f"{dump.url}: size or digest is not that of the catalogue")
    return path


# the list of changes


def works_of(base: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the digest of each work that there is, and the address of its record or page."""
    digests: dict[str, str] = {}
    addresses: dict[str, str] = {}
    for entry in entries(find_changes(base)):
        work = next(
            link for link in entry.iter(f"{RESOURCESYNC}ln") if link.get("rel") == "describes"
        )
        change = entry.find(f"{RESOURCESYNC}md")
        if change is not None and change.get("change") != "deleted":
            digests[work.get("href", "")] = work.get("hash", "")
            addresses[work.get("href", "")] = entry.findtext(f"{SITEMAP}loc", "")
    return digests, addresses


def find_changes(base: str) -> str:
    """Return the address of the list of changes, by way of what the site can do (ResourceSync)."""
    source = capability(fetched(urljoin(base, ".well-known/resourcesync")), "capabilitylist")
    return capability(fetched(source), "changelist")


def capability(document: bytes, name: str) -> str:
    """Return where a document says that a capability is."""
    for entry in parsed(document).iter(f"{SITEMAP}url"):
        said = entry.find(f"{RESOURCESYNC}md")
        if said is not None and said.get("capability") == name:
            return entry.findtext(f"{SITEMAP}loc", "")
    raise Refused(f"there is no {name}")


def entries(url: str) -> Iterator[ET.Element]:
    """Yield the entries of a list, or of the parts that it is an index of; digests are checked."""
    top = parsed(fetched(url))
    yield from top.iter(f"{SITEMAP}url")
    for part in top.iter(f"{SITEMAP}sitemap"):
        content = fetched(part.findtext(f"{SITEMAP}loc", ""))
        said = part.find(f"{RESOURCESYNC}md")
        digest = f"sha-256:{hashlib.sha256(content).hexdigest()}"
        if said is not None and said.get("hash", digest) != digest:
            raise Refused(f"{url}: a part has another digest than its index says; try again")
        yield from parsed(content).iter(f"{SITEMAP}url")


def parsed(document: bytes) -> ET.Element:
    """Return a document, unless it declares entities."""
    if b"<!DOCTYPE" in document:
        raise Refused("a list with a document type is not read")
    return ET.fromstring(document)  # noqa: S314 (no document type, no entities)


# the store


def load(store: ox.Store, path: Path) -> None:
    """Load a dump as a whole."""
    with path.open("rb") as file:
        store.bulk_load(unpacked(path, file), ox.RdfFormat.N_QUADS)


def unpacked(path: Path, file: BinaryIO) -> Any:
    """Return the N-Quads of a dump."""
    return UNPACKERS[path.name.rpartition(".")[2]](file)


def editions_in(path: Path) -> Iterator[tuple[str, list[ox.Quad]]]:
    """Yield each edition in a dump: its work, and its statements, which stand together."""
    with path.open("rb") as file:
        quads = ox.parse(unpacked(path, file), ox.RdfFormat.N_QUADS)
        for _, group in groupby(quads, key=lambda quad: quad.graph_name):
            edition = list(group)
            for work in {quad.subject for quad in edition if quad.predicate == HAS_VERSION}:
                yield str(work.value), edition


def graphs(store: ox.Store, work: str) -> set[Any]:
    """Return the graphs of a work: every edition has one of its own."""
    editions = store.quads_for_pattern(ox.NamedNode(work), HAS_VERSION, None)
    return {quad.graph_name for quad in editions}


def remove(store: ox.Store, work: str) -> None:
    """Remove all editions of a work."""
    for graph in graphs(store, work):
        store.remove_graph(graph)


def keep_newest(store: ox.Store) -> None:
    """Remove editions that have a newer one: the questions are about what holds now."""
    older: Any = store.query(PREFIXES + OLDER_EDITIONS)
    for graph in [answer["graph"] for answer in older]:
        store.remove_graph(graph)


# the two ways to be up to date


def take_all(store: ox.Store, files: list[Dump], folder: Path) -> None:
    """Download and load every dump."""
    store.clear()
    for dump in files:
        path = download(dump, folder)
        load(store, path)
        path.unlink()
        print(f"loaded {dump.url}: {dump.size_bytes} bytes, digest is right")


def take_changes(store: ox.Store, changed: dict[str, str], files: list[Dump], folder: Path) -> None:
    """Take in each work that has changed: its own N-Quads, else those of the dumps that changed.

    The files of a work lie beside each other and differ by suffix.
    """
    left = set(changed)
    for work, address in changed.items() if len(changed) < MANY else ():
        content = fetched_or_none(f"{address.rpartition('.')[0]}.nq")
        if content is None:
            break
        remove(store, work)
        store.extend(ox.parse(content, ox.RdfFormat.N_QUADS))
        left.remove(work)
    for work in left:
        remove(store, work)
    for dump in files if left else ():
        path = download(dump, folder)
        for work, edition in editions_in(path):
            if work in left:
                store.extend(edition)
        path.unlink()
    for work in changed:
        if not graphs(store, work):
            raise Refused(f"the site has no statements about {work}")
        print(f"replaced {work}{', out of the dumps' if work in left else ''}")


def synced(base: str, folder: Path) -> ox.Store:
    """Return a store that holds what the site has."""
    folder.mkdir(parents=True, exist_ok=True)
    state = remembered(folder, base)
    state.catalogue = state.catalogue or find_catalogue(base)
    print(f"catalogue: {state.catalogue}")
    store = ox.Store(folder / "store")
    catalogue = catalogue_if_changed(state)
    if catalogue is None:
        print("nothing has changed")
        return store
    files = dumps(catalogue)
    works, addresses = works_of(base)
    if not state.works:
        take_all(store, files, folder)
    else:
        for work in sorted(state.works.keys() - works.keys()):
            remove(store, work)
            print(f"removed {work}")
        changed = [work for work, digest in works.items() if state.works.get(work) != digest]
        others = [dump for dump in files if state.dumps.get(dump.url) != dump.sha256]
        take_changes(store, {work: addresses[work] for work in changed}, others, folder)
    keep_newest(store)
    store.flush()
    state.works, state.dumps = works, {dump.url: dump.sha256 for dump in files}
    remember(folder, state)
    return store


def remembered(folder: Path, base: str) -> State:
    """Return the state of the last time, or an empty one."""
    path = folder / "state.json"
    state = State(**json.loads(path.read_text("utf-8"))) if path.is_file() else State(base)
    if state.base != base:
        raise Refused(f"{folder} holds a copy of {state.base}")
    return state


def remember(folder: Path, state: State) -> None:
    """Write the state down; it is written when all it says is so."""
    path = folder / "state.json"
    path.with_suffix(".new").write_text(json.dumps(vars(state)), encoding="utf-8")
    path.with_suffix(".new").replace(path)


# the questions


def ask(store: ox.Store, person: str) -> None:
    """Print the answers; without a name the third is about whoever spoke most."""
    for title, query in QUESTIONS.items():
        about = f": {person}" if "PERSON" in query else ""
        filled = PREFIXES + query.replace("PERSON", str(ox.Literal(person)))
        answers: Any = store.query(filled, use_default_graph_as_union=True)
        names = [variable.value for variable in answers.variables]
        rows = [[value.value if value else "" for value in answer] for answer in answers]
        if not person and rows:
            person = rows[0][0]
        print(f"\n{title}{about}")
        for row in (names, *rows):
            print("  " + " | ".join(shown(value) for value in row))


def shown(value: str) -> str:
    """Return a value as one short line."""
    line = " ".join("".join(one if one.isprintable() else " " for one in value).split())
    return line if len(line) <= 72 else f"{line[:71]}…"


def main() -> int:
    """Be up to date, then ask."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("base", metavar="URL", help="address of the site")
    parser.add_argument("--folder", type=Path, default=Path("copy"), help="where the copy is kept")
    parser.add_argument(
        "--person", default="", help="whose quotes are asked for (else of who spoke most)"
    )
    given = parser.parse_args()
    try:
        store = synced(given.base.rstrip("/") + "/", given.folder)
    except (Refused, OSError, SyntaxError, ET.ParseError) as error:
        print(f"{given.base}: {error}", file=sys.stderr)
        return 1
    print(f"{len(store)} statements of {sum(1 for _ in store.named_graphs())} releases")
    ask(store, given.person)
    return 0


if __name__ == "__main__":
    sys.exit(main())
