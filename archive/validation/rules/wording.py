"""What slipped into the words: R207, R208, R210, R212, R213, R226, R228, R230, R233, R235, R236."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.findings import Finding, finding
from archive.validation.rules.context import Context

_DIGITS_ALIKE = bytes(0x30 if 0x30 <= byte <= 0x39 else byte for byte in range(256))
_CAPITALS = bytes(0x41 if 0x41 <= byte <= 0x5A else 0x20 for byte in range(256))
_SPLIT = re.compile(r"(?<![\d.])\d{1,2}\. \d(?![\d.:])")
_VARIANTS = {
    "id": (
        ("kerjasama", "kerja sama"), ("tanggungjawab", "tanggung jawab"),
        ("terimakasih", "terima kasih"), ("antar lembaga", "antarlembaga"), ("dimana", "di mana"),
        ("sumberdaya", "sumber daya"), ("orangtua", "orang tua"), ("beritahu", "beri tahu"),
    ),
    "ms": (("kerjasama", "kerja sama"), ("tanggungjawab", "tanggung jawab"), ("di mana", "dimana")),
    "en": (("e-mail", "email"), ("web site", "website"), ("on-line", "online")),
}  # fmt: skip
_ACRONYM = re.compile(r"(?<![\w(-])[A-Z]{3,6}(?![\w)-])")
_KNOWN = frozenset(
    "APBD APBN ASEAN ASN BPJS BPS BUMN COVID DKI DPR DPRD HUT KPK KTP MPR NASA NATO NTB NTT PBB PDAM "
    "PKK PNS POLRI RSUD SDM SMA SMK TNI UMKM UNESCO UNICEF USA WHO WIB WIT WITA AFP BBC CEO GDP GMT HIV "
    "PDF URL USB UTC VAT PIN SMS".split()
)
_LABELS = frozenset(
    "komentar|comments|leave a reply|share|bagikan|print|cetak|baca juga|related posts|berita terkait|"
    "there are no comments|tinggalkan komentar|load more|read more|selengkapnya".split("|")
)
_FURNITURE = re.compile(
    r"(?:baca juga\b|berita terkait|related posts?\b|leave a reply|scroll to continue|"
    r"gulir untuk lanjut|dibaca: ?[\d.]+ kali|views? \d|\d+ min read|simak juga\b|\+ there are no)",
    re.IGNORECASE,
)
_FURNITURE_STARTS = ("baca j", "berita t", "related p", "leave a", "scroll to", "gulir u", "dibaca:",
                     "views ", "view ", "simak j", "+ there", *map(str, range(10)))  # fmt: skip
_RUN_TOGETHER = re.compile(r"\A[A-Z][A-Z .,]{2,30}[A-Z]{2}[a-z]{2,}")
_SLASH = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})(?:/(\d{2,4}))?(?!\d)", re.ASCII)
_TRACKER = re.compile(
    r'href="[^"]*(?:cts\.businesswire\.com|[?&;]utm_|/ct/ct\?|click\.[a-z]+\.|trk\.|lnks\.gd|/track/click)',
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"\[(?:contact|kontak|image|gambar|inlineattachment)s?[: ]?\d*\]|lorem ipsum|\basdsd|\{\{[^}]{0,40}\}\}"
    r"|\bXXXX?\b|\[\.\.\.isi\]|\[nama\]|\[tanggal\]",
    re.IGNORECASE,
)  # fmt: skip
_MOJIBAKE = re.compile("â€|Ã[\x80-\xbf©¨¢¡±³´²®«»§]|Â[\xa0-\xbf]|ï»¿|\ufffd|â[\x80-\x9f]|ðŸ")


def decimals_are_whole(context: Context) -> Iterator[Finding]:
    """R207: "4. 0" is a number that was cut in two."""
    if b"0. 0" in context.text.encode().translate(_DIGITS_ALIKE):
        match = _SPLIT.search(context.text)
        if match:
            yield finding("R207", "/body/text", words=match[0], offset=match.start())


def words_are_spelt_one_way(context: Context) -> Iterator[Finding]:
    """R208: two spellings of one word in one text."""
    text = context.folded
    for one, other in _VARIANTS.get(context.document.get("language", "")[:2], ()):
        if one in text and other in text:
            yield finding("R208", "/body/text", one=one, other=other)


def acronyms_are_explained(context: Context) -> Iterator[Finding]:
    """R210: an acronym that is neither common nor explained where it first stands, told once."""
    text = context.text
    if b"AAA" not in text.encode().translate(_CAPITALS) or text.isupper():
        return
    named = None
    for match in _ACRONYM.finditer(text):
        word = match[0]
        if word in _KNOWN or f"({word})" in text or f"{word} (" in text:
            continue
        if named is None:
            named = _names(context)
        if word not in named:
            yield finding("R210", "/body/text", words=word, offset=match.start())
            return


def _names(context: Context) -> str:
    """Return all names the record itself explains, and the dateline, as one text."""
    document = context.document
    named = [document.get("headline", ""), document.get("dateline", {}).get("text", "")]
    for kind in ("organisations", "people", "places", "events", "mentions"):
        for one in document.get(kind, ()):
            named += [one["name"], *one.get("aliases", ())]
    return " ".join(named)


def the_text_ends_with_text(context: Context) -> Iterator[Finding]:
    """R212: the last line is the label of a widget; R230: links and counters of a page."""
    last = context.lines[-1]
    if last.strip(" .:+").lower() in _LABELS:
        yield finding("R212", "/body/text", words=last)
    for line in context.lines[:-1] if last.strip(" .:+").lower() in _LABELS else context.lines:
        if line[:9].lower().startswith(_FURNITURE_STARTS) and (match := _FURNITURE.match(line)):
            yield finding("R230", "/body/text", words=match[0])
            return


def dates_are_written_out(context: Context) -> Iterator[Finding]:
    """R213: a date without its year; R228: a date with slashes that can be read two ways."""
    day_first = context.document.get("language", "id")[:2] in ("id", "ms")
    for where, mention in context.mentions():
        words, value = mention["asWritten"], mention["value"]
        if "yearFrom" in mention or value.startswith("XXXX"):
            yield finding("R213", where, words=words)
        match = _SLASH.search(words)
        if match and len(value) == 10:
            first, second = int(match[1]), int(match[2])
            month, day = int(value[5:7]), int(value[8:10])
            if day_first and (first, second) == (month, day) and month != day:
                yield finding("R228", where, variant="month_first", words=words, value=value)
            elif not day_first and max(first, second) <= 12 and first != second:
                yield finding("R228", where, words=words, value=value)


def the_dateline_is_parted_from_the_text(context: Context) -> Iterator[Finding]:
    """R226: "SURABAYAGubernur": the mark between dateline and text was lost."""
    head = context.text[:48]
    if head[:2].isupper() and (match := _RUN_TOGETHER.match(head)):
        yield finding("R226", "/body/text", words=match[0])


def links_lead_to_their_target(context: Context) -> Iterator[Finding]:
    """R233: a click tracker will be gone before the archive is."""
    body = context.document.get("body")
    if body and body["format"] == "html" and (match := _TRACKER.search(body["text"])):
        yield finding("R233", "/body/text", words=match[0][6:])


def nothing_waits_to_be_filled_in(context: Context) -> Iterator[Finding]:
    """R235: a placeholder was left in the text."""
    text = context.text
    if "[" in text or "{{" in text or "XXX" in text or "asdsd" in text or "ipsum" in context.folded:
        match = _PLACEHOLDER.search(text)
        if match:
            yield finding("R235", "/body/text", words=match[0], offset=match.start())


def letters_are_what_they_were(context: Context) -> Iterator[Finding]:
    """R236: text that was read in the wrong encoding and saved again."""
    document = context.document
    fields = [("/headline", document.get("headline", "")), ("/body/text", context.text)]
    fields.append(("/summary", document.get("summary", "")))
    for where, text in fields:
        if text.isascii() or not any(sign in text for sign in "âÃÂ\ufffdðï"):
            continue
        if match := _MOJIBAKE.search(text):
            yield finding("R236", where, words=text[max(0, match.start() - 8) : match.end() + 4])


RULES = (
    decimals_are_whole,
    words_are_spelt_one_way,
    acronyms_are_explained,
    the_text_ends_with_text,
    dates_are_written_out,
    the_dateline_is_parted_from_the_text,
    links_lead_to_their_target,
    nothing_waits_to_be_filled_in,
    letters_are_what_they_were,
)
