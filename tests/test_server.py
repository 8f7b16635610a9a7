"""``serve``: what a published folder answers, and HTTP around it."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from archive import cli
from archive.publication import addresses
from archive.publication.standing import MARK
from archive.server.accepting import best, preferences
from archive.server.answering import answer
from archive.server.exchange import Request, Slice, joined
from archive.server.listening import Server
from archive.server.media_types import VARIANTS, media_type
from archive.writers import WRITERS

CHECKOUT = Path(__file__).parent.parent
BASE = "https://pers.example.go.id/"
WORK = f"{BASE}id/release/x7k2m9"
PAGE = addresses.page(WORK)
NAME = PAGE.rpartition("/")[2]
DUMP = "dump/releases-2026.nq.zst"
FILES = {
    "index.html": b"<h1>Siaran pers</h1>",
    "404.html": b"<h1>Tidak ada</h1>",
    "catalog.ttl": b"@prefix dcat: <http://www.w3.org/ns/dcat#> .",
    "catalog.jsonld": b"{}",
    "robots.txt": f"User-agent: *\nSitemap: {BASE}sitemap.xml\n".encode(),
    ".well-known/void": b"",
    MARK: b"0",
    ".secret": b"secret",
    "person/index.html": b"<h1>Tokoh</h1>",
    f"{PAGE}.html": b"<h1>Harga beras turun</h1>",
    f"{PAGE}.json": b'{"id": "x7k2m9"}',
    f"{PAGE}.ttl": b"<x7k2m9> a <x> .",
    f"{PAGE}.xml": b"<newsItem/>",
    DUMP: bytes(range(256)) * 4,
}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture
def site(tmp_path) -> Path:
    """Return a folder as ``publish`` leaves it, in short."""
    folder = tmp_path / "public"
    for path, content in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


class Answer:
    """An answer that was read to its end."""

    def __init__(self, folder: Path, target: str, method: str = "GET", **headers: str) -> None:
        named = {name.replace("_", "-").lower(): value for name, value in headers.items()}
        response = answer(Request(method=method, target=target, headers=named), folder)
        with closing(response):
            self.body = b"".join(response.pieces())
        self.status = int(response.status)
        self.headers = dict(response.headers)
        self.response = response


# what is there


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/", "index.html"),
        ("/index.html", "index.html"),
        ("/?q=beras", "index.html"),
        ("/person/", "person/index.html"),
        ("/.well-known/void", ".well-known/void"),
        (f"/{DUMP}", DUMP),
        ("/%63atalog.ttl", "catalog.ttl"),
        ("http://127.0.0.1:8000/catalog.ttl", "catalog.ttl"),
    ],
)
def test_a_file_is_answered_whole(site, target, path):
    got = Answer(site, target)

    assert (got.status, got.body) == (200, FILES[path])
    assert got.headers["Content-Length"] == str(len(FILES[path]))


def test_a_folder_without_its_slash_leads_to_the_one_with_it(site):
    got = Answer(site, "/person?x=1")

    assert (got.status, got.headers["Location"]) == (301, "./person/?x=1")


def test_what_is_not_there_is_answered_by_the_page_of_the_site(site):
    got = Answer(site, "/nothing")

    assert (got.status, got.body) == (404, FILES["404.html"])
    assert got.headers["Content-Type"] == "text/html; charset=utf-8"


def test_what_is_not_there_is_answered_without_such_a_page_too(site):
    (site / "404.html").unlink()

    got = Answer(site, "/nothing")

    assert (got.status, got.body) == (404, b"404 Not Found\n")


def test_the_page_for_what_is_not_there_leads_to_the_site_that_is_looked_at(site):
    (site / "404.html").write_text(f'<link rel="stylesheet" href="{BASE}assets/style.css">')

    assert Answer(site, "/a/b/c").body == b'<link rel="stylesheet" href="/assets/style.css">'


def test_a_folder_without_a_list_is_not_there(site):
    assert Answer(site, "/dump/").status == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO"])
def test_nothing_can_be_changed(site, method):
    got = Answer(site, "/", method)

    assert (got.status, got.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("target", ["/", "/person", "/nothing", f"/{PAGE}", "/id/release/x7k2m9"])
def test_head_says_what_get_says_without_the_body(site, target):
    got = Answer(site, target, "HEAD")

    assert got.body == b""
    assert got.headers == Answer(site, target).headers


def test_a_site_that_is_swapped_is_seen_at_once(site, tmp_path):
    """A link to the folder is how a whole site is put into its place at one moment."""
    link = tmp_path / "current"
    link.symlink_to(site)
    before = Answer(link, "/index.html")
    other = tmp_path / "next"
    other.mkdir()
    (other / "index.html").write_bytes(b"new")
    link.unlink()
    link.symlink_to(other)

    after = Answer(link, "/index.html")

    assert (before.body, after.body) == (FILES["index.html"], b"new")


# what is never shown


@pytest.mark.parametrize(
    "target",
    [
        "/../outside", "/%2e%2e/outside", "/person/../../outside", "/..%2foutside", "/%2e%2e%5coutside",
        "/..\\outside", "/%252e%252e/outside", "//outside", "/person//index.html", "/./index.html",
        "/.secret", "/%2esecret", "/.well-known/../.secret", "/.well-known/.secret", "/index.html%00.ttl",
        "/index.html:stream", "/C:/outside", "/link", "/folder/outside", "/index.html/", "/index.html/x",
        "/" + "a" * 5000, "/" + "a/" * 5000, "/pipe", "/ring",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_the_folder_or_to_what_is_hidden(site, target):
    (site.parent / "outside").write_bytes(b"secret")
    (site / ".well-known" / ".secret").write_bytes(b"secret")
    (site / "link").symlink_to(site.parent / "outside")
    (site / "folder").symlink_to(site.parent)
    (site / "ring").symlink_to(site / "ring")
    os.mkfifo(site / "pipe")

    got = Answer(site, target)

    assert (got.status, got.body) == (404, FILES["404.html"])


@pytest.mark.parametrize(
    "target", ["", "*", "index.html", "/a b", "/é", "/%zz", "/%ff", "/%", "/a#b", "/\n"]
)
def test_what_is_no_target_is_refused(site, target):
    assert Answer(site, target).status == 400


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_not_there(site):
    (site / "index.html").chmod(0)

    assert Answer(site, "/").status == 404


def test_a_link_inside_the_folder_is_followed(site):
    (site / "latest.zst").symlink_to(site / DUMP)

    assert Answer(site, "/latest.zst").body == FILES[DUMP]


# forms


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        ("", ".html"),
        ("*/*", ".html"),
        (BROWSER, ".html"),
        ("application/json", ".json"),
        ("text/turtle", ".ttl"),
        ("text/turtle;q=0.5, application/json;q=0.4", ".ttl"),
        ("application/ld+json, text/turtle;q=0.5", ".ttl"),
        ("application/vnd.iptc.g2.newsitem+xml", ".xml"),
        ("application/xml", ".xml"),
        ("application/vnd.iptc.g2.newsitem+xml, text/xml;q=0.1, text/turtle;q=0.5", ".xml"),
        ("text/*;q=0.5, application/*;q=0.4", ".html"),
        ("text/*, text/html;q=0", ".ttl"),
        ("TEXT/TURTLE", ".ttl"),
        ('application/json; profile="a, text/turtle, b"; q=0.5', ".json"),
        ("nonsense, text/turtle;q=2, application/json;q=0.001", ".json"),
    ],
)
def test_a_release_without_a_suffix_comes_in_the_form_that_is_liked_best(site, accept, suffix):
    got = Answer(site, f"/{PAGE}", accept=accept)

    assert (got.status, got.body) == (200, FILES[PAGE + suffix])
    assert got.headers["Content-Location"] == NAME + suffix
    assert got.headers["Vary"] == "Accept"
    assert got.headers["Content-Type"] == media_type(PAGE + suffix)
    assert got.headers["ETag"] == Answer(site, f"/{PAGE}{suffix}").headers["ETag"]


@pytest.mark.parametrize(
    "accept", ["application/n-quads", "text/*;q=0, application/*;q=0", "nonsense"]
)
@pytest.mark.parametrize("target", [f"/{PAGE}", "/id/release/x7k2m9"])
def test_if_no_form_will_do_those_that_there_are_are_told(site, accept, target):
    got = Answer(site, target, accept=accept)

    assert got.status == 406
    assert got.body.decode().splitlines()[2:] == [
        f"text/html {NAME}.html",
        f"application/json {NAME}.json",
        f"text/turtle {NAME}.ttl",
        f"application/vnd.iptc.g2.newsitem+xml {NAME}.xml",
    ]
    assert got.headers["Vary"] == "Accept"


def test_a_suffix_wins_over_what_is_accepted(site):
    got = Answer(site, f"/{PAGE}.ttl", accept="application/json")

    assert got.body == FILES[f"{PAGE}.ttl"]
    assert "Vary" not in got.headers


def test_the_catalogue_can_be_chosen_by_accept_too(site):
    assert Answer(site, "/catalog", accept="text/turtle").body == FILES["catalog.ttl"]


def test_a_release_names_its_other_forms(site):
    got = Answer(site, f"/{PAGE}.html")

    assert got.headers["Link"] == (
        f'<{NAME}.json>; rel="alternate"; type="application/json", '
        f'<{NAME}.ttl>; rel="alternate describedby"; type="text/turtle", '
        f'<{NAME}.xml>; rel="alternate"; type="application/vnd.iptc.g2.newsitem+xml"'
    )


@pytest.mark.parametrize("word", WRITERS)
def test_every_format_that_is_written_has_its_media_type(word):
    form = WRITERS[word]
    types = {variant.suffix: variant.essence for variant in VARIANTS}

    assert types[form.suffix] == form.load().media_type.partition(";")[0]
    assert media_type(f"r/2026/x{form.suffix}").partition(";")[0] == types[form.suffix]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("sitemap.xml", "application/xml"),
        ("sitemap/news.xml", "application/xml"),
        ("opensearch.xml", "application/opensearchdescription+xml"),
        ("feed.1.atom", "application/atom+xml"),
        ("dump/releases-2026.nq.zst", "application/zstd"),
        ("dump/releases-2026.newsml.xml.gz", "application/gzip"),
        ("dump/releases-undated.csv", "text/csv; charset=utf-8; header=present"),
        ("dump/releases-2026.parquet", "application/vnd.apache.parquet"),
        ("dump/SHA256SUMS", "text/plain; charset=utf-8"),
        ("catalog.rdf", "application/rdf+xml"),
        ("pagefind/wasm.en.pagefind", "application/octet-stream"),
        ("assets/archive.css", "text/css; charset=utf-8"),
        ("r/2026/x.csl.json", "application/vnd.citationstyles.csl+json"),
        ("r/2026/x.XML", "application/vnd.iptc.g2.newsitem+xml"),
        ("plain", "application/octet-stream"),
        (".xml", "application/octet-stream"),
    ],
)
def test_files_have_their_media_types(path, expected):
    assert media_type(path) == expected


def test_of_a_list_without_end_the_beginning_counts():
    """What is accepted may be 64 KB long, and is asked for with every page."""
    ranges = [f"a/b{number}" for number in range(99)]

    assert best(VARIANTS, ",".join([*ranges, "text/turtle"])) is not None
    assert best(VARIANTS, ",".join([*ranges, "a/b99", "text/turtle"])) is None


def test_of_two_weights_of_one_range_the_greater_counts():
    assert preferences("a/b;q=0.2, a/b;q=0.4, a/b;q=0.3") == {"a/b": 0.4}


# the IRI of a release


@pytest.mark.parametrize(
    ("accept", "suffix"), [("", ".html"), (BROWSER, ".html"), ("text/turtle", ".ttl")]
)
@pytest.mark.parametrize(
    "target", ["/id/release/x7k2m9", "/id/release/x7k2m9/v2", "/id/release/x7k2m9?x=1"]
)
def test_the_iri_of_a_release_leads_to_its_page_or_form(site, accept, suffix, target):
    got = Answer(site, target, accept=accept)

    assert (got.status, got.headers["Vary"]) == (303, "Accept")
    assert got.headers["Location"] == "../" * (target.count("/") - 1) + PAGE + suffix


@pytest.mark.parametrize(
    "iri", ["siaran.php?id=12", "id/rilis:a%2Fb", "id/harga beras é", "id/.x/..", "a//b"]
)
def test_whatever_stands_in_the_iri_of_a_release_it_is_found(site, iri):
    page = addresses.page(BASE + iri)
    (site / page).parent.mkdir(exist_ok=True)
    (site / f"{page}.html").write_bytes(b"found")
    encoded = iri.replace(" ", "%20").replace("é", "%C3%A9")

    got = Answer(site, f"/{encoded}")

    assert got.status == 303
    assert got.headers["Location"].endswith(f"{page}.html")


@pytest.mark.parametrize("target", ["/id/release/other", "/id/release/x7k2m9/v0", "/id/release/"])
def test_the_iri_of_no_release_leads_nowhere(site, target):
    assert Answer(site, target).status == 404


@pytest.mark.parametrize("robots", [None, b"", b"Sitemap: /sitemap.xml", b"\xff" * 100_000])
def test_a_site_that_does_not_tell_its_address_has_no_iris(site, robots):
    (site / "robots.txt").unlink()
    if robots is not None:
        (site / "robots.txt").write_bytes(robots)

    assert Answer(site, "/id/release/x7k2m9").status == 404


def test_a_site_without_releases_has_no_iris(site):
    (site / "r").rename(site / "s")

    assert Answer(site, "/id/release/x7k2m9").status == 404


# what the client has


def test_a_file_that_the_client_has_is_not_sent_again(site):
    headers = Answer(site, f"/{DUMP}").headers

    for known in (
        {"If_None_Match": headers["ETag"]},
        {"If_None_Match": f'"other", W/{headers["ETag"]}'},
        {"If_None_Match": "*"},
        {"If_Modified_Since": headers["Last-Modified"]},
        {"If_Modified_Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
    ):
        got = Answer(site, f"/{DUMP}", **known)

        assert (got.status, got.body) == (304, b"")
        assert got.headers["ETag"] == headers["ETag"]
        assert "Content-Length" not in got.headers


def test_a_file_that_the_client_has_in_another_state_is_sent(site):
    modified = Answer(site, f"/{DUMP}").headers["Last-Modified"]

    for known in (
        {"If_None_Match": '"other"'},
        {"If_None_Match": '"other"', "If_Modified_Since": modified},
        {"If_Modified_Since": "Thu, 01 Jan 1970 00:00:01 GMT"},
        {"If_Modified_Since": "yesterday"},
        {"If_Modified_Since": "Thu, 01 Jan 0000 00:00:00 GMT"},
    ):
        assert Answer(site, f"/{DUMP}", **known).status == 200


def test_a_file_that_was_replaced_in_the_same_moment_has_another_tag(site):
    before = Answer(site, "/index.html").headers["ETag"]
    times = (site / "index.html").stat()
    (site / "new.html").write_bytes(FILES["index.html"].upper())
    os.utime(site / "new.html", ns=(times.st_atime_ns, times.st_mtime_ns))
    (site / "new.html").replace(site / "index.html")

    assert Answer(site, "/index.html").headers["ETag"] != before


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If_Match": '"other"'}, 412),
        ({"If_Match": "*"}, 200),
        ({"If_Unmodified_Since": "Thu, 01 Jan 1970 00:00:01 GMT"}, 412),
        ({"If_Unmodified_Since": "Fri, 01 Jan 2100 00:00:00 GMT"}, 200),
    ],
)
def test_who_wants_a_certain_state_gets_no_other(site, headers, status):
    assert Answer(site, f"/{DUMP}", **headers).status == status


# parts


@pytest.mark.parametrize(
    ("wanted", "span", "start", "stop"),
    [
        ("bytes=0-9", "0-9", 0, 10),
        ("bytes=1000-", "1000-1023", 1000, 1024),
        ("bytes=1000-999999", "1000-1023", 1000, 1024),
        ("bytes=-24", "1000-1023", 1000, 1024),
        ("bytes=-999999", "0-1023", 0, 1024),
        ("BYTES=5-5", "5-5", 5, 6),
    ],
)
def test_a_download_can_be_resumed(site, wanted, span, start, stop):
    got = Answer(site, f"/{DUMP}", range=wanted)

    assert (got.status, got.body) == (206, FILES[DUMP][start:stop])
    assert got.headers["Content-Range"] == f"bytes {span}/1024"
    assert got.headers["Content-Length"] == str(stop - start)


@pytest.mark.parametrize("wanted", ["bytes=1024-", "bytes=5000-6000", "bytes=-0"])
def test_a_part_that_there_is_not_is_told(site, wanted):
    got = Answer(site, f"/{DUMP}", range=wanted)

    assert (got.status, got.headers["Content-Range"]) == (416, "bytes */1024")


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "bytes=-",
        "bytes=9-5",
        "bytes=0-1,5-6",
        "lines=0-1",
        "bytes=a-b",
        "bytes=" + "9" * 5000 + "-",
    ],
)
def test_what_is_no_part_is_not_obeyed(site, wanted):
    got = Answer(site, f"/{DUMP}", range=wanted)

    assert (got.status, got.body) == (200, FILES[DUMP])
    assert got.headers["Accept-Ranges"] == "bytes"


def test_of_head_no_part_can_be_asked_for(site):
    got = Answer(site, f"/{DUMP}", "HEAD", range="bytes=0-9")

    assert (got.status, got.headers["Content-Length"]) == (200, "1024")


def test_a_part_is_of_the_file_that_the_client_began_with(site):
    tag = Answer(site, f"/{DUMP}").headers["ETag"]

    same = Answer(site, f"/{DUMP}", range="bytes=0-9", if_range=tag)
    other = Answer(site, f"/{DUMP}", range="bytes=0-9", if_range='"other"')

    assert (same.status, other.status) == (206, 200)


def test_a_file_that_becomes_shorter_ends_early(site):
    response = answer(Request(method="GET", target=f"/{DUMP}", headers={}), site)
    (site / DUMP).write_bytes(b"short")

    with closing(response):
        assert b"".join(response.pieces()) == b"short"


def test_an_answer_that_is_closed_leaves_no_file_open(site):
    got = Answer(site, "/index.html")

    assert isinstance(got.response.body, Slice)
    assert got.response.body.file.closed


# headers of all


@pytest.mark.parametrize("target", ["/", "/nothing", "/%zz", f"/{DUMP}", "/id/release/x7k2m9"])
def test_every_answer_has_the_headers_that_keep_readers_safe(site, target):
    headers = Answer(site, target).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("default-src 'self'; ")
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Referrer-Policy"] == "same-origin"


def test_headers_of_one_name_are_one_list():
    assert joined([("Accept", "a/b"), ("ACCEPT", "c/d")]) == {"accept": "a/b, c/d"}


# HTTP


@pytest.fixture
def served(site):
    """Return a server that answers, and what it has said."""
    said: list[str] = []
    with Server(site, "127.0.0.1", 0, said.append) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server, said
        server.shutdown()
        thread.join()


def test_a_browser_gets_several_answers_through_one_connection(served):
    server, said = served
    host, port = server.server_address
    with closing(http.client.HTTPConnection(host, port, timeout=10)) as connection:
        answers = []
        for path, headers in (
            (f"/{PAGE}", {"Accept": "text/turtle"}),
            (f"/{DUMP}", {"Range": "bytes=10-19"}),
            ("/nothing", {}),
        ):
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            answers.append((response.status, response.read()))

    assert answers == [
        (200, FILES[f"{PAGE}.ttl"]),
        (206, FILES[DUMP][10:20]),
        (404, FILES["404.html"]),
    ]
    assert said == [f"GET /{PAGE} 200", f"GET /{DUMP} 206", "GET /nothing 404"]


def exchanged(server: Server, request: bytes) -> bytes:
    """Return all that comes back for raw bytes."""
    with socket.create_connection(server.server_address[:2], timeout=10) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_what_comes_with_a_request_is_never_taken_for_the_next_one(served):
    server, said = served
    inner = b"GET /inner HTTP/1.1\r\nHost: x\r\n\r\n"

    got = exchanged(
        server, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%b" % (len(inner), inner)
    )

    assert got.startswith(b"HTTP/1.1 405 ")
    assert b"\r\nConnection: close\r\n" in got
    assert said == ["POST / 405"]


@pytest.mark.parametrize(
    "request_", [b"\0\n\n", b"GET / HTTP/9.9\r\n\r\n", b"FOO / HTTP/1.1\r\nHost: x\r\n\r\n", b""]
)
def test_what_is_no_request_does_no_harm(served, request_):
    server, said = served

    exchanged(server, request_)

    assert exchanged(server, b"GET / HTTP/1.0\r\n\r\n").endswith(FILES["index.html"])
    assert not [line for line in said if "internal" in line]


def test_a_client_that_leaves_in_the_middle_of_an_answer_is_nobodys_fault(served, site):
    (site / "large.zst").write_bytes(bytes(2**26))
    server, said = served
    with socket.create_connection(server.server_address[:2], timeout=10) as connection:
        connection.sendall(b"GET /large.zst HTTP/1.1\r\nHost: x\r\n\r\n")
        connection.recv(100)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    assert exchanged(server, b"GET / HTTP/1.0\r\n\r\n").endswith(FILES["index.html"])
    assert said == ["GET /large.zst 200", "GET / 200"]


def test_a_client_that_leaves_in_the_middle_of_a_request_is_not_talked_about(served, monkeypatch):
    server, said = served

    monkeypatch.setattr(sys, "exc_info", lambda: (None, ConnectionResetError(), None))
    server.handle_error(None, None)

    assert said == []


def test_an_answer_that_cannot_be_whole_ends_the_connection(served, site):
    """A client that waits for the rest would take the next answer for it."""
    server, _ = served

    def shorter(line: str) -> None:
        (site / DUMP).write_bytes(b"short")

    server.say = shorter
    got = exchanged(server, f"GET /{DUMP} HTTP/1.1\r\nHost: x\r\n\r\n".encode() * 2)

    assert got.count(b"HTTP/1.1 200 ") == 1
    assert got.endswith(b"\r\n\r\nshort")


def test_a_fault_of_the_server_itself_is_said_in_one_line(served):
    server, said = served
    server.folder = None

    exchanged(server, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")

    assert said == ["internal error: AttributeError: 'NoneType' object has no attribute 'resolve'"]


def test_a_server_tells_where_it_listens(served):
    server, _ = served

    assert server.url == f"http://127.0.0.1:{server.server_address[1]}/"


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6 on this machine")
def test_a_server_listens_at_addresses_of_both_kinds(site):
    try:
        server = Server(site, "::1", 0, print)
    except OSError:
        pytest.skip("no IPv6 loopback on this machine")
    with server:
        assert server.url.startswith("http://[::1]:")


# the verb


def test_get_prints_the_body_and_tells_the_rest(site, capsysbinary):
    """The body of an answer may be anything, a dump too."""
    status = cli._status(["serve", str(site), "--get", DUMP])

    out, err = capsysbinary.readouterr()
    assert (status, out) == (0, FILES[DUMP])
    assert err.startswith(b"HTTP/1.1 200\n")
    assert b"Content-Type: application/zstd\n" in err


def test_get_takes_headers(site, capsysbinary):
    cli._status(["serve", str(site), "--get", f"/{PAGE}", "-H", "Accept: text/turtle"])

    assert capsysbinary.readouterr().out == FILES[f"{PAGE}.ttl"]


def test_get_of_what_is_not_there_ends_with_1(site, capsysbinary):
    assert cli._status(["serve", str(site), "--get", "nothing"]) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--get", "/", "-H", "Accept"], "write 'NAME: VALUE'"),
        (["-H", "Accept: text/turtle"], "--header goes with --get"),
        (["--port", "65536"], "65536"),
    ],
)
def test_wrong_usage_is_told(press_archive, site, words, said):
    done = press_archive("serve", str(site), *words)

    assert (done.status, done.out) == (2, "")
    assert said in done.err


def test_a_folder_that_is_no_site_is_told(press_archive):
    Path("empty").mkdir()

    nothing = press_archive("serve", "gone")
    empty = press_archive("serve", "empty", "--lang", "id")

    assert (nothing.status, empty.status) == (2, 2)
    assert "error: 'gone' is no folder\n" in nothing.err
    assert f"error: 'empty' bukan situs terbitan: tidak ada {MARK} di dalamnya\n" in empty.err


def test_a_port_that_is_taken_is_told(press_archive, site, served):
    server, _ = served
    port = server.server_address[1]

    done = press_archive("serve", str(site), "--port", str(port))

    assert done.status == 2
    assert f"error: cannot listen at 127.0.0.1, port {port}: " in done.err
    assert "--port" in done.err.splitlines()[1]


def test_an_address_of_another_machine_is_told(press_archive, site):
    done = press_archive("serve", str(site), "--host", "203.0.113.7", "--port", "0")

    assert done.status == 2
    assert "error: cannot listen at 203.0.113.7, port 0: " in done.err


@pytest.mark.parametrize(
    ("host", "is_warned"),
    [("127.0.0.1", False), ("localhost", False), ("0.0.0.0", True)],  # noqa: S104
)
def test_it_says_where_and_to_whom_it_serves_until_it_is_interrupted(
    press_archive, site, monkeypatch, host, is_warned
):
    def interrupted(server: Server) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Server, "serve_forever", interrupted)

    done = press_archive("serve", str(site), "--host", host, "--port", "0")

    assert (done.status, done.out) == (130, "")
    assert f"serving '{site}' at http://" in done.err
    assert ("other machines" in done.err) == is_warned


def test_a_real_server_answers_a_real_client_until_it_is_interrupted(site):
    words = [sys.executable, "-m", "archive", "serve", str(site), "--port", "0", "--lang", "en"]
    with subprocess.Popen(
        words, cwd=CHECKOUT, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        address = program.stderr.readline().split(" at ")[1].split()[0]
        host = address.removeprefix("http://").rstrip("/")
        with closing(http.client.HTTPConnection(host, timeout=20)) as connection:
            connection.request("GET", f"/{PAGE}", headers={"Accept": "text/turtle"})
            body = connection.getresponse().read()
        program.send_signal(signal.SIGINT)
        out, err = program.communicate(timeout=20)

    assert body == FILES[f"{PAGE}.ttl"]
    assert (program.returncode, out) == (130, "")
    assert err.split("\n") == [f"GET /{PAGE} 200", "", "press-archive: interrupted", ""]
