"""What slipped into the words: R207, R208, R210, R226, R235, R236."""

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
        (b"kerjasama", b"kerja sama"), (b"tanggungjawab", b"tanggung jawab"),
        (b"terimakasih", b"terima kasih"), (b"antar lembaga", b"antarlembaga"),
        (b"dimana", b"di mana"), (b"sumberdaya", b"sumber daya"), (b"orangtua", b"orang tua"),
    ),
    "ms": ((b"kerjasama", b"kerja sama"), (b"tanggungjawab", b"tanggung jawab")),
    "en": ((b"e-mail", b"email"), (b"web site", b"website"), (b"on-line", b"online")),
}  # fmt: skip
"""Spellings of one word; whole words: `pertanggungjawaban` is right beside `tanggung jawab`."""
_ACRONYM = re.compile(r"(?<![\w(/.-])[A-Z]{3,6}(?![\w)/:-])")
_UNSPEAKABLE = re.compile("[BCDFGHJKLMNPQRSTVWXYZ]{3}")
"""Three consonants in a row: an acronym, not a word that somebody wrote in capitals."""
_ROMAN = re.compile("[IVXLCDM]+")
_COMMON = """
    BKKBN BMKG BNPB BPBD BPJS BPK BPKB BPKP BPN BPS BRI BTN CPNS DPD DPR DPRD HGB HPN KDRT KKN KPK
    KTP KUHP LHKPN LKPJ LPG LSM MKKS MPR MTQ NKRI NPWP NTB NTT PBB PGRI PKK PLN PLTS PLTU PMK PNS
    PPDB PPKM PPPK PSSI PTN PTS PTSP RPJMD RPJMN SDM SKPD SMK SMP SPBE SPBU SPT STNK TKDN TNI TPS
    BBC BST CBS CDT CNBC CNN CST DVD GMT GPS HTML HTTP LGBT MDT MRT MSNBC MST NBC NHS NPR PBS PDF
    PDT PST PTSD RSVP SMS SMTP TNT WTC WWF XML
"""
"""Acronyms that need no explanation, as far as `_UNSPEAKABLE` lets them through."""
_KNOWN = frozenset(_COMMON.split())
_SHOUTED = re.compile(r"[A-Z]{2,}[\s,.]*\Z")
_SHOUTED_ON = re.compile(r"[\s,.]*[A-Z]{2,}(?![a-z])")
_RUN_TOGETHER = re.compile(r"\A[A-Z][A-Z .,]{3,30}[A-Z]{2}[a-z]{2,}")
_PLACEHOLDER = re.compile(
    r"\[(?:contact|kontak|image|gambar|inlineattachment)s?[: ]?\d*\]|lorem ipsum|\basdsd\w*"
    r"|\{\{[^}]{0,40}\}\}|\[\.\.\.isi\]|\[(?:nama|name|tanggal|date|tempat|place|jabatan|title)\]"
    r"|\bx{4,}\b|[(\[]x{3,}[)\]]|\brp\.? ?x{3,}",
    re.IGNORECASE,
)  # fmt: skip
_PLACEHOLDER_SIGNS = (b"[", b"{", b"xxx", b"asdsd", b"lorem ips")
_MOJIBAKE = re.compile("â€|Ã[\x80-\xbf©¨¢¡±³´²®«»§]|Â[\xa0-\xbf]|ï»¿|\ufffd|â[\x80-\x9f]|ðŸ")
_CUT_APOSTROPHE = re.compile(r"(?<=[a-z])âs?\b")
"""An apostrophe that lost two of its three bytes ("Senatorâs"), in English."""
_MOJIBAKE_SIGNS = tuple("âÃÂ\ufffdðï")


def decimals_are_whole(context: Context) -> Iterator[Finding]:
    """R207: "4. 0" is a number that was cut in two."""
    if b"0. 0" in context.raw.translate(_DIGITS_ALIKE) and (match := _SPLIT.search(context.text)):
        yield finding("R207", "/body/text", words=match[0], offset=match.start())


def words_are_spelt_one_way(context: Context) -> Iterator[Finding]:
    """R208: two spellings of one word in one text."""
    text = context.folded
    for one, other in _VARIANTS.get(context.document.get("language", "")[:2], ()):
        if one in text and other in text and _is_word(one, text) and _is_word(other, text):
            yield finding("R208", "/body/text", one=one.decode(), other=other.decode())


def _is_word(word: bytes, text: bytes) -> bool:
    return re.search(rb"\b" + re.escape(word) + rb"\b", text) is not None


def acronyms_are_explained(context: Context) -> Iterator[Finding]:
    """R210: an acronym that is neither common nor explained anywhere, told once."""
    text = context.text
    if b"AAA" not in context.raw.translate(_CAPITALS) or text.isupper():
        return
    if context.document.get("language", "")[:2] not in _VARIANTS:
        return
    named = None
    for match in _ACRONYM.finditer(text):
        word = match[0]
        if word in _KNOWN or not _UNSPEAKABLE.search(word) or _ROMAN.fullmatch(word):
            continue
        if _is_shouted(match) or _is_spelled_out(word, text):
            continue
        named = named or _names(context)
        if word not in named:
            yield finding("R210", "/body/text", words=word, offset=match.start())
            return


def _is_shouted(match: re.Match[str]) -> bool:
    """Return whether capitals stand around it: a heading, or a dateline."""
    before = match.string[max(0, match.start() - 20) : match.start()]
    behind = match.string[match.end() : match.end() + 20]
    return bool(_SHOUTED.search(before) or _SHOUTED_ON.match(behind))


def _is_spelled_out(word: str, text: str) -> bool:
    """Return whether brackets explain it, or words with its initials stand in the text."""
    if f"({word})" in text or f"{word} (" in text or f"{word} atau" in text:
        return True
    initials = r"\w*\W{1,3}(?:(?:dan|of|and|the|untuk|di|for)\W)?".join(word)
    return re.search(rf"\b{initials}", text, re.IGNORECASE) is not None


def _names(context: Context) -> str:
    """Return all names the record itself explains, and the dateline, as one text."""
    document = context.document
    named = [document.get("headline", ""), document.get("dateline", {}).get("text", "")]
    for kind in ("organisations", "people", "places", "events", "mentions"):
        for one in document.get(kind, ()):
            named += [one["name"], *one.get("aliases", ())]
    return " ".join(named) or " "


def the_dateline_is_parted_from_the_text(context: Context) -> Iterator[Finding]:
    """R226: "SURABAYAGubernur": the mark between dateline and text was lost."""
    head = context.text[:48]
    if head[:2].isupper() and (match := _RUN_TOGETHER.match(head)):
        yield finding("R226", "/body/text", words=match[0])


def nothing_waits_to_be_filled_in(context: Context) -> Iterator[Finding]:
    """R235: a placeholder was left in the text or in the headline."""
    headline = context.document.get("headline", "")
    for where, text, folded in (
        ("/headline", headline, headline.lower().encode("utf-8", "surrogatepass")),
        ("/body/text", context.text, context.folded),
    ):
        for sign in _PLACEHOLDER_SIGNS:
            if sign in folded and (match := _PLACEHOLDER.search(text)):
                yield finding("R235", where, words=match[0])
                break


def letters_are_what_they_were(context: Context) -> Iterator[Finding]:
    """R236: text that was read in the wrong encoding and saved again."""
    document = context.document
    for where, text in (
        ("/headline", document.get("headline", "")),
        ("/summary", document.get("summary", "")),
        ("/body/text", context.text),
    ):
        if text.isascii() or not any(sign in text for sign in _MOJIBAKE_SIGNS):
            continue
        match = _MOJIBAKE.search(text)
        if match is None and document.get("language", "")[:2] == "en":
            match = _CUT_APOSTROPHE.search(text)
        if match:
            yield finding("R236", where, words=text[max(0, match.start() - 8) : match.end() + 4])


RULES = (
    decimals_are_whole,
    words_are_spelt_one_way,
    acronyms_are_explained,
    the_dateline_is_parted_from_the_text,
    nothing_waits_to_be_filled_in,
    letters_are_what_they_were,
)
