"""A finding: one thing that is worth saying about a source, and the table of all codes.

A finding carries a code and the values its message names; the words are in ``archive/locale``
(``archive.messages`` joins the two), so that a report can be had in any language.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping

import msgspec
from msgspec import field
from msgspec.structs import replace


class Severity(enum.StrEnum):
    """How much a finding matters; only an error makes a release invalid."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Position(msgspec.Struct, frozen=True, order=True):
    """A place in a source: line and column from 1, the column in code points."""

    line: int
    column: int


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing found.

    ``pointer`` is the JSON Pointer of the value in the *document* (the record as read),
    ``position`` its place in the *source* (``None`` until somebody looked it up or when the
    source has no lines). ``params`` are the values the message names, quoted by the message
    itself. ``variant`` picks another wording of the same code.
    """

    code: str
    pointer: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict)
    variant: str = ""
    severity: Severity = Severity.ERROR
    position: Position | None = None

    def at(self, position: Position | None) -> Finding:
        """Return the same finding with its place in the source."""
        return replace(self, position=position)


class Code(msgspec.Struct, frozen=True):
    """What is fixed about a code: how severe it is, since when, whether a profile may soften it.

    ``since`` is the day the rule came into force. Under the profile ``legacy`` an error of a
    rule that is younger than the record (its ``versionCreated``) counts as a warning, except
    where ``essential``: without it the writers could not do their work.
    """

    severity: Severity
    since: str = "2026-11-24"
    essential: bool = True


_ERROR = Code(Severity.ERROR)
_WARNING = Code(Severity.WARNING)
_INFO = Code(Severity.INFO)
_RULE = Code(Severity.ERROR, essential=False)

CODES: dict[str, Code] = {
    # bytes and JSON
    "J001": _ERROR,  # not JSON
    "J002": _ERROR,  # a key stands twice in one object
    "J003": _ERROR,  # not UTF-8
    "J004": _ERROR,  # NaN or Infinity
    "J005": _WARNING,  # byte-order mark
    "J006": _ERROR,  # a number that JSON readers disagree about
    "J007": _ERROR,  # lone surrogate
    "J008": _ERROR,  # nested too deep
    "J009": _ERROR,  # too large
    "J010": _ERROR,  # nothing in it
    "J011": _ERROR,  # JSON, but not a record
    "J012": _ERROR,  # the bytes are another kind of file
    "J013": _ERROR,  # a format that is not read
    "J014": _ERROR,  # more problems than are told
    "J015": _ERROR,  # compressed data that are damaged
    "J016": _ERROR,  # the program ends with it
    # schema
    "S101": _ERROR,  # required field missing
    "S102": _ERROR,  # unknown field
    "S103": _ERROR,  # does not have the form asked for
    "S104": _ERROR,  # too short or empty
    "S105": _ERROR,  # not a date-time
    "S106": _ERROR,  # not in the list
    "S107": _ERROR,  # wrong type
    "S108": _ERROR,  # the same item twice
    "S109": _ERROR,  # number out of range
    "S110": _ERROR,  # too long
    "S111": _ERROR,  # fields that need or exclude each other
    "S112": _ERROR,  # schemaVersion not known here
    "S113": _WARNING,  # a draft lacks what a published release needs
    "S114": _ERROR,  # not a day
    "S115": _ERROR,  # not an IRI
    "S116": _ERROR,  # not an e-mail address
    "S117": _ERROR,  # not a language tag
    "S118": _ERROR,  # not an EDTF date
    "S119": _ERROR,  # not a JSON Pointer
    "S120": _ERROR,  # not a local id
    "S121": _ERROR,  # control character
    # rules: what hangs together
    "R101": _ERROR,  # a reference leads nowhere
    "R102": _ERROR,  # a local id stands twice
    "R103": _ERROR,  # a set is not sorted
    "R104": _ERROR,  # a span is not inside the text
    "R105": _RULE,  # a direct quotation without quotation marks
    "R106": _ERROR,  # the body is not in canonical form
    "R107": _RULE,  # weekdayMatches says something else than the calendar
    "R108": _RULE,  # an event ends before it starts
    "R109": _RULE,  # dates in impossible order
    "R110": _RULE,  # embargo and status disagree
    "R111": _WARNING,  # scheduled, but nothing says for when
    "R112": _WARNING,  # issued before the embargo ends
    "R113": _RULE,  # a withdrawal without a reason
    "R114": _RULE,  # version and changes disagree
    "R115": _RULE,  # a change without a note
    "R116": _RULE,  # status and statusHistory disagree
    "R117": _RULE,  # a period ends before it starts
    "R118": _RULE,  # a topic code that does not exist
    "R119": _WARNING,  # a retired topic code
    "R120": _ERROR,  # a character that XML cannot carry
    "R121": _WARNING,  # bidirectional control characters
    "R122": _ERROR,  # a local id that looks like a version
    "R123": _ERROR,  # a language tag not in canonical form
    "R124": _RULE,  # evidence points at nothing
    "R125": _WARNING,  # a region code that does not exist
    "R126": _ERROR,  # a chain that closes on itself
    "R127": _WARNING,  # an attachment without a checksum
    "R128": _ERROR,  # the same release twice, with different content
    "R129": _WARNING,  # the same release twice
    "R130": _WARNING,  # private-use characters
    "R131": _RULE,  # a place outside the globe
    "R132": _WARNING,  # a later version that does not say what it changed
    "R133": _RULE,  # a text in which nothing can be seen
    "R134": _ERROR,  # an attached file is not as the record says
    "R135": _WARNING,  # an attached file is not what its name says
    "R136": _WARNING,  # an attached file is damaged
    "R137": _WARNING,  # a picture that takes very much memory
    "R138": _ERROR,  # an attached file cannot be measured
    # rules: what an editor would mend
    "R201": _WARNING,  # headline all capitals
    "R202": _WARNING,  # no contact
    "R203": _WARNING,  # keyword line used as title
    "R204": _WARNING,  # no issue date, only a lower bound
    "R205": _INFO,  # no dateline
    "R206": _INFO,  # no number or permalink
    "R207": _WARNING,  # split decimal
    "R208": _INFO,  # spelling variants
    "R209": _INFO,  # curly and straight quotation marks mixed
    "R210": _INFO,  # undefined acronym
    "R211": _WARNING,  # the source is an account handle
    "R212": _WARNING,  # widget label at the end
    "R213": _INFO,  # a date without a year
    "R214": _INFO,  # speaker only by pronoun or clitic
    "R215": _INFO,  # headline phrase differs from the event name
    "R216": _INFO,  # no rights statement
    "R217": _INFO,  # no image or caption
    "R218": _WARNING,  # republished, without the original's address
    "R219": _WARNING,  # a count with an unclear unit
    "R221": _INFO,  # statement dated after the event's start
    "R222": _WARNING,  # weekday and date disagree
    "R223": _WARNING,  # role not held at the date
    "R225": _WARNING,  # quotation marks missing, unbalanced or wrong-way
    "R226": _WARNING,  # dateline and text run together
    "R227": _WARNING,  # photo credit says the owner is unknown
    "R228": _WARNING,  # slash date ambiguous or month first
    "R229": _WARNING,  # editor's insertion inside a quotation
    "R230": _WARNING,  # related links or page furniture in the body
    "R231": _INFO,  # dateline date differs from the issue date
    "R232": _RULE,  # issue date taken from an identifier
    "R233": _WARNING,  # click tracker in the body
    "R234": _WARNING,  # title repeated in the body
    "R235": _WARNING,  # placeholder left in the text
    "R236": _WARNING,  # mojibake
    # left out, mended or held back
    "L101": _WARNING,  # a field of the source has no place in the record
    "L102": _WARNING,  # a value of the source was mended
    "L103": _INFO,  # a value was inferred
    "L104": _WARNING,  # a value of the source could not be used
    "L105": _WARNING,  # a copy in the source disagrees with its original
    "L106": _ERROR,  # not a press release
    "L107": _INFO,  # values of the source that say nothing more
    "L201": _INFO,  # the format cannot hold this
    "L301": _INFO,  # held back: embargo
    "L302": _INFO,  # held back: draft
    "L303": _ERROR,  # an incomplete draft cannot be converted
    "L304": _INFO,  # held back: access is restricted
    "L305": _INFO,  # a restricted contact is left out
    # ninjs
    "N001": _ERROR,  # not valid by the official schema
    "N002": _INFO,  # the official schema is not at hand
    "N003": _ERROR,  # required field missing
    "N004": _ERROR,  # unknown field
    "N005": _ERROR,  # wrong kind of value
    "N006": _ERROR,  # not in the list
    "N007": _ERROR,  # number out of range
    "N008": _ERROR,  # not an absolute IRI
    "N009": _ERROR,  # not a date-time with its zone
    "N010": _WARNING,  # dates in impossible order
    "N011": _WARNING,  # an embargo on what is never to be published
    "N012": _WARNING,  # not a language tag
    "N013": _WARNING,  # not a media type
    "N014": _ERROR,  # not an address
    "N015": _WARNING,  # a rendition without address, or two of one name
    "N016": _WARNING,  # an alternative id that says nothing, or twice the same
    "N017": _WARNING,  # an associated picture without a file
    "N018": _WARNING,  # a count that is not that of the text
    "N019": _WARNING,  # a text with a program in it
    "N020": _WARNING,  # a thing without name or identifier
    "N021": _WARNING,  # the version stated does not exist, or is another one
    "N022": _WARNING,  # the same item twice in a file
    "N023": _WARNING,  # a place outside the globe
    "N024": _WARNING,  # the same thing twice in a list
    "N025": _WARNING,  # a blank text
    # RDF
    "G001": _ERROR,  # cannot be read as the syntax it should be in
    "G002": _ERROR,  # another format
    "G003": _ERROR,  # a value that its datatype does not have
    "G004": _ERROR,  # not a language tag
    "G005": _ERROR,  # a relative IRI
    "G006": _ERROR,  # not an IRI
    "G007": _ERROR,  # a prefix that nobody declared, taken for an IRI
    "G008": _ERROR,  # a term that our vocabulary does not define
    "G009": _WARNING,  # a term that schema.org does not have
    "G010": _WARNING,  # a context that would have to be fetched
    "G011": _ERROR,  # a document type declaration
    "G012": _WARNING,  # a key without meaning
    "G013": _ERROR,  # too deep or too long
    "G014": _ERROR,  # a datatype that XML Schema does not have
    "G015": _ERROR,  # not the form of a release
    # NewsML-G2
    "X001": _ERROR,  # not valid by the XSD
    "X002": _ERROR,  # the root is none of the standard
    "X003": _WARNING,  # the guid is no absolute IRI
    "X004": _ERROR,  # the same edition twice in a message
    "X005": _WARNING,  # name, version or conformance of the standard
    "X006": _ERROR,  # an alias that no catalogue declares
    "X007": _ERROR,  # a code that its vocabulary does not have
    "X008": _WARNING,  # a retired code or scheme
    "X009": _ERROR,  # the item class of another kind of item
    "X010": _ERROR,  # something without an identifier
    "X011": _ERROR,  # a code and an IRI of one thing disagree
    "X012": _ERROR,  # a moment without zone, or oddly written
    "X013": _ERROR,  # dates in impossible order
    "X014": _ERROR,  # an id reference leads nowhere
    "X015": _WARNING,  # an assert about something not named
    "X016": _ERROR,  # content of another kind than it says
    "X017": _ERROR,  # XHTML that can do harm, or is none
    "X018": _WARNING,  # a role that says nothing of a source
    "X019": _WARNING,  # deprecated by the standard
    "X020": _ERROR,  # not a language tag, or an old one
    "X021": _ERROR,  # a file of another size or hash
    "X022": _WARNING,  # characters nobody sees
    "X023": _ERROR,  # an id that stands twice in a file
    "X024": _ERROR,  # an IRI relative or not percent-encoded
    "X025": _ERROR,  # embargo, signal or catalogue do not agree
    "X026": _ERROR,  # declarations or inclusions that are not read
    "X027": _ERROR,  # says it is ours, and is not of our profile
}
"""Every code of the program; a code never changes its meaning (``docs/codes.md``)."""


def finding(code: str, pointer: str = "", /, *, variant: str = "", **params: str | int) -> Finding:
    """Return a finding with the severity its code has in :data:`CODES`."""
    return Finding(
        code=code,
        pointer=pointer,
        params=params,
        variant=variant,
        severity=CODES[code].severity,
    )


MOST_TOLD = 10_000
"""How many problems of one record are told; what is behind them is told when they are mended."""
_LONG = 1_000


class Told:
    """Counts the problems of a record, so that a hostile one cannot fill the memory with them.

    A long one counts for several: many problems below a key of a million characters, or that
    quote a million characters each, would else be as large as all of them multiplied.
    """

    def __init__(self) -> None:
        self._weight = 0

    def counted(self, found: Finding) -> Finding:
        """Return the finding, or J014 in its place when there have been enough."""
        if self._weight >= MOST_TOLD:
            return finding("J014", most=MOST_TOLD)
        length = len(found.pointer)
        for value in found.params.values():
            if isinstance(value, str):
                length += len(value)
        self._weight += 1 + length // _LONG
        return found


def bounded(found: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings; when there have been enough of them, J014 stands for the rest."""
    told = Told()
    for one in found:
        counted = told.counted(one)
        yield counted
        if counted is not one:
            return
