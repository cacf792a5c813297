"""A message that is still being written: answers and files on the server, its random name in the signed session.

Nothing of it is in the database before it is sent. A draft that nobody touched for a day is deleted.
"""

import json
import re
import secrets
from datetime import datetime, timedelta

from flask import session

from webapp import door

LIFETIME = timedelta(days=1)
SLOT = "draft"
ANSWERS = "answers.json"
_NAME = re.compile(r"[A-Za-z0-9_-]{32}")


class Draft:
    """`agency`, `kind`, `answers` by question and `files` (`id`, `field`, `filename`, `size`) of one message; when it was
    `begun_at`, whether it was `warned` about its haste and whether it was `sent`."""

    def __init__(self, name: str, said: dict):
        self.name = name
        self.agency: str | None = said.get("agency")
        self.kind: str | None = said.get("kind")
        self.answers: dict = said.get("answers", {})
        self.files: list[dict] = said.get("files", [])
        begun = said.get("begun_at")
        self.begun_at = datetime.fromisoformat(begun) if begun else None
        self.warned, self.sent = bool(said.get("warned")), bool(said.get("sent"))

    def save(self) -> None:
        """Write all of it at once, so that a crash leaves the old or the new version."""
        said = {"agency": self.agency, "kind": self.kind, "answers": self.answers, "files": self.files,
                "begun_at": self.begun_at.isoformat() if self.begun_at else None, "warned": self.warned, "sent": self.sent}
        _store().put(self.name, ANSWERS, json.dumps(said).encode())

    def files_of(self, field: str) -> list[dict]:
        return [file for file in self.files if file["field"] == field]

    def keep_file(self, field: str, filename: str, data: bytes) -> None:
        """Keep an accepted file until the message is sent or the draft expires."""
        identity = secrets.token_hex(12)
        _store().put(self.name, identity, data)
        self.files.append({"id": identity, "field": field, "filename": filename, "size": len(data)})

    def drop_file(self, identity: str) -> None:
        """Take a file away again; an unknown one changes nothing."""
        for file in [file for file in self.files if file["id"] == identity]:
            self.files.remove(file)
            _store().delete(self.name, file["id"])

    def data_of(self, file: dict) -> bytes:
        return _store().get(self.name, file["id"])


def _store():
    return door.insaf().drafts


def current() -> Draft | None:
    """The draft of this visitor, or None when there is none or it has expired."""
    name = session.get(SLOT, "")
    try:
        return Draft(name, json.loads(_store().get(name, ANSWERS))) if _NAME.fullmatch(name) else None
    except FileNotFoundError:
        return None
    except ValueError:
        return Draft(name, {})


def begin() -> Draft:
    """A new draft for this visitor; expired ones of other people go."""
    _store().sweep(door.now() - LIFETIME)
    session[SLOT] = secrets.token_urlsafe(24)
    return Draft(session[SLOT], {"begun_at": door.now().isoformat()})


def leave() -> None:
    """Forget which draft this visitor had; the sweep deletes it, and sending twice still finds it."""
    session.pop(SLOT, None)
