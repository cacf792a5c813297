"""Files given with the form of a task, or with a message.

What is accepted goes into the file store at once, under the digest of its content; a signed note on the page carries it
from one try to the next, so that a wrong answer elsewhere loses no file.
"""

from dataclasses import dataclass

from flask import current_app, request
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeSerializer

from engine.acts.attach_files import ACCEPTED, LARGEST_FILE, MOST_FILES, NewAttachment, media_type_of, shown_name
from engine.errors import FileRefused, TooLarge
from webapp.door import insaf


@dataclass(frozen=True)
class GivenFile:
    """`id` is the signed note: for what (the id of a task, the reference of a case), which content, under which name."""

    id: str
    filename: str
    size: int
    key: str

    def attachment(self) -> NewAttachment:
        """Raises FileRefused where the bytes are gone: the same file was erased with another case."""
        try:
            return NewAttachment(self.filename, insaf().files.get(self.key))
        except FileNotFoundError as problem:
            raise FileRefused(filename=self.filename, reason="it is no longer kept; choose it again",
                              accepted=", ".join(ACCEPTED.values())) from problem


def given_files(owner: str, fields: list[str]) -> tuple[list[GivenFile], dict[str, str]]:
    """The files of this try and of those before, and what is wrong with the ones that were not taken, by field."""
    removed = set(request.form.getlist("remove"))
    notes = [note for note in request.form.getlist("given_file")[:MOST_FILES] if note not in removed]
    files = [file for file in (_read(owner, note) for note in notes) if file]
    errors = {}
    for field in fields:
        for posted in request.files.getlist(field):
            if posted.filename:
                file = NewAttachment(posted.filename, posted.stream.read(LARGEST_FILE + 1))
                problem = _problem(file, len(files))
                if problem:
                    errors[field] = problem
                else:
                    files.append(_note(owner, file))
    return files, errors


def noted_files(owner: str, notes: list[str]) -> list[GivenFile]:
    """The files behind notes that were kept elsewhere; one that was signed for something else is left out."""
    return [file for file in (_read(owner, note) for note in notes) if file]


def _problem(file: NewAttachment, given: int) -> str:
    name = shown_name(file.filename)
    if given >= MOST_FILES:
        return _("%(name)s was not kept: at most %(most)s files can be sent.", name=name, most=MOST_FILES)
    try:
        media_type_of(file)
    except TooLarge:
        return _("%(name)s was not kept: it is larger than %(size)s.", name=name,
                 size=_("%(size)s MB", size=LARGEST_FILE // 1024 // 1024))
    except FileRefused:
        return _("%(name)s was not kept: it is empty or of another kind. Accepted are: %(kinds)s.", name=name,
                 kinds=", ".join(dict.fromkeys(ACCEPTED.values())))
    return ""


def _note(owner: str, file: NewAttachment) -> GivenFile:
    key, name = insaf().files.put(file.data), shown_name(file.filename)
    return GivenFile(_signer().dumps([owner, key, name, len(file.data)]), name, len(file.data), key)


def _read(owner: str, note: str) -> GivenFile | None:
    try:
        given_for, key, name, size = _signer().loads(note)
    except (BadSignature, ValueError, TypeError):
        return None
    return GivenFile(note, name, size, key) if given_for == owner else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key, salt="task-file")
