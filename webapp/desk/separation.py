"""A case that was joined to another by mistake is taken up again, with the reason."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine import queries
from engine.acts.separate_case import LONGEST_REASON, SHORTEST_REASON, SeparateCase
from engine.errors import Conflict, Forbidden, InvalidAnswers
from webapp.auth.asking import ask, read, staff
from webapp.desk.blueprint import blueprint
from webapp.door import now
from webapp.problems import sentence
from webapp.security.forgery import form_key


@blueprint.get("/separate/<path:reference>")
@staff
def separation(reference):
    """404 for a case that is joined to none, or that this person may not separate."""
    return _page(_joined(reference))


@blueprint.post("/separate/<path:reference>")
@staff
def separate_case(reference):
    case, reason = _joined(reference), request.form.get("reason", "").strip()
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        return _page(case, [("reason", _("Say in a sentence why these are two cases; at most 2,000 characters."))]), 422
    try:
        again = ask(SeparateCase(reference, reason), key=form_key())
    except InvalidAnswers:
        return _page(case, [("", _("The form asks other things by now. Enter the message anew, with its day of deposit."))]), 422
    except (Conflict, Forbidden) as refused:
        return _page(case, [("", sentence(refused))]), refused.status
    flash(_("The case is taken up again as %(reference)s, with the day of deposit it had.", reference=again.reference), "done")
    return redirect(url_for("desk.case", reference=again.reference), 303)


def _joined(reference: str):
    case = read(queries.case_page, reference, now=now())
    return case if case.may_separate else abort(404)


def _page(case, problems=()):
    return render_template("desk/separation.html", case=case, problems=list(problems), wrong=dict(problems),
                           typed=request.form.get("reason", ""), longest=LONGEST_REASON)
