"""What may be taken home: the files of a case and its letters, ready to print."""

from urllib.parse import quote

from flask import Response, abort, render_template

from engine.queries import attachment_of, letter_page
from webapp import door
from webapp.public import visit
from webapp.public.blueprint import blueprint

#: A file somebody uploaded is never run as a page of ours, whatever it contains.
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'"


@blueprint.get("/c/<reference>/files/<attachment_id>")
def attachment(reference, attachment_id):
    by = visit.complainant(reference)
    found = door.read(attachment_of, attachment_id, by) or abort(404)
    return download(door.insaf().files.get(found.key), found.filename, found.media_type)


def download(data: bytes, filename: str, media_type: str) -> Response:
    """A file as a download, under its own name."""
    answer = Response(data, mimetype=media_type)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(filename)}"
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


@blueprint.get("/c/<reference>/letters/<letter_id>")
def letter(reference, letter_id):
    by = visit.complainant(reference)
    found = door.read(letter_page, letter_id, by) or abort(404)
    return render_template("public/letter.html", letter=found, reference=reference)
