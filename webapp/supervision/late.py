"""Late and soon late: which case, with whom, how long; and the cases that an incident stopped."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine import queries
from engine.acts.settle_incident import RetryIncident
from engine.errors import InvalidAnswers
from webapp.auth.asking import allowed, ask, read
from webapp.door import now
from webapp.security.forgery import form_key
from webapp.supervision.blueprint import blueprint

SOON_DAYS = 7


@blueprint.get("/supervision")
@allowed("supervise")
def late():
    return _page()


@blueprint.post("/incidents/<incident_id>/retry")
@allowed("supervise")
def retry_incident(incident_id):
    """The case goes on from where it stopped; the reason stays in its history."""
    try:
        ask(RetryIncident(incident_id, request.form.get("reason", "")), key=form_key())
    except InvalidAnswers:
        return _page(wrong=incident_id), 422
    flash(_("The case goes on. If it stops again, a new incident appears here."), "done")
    return redirect(url_for("supervision.late"), 303)


def _page(wrong=None):
    page = read(queries.overdue, now=now(), soon_days=SOON_DAYS)
    return render_template("supervision/late.html", page=page, incidents=read(queries.incidents), wrong=wrong,
                           soon_days=SOON_DAYS, at=now())
