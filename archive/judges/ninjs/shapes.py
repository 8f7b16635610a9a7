"""The fields of ninjs 1, 2 and 3 and what stands in them, as tables.

Each table knows every field of its series, from the first version to the latest (1.8, 2.4, 3.3):
what one version lacks, its official schema tells. ninjs 2 is ninjs 3 in small letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

TYPES = (
    "text", "audio", "video", "picture", "graphic", "composite", "component", "event", "planning",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class One:
    """A single value."""

    kind: str = "string"
    form: str = ""
    """What a text has to be: a name of ``fields.FORMS``."""
    words: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """An object."""

    names: Mapping[str, Shape]
    required: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    """Exactly one of these fields is there."""
    beginnings: tuple[str, ...] = ()
    """How further fields may begin; ninjs 1 names texts and geometries freely."""
    is_open: bool = False
    """Whether any further fields may stand there."""


@dataclass(frozen=True, slots=True)
class Each:
    """A list."""

    of: Shape


@dataclass(frozen=True, slots=True)
class Named:
    """An object whose fields are the names of its members."""

    of: Shape


@dataclass(frozen=True, slots=True)
class Open:
    """Whatever one likes, or what another standard rules."""

    kind: str = "object"


@dataclass(frozen=True, slots=True)
class Associated:
    """An item within an item."""


Shape = One | Fields | Each | Named | Open | Associated

TEXT = One()
IRI = One(form="iri")
MOMENT = One(form="moment")
PARTLY = One(form="partly")
LANGUAGE = One(form="language")
MEDIA = One(form="media")
HREF = One(form="href")
COUNT = One(kind="integer", least=0)
POSITIVE = One(kind="integer", least=1)
PERCENT = One(kind="integer", least=0, most=100)
URGENCY = One(kind="integer", least=1, most=9)
STATUS = One(words=("usable", "withheld", "canceled"))
TYPE = One(words=TYPES)

_CONTACT = Fields(
    names={
        "type": TEXT, "role": TEXT, "lang": LANGUAGE, "name": TEXT, "value": TEXT,
        "address": Fields(names={
            "lines": Each(TEXT), "locality": TEXT, "area": TEXT, "postalCode": TEXT,
            "country": TEXT,
        }),
    },
    one_of=("value", "address"),
)  # fmt: skip
_CONTACTS = Each(_CONTACT)
_SAID: dict[str, Shape] = {"name": TEXT, "rel": TEXT, "uri": IRI, "literal": TEXT}
_SYMBOL = Fields(names={"exchange": TEXT, "symbolType": IRI, "symbol": TEXT})
_ORGANISATION = Fields(names={**_SAID, "symbols": Each(_SYMBOL), "contactInfo": _CONTACTS})
_RULE = Fields(
    names={
        "frequency": One(
            words=("secondly", "minutely", "hourly", "daily", "weekly", "monthly", "yearly")
        ),
        "interval": POSITIVE, "until": MOMENT, "count": POSITIVE,
    }
)  # fmt: skip
_DATES = Fields(
    names={
        "startDate": MOMENT, "endDate": MOMENT, "expectedStartDate": PARTLY,
        "expectedEndDate": PARTLY, "expectedDuration": TEXT,
        "recurrence": Fields(
            names={"recurrenceDates": Each(PARTLY), "recurrenceRules": Each(_RULE)}
        ),
    }
)  # fmt: skip
_RENDITION = Fields(
    names={
        "name": TEXT, "href": HREF, "contentType": MEDIA, "title": TEXT, "width": POSITIVE,
        "height": POSITIVE, "sizeInBytes": POSITIVE, "duration": One(kind="number", least=0),
        "format": TEXT, "aspectRatio": TEXT, "videoCodec": TEXT,
        "frameRate": One(kind="number", least=0),
        "poi": Fields(names={"x": COUNT, "y": COUNT}), "transportProtocol": TEXT,
        "scanType": One(words=("progressive", "interlaced")), "bitrate": TEXT,
        "resources": Each(Fields(names={
            "role": TEXT, "title": TEXT, "language": LANGUAGE, "contentType": MEDIA,
        })),
        "extensions": Named(TEXT),
    },
    required=("name",),
)  # fmt: skip
_TEXTS = Each(
    Fields(names={"role": TEXT, "contentType": MEDIA, "value": TEXT}, required=("value",))
)
_BODIES = Each(
    Fields(
        names={
            "role": TEXT, "contentType": MEDIA, "charCount": COUNT, "wordCount": COUNT,
            "value": TEXT,
        },
        required=("value",),
    )
)  # fmt: skip
_COVERAGE = Fields(
    names={
        "uri": IRI, "title": TEXT, "pubStatus": STATUS, "type": TYPE,
        "commissioned": Fields(names={
            "by": TEXT, "on": MOMENT,
            "references": Each(Fields(names={"name": TEXT, "value": TEXT})),
        }),
        "dates": _DATES,
        "audiences": Each(Fields(names={"audience": TEXT, "significance": One(kind="integer")})),
        "exclAudience": Each(TEXT), "edNote": TEXT, "urgency": URGENCY, "language": LANGUAGE,
        "itemCount": Fields(names={"rangeFrom": COUNT, "rangeTo": COUNT}), "wordCount": COUNT,
        "renditions": Each(_RENDITION),
    }
)  # fmt: skip
_EVENT_DETAILS = Fields(
    names={
        "eventStatus": IRI, "plannedCoverageStatus": IRI, "dates": _DATES,
        "organiser": _ORGANISATION,
    }
)  # fmt: skip
_STANDARD = Fields(names={"name": TEXT, "version": TEXT, "schema": IRI})
_RIGHTS = Fields(
    names={"langId": IRI, "linkedRights": IRI, "encodedRights": TEXT},
    one_of=("linkedRights", "encodedRights"),
)
_SOURCE_TYPE = Fields(names={"name": TEXT, "uri": IRI, "literal": TEXT})
_THREE: dict[str, Shape] = {
    "uri": IRI, "type": TYPE, "representationType": One(words=("full", "partial")),
    "profile": TEXT, "version": TEXT, "firstCreated": MOMENT, "versionCreated": MOMENT,
    "contentCreated": MOMENT, "contentDigitised": MOMENT, "embargoedUntil": MOMENT,
    "pubStatus": STATUS, "urgency": URGENCY, "copyrightHolder": TEXT, "copyrightNotice": TEXT,
    "usageTerms": TEXT, "edNote": TEXT, "language": LANGUAGE, "descriptions": _TEXTS,
    "bodies": _BODIES, "headlines": _TEXTS,
    "people": Each(Fields(names={**_SAID, "contactInfo": _CONTACTS})),
    "organisations": Each(_ORGANISATION),
    "places": Each(Fields(names={**_SAID, "contactInfo": _CONTACTS, "geoJSON": Open()})),
    "subjects": Each(Fields(names={
        **_SAID, "creator": TEXT, "relevance": PERCENT, "confidence": PERCENT,
    })),
    "events": Each(Fields(names={"id": TEXT, **_SAID})),
    "eventDetails": _EVENT_DETAILS, "plannedCoverage": Each(_COVERAGE),
    "objects": Each(Fields(names=_SAID)),
    "infoSources": Each(Fields(names={
        "name": TEXT, "role": TEXT, "uri": IRI, "literal": TEXT, "contactInfo": _CONTACTS,
    })),
    "title": TEXT, "by": TEXT, "slugline": TEXT, "located": TEXT,
    "renditions": Each(_RENDITION), "associations": Each(Associated()),
    "altIds": Each(Fields(names={"role": TEXT, "value": TEXT})),
    "trustIndicators": Each(Fields(names={"role": IRI, "title": TEXT, "href": HREF})),
    "standard": _STANDARD,
    "genres": Each(Fields(names={"name": TEXT, "uri": IRI, "literal": TEXT})),
    "expires": MOMENT, "rightsInfo": _RIGHTS, "digitalSourceType": _SOURCE_TYPE,
}  # fmt: skip


def _small(shape: Shape) -> Shape:
    """Return a shape with its names in small letters, as ninjs 1 and 2 write them.

    Where ninjs 3 wants whole numbers, they take any; what they say of rights may say more.

    >>> _small(Fields(names={"charCount": COUNT})).names
    {'charcount': One(kind='number', form='', words=(), least=0, most=None)}
    """
    if isinstance(shape, Fields):
        return Fields(
            names={name.lower(): _small(one) for name, one in shape.names.items()},
            required=shape.required,
            one_of=tuple(name.lower() for name in shape.one_of),
            is_open=shape is _RIGHTS,
        )
    if isinstance(shape, Each):
        return Each(_small(shape.of))
    if isinstance(shape, One) and shape.kind == "integer":
        return One(kind="number", least=shape.least, most=shape.most)
    return shape


_LOWERED = {name.lower(): _small(shape) for name, shape in _THREE.items()}
_OLD_SYMBOL = Each(
    Fields(names={"ticker": TEXT, "exchange": TEXT, "symboltype": IRI, "symbol": TEXT})
)
_OLD_CONTACTS = _small(_CONTACTS)
_ONLY_IN_THREE = ("embargoeduntil", "eventdetails", "plannedcoverage")
_TWO: dict[str, Shape] = {
    **{name: shape for name, shape in _LOWERED.items() if name not in _ONLY_IN_THREE},
    "type": One(words=TYPES[:-2]), "embargoed": MOMENT, "events": Each(Fields(names=_SAID)),
    "organisations": Each(Fields(names={
        **_SAID, "symbols": _OLD_SYMBOL, "contactinfo": _OLD_CONTACTS,
    })),
}  # fmt: skip

_CODED: dict[str, Shape] = {"name": TEXT, "rel": TEXT, "scheme": IRI, "code": TEXT}
_WITH_CONTACTS: dict[str, Shape] = {**_CODED, "contactinfo": _OLD_CONTACTS}
_OLD_RENDITION = Fields(
    names={
        **{
            name.lower(): _small(shape)
            for name, shape in _RENDITION.names.items()
            if name not in ("name", "contentType")
        },
        "mimetype": MEDIA,
    }
)
_FROM_TWO = (
    "uri", "type", "profile", "version", "firstcreated", "versioncreated", "contentcreated",
    "contentdigitised", "embargoed", "pubstatus", "urgency", "copyrightholder",
    "copyrightnotice", "usageterms", "ednote", "language", "title", "slugline", "located",
    "expires", "rightsinfo", "digitalsourcetype",
)  # fmt: skip
_ONE: dict[str, Shape] = {
    **{name: _TWO[name] for name in _FROM_TWO},
    "mimetype": MEDIA, "representationtype": One(words=("complete", "incomplete")),
    "person": Each(Fields(names=_WITH_CONTACTS)),
    "organisation": Each(Fields(names={**_WITH_CONTACTS, "symbols": _OLD_SYMBOL})),
    "place": Each(Fields(names=_WITH_CONTACTS, beginnings=("geometry_",))),
    "subject": Each(Fields(names={
        **_CODED, "creator": TEXT, "relevance": PERCENT, "confidence": PERCENT,
    })),
    "event": Each(Fields(names=_CODED)), "object": Each(Fields(names=_CODED)),
    "infosource": Each(Fields(names=_WITH_CONTACTS)),
    "byline": TEXT, "headline": TEXT, "charcount": One(kind="number", least=0),
    "wordcount": One(kind="number", least=0), "renditions": Named(_OLD_RENDITION),
    "associations": Named(Associated()), "altids": Open(),
    "trustindicator": Each(Fields(names={
        "scheme": IRI, "code": TEXT, "title": TEXT, "href": HREF,
    })),
    "$standard": _STANDARD,
    "genre": Each(Fields(names={"name": TEXT, "scheme": IRI, "code": TEXT})),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Series:
    """A major version: what an item holds, and what one within another holds."""

    major: int
    item: Fields
    associated: Fields = field(init=False)

    def __post_init__(self) -> None:
        """Give an associated item its name, which ninjs 1 writes before it."""
        more: dict[str, Shape] = {} if self.major == 1 else {"name": TEXT}
        if self.major == 3:
            more["rel"] = TEXT
        required = ("uri",) if self.major == 1 else ("name", "uri")
        associated = Fields(
            names={**self.item.names, **more},
            required=required,
            beginnings=self.item.beginnings,
        )
        object.__setattr__(self, "associated", associated)


SERIES = {
    3: Series(3, Fields(names=_THREE, required=("uri",))),
    2: Series(2, Fields(names=_TWO, required=("uri",))),
    1: Series(
        1,
        Fields(names=_ONE, required=("uri",), beginnings=("description_", "body_", "headline_")),
    ),
}
