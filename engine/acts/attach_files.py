"""Files given with a case: looked at by content, never by the name they carry."""

from dataclasses import dataclass
from datetime import datetime

import filetype

from engine.acts.work import Work
from engine.errors import FileRefused, TooLarge
from engine.store.tables import Attachment, new_id
from engine.store.writes import insert

LARGEST_FILE = 8 * 1024 * 1024
MOST_FILES = 6
ACCEPTED = {
    "application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WebP", "image/heic": "HEIC",
}


@dataclass(frozen=True)
class NewAttachment:
    """A file as it was sent; `filename` is only shown, never used as a path."""

    filename: str
    data: bytes


def media_type_of(file: NewAttachment) -> str:
    """The type by content. Raises FileRefused for an empty or unknown one, TooLarge above 8 MiB."""
    accepted = ", ".join(ACCEPTED.values())
    if len(file.data) > LARGEST_FILE:
        raise TooLarge(what=f"The file {shown_name(file.filename)}", size=len(file.data), limit=LARGEST_FILE)
    if not file.data:
        raise FileRefused(filename=shown_name(file.filename), reason="it is empty", accepted=accepted)
    kind = filetype.guess(file.data)
    if kind is None or kind.mime not in ACCEPTED:
        raise FileRefused(filename=shown_name(file.filename), reason="its content is of another type",
                          accepted=accepted)
    return kind.mime


def shown_name(filename: str) -> str:
    """The last part of a path, printable characters only, at most 120 of them."""
    last = filename.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable())[-120:] or "file"


def keep_attachments(work: Work, instance_id: str, submission_id: str | None, files: tuple[NewAttachment, ...],
                     at: datetime, message_id: str | None = None) -> None:
    """Puts the bytes into the file store, and a row for each to be written with the commit, after the row of the submission
    or of the conversation's message that they came with.

    Raises FileRefused, TooLarge.
    """
    if len(files) > MOST_FILES:
        raise FileRefused(filename=shown_name(files[MOST_FILES].filename), accepted=f"{MOST_FILES} files",
                          reason=f"at most {MOST_FILES} files can be given")
    rows = [{
        "id": new_id(), "instance_id": instance_id, "submission_id": submission_id, "message_id": message_id,
        "filename": shown_name(file.filename), "media_type": media_type_of(file), "size": len(file.data),
        "sha256": work.files.put(file.data), "by_account": work.by.id, "at": at,
    } for file in files]
    work.transaction.later(*insert(Attachment, *rows))
