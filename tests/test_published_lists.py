"""Feeds, sitemaps and lists of changes of a site as it is published, judged by programs of others."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from lxml import etree

from tests.served import serving
from tests.sitemap_schema import sitemap_schema
from tests.test_feeds import READ
from tests.test_report_pages import tool
from tests.test_resourcesync import client

pytestmark = pytest.mark.slow
SETTINGS = '[publication]\ntitle = "Kabar & <Siaran>"\nrenditions = ["json", "ninjs"]\n'


@pytest.fixture(scope="module")
def published(tmp_path_factory, samples) -> Iterator[tuple[Path, str]]:
    """Yield our samples as a site, and the address at which it is served."""
    place = tmp_path_factory.mktemp("published")
    folder = place / "public"
    (place / "press-archive.toml").write_text(SETTINGS, encoding="utf-8")
    with serving(folder) as base:
        done = subprocess.run(
            [sys.executable, "-m", "archive", "publish", samples / "good", "-o", folder, "--base-url", base],
            capture_output=True, check=False, cwd=place, text=True, timeout=120,
        )  # fmt: skip
        assert folder.is_dir(), done.stderr
        yield folder, base


def test_feedparser_finds_no_fault_in_any_feed(published):
    python = tool("PRESS_ARCHIVE_PUBLICATION", "Python with feedparser")
    feeds = sorted(published[0].rglob("*.atom"))

    done = subprocess.run(
        [python, "-c", READ, *feeds], capture_output=True, check=True, timeout=120, text=True
    )

    told = json.loads(done.stdout)
    assert len(told) > 20
    assert not [one["id"] for one in told if one["bozo"] or not one["entries"]]


def test_all_sitemaps_and_lists_of_resources_pass_the_schema(published, tmp_path):
    schema = sitemap_schema(tmp_path)
    folder = published[0]
    files = [
        folder / "sitemap.xml", *folder.glob("sitemap/*"), *folder.glob("resourcesync/*"),
        folder / ".well-known" / "resourcesync",
    ]  # fmt: skip

    assert len(files) >= 7
    for file in files:
        schema.assertValid(etree.parse(file))


def test_a_client_of_others_copies_all_of_it_and_finds_no_digest_wrong(published, tmp_path):
    program = client()
    folder, base = published

    done = subprocess.run(
        [program, "--baseline", "--hash", "sha-256", "-v", base, "copy"],
        capture_output=True, check=False, cwd=tmp_path, timeout=120, text=True,
    )  # fmt: skip

    assert "SYNCED" in done.stdout + done.stderr
    assert "does not match" not in done.stdout + done.stderr
    listed = etree.parse(folder / "resourcesync" / "resourcelist.xml")
    copied = {
        f"{base}{path.relative_to(tmp_path / 'copy')}": path.read_bytes()
        for path in (tmp_path / "copy").rglob("*") if path.is_file()
    }  # fmt: skip
    assert {url: f"sha-256:{sha256(content).hexdigest()}" for url, content in copied.items()} == {
        url.findtext("{*}loc"): url.find("{*}md").get("hash") for url in listed.iterfind("{*}url")
    }


def test_every_address_that_a_list_names_is_there(published):
    folder, base = published
    files = [*folder.rglob("*.atom"), *folder.glob("sitemap/*"), folder / "sitemap.xml",
             *folder.glob("resourcesync/*"), folder / ".well-known" / "resourcesync"]  # fmt: skip

    missing = set()
    for file in files:
        tree = etree.parse(file)
        deleted = {url.findtext("{*}loc") for url in tree.iter("{*}url")
                   if (md := url.find("{*}md")) is not None and md.get("change") == "deleted"}  # fmt: skip
        named = [one.text for one in tree.iter("{*}loc", "{*}icon") if one.text not in deleted]
        named += [one.get("href") for one in tree.iter("{*}link", "{*}ln")]
        for address in named:
            path = address.removeprefix(base)
            if address.startswith(base) and not (folder / (path or "index.html")).exists():
                missing.add(address)

    assert not missing
