"""The conversation of a case, for the people of its agency; and the list of the cases whose complainant waits for words."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine import queries
from engine.acts.converse import LONGEST_MESSAGE, SettleMessages, WriteInConversation
from engine.errors import Conflict, InvalidAnswers
from webapp.auth.asking import ask, read, staff
from webapp.desk.blueprint import blueprint
from webapp.door import now
from webapp.given_files import given_files
from webapp.i18n.formats import number
from webapp.problems import sentence
from webapp.security.forgery import form_key


@blueprint.get("/messages")
@staff
def messages():
    return render_template("desk/messages.html", cases=read(queries.cases_to_answer, now=now()))


@blueprint.get("/conversation/<path:reference>")
@staff
def conversation(reference):
    return _page(reference)


@blueprint.post("/conversation/<path:reference>")
@staff
def converse(reference):
    """What cannot be sent comes back with what was typed and the files that were taken."""
    if request.form.get("do") == "settle":
        ask(SettleMessages(reference), key=form_key())
        flash(_("Noted: these messages need no answer."), "done")
        return redirect(url_for("desk.conversation", reference=reference), 303)
    text = request.form.get("text", "").strip()
    files, errors = given_files(reference, ["files"])
    if errors or "remove" in request.form:
        return _page(reference, text, files, errors)
    try:
        receipt = ask(WriteInConversation(reference, text, tuple(file.attachment() for file in files)), key=form_key())
    except InvalidAnswers:
        wrong = _("Write the message; at most %(most)s characters.", most=number(LONGEST_MESSAGE))
        return _page(reference, text, files, {"text": wrong})
    except Conflict as refused:
        return _page(reference, text, files, {"text": sentence(refused)})
    flash(_("Your message is on its way to the complainant.") if receipt.count else
          _("Your message stands on the page of the case. This process has no letter that would announce it."), "done")
    return redirect(url_for("desk.conversation", reference=reference), 303)


def _page(reference, text="", files=(), errors=None):
    page = read(queries.case_page, reference, now=now())
    found = read(queries.conversation_of, page.reference)
    return render_template("desk/conversation.html", case=page, conversation=found, part="conversation", text=text,
                           files=files, errors=errors or {}), 422 if errors else 200
