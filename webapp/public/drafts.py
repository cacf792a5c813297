"""A message that is still being written: answers and files on the server, its random name in the signed session.

Nothing of it is in the database before it is sent. A draft that nobody touched for a day is deleted.
"""

import json
import os
import re
import secrets
import shutil
from pathlib import Path

from flask import session

from webapp import door

LIFETIME = 24 * 3600
SLOT = "draft"
_NAME = re.compile(r"[A-Za-z0-9_-]{32}")


class Draft:
    """`agency`, `kind`, `answers` by question and `files` (`id`, `field`, `filename`, `size`) of one message."""

    def __init__(self, name: str, folder: Path):
        self.name, self.folder = name, folder
        try:
            said = json.loads((folder / "answers.json").read_text())
        except (FileNotFoundError, ValueError):
            said = {}
        self.agency: str | None = said.get("agency")
        self.kind: str | None = said.get("kind")
        self.answers: dict = said.get("answers", {})
        self.files: list[dict] = said.get("files", [])

    def save(self) -> None:
        """Write all of it at once, so that a crash leaves the old or the new version."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = self.folder / f"answers.{secrets.token_hex(4)}"
        try:
            fresh.write_text(json.dumps(
                {"agency": self.agency, "kind": self.kind, "answers": self.answers, "files": self.files}))
            os.replace(fresh, self.folder / "answers.json")
        except OSError:  # a full disk
            fresh.unlink(missing_ok=True)
            raise

    def files_of(self, field: str) -> list[dict]:
        return [file for file in self.files if file["field"] == field]

    def keep_file(self, field: str, filename: str, data: bytes) -> None:
        """Keep an accepted file until the message is sent or the draft expires. Raises OSError, and keeps no half of it,
        when the disk is full."""
        identity = secrets.token_hex(12)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            (self.folder / identity).write_bytes(data)
        except OSError:
            (self.folder / identity).unlink(missing_ok=True)
            raise
        self.files.append({"id": identity, "field": field, "filename": filename, "size": len(data)})

    def drop_file(self, identity: str) -> None:
        """Take a file away again; an unknown one changes nothing."""
        for file in [file for file in self.files if file["id"] == identity]:
            self.files.remove(file)
            (self.folder / file["id"]).unlink(missing_ok=True)

    def data_of(self, file: dict) -> bytes:
        return (self.folder / file["id"]).read_bytes()


def _root() -> Path:
    return door.insaf().settings.data / "drafts"


def current() -> Draft | None:
    """The draft of this visitor, or None when there is none or it has expired."""
    name = session.get(SLOT, "")
    folder = _root() / name if _NAME.fullmatch(name) else None
    return Draft(name, folder) if folder and (folder / "answers.json").is_file() else None


def begin() -> Draft:
    """A new draft for this visitor; expired ones of other people go."""
    sweep(_root(), door.insaf().clock.now().timestamp())
    session[SLOT] = secrets.token_urlsafe(24)
    return Draft(session[SLOT], _root() / session[SLOT])


def leave() -> None:
    """Forget which draft this visitor had; the sweep deletes it, and sending twice still finds it."""
    session.pop(SLOT, None)


def sweep(root: Path, at: float) -> None:
    """Delete drafts untouched for a day. `at` is in seconds since 1970."""
    for folder in root.iterdir() if root.is_dir() else ():
        try:
            if at - (folder / "answers.json").stat().st_mtime > LIFETIME:
                shutil.rmtree(folder, ignore_errors=True)
        except FileNotFoundError:
            if at - folder.stat().st_mtime > LIFETIME:
                shutil.rmtree(folder, ignore_errors=True)
