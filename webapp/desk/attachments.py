"""Download of a file that was given with a case."""

from urllib.parse import quote

from flask import Response

from engine import queries
from webapp.auth.asking import read, staff
from webapp.desk.blueprint import blueprint
from webapp.door import insaf

#: Nothing in a downloaded file may run, not even where a browser shows it instead of saving it.
SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"


@blueprint.get("/attachments/<attachment_id>")
@staff
def attachment(attachment_id):
    """Always as a download, under the name it came with and the type its content has."""
    file = read(queries.attachment_of, attachment_id)
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "._- ") else "_"
                    for letter in file.filename) or "file"
    answer = Response(insaf().files.read(file.key), mimetype=file.media_type)
    answer.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file.filename, safe='')}")
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer
