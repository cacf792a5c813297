"""Reporting to a case what happened outside: a court has the matter, the Mediator of the Kingdom has written."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine import queries
from engine.acts.report_seizure import LONGEST_REASON, ReportSeizure
from engine.errors import Conflict, Forbidden, InvalidAnswers
from webapp.auth.asking import ask, read, staff
from webapp.desk.blueprint import blueprint
from webapp.problems import sentence
from webapp.security.forgery import form_key


@blueprint.get("/seizures/<by>/<path:reference>")
@staff
def seizure(by, reference):
    """404 for what this person cannot report to the case now."""
    case = read(queries.reportable_to, reference)
    if by not in case.by:
        abort(404)
    return _page(by, case)


@blueprint.post("/seizures/<by>/<path:reference>")
@staff
def report_seizure(by, reference):
    case = read(queries.reportable_to, reference)
    try:
        ask(ReportSeizure(reference, by, request.form.get("reason", "")), key=form_key())
    except InvalidAnswers:
        return _page(by, case, [("reason", _("Say in a few words how you know; at most 2,000 characters."))]), 422
    except (Conflict, Forbidden) as refused:
        return _page(by, case, [("", sentence(refused))]), refused.status
    done = _("Noted. A task is open to check it.") if by == "court" else _("Noted. A task is open to answer the Mediator.")
    flash(done, "done")
    return redirect(url_for("desk.case", reference=reference), 303)


def _page(by, case, problems=()):
    return render_template("desk/seizure.html", by=by, case=case, problems=list(problems), wrong=dict(problems),
                           typed=request.form.get("reason", ""), longest=LONGEST_REASON)
