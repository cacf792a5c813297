"""The data protection officer erases what was written in a closed case; of a confidential one, the inspectorate."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine import queries
from engine.acts.erase_texts import LONGEST_NOTE, EraseTexts
from engine.errors import CaseStillRuns, Conflict, Forbidden, Invalid, NotFound
from engine.vocabulary import ErasureBasis, InstanceState
from webapp.auth.asking import ask, read, staff
from webapp.desk.blueprint import blueprint
from webapp.door import now
from webapp.problems import sentence
from webapp.security.forgery import form_key


@blueprint.get("/erase/<path:reference>")
@staff
def erase_texts(reference):
    return _page(reference)


@blueprint.post("/erase/<path:reference>")
@staff
def texts_erased(reference):
    if request.form.get("sure") != "yes":
        return _page(reference, _("Tick that you understand that nothing can bring the texts back."), "sure"), 422
    number = request.form.get("request", "").strip()
    if not number:
        return _page(reference, _("Enter the number under which the request is kept."), "request"), 422
    try:
        ask(EraseTexts(reference, ErasureBasis.REQUEST, number), key=form_key())
    except NotFound:
        raise
    except (Conflict, Forbidden, Invalid) as refused:
        return _page(reference, sentence(refused), "request"), refused.status
    flash(_("The texts are erased. Files follow within a day."), "done")
    return redirect(url_for("desk.case", reference=reference), 303)


def _page(reference: str, wrong: str = "", at: str = ""):
    case = read(queries.case_page, reference, now=now())
    if not case.may_erase:
        abort(404)
    runs = case.state in (InstanceState.RUNNING, InstanceState.INCIDENT)
    not_yet = sentence(CaseStillRuns(reference=case.reference)) if runs else ""
    return render_template("desk/erasure.html", case=case, part="", not_yet=not_yet, wrong=wrong, at=at, most=LONGEST_NOTE,
                           number=request.form.get("request", ""))
