"""A request to a door of the matrix, sent by itself or in a batch, and undone."""

import json
import re
from contextlib import contextmanager

from django.db.transaction import atomic, set_rollback

from api.odata.tests.batches import MULTIPART, multipart, part, told
from api.v1.tests.caller import ROOT
from api.v1.tests.matrix import BODIES, KEYS, TEXT

SENT = {"If_Match": "*", "Client_Request_Id": "matrix", "Accept": "*/*"}


def filled(path: str, names: dict[str, str]) -> str:
    """A path of its sort, about what `names` has."""
    entity_set = re.split(r"\W", path)[0]
    properties = {"CatalogItems": "name", "Lots": "start"}
    return path.format(
        id=names.get(KEYS.get(entity_set, ""), ""),
        property=properties.get(entity_set, "id"),
        mintRequestId=names["mint"],
        start=0,
        monitor=names["monitor"],
    )


def body(door: str, names: dict[str, str]) -> object:
    """What the request of a door says, if anything."""
    given = BODIES.get(door)
    if not isinstance(given, dict):
        return given
    return {k: v.format(**names) if isinstance(v, str) else v for k, v in given.items()}


@contextmanager
def undone():
    """Undo what is done within, so that every door is tried on the same things."""
    with atomic():
        yield
        set_rollback(True)


def call(caller, door, names, **headers):
    method, _, path = door.partition(" ")
    kind = {"Content_Type": "text/plain"} if door in TEXT else {}
    sent = {name: value for name, value in {**SENT, **headers}.items() if value}
    if path == "$batch":
        del sent["If_Match"]
    return caller.send(method, filled(path, names), body(door, names), **kind, **sent)


def in_json(caller, door, names):
    method, _, path = door.partition(" ")
    request = {
        "id": "1",
        "method": method.lower(),
        "url": f"{ROOT}{filled(path, names)}",
        "headers": {"if-match": "*"},
    }
    given = body(door, names)
    if given is not None:
        request["headers"]["content-type"] = _type(door)
        request["body"] = given
    answer = caller.post("$batch", {"requests": [request]}, Client_Request_Id="matrix")
    (found,) = answer.json()["responses"]
    return found["status"], found.get("body")


def in_multipart(caller, door, names):
    method, _, path = door.partition(" ")
    given = body(door, names)
    text = given if isinstance(given, str) else json.dumps(given)
    headers = {"If_Match": "*", "Content_Type": _type(door)} if given else {"If_Match": "*"}
    url = f"{ROOT}{filled(path, names)}"
    request = part(method, url, text if given else None, **headers)
    answer = caller.post("$batch", multipart(request), Content_Type=MULTIPART, Accept="*/*")
    (found,) = told(answer)
    return found.status


def _type(door):
    return "text/plain" if door in TEXT else "application/json"
