"""Internal notes of a case: the one page that reads and writes them."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine import queries
from engine.errors import InvalidAnswers
from engine.notes import LONGEST_NOTE, WriteNote, notes_of
from webapp.auth.asking import ask, me, read, staff
from webapp.desk.blueprint import blueprint
from webapp.door import now
from webapp.i18n.formats import number
from webapp.security.forgery import form_key


@blueprint.get("/notes/<path:reference>")
@staff
def notes(reference):
    return _page(reference)


@blueprint.post("/notes/<path:reference>")
@staff
def write_note(reference):
    text = request.form.get("text", "").strip()
    try:
        ask(WriteNote(reference, text), key=form_key())
    except InvalidAnswers:
        return _page(reference, text, _("Write the note; at most %(most)s characters.", most=number(LONGEST_NOTE)))
    flash(_("The note is kept for your colleagues."), "done")
    return redirect(url_for("desk.notes", reference=reference), 303)


def _page(reference, text="", wrong=""):
    """People without an agency have no notes to read."""
    if me().agency_id is None:
        abort(404)
    case = read(queries.case_page, reference, now=now())
    found = read(notes_of, case.reference)
    return render_template("desk/notes.html", case=case, notes=found.notes, part="notes", text=text,
                           wrong=wrong), 422 if wrong else 200
