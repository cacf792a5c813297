"""An agency's own days: quicker than its family asks, never slower."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine import queries
from engine.acts.keep_own_days import SetOwnDays
from engine.errors import Invalid
from webapp.admin.blueprint import blueprint
from webapp.auth.asking import allowed, ask, read
from webapp.door import now
from webapp.problems import sentence
from webapp.security.forgery import form_key


@blueprint.get("/admin/agencies/<code>/days")
@allowed("administer")
def own_days(code):
    return _page(code, {})


@blueprint.post("/admin/agencies/<code>/days")
@allowed("administer")
def set_own_days(code):
    """One deadline a post; an empty number gives the family's back."""
    deadline, text = request.form.get("deadline", ""), request.form.get("days", "").strip()
    if text and not (text.isascii() and text.isdigit() and len(text) < 5):
        return _page(code, {deadline: _("Write a number of days, or nothing.")}), 422
    try:
        ask(SetOwnDays(code, deadline, int(text) if text else None), key=form_key())
    except Invalid as refused:
        return _page(code, {deadline: sentence(refused)}), 422
    flash(_("Kept. Clocks that start from today on have these days; running ones keep theirs."), "done")
    return redirect(url_for("admin.own_days", code=code), 303)


def _page(code, errors):
    return render_template("admin/own_days.html", agency=read(queries.agency_days, code, now=now()), errors=errors,
                           typed=request.form)
