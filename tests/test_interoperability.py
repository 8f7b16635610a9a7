"""Programs of others find in our files what the release says; each in an environment of its own."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from lxml import etree

from archive.body import plain_text
from archive.validation import built
from archive.writers import WRITERS
from bench.releases import releases
from tests import accounting, golden
from tests.every_field import every_field, every_field_text

pytestmark = pytest.mark.slow

JUDGES = Path(__file__).parent / "judges"
GOOD = [golden.release(name) for name in golden.names()]
GOOD += [built(every_field()), built(every_field_text())]


@pytest.fixture(scope="module")
def real(corpora):
    """Return releases with the texts of a real press office."""
    return [built(json.loads(raw)) for raw in releases(corpora / "senate-2000.jsonl.gz", 200)]


def others_python(name: str) -> str:
    """Return the Python of the environment in which a library of others is installed."""
    variable = f"PRESS_ARCHIVE_{name.upper()}"
    found = os.environ.get(variable)
    if found is None:
        reason = (
            f"no {name}: install requirements/{name}.txt into an environment of its own, "
            f"{variable}=…/bin/python"
        )
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def _read_by(name: str, folder: Path, files: list[bytes]) -> list:
    """Return what a library of others reads in files."""
    paths = [folder / f"{number}.file" for number in range(len(files))]
    for path, content in zip(paths, files, strict=True):
        path.write_bytes(content)
    done = _judged(name, paths)

    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return json.loads(done.stdout)


def _judged(name: str, paths: list[Path]) -> subprocess.CompletedProcess[bytes]:
    command = [others_python(name), str(JUDGES / f"{name}_reads.py"), *map(str, paths)]
    return subprocess.run(command, capture_output=True, check=False, timeout=300)


# newsmlg2 (PyPI)


def _subjects(release):
    """Return the topics and the things a release names, as an item lists them."""
    topics = [
        ["cpnat:abstract", ("medtop:" if one.scheme == "medtop" else one.scheme) + one.code,
         [] if one.label is None else [one.label]]
        for one in release.subjects
    ]  # fmt: skip
    named = [("person", one.id, one.name) for one in release.people]
    named += [("organisation", one.id, one.name) for one in release.organisations]
    named += [
        ("poi" if one.kind == "venue" else "geoArea", one.id, one.name) for one in release.places
    ]
    named += [("event", one.id, one.name) for one in release.events]
    named += [
        ("abstract", f"mentions.{number}", one.name)
        for number, one in enumerate(release.mentions, 1)
    ]
    return topics + [[f"cpnat:{kind}", f"{release.id}#{id_}", [name]] for kind, id_, name in named]


def _squeezed(value):
    """Return a value as newsmlg2 1.1 gives out the text of elements: each white space one blank."""
    if isinstance(value, list):
        return [*map(_squeezed, value)]
    return " ".join(value.split())


def _inside(item, name):
    """Return the elements of a name, with what is in them in canonical form."""
    found = item.iter("{http://www.w3.org/1999/xhtml}" + name)
    return [etree.tostring(one, method="c14n", exclusive=True).decode() for one in found]


def _is_read_by_newsmlg2(some, folder):
    files = [WRITERS["newsml-g2"].load().write(one) for one in some]

    found = _read_by("newsmlg2", folder, files)

    assert len(found) == len(some)
    for release, file, (read,) in zip(some, files, found, strict=True):
        headlines = [release.headline, *(one.text for one in release.alternative_headlines)]
        text = plain_text(release.body.format, release.body.text)
        assert read["guid"] == release.id
        assert read["headlines"] == _squeezed(headlines)
        assert read["subjects"] == _squeezed(_subjects(release))
        assert read["body"] == _inside(etree.fromstring(file), "body")  # each tag, each space
        assert "".join("".join(read["words"]).split()) == "".join(text.split())


def test_newsmlg2_finds_headlines_subjects_and_body_of_every_sample(tmp_path):
    _is_read_by_newsmlg2(GOOD, tmp_path)


@pytest.mark.corpora
def test_newsmlg2_finds_headlines_subjects_and_body_of_real_releases(tmp_path, real):
    _is_read_by_newsmlg2(real, tmp_path)


G2 = "{http://iptc.org/std/nar/2006-10-01/}"


def test_newsmlg2_finds_every_item_of_every_package(tmp_path):
    """With headlines, and where files and other items are; the text is that of the item alone."""
    files = [WRITERS["newsml-g2-package"].load().write(one) for one in GOOD]
    alone = [WRITERS["newsml-g2"].load().write(one) for one in GOOD]

    found = _read_by("newsmlg2", tmp_path, files)

    for file, read in zip(files, found, strict=True):
        items = [*etree.fromstring(file).find(G2 + "itemSet")]
        assert len(items) > 1
        for item, one in zip(items, read, strict=True):
            links = item.iter(G2 + "itemRef", G2 + "remoteContent")
            headlines = item.iterfind(f"{G2}contentMeta/{G2}headline")
            assert one["guid"] == item.get("guid")
            assert one["headlines"] == _squeezed([each.text for each in headlines])
            assert one["links"] == [each.get("residref") or each.get("href") for each in links]
    texts = [one for read in found for one in read if one["body"]]
    assert texts == [one for (one,) in _read_by("newsmlg2", tmp_path, alone)]


@pytest.mark.corpora
def test_the_page_says_what_newsmlg2_keeps_of_each_file_of_the_standard(corpora):
    """Read and written again by that library; of ours nothing vanishes (`test_accounting.py`)."""
    page = (Path(__file__).parent.parent / "docs" / "interoperability.md").read_text("utf-8")
    paths = accounting.files(corpora)

    others = [*accounting.survivals(paths, others_python("newsmlg2"))]

    assert sum(not one.error for one in others) == 177
    for path, other in zip(paths, others, strict=True):
        name = path.relative_to(corpora / "formats" / "newsml_g2").as_posix()
        (line,) = [line for line in page.splitlines() if line.startswith(f"| {name} |")]
        assert line.endswith(accounting.theirs(other))


# extruct (PyPI)


def _page(article: bytes) -> bytes:
    """Return an HTML page that carries the page form just as it is."""
    return (
        b'<!doctype html>\n<html lang="id"><head><meta charset="utf-8"><title>Siaran pers</title>\n'
        b'<script type="application/ld+json">%b</script></head>\n'
        b"<body><h1>Siaran pers</h1><script>var other = 1</script></body></html>\n" % article
    )


def _is_found_by_extruct(some, folder):
    articles = [WRITERS["jsonld-page"].load().write(one) for one in some]

    found = _read_by("extruct", folder, [*map(_page, articles)])

    assert found == [[json.loads(one)] for one in articles]
    assert {one["@type"] for (one,) in found} == {"NewsArticle"}


def test_extruct_finds_in_a_page_the_article_of_every_sample(tmp_path):
    _is_found_by_extruct(GOOD, tmp_path)


@pytest.mark.corpora
def test_extruct_finds_in_a_page_the_article_of_real_releases(tmp_path, real):
    _is_found_by_extruct(real, tmp_path)


@pytest.mark.parametrize(
    "headline", ["</script><p>", "<!-- <script> </script>", "<![CDATA[ ]]>", "a </SCRIPT\t> b"]
)
def test_a_headline_that_ends_scripts_does_not_end_the_article(tmp_path, headline):
    """A press office writes about web pages, and somebody may try."""
    _is_found_by_extruct([built(every_field() | {"headline": headline})], tmp_path)
