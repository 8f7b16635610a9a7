"""The configurations of web servers in ``docs/servers``: each serves what the preview serves."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.server.answering import ALWAYS
from tests.test_server import BASE, BROWSER, DUMP, FILES, PAGE, WORK

pytestmark = pytest.mark.slow
SERVERS = Path(__file__).parent.parent / "docs" / "servers"
CHANGES = f"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:rs="http://www.openarchives.org/rs/terms/">
<url><loc>{BASE}{PAGE}.json</loc><rs:md change="updated"/><rs:ln rel="describes" href="{WORK}"/></url>
<url><loc>{BASE}r/x.json</loc><rs:md change="updated"/><rs:ln rel="describes" href="urn:x:1"/></url>
</urlset>"""
SITE = FILES | {
    "sitemap.xml": b"<urlset/>",
    "feed.atom": b"<feed/>",
    "catalog.jsonld": b"{}",
    ".well-known/resourcesync": b"<urlset/>",
    f"{PAGE}.nq": b"",
    f"{PAGE}.csl.json": b"{}",
    f"{PAGE}.ninjs.json": b"{}",
    "dump/releases-2026.csv": b"id\n",
    "resourcesync/changelist.xml": CHANGES.encode(),
}
ROUND_NGINX = """
daemon off; pid {run}/pid; error_log {run}/log; worker_processes 1;
events {{}}
http {{
  access_log off;
  client_body_temp_path {run}/1; proxy_temp_path {run}/2; fastcgi_temp_path {run}/3;
  uwsgi_temp_path {run}/4; scgi_temp_path {run}/5;
  {conf}
}}
"""
ROUND_APACHE = """
ServerName localhost
PidFile {run}/pid
ErrorLog {run}/log
Listen 127.0.0.1:{port}
User www-data
Group www-data
TypesConfig /dev/null
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule mime_module {modules}/mod_mime.so
LoadModule dir_module {modules}/mod_dir.so
LoadModule headers_module {modules}/mod_headers.so
LoadModule rewrite_module {modules}/mod_rewrite.so
{conf}
"""
ROUND_CADDY = "{{\n\tadmin off\n\tauto_https off\n}}\n{conf}"


def program(name: str) -> str:
    """Return where a web server is; without nginx the tests fail in CI."""
    place = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin")
    if place is None and name == "nginx" and os.environ.get("CI") == "true":
        pytest.fail("no nginx")
    if place is None:
        pytest.skip(f"no {name}")
    return place


def words(server: str, folder: Path, port: int) -> list[str]:
    """Return the command line of a server with our configuration, its own port and folder."""
    place, run = program(server), folder / "run"
    name = {"nginx": "nginx.conf", "apache2": "apache.conf", "caddy": "Caddyfile"}[server]
    conf = (SERVERS / name).read_text("utf-8").replace("/srv/pers", str(folder))
    values = {"run": run, "port": port, "modules": "/usr/lib/apache2/modules"}
    if server == "nginx":
        conf = conf.replace("listen 8080;", f"listen 127.0.0.1:{port};")
        text = ROUND_NGINX.format(conf=conf, **values)
    elif server == "apache2":
        conf = conf.replace("*:8080", f"127.0.0.1:{port}")
        text = ROUND_APACHE.format(conf=conf, **values)
    else:
        text = ROUND_CADDY.format(conf=conf.replace(":8080", f"http://127.0.0.1:{port}"))
    (run / name).write_text(text, encoding="utf-8")
    return {
        "nginx": [place, "-c", str(run / name)],
        "apache2": [place, "-d", str(run), "-f", str(run / name), "-DFOREGROUND"],
        "caddy": [place, "run", "--config", str(run / name), "--adapter", "caddyfile"],
    }[server]


@pytest.fixture(scope="module", params=["nginx", "apache2", "caddy"])
def server(request) -> Iterator[str]:
    """Return host and port of a web server that serves a site.

    The folder is none of pytest's, into which nobody else may look: some servers give up their rights.
    """
    with tempfile.TemporaryDirectory(prefix="srv-") as folder:
        yield from served(request.param, Path(folder))


def served(name: str, folder: Path) -> Iterator[str]:
    """Yield host and port of a web server, which ends afterwards."""
    for path, content in SITE.items():
        (folder / "public" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "public" / path).write_bytes(content)
    (folder / "run").mkdir()
    table = folder / "public/resourcesync/changelist.xml"
    subprocess.run(
        [sys.executable, SERVERS / "pages.py", BASE, table, "--output", folder], check=True
    )
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode | 0o055)
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    environment = os.environ | {"HOME": str(folder / "run"), "XDG_DATA_HOME": str(folder / "run")}
    command = words(name, folder, port)
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as running:
        try:
            wait_for(port, running)
            yield f"127.0.0.1:{port}"
        finally:
            running.terminate()
            running.wait()


def wait_for(port: int, running: subprocess.Popen[bytes]) -> None:
    """Wait until somebody listens."""
    while running.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            continue
        return
    pytest.fail("the server has ended")


def asked(server: str, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body of an answer."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with closing(http.client.HTTPConnection(server, timeout=20)) as connection:
        connection.request("GET", path, headers=named)
        got = connection.getresponse()
        return got.status, {name.lower(): value for name, value in got.getheaders()}, got.read()


@pytest.mark.parametrize(
    ("accept", "suffix", "media_type"),
    [
        ("*/*", ".html", "text/html"),
        (BROWSER, ".html", "text/html"),
        ("application/rdf+xml", ".html", "text/html"),
        ("text/turtle", ".ttl", "text/turtle"),
        ("application/json", ".json", "application/json"),
        ("application/n-quads", ".nq", "application/n-quads"),
        ("application/vnd.iptc.g2.newsitem+xml", ".xml", "application/vnd.iptc.g2.newsitem+xml"),
    ],
)
def test_a_web_server_chooses_the_form_of_a_release(server, accept, suffix, media_type):
    status, headers, body = asked(server, f"/{PAGE}", Accept=accept)

    assert (status, body) == (200, SITE[PAGE + suffix])
    assert headers["vary"] == "Accept"
    assert headers["content-type"].partition(";")[0] == media_type


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("", "text/html; charset=utf-8"),
        ("catalog.ttl", "text/turtle; charset=utf-8"),
        ("catalog.jsonld", "application/ld+json"),
        (".well-known/void", "text/turtle; charset=utf-8"),
        (".well-known/resourcesync", "application/xml"),
        ("feed.atom", "application/atom+xml"),
        (f"{PAGE}.xml", "application/vnd.iptc.g2.newsitem+xml"),
        (f"{PAGE}.csl.json", "application/json"),
        (DUMP, "application/zstd"),
        ("dump/releases-2026.csv", "text/csv; charset=utf-8"),
    ],
)
def test_a_web_server_knows_the_media_types(server, path, media_type):
    status, headers, body = asked(server, f"/{path}")

    assert (status, body) == (200, SITE[path or "index.html"])
    assert headers["content-type"] == media_type
    assert "vary" not in headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["access-control-allow-origin"] == "*"
    assert headers["content-security-policy"] == dict(ALWAYS)["Content-Security-Policy"]


def test_a_web_server_leads_from_the_iri_of_a_release_to_its_page(server):
    status, headers, _ = asked(server, "/id/release/x7k2m9")

    assert status == 303
    assert headers["location"].removeprefix(f"http://{server}") == f"/{PAGE}"


@pytest.mark.parametrize("path", ["/nothing", "/.secret", "/id/release/other"])
def test_a_web_server_says_what_is_not_there(server, path):
    status, _, body = asked(server, path)

    assert (status, body) == (404, SITE["404.html"])


def test_a_web_server_lets_downloads_be_resumed(server):
    status, headers, body = asked(server, f"/{DUMP}", Range="bytes=10-19")

    assert (status, body) == (206, SITE[DUMP][10:20])
    assert headers["content-range"] == "bytes 10-19/1024"


def test_a_web_server_does_not_send_again_what_the_client_has(server):
    _, headers, _ = asked(server, f"/{DUMP}")

    assert asked(server, f"/{DUMP}", If_None_Match=headers["etag"])[0] == 304
