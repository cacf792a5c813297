"""The complainant and the body write to each other on a case that was opened with its code."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine import queries
from engine.acts.converse import LONGEST_MESSAGE, WriteInConversation
from engine.errors import Conflict, InvalidAnswers
from webapp import door
from webapp.given_files import given_files
from webapp.i18n.formats import number
from webapp.problems import sentence
from webapp.public import visit
from webapp.public.blueprint import blueprint
from webapp.security import limiter
from webapp.security.forgery import form_key


@blueprint.get("/c/<reference>/messages")
def messages(reference):
    return _page(reference)


@blueprint.post("/c/<reference>/messages")
@limiter.limit("10 per minute;60 per hour")
def write_message(reference):
    """What cannot be sent comes back with what was typed and the files that were taken."""
    by = visit.complainant(reference)
    text = request.form.get("text", "").strip()
    files, errors = given_files(reference, ["files"])
    if errors or "remove" in request.form:
        return _page(reference, text, files, errors)
    try:
        door.ask(WriteInConversation(reference, text, tuple(file.attachment() for file in files)), by=by, key=form_key())
    except InvalidAnswers:
        wrong = _("Write the message; at most %(most)s characters.", most=number(LONGEST_MESSAGE))
        return _page(reference, text, files, {"text": wrong})
    except Conflict as refused:
        return _page(reference, text, files, {"text": sentence(refused)})
    flash(_("Your message was sent to the body."), "done")
    return redirect(url_for("public.messages", reference=reference), 303)


def _page(reference, text="", files=(), errors=None):
    found = door.read(queries.conversation_of, reference, visit.complainant(reference))
    return render_template("public/messages.html", conversation=found, text=text, files=files,
                           errors=errors or {}), 422 if errors else 200
