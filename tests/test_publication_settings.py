"""What a collection says of itself: the table ``[publication]``, and the address of the site."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from archive import messages, settings
from archive.errors import PhrasedError
from archive.publication import site_settings
from archive.publication.base_urls import UnusableBaseUrl, base_url
from archive.publication.site import Agent
from archive.publication.site_settings import site
from tests.program import record, save

BASE = "https://pers.example.go.id/"
OFFICE = "Dinas Perhubungan Kabupaten Contoh"


def told(error: PhrasedError, language: str = "en") -> str:
    return messages.phrase(error.key, language, **error.values)


def table(text: str) -> dict[str, object]:
    return tomllib.loads(text)


def of(text: str, *issuers: str):
    made, _ = site(table(text), base_url=BASE, issuers=issuers or (OFFICE,))
    return made


def refused(text: str) -> str:
    with pytest.raises(PhrasedError) as error:
        of(text)
    return told(error.value)


def test_the_address_alone_is_enough_where_one_body_issues_all():
    made, notices = site({}, base_url="https://pers.example.go.id/arsip", issuers=[OFFICE])

    assert made.base_url == "https://pers.example.go.id/arsip/"
    assert made.publisher == made.contact == Agent(name=OFFICE)
    assert made.title == {"id": f"Siaran pers {OFFICE}", "en": f"Press releases of {OFFICE}"}
    assert (made.languages, made.compression, made.renditions) == (("id", "en"), "zst", ())
    assert notices == ()


@pytest.mark.parametrize("issuers", [(), (OFFICE, "Dinas Lain")])
def test_without_one_issuer_the_host_stands_as_the_publisher_and_that_is_told(issuers):
    made, notices = site({}, base_url=BASE, issuers=issuers)

    assert made.publisher == Agent(name="pers.example.go.id", homepage=BASE)
    ((key, values),) = notices
    assert "'pers.example.go.id' is named" in messages.phrase(key, "en", **values)
    assert "dipakai nama 'pers.example.go.id'" in messages.phrase(key, "id", **values)


def test_a_publisher_that_is_said_wins_over_the_issuers():
    made, notices = site(table('publisher = "Pemkot Contoh"'), base_url=BASE, issuers=["a", "b"])

    assert made.publisher == Agent(name="Pemkot Contoh")
    assert notices == ()


def test_all_of_an_agent_can_be_said():
    made = of("""
        [publisher]
        name = "Pemerintah Kota Contoh"
        iri = "https://id.example.go.id/org/kota"
        homepage = "https://kota.example.go.id/"
        type = "LocalAuthority"
        email = "humas@kota.example.go.id"
        phone = "+62 341 000000"
        """)

    assert made.publisher == Agent(
        name="Pemerintah Kota Contoh",
        iri="https://id.example.go.id/org/kota",
        homepage="https://kota.example.go.id/",
        kind="LocalAuthority",
        email="humas@kota.example.go.id",
        phone="+62 341 000000",
    )


def test_an_agent_without_a_name_is_the_one_known_already():
    made = of('[publisher]\nemail = "a@kota.example.go.id"\n[contact]\nphone = "+62 341 1"')

    assert made.publisher == Agent(name=OFFICE, email="a@kota.example.go.id")
    assert made.contact == Agent(name=OFFICE, phone="+62 341 1")


def test_a_text_stands_for_every_language_or_in_each_its_own():
    one = of('title = "Siaran Pers"\ndescription = """Satu\n  dua"""')
    each = of('[title]\nid = "Kabar Kota"')

    assert one.title == {"id": "Siaran Pers", "en": "Siaran Pers"}
    assert one.description == {"id": "Satu dua", "en": "Satu dua"}
    assert each.title == {"id": "Kabar Kota", "en": f"Press releases of {OFFICE}"}


def test_the_roles_of_satu_data_can_be_called_by_their_own_words():
    made = of('produsen-data = "Humas"\n[walidata]\nname = "Diskominfo"')

    assert (made.producer, made.custodian) == (Agent(name="Humas"), Agent(name="Diskominfo"))
    assert of('producer = "Humas"\ncustodian = "Diskominfo"') == made


def test_names_of_settings_may_have_underscores():
    assert of('produsen_data = "Humas"').producer == Agent(name="Humas")


def test_the_rest_is_taken_as_it_stands():
    made = of("""
        languages = "en"
        licence = "https://creativecommons.org/licenses/by/4.0/"
        regions = ["35.73", "35", "35.73"]
        compression = "gz"
        renditions = ["jsonld", "newsml-g2"]
        """)

    assert made.languages == ("en",)
    assert made.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert made.regions == ("35.73", "35")
    assert made.compression == "gz"
    assert made.renditions == ("jsonld", "newsml-g2")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('titel = "x"', "no setting 'publication.titel'; did you mean 'publication.title'?"),
        ('zzzz = "x"', "there is no setting 'publication.zzzz'"),
        ('publisher = {name = "A", mail = "x"}', "did you mean 'publication.publisher.email'?"),
        ('[title]\nsv = "x"', "there is no setting 'publication.title.sv'"),
        ("title = 3", "'publication.title' cannot be 3"),
        ('title = ""', "'publication.title' cannot be ''"),
        ('title = ["a"]', "'publication.title' cannot be ['a']"),
        ('title = "a\\u0000b"', "'publication.title' cannot be 'a"),
        (f'title = "{"x" * 2001}"', "'publication.title' cannot be 'xxx"),
        ("producer = {email = 'a@b.example'}", "'publication.producer.name' is missing"),
        ('publisher = {name = "A", type = "Local"}', "write one of Academia-Scientific"),
        ('publisher = {name = "A", email = "humas"}', "'humas' is no e-mail address"),
        ('publisher = {name = "A", iri = "kota"}', "'kota' is no address"),
        ('publisher = {name = "A", homepage = "urn:x:y"}', "'urn:x:y' is no address"),
        ('licence = "CC-BY-4.0"', "write it in full, such as https://creativecommons.org/"),
        ('regions = ["99.01"]', "'99.01' is no Kemendagri code"),
        ("regions = 35.73", "35.73 is no Kemendagri code of a region; write one such as '35.73'"),
        ('languages = ["id", "sv"]', "'publication.languages' cannot be 'sv'; write one of id, en"),
        ('compression = "bz2"', "write one of zst, gz"),
        ('renditions = ["jsonl"]', "cannot be 'jsonl'; write one of newsml-g2, "),
        (
            'walidata = "A"\ncustodian = "B"',
            "'publication.custodian' is the same setting as 'publication.walidata'",
        ),
    ],
)
def test_a_slip_in_the_table_is_told_by_name(text, words):
    assert words in refused(text)
    assert refused(text).startswith("press-archive.toml: ")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://pers.example.go.id", "https://pers.example.go.id/"),
        ("https://pers.example.go.id/", "https://pers.example.go.id/"),
        ("HTTP://Pers.Example.go.id:8080/Arsip", "http://pers.example.go.id:8080/Arsip/"),
        ("https://a.example/~humas/%C3%A9", "https://a.example/~humas/%C3%A9/"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/"),
        ("http://[::1]/x", "http://[::1]/x/"),
    ],
)
def test_an_address_ends_with_a_slash_and_has_a_host_in_small_letters(given, kept):
    assert base_url(given) == kept


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("", "does not begin with https:// or http://"),
        ("pers.example.go.id", "does not begin with https:// or http://"),
        ("//pers.example.go.id", "does not begin with https:// or http://"),
        ("ftp://pers.example.go.id", "does not begin with https:// or http://"),
        ("https:///pers", "does not begin with https:// or http://"),
        ("https://a.example/?q=1", "question mark"),
        ("https://a.example/#", "question mark"),
        ("https://a.example/siaran pers", "blanks"),
        ("https://a.example/\n", "blanks"),
        ("https://pérs.example/", "xn--"),
        ("https://a.example/" + "x" * 1000, "very long"),
        ("https://a.example:99999/", "port"),
        ("https://[::1/", "port"),
        ("https://a..example/", "host"),
        ("https://:80/", "host"),
        ("https://a.example/../b", "empty steps"),
        ("https://a.example/b/%2e%2E", "empty steps"),
        ("https://a.example//b", "empty steps"),
        ("https://a.example/%zz", "empty steps"),
        ("https://a.example/'b", "empty steps"),
    ],
)
def test_an_address_that_no_site_can_have_is_refused(given, words):
    with pytest.raises(UnusableBaseUrl) as error:
        base_url(given)

    assert words in told(error.value)
    assert told(error.value, "id").startswith("URL dasar")


def test_a_password_in_the_address_is_refused_and_not_repeated():
    with pytest.raises(UnusableBaseUrl) as error:
        base_url("https://humas:rahasia@a.example/")

    assert "a user name or a password" in told(error.value)
    assert "rahasia" not in told(error.value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("press-archive.toml", '[publication]\ntitle = "x"'),
        ("pyproject.toml", '[tool.press-archive.publication]\ntitle = "x"'),
    ],
)
def test_the_table_stands_in_the_settings_file_and_is_no_verb(press_archive, name, text):
    save("bad.json", record(headline=None))
    Path(name).write_text(text, encoding="utf-8")

    assert press_archive("validate", "bad.json").codes == ["S101"]
    assert settings.publication(Path(name)) == {"title": "x"}


def test_a_file_without_the_table_says_nothing_of_the_collection(tmp_path):
    file = tmp_path / "press-archive.toml"
    file.write_text("[validate]\n", encoding="utf-8")

    assert settings.publication(file) == {}


def test_the_table_must_be_one(tmp_path):
    file = tmp_path / "press-archive.toml"
    file.write_text("publication = 1", encoding="utf-8")

    with pytest.raises(settings.UnreadableSettings) as error:
        settings.publication(file)
    assert told(error.value).endswith("'publication' cannot be 1")


def test_a_slip_in_the_name_of_the_table_is_told_with_what_was_meant(press_archive):
    Path("press-archive.toml").write_text("[publicaton]", encoding="utf-8")

    assert "did you mean 'publication'?" in press_archive("validate", ".").err


def test_the_example_of_the_page_is_a_site():
    page = (Path(__file__).parent.parent / "docs/publication-settings.md").read_text("utf-8")
    examples = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)

    for example in examples:
        made, notices = site(tomllib.loads(example)["publication"], base_url=BASE)
        assert made.publisher.name == "Pemerintah Kota Contoh"
        assert notices == ()
    assert len(examples) == 2


def test_the_page_names_every_setting():
    page = (Path(__file__).parent.parent / "docs/publication-settings.md").read_text("utf-8")

    for name in site_settings._SETTINGS:
        assert f"| `{name}`" in page
    for name in (*site_settings._AGENT, *site_settings._ALIASES, *site_settings._PUBLISHER_TYPES):
        assert f"`{name}`" in page
