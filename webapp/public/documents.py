"""What may be taken home: the files of a case and its letters, ready to print."""

from flask import abort, render_template

from engine.queries import attachment_of, letter_page
from webapp import door
from webapp.download import download
from webapp.public import visit
from webapp.public.blueprint import blueprint


@blueprint.get("/c/<reference>/files/<attachment_id>")
def attachment(reference, attachment_id):
    by = visit.complainant(reference)
    found = door.read(attachment_of, attachment_id, by) or abort(404)
    try:
        return download(door.insaf().files.get(found.key), found.filename, found.media_type)
    except FileNotFoundError:
        abort(410)


@blueprint.get("/c/<reference>/letters/<letter_id>")
def letter(reference, letter_id):
    by = visit.complainant(reference)
    found = door.read(letter_page, letter_id, by) or abort(404)
    return render_template("public/letter.html", letter=found, reference=reference)
