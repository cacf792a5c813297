"""What may be taken home: the files of a case and its letters, ready to print."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from engine.queries import attachment_of, letter_page, receipt_paper
from webapp import door
from webapp.download import download
from webapp.paper.receipt import receipt_file
from webapp.public import visit
from webapp.public.blueprint import blueprint
from webapp.security import limiter


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


@blueprint.get("/c/<reference>/receipt.pdf")
@limiter.limit("20 per hour")
def receipt(reference):
    """With the follow-up code, which whoever gets here has shown. Pressing costs half a second, hence the limit."""
    by = visit.complainant(reference)
    paper = door.read(receipt_paper, reference, by, secret=door.insaf().settings.secret, now=door.now())
    file = receipt_file(paper)
    if file is None:
        flash(_("The receipt could not be made as a file just now. Use your browser’s Print on this page."), "note")
        return redirect(url_for("public.case", reference=reference), 303)
    return file
