"""Files that come with a page: each is looked at by content; what is accepted is kept whatever else is wrong."""

from flask import request
from flask_babel import gettext as _

from engine.acts.attach_files import ACCEPTED, LARGEST_FILE, MOST_FILES, NewAttachment, media_type_of, shown_name
from engine.errors import FileRefused, TooLarge
from webapp.i18n.formats import number, size


def receive(draft, field: str, most: int | None = None) -> str:
    """Keep the files posted under `field` in the draft; returns what was wrong with a refused one, or empty text."""
    wrong = ""
    for posted in request.files.getlist(field):
        if posted.filename:
            file = NewAttachment(posted.filename, posted.stream.read(LARGEST_FILE + 1))
            wrong = _keep(draft, field, file, most) or wrong
    return wrong


def _keep(draft, field: str, file: NewAttachment, most: int | None) -> str:
    name, most = shown_name(file.filename), min(most or MOST_FILES, MOST_FILES)
    if len(draft.files) >= most:
        return _("%(name)s was not kept: at most %(most)s files can be sent.", name=name, most=number(most))
    try:
        media_type_of(file)
    except TooLarge:
        return _("%(name)s was not kept: it is larger than %(size)s.", name=name, size=size(LARGEST_FILE))
    except FileRefused:
        kinds = ", ".join(dict.fromkeys(ACCEPTED.values()))
        return _("%(name)s was not kept: it is empty or of another kind. Accepted are: %(kinds)s.",
                 name=name, kinds=kinds)
    draft.keep_file(field, name, file.data)
    return ""
