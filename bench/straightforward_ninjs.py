"""ninjs the straightforward way: a record becomes a dict for ``json.dumps``."""

from __future__ import annotations

from typing import Any

from archive.vocabulary import GENRE, MEDIA_TOPICS, PA, PROFILE, SCHEME

_SCHEMA = "https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"
_PUB_STATUS = {"published": "usable", "withdrawn": "canceled"}
_GENRES = {"press_release": GENRE + "Press_Release"}
_TYPES = {"photo": "picture", "video": "video", "audio": "audio"}

Record = dict[str, Any]


def item(record: Record) -> Record:
    """Return a record as a ninjs item."""
    work = record["id"]
    names = {one["id"]: one["name"] for one in record["people"] + record["organisations"]}
    places = {place["id"]: place["name"] for place in record["places"]}
    text = record["body"]["text"]
    notes = [one["note"] for one in record["changes"] if one["version"] == record["version"]]
    return {
        "uri": work,
        "standard": {"name": "ninjs", "version": "3.1", "schema": _SCHEMA},
        "type": "text",
        "representationType": "full",
        "profile": PROFILE,
        "version": str(record["version"]),
        "versionCreated": record["versionCreated"],
        "pubStatus": _PUB_STATUS[record["status"]],
        "language": record["language"],
        "firstCreated": record["dates"]["issued"]["dateTime"],
        "edNote": notes[0],
        "headlines": [_text("main", record["headline"])],
        "bodies": [_text("main", text) | {"charCount": len(text)}],
        "located": places[record["dateline"]["place"]],
        "altIds": [
            {"role": SCHEME + identifier["scheme"], "value": identifier["value"]}
            for identifier in record["identifiers"]
        ],
        "genres": [{"name": record["type"].replace("_", " "), "uri": _GENRES[record["type"]]}],
        "infoSources": [
            {"name": names[issuer["ref"]], "uri": f"{work}#{issuer['ref']}"}
            for issuer in record["issuers"]
        ],
        "subjects": [{"uri": MEDIA_TOPICS + subject["code"]} for subject in record["subjects"]],
        "people": [_named(person, work) for person in record["people"]],
        "organisations": [_named(one, work) for one in record["organisations"]],
        "places": [_named(place, work) for place in record["places"]],
        "events": [_named(event, work) for event in record["events"]],
        "copyrightHolder": names[record["rights"]["holder"]],
        "usageTerms": record["rights"]["licence"],
        "associations": [
            *[_association(attachment, work) for attachment in record["attachments"]],
            *[_related(relation) for relation in record["relations"]],
        ],
    }


def _text(role: str, text: str) -> Record:
    return {"role": role, "contentType": "text/plain", "value": text}


def _named(one: Record, work: str) -> Record:
    return {"name": one["name"], "uri": f"{work}#{one['id']}"}


def _association(attachment: Record, work: str) -> Record:
    return {
        "name": attachment["id"],
        "uri": f"{work}#{attachment['id']}",
        "type": _TYPES[attachment["kind"]],
        "descriptions": [_text("caption", attachment["caption"])],
        "renditions": [
            {
                "name": "original",
                "href": attachment["href"],
                "contentType": attachment["mediaType"],
                "sizeInBytes": attachment["bytes"],
            }
        ],
    }


def _related(relation: Record) -> Record:
    return {"name": relation["rel"], "rel": PA + relation["rel"], "uri": relation["target"]}
