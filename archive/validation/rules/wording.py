"""What slipped into the words: R207, R208, R210, R226, R235, R236."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from archive.findings import Finding, finding
from archive.validation.rules.characters import NOT_PLAIN
from archive.validation.rules.context import Context
from archive.validation.rules.signs import holding, like, looks_where, matcher, there

_CAPITALS = bytes(
    ord("A" if chr(byte) in "AEIOU" else "B" if 0x41 <= byte <= 0x5A else " ")
    for byte in range(256)
)
"""B for a consonant in capitals, A for a vowel, a space for all else."""
_SPLIT_IN_ASCII = "[0-9]\\. [0-9]"
_HAS_SPLIT = matcher(_SPLIT_IN_ASCII)
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
_HAS_VARIANT = [
    there(
        "text",
        holding(*(one.decode() for one, _ in pairs)),
        given={"properties": {"language": like(f"^{language}")}},
    )
    for language, pairs in _VARIANTS.items()
]
_LONGEST_ACRONYM = 6
_MOST_EXPLAINED, _LONGEST_BYTES = 30, 2**17
"""After so many acronyms that are explained, and in longer texts, nobody looks for more: each is
looked for in the whole text, and real releases have a dozen at most."""
_NEAR_BYTES = 80
_AS_WORDS = bytes(
    byte if chr(byte).isalpha() else ord("0" if chr(byte) in "_0123456789" else " ")
    for byte in range(0x80)
).ljust(256)
"""Letters as they are, a zero for what else words consist of, a space for what parts them."""
_CONTINUATIONS = bytes(range(0x80, 0xC0))
"""What follows the first byte of a character beyond ASCII."""
_EVERY_ASCII = bytes(range(0x80))
_IN_WORDS = re.compile(r"\w")
_LINKS = ("dan", "of", "and", "the", "untuk", "di", "for")
"""Words between those whose initials an acronym has, that it may leave out."""
_LINKS_BEFORE_WORDS = tuple(f"{link} ".encode() for link in _LINKS)
_WIDEST_GAP, _SPACE = 3, ord(" ")
_NOT_BEFORE_ACRONYM = re.compile(r"[\w(/.-]\Z")
_NOT_BEHIND_ACRONYM = re.compile(r"[\w)/:-]")
_USUAL_BEFORE_ACRONYM, _USUAL_BEHIND_ACRONYM = b" \n", b" \n.,"
"""What stands there most often, where none of these do; quicker than to decode and match."""
_UNSPEAKABLE = b"BBB"
"""Three consonants in a row: an acronym, not a word that somebody wrote in capitals."""
_EXPLAINING = (b" (", b" atau")
_NAMED = ("organisations", "people", "places", "events", "mentions")
"""Lists whose members have names."""
_ROMAN = re.compile("[IVXLCDM]+")
_COMMON = """
    BKKBN BMKG BNPB BPBD BPJS BPK BPKB BPKP BPN BPS BRI BTN CPNS DPD DPR DPRD HGB HPN KDRT KKN KPK
    KTP KUHP LHKPN LKPJ LPG LSM MKKS MPR MTQ NKRI NPWP NTB NTT PBB PGRI PKK PLN PLTS PLTU PMK PNS
    PPDB PPKM PPPK PSSI PTN PTS PTSP RPJMD RPJMN SDM SKPD SMK SMP SPBE SPBU SPT STNK TKDN TNI TPS
    BBC BST CBS CDT CNBC CNN CST DVD GDP GMT GPS HTML HTTP KGB LGBT MDT MRT MSNBC MST NBC NHS NPR
    PBS PDF PDT PST PTSD RSVP SMS SMTP TNT WTC WWF XML
"""
"""Acronyms that need no explanation, as far as they have three consonants in a row."""
_KNOWN = frozenset(_COMMON.split())
_SHOUTED = re.compile(r"[A-Z]{2,}[\s,.]*\Z")
_SHOUTED_ON = re.compile(r"[\s,.]*[A-Z]{2,}(?![a-z])")
_SMALL = [bytes((letter,)) for letter in b"abcdefghijklmnopqrstuvwxyz"]
_QUIET_BEFORE = frozenset(letter + b" " for letter in _SMALL)
_QUIET_BEHIND = frozenset(b" " + letter for letter in _SMALL)
"""What mostly stands around an acronym that nobody shouts."""
_RUN_TOGETHER = re.compile(r"\A[A-Z][A-Z .,]{3,30}[A-Z]{2}[a-z]{2,}")
_PLACEHOLDER = re.compile(
    rb"\[(?:contact|kontak|image|gambar|inlineattachment)s?[: ]?\d*\]|lorem ipsum|\basdsd\w*"
    rb"|\{\{[^}]{0,80}\}\}|\[\.\.\.isi\]|\[(?:nama|name|tanggal|date|tempat|place|jabatan|title)\]"
    rb"|\bx{4,}\b|[(\[]x{3,}[)\]]|\brp\.? ?x{3,}",
    re.IGNORECASE,
)  # fmt: skip
_HAS_BRACKETS, _HAS_STOPGAP = like(r"\[|\{\{"), like("(?i:xxx|asdsd|lorem ips)")
_PLACEHOLDER_SIGNS = (b"[", b"{{", b"xxx", b"asdsd", b"lorem ips")
_BEFORE_SIGN_BYTES, _BEHIND_SIGN_BYTES, _STEP_BYTES = 6, 200, 100
"""So far around a sign a placeholder reaches, "Rp. xxx" or "{{name of the person}}"; and how far
behind one sign the next is looked for, so that a text full of them is not slow."""
_MISREAD = {
    "â": re.compile("â[€\x80-\x9f]"),
    "Ã": re.compile("Ã[\x80-\xbf©¨¢¡±³´²®«»§]"),
    "Â": re.compile("Â[\xa0-\xbf]"),
    "ï": re.compile("ï»¿"),
    "ð": re.compile("ðŸ"),
    "\ufffd": re.compile("\ufffd"),
}
"""What a letter looks like that was read in the wrong encoding, by its first character."""
_CUT_APOSTROPHE = re.compile(r"â(?<=[a-z]â)s?\b")
"""An apostrophe that lost two of its three bytes ("Senatorâs"), in English."""
_NOT_OURS = ("extensions", "provenance")
"""What others said, or what stood in the source file."""


@looks_where(there("text", like(_SPLIT_IN_ASCII)))
def decimals_are_whole(context: Context) -> Iterator[Finding]:
    """R207: "4. 0" is a number that was cut in two; "1. 5 kg" at the start of a line is a list."""
    text = context.text
    if not _HAS_SPLIT(text):
        return
    for match in _SPLIT.finditer(text):
        if text[match.start() - 1 : match.start()] not in ("", "\n"):
            yield finding("R207", "/body/text", words=match[0], offset=match.start())
            return


@looks_where(*_HAS_VARIANT)
def words_are_spelt_one_way(context: Context) -> Iterator[Finding]:
    """R208: two spellings of one word in one text."""
    language = context.document.get("language", "")[:2]
    text = context.raw.lower()
    for one, other in _VARIANTS.get(language, ()):
        if one in text and other in text and _is_word(one, text) and _is_word(other, text):
            yield finding("R208", "/body/text", one=one.decode(), other=other.decode())


def _is_word(word: bytes, text: bytes) -> bool:
    return re.search(rb"\b" + re.escape(word) + rb"\b", text) is not None


def acronyms_are_explained(context: Context) -> Iterable[Finding]:
    """R210: an acronym that is neither common nor explained anywhere, told once."""
    raw = context.raw
    if len(raw) > _LONGEST_BYTES or context.document.get("language", "")[:2] not in _VARIANTS:
        return ()
    capitals = raw.translate(_CAPITALS)
    first = capitals.find(_UNSPEAKABLE)
    if first < 0 or context.text.isupper():
        return ()
    return _unexplained(context, capitals, first)


def _unexplained(context: Context, capitals: bytes, inside: int) -> Iterator[Finding]:
    """Yield the first acronym that nobody explains; whatever may be one begins around a place."""
    raw = context.raw
    explained: set[bytes] = set()
    named = ""
    while inside >= 0 and len(explained) < _MOST_EXPLAINED:
        start = capitals.rfind(b" ", 0, inside) + 1
        end = capitals.find(b" ", inside)
        end = len(raw) if end < 0 else end
        word = raw[start:end]
        if word not in explained and _is_acronym(raw, start, end):
            if not (
                _is_in_brackets(word, raw)
                or _is_spelled_out(word, context)
                or word.decode() in (named := named or _names(context))
            ):
                offset = len(raw[:start].decode("utf-8", "surrogatepass"))
                yield finding("R210", "/body/text", words=word.decode(), offset=offset)
                return
            explained.add(word)
        inside = capitals.find(_UNSPEAKABLE, end)


def _is_acronym(raw: bytes, start: int, end: int) -> bool:
    """Return whether capitals may need an explanation; those of a plural do not."""
    if end - start > _LONGEST_ACRONYM or not _is_unusual(raw[start:end]):
        return False
    return _stands_alone(raw, start, end)


def _stands_alone(raw: bytes, start: int, end: int) -> bool:
    """Return whether a word is part of nothing else, and nobody shouts around it."""
    if raw[start - 2 : start] in _QUIET_BEFORE and raw[end : end + 2] in _QUIET_BEHIND:
        return True
    return _is_free(raw, start, end) and not _is_shouted(raw, start, end)


def _is_free(raw: bytes, start: int, end: int) -> bool:
    """Return whether nothing stands around a word that makes it part of something else."""
    if raw[start - 1 : start] not in _USUAL_BEFORE_ACRONYM:
        before = raw[max(0, start - 4) : start].decode("utf-8", "ignore")
        if _NOT_BEFORE_ACRONYM.search(before):
            return False
    if raw[end : end + 1] not in _USUAL_BEHIND_ACRONYM:
        behind = raw[end : end + 4].decode("utf-8", "ignore")
        return _NOT_BEHIND_ACRONYM.match(behind) is None
    return True


@lru_cache(maxsize=2048)
def _is_unusual(capitals: bytes) -> bool:
    word = capitals.decode()
    return word not in _KNOWN and not _ROMAN.fullmatch(word)


def _is_shouted(raw: bytes, start: int, end: int) -> bool:
    """Return whether capitals stand around it, 20 characters far: a heading, or a dateline."""
    before = raw[max(0, start - _NEAR_BYTES) : start].decode("utf-8", "ignore")[-20:]
    behind = raw[end : end + _NEAR_BYTES].decode("utf-8", "ignore")[:20]
    return bool(_SHOUTED.search(before) or _SHOUTED_ON.match(behind))


def _is_in_brackets(word: bytes, raw: bytes) -> bool:
    """Return whether the acronym stands in brackets, or before some, or before "atau" (or)."""
    start = raw.find(word)
    while start >= 0:
        end = start + len(word)
        if raw.startswith(_EXPLAINING, end):
            return True
        if raw[end : end + 1] == b")" and raw[start - 1 : start] == b"(":
            return True
        start = raw.find(word, start + 1)
    return False


def _is_spelled_out(acronym: bytes, context: Context) -> bool:
    """Return whether words with its initials stand in the text.

    No pattern is made for it: that costs as much as ten looks, and most come up a few times.
    """
    beyond = context.raw.translate(None, _EVERY_ASCII)
    if _IN_WORDS.search(beyond.decode("utf-8", "surrogatepass")):
        return _words_of(acronym.decode()).search(context.text) is not None
    words = _plain_words(context.raw)
    return _has_capitals(words, acronym) or _has_initials(words.lower(), acronym.lower())


@lru_cache(maxsize=256)
def _words_of(acronym: str) -> re.Pattern[str]:
    """Return what finds words with these initials; making it costs more than using it."""
    first, *others = (f"[{letter}{letter.lower()}]" for letter in acronym)
    between = rf"\w*\W{{1,{_WIDEST_GAP}}}(?i:(?:{'|'.join(_LINKS)})\W)?"
    # A pattern that begins with a class of characters is found several times as fast.
    return re.compile(rf"{first}(?<!\w{first})" + "".join(between + other for other in others))


def _plain_words(raw: bytes) -> bytes:
    """Return a text without letters beyond ASCII as words, with gaps around them."""
    return b" %b    " % raw.translate(_AS_WORDS, _CONTINUATIONS)


def _has_capitals(words: bytes, initials: bytes) -> bool:
    """Return what :func:`_has_initials` does of capitals, which are few: one is found at once."""
    first, second, others = initials[:1], _may_follow(initials[1]), initials[1:]
    at = words.find(first)
    while at >= 0:
        if words[at - 1] == _SPACE:
            at = words.find(b" ", at)
            if words[at + 1] in second and _follow(words, at, others):
                return True
        at = words.find(first, at + 1)
    return False


def _has_initials(words: bytes, initials: bytes) -> bool:
    """Return whether plain words with some initials follow each other, as they are written.

    For small letters this is what :func:`_words_of` finds.
    """
    first, second, others = b" " + initials[:1], _may_follow(initials[1]), initials[1:]
    at = words.find(first)
    while at >= 0:
        at = words.find(b" ", at + 2)
        if words[at + 1] in second and _follow(words, at, others):
            return True
        at = words.find(first, at)
    return False


@lru_cache
def _may_follow(initial: int) -> bytes:
    """Return what may follow a word before one with an initial: that, a link or a wider gap."""
    return bytes({initial, _SPACE, *(link[0] for link in _LINKS_BEFORE_WORDS)})


def _follow(words: bytes, gap: int, initials: bytes) -> bool:
    """Return whether words with some initials follow a gap; before each may stand a link."""
    start = gap + 1
    while words[start] == _SPACE:
        start += 1
        if start > gap + _WIDEST_GAP:
            return False
    if _begin(words, start, initials):
        return True
    return words.startswith(_LINKS_BEFORE_WORDS, start) and _begin(
        words, words.find(b" ", start) + 1, initials
    )


def _begin(words: bytes, start: int, initials: bytes) -> bool:
    """Return whether words with some initials follow each other from here on."""
    if words[start] != initials[0]:
        return False
    others = initials[1:]
    return not others or _follow(words, words.find(b" ", start), others)


def _names(context: Context) -> str:
    """Return all names the record itself explains, and the dateline, as one text."""
    document = context.document
    members = [one for kind in _NAMED for one in document.get(kind, ())]
    named = [one["name"] for one in members]
    for one in members:
        if "aliases" in one:
            named += one["aliases"]
    named += (document.get("headline", ""), document.get("dateline", {}).get("text", ""))
    return " ".join(named)


@looks_where(there("text", like(_RUN_TOGETHER.pattern.replace(r"\A", "^"))))
def the_dateline_is_parted_from_the_text(context: Context) -> Iterator[Finding]:
    """R226: "SURABAYAGubernur": the mark between dateline and text was lost."""
    head = context.text[:48]
    if head[:2].isupper() and (match := _RUN_TOGETHER.match(head)):
        yield finding("R226", "/body/text", words=match[0])


@looks_where(
    *(
        there(place, schema)
        for place in ("record.headline", "text")
        for schema in (_HAS_BRACKETS, _HAS_STOPGAP)
    )
)
def nothing_waits_to_be_filled_in(context: Context) -> Iterator[Finding]:
    """R235: a placeholder was left in the text or in the headline."""
    headline = context.document.get("headline", "")
    for where, text in (("/headline", headline), ("/body/text", context.text)):
        if words := _placeholder(text):
            yield finding("R235", where, words=words)


def _placeholder(text: str) -> str:
    raw = text.encode("utf-8", "surrogatepass")
    folded = raw.lower()
    for mark in _PLACEHOLDER_SIGNS:
        at = folded.find(mark)
        while at >= 0:
            near = raw[max(0, at - _BEFORE_SIGN_BYTES) : at + _BEHIND_SIGN_BYTES]
            if match := _PLACEHOLDER.search(near):
                return match[0].decode("utf-8", "replace")
            at = folded.find(mark, at + _STEP_BYTES)
    return ""


@looks_where(NOT_PLAIN)
def letters_are_what_they_were(context: Context) -> Iterator[Finding]:
    """R236: text that was read in the wrong encoding and saved again."""
    if context.is_plain:
        return
    signs = [one for one in context.foreign if one in _MISREAD]
    if not signs:
        return
    patterns = [(sign, _MISREAD[sign]) for sign in signs]
    if "â" in signs and context.document.get("language", "")[:2] == "en":
        patterns.append(("â", _CUT_APOSTROPHE))
    fields = {name for name, said in context.fields_with(signs) if _first(patterns, said)}
    for name in context.document if fields else ():
        # Tags may part in the JSON of a body what its plain text joins.
        if name in _NOT_OURS or (name not in fields and name != "body"):
            continue
        for where, written in context.strings_of(name):
            text = context.text if where == "/body/text" else written
            if match := _first(patterns, text):
                words = text[max(0, match.start() - 8) : match.end() + 4]
                yield finding("R236", where, words=words)


def _first(patterns: list[tuple[str, re.Pattern[str]]], text: str) -> re.Match[str] | None:
    """Return the first match; the first character of each is found far quicker than a pattern."""
    matches = [
        match
        for sign, pattern in patterns
        if (at := text.find(sign)) >= 0 and (match := pattern.search(text, at))
    ]
    return min(matches, key=re.Match.start, default=None)


RULES = (
    decimals_are_whole,
    words_are_spelt_one_way,
    acronyms_are_explained,
    the_dateline_is_parted_from_the_text,
    nothing_waits_to_be_filled_in,
    letters_are_what_they_were,
)
