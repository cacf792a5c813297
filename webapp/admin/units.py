"""The units of an agency."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine import queries
from engine.acts.keep_agency import ChangeUnit, CreateUnit
from engine.errors import InvalidAnswers
from webapp.admin.blueprint import blueprint
from webapp.auth.asking import allowed, ask, read
from webapp.security.forgery import form_key

NAMES = ("name_fr", "name_ar", "name_en")


@blueprint.get("/admin/agencies/<code>/units/new")
@allowed("administer")
def new_unit(code):
    return _form(code)


@blueprint.post("/admin/agencies/<code>/units/new")
@allowed("administer")
def create_unit(code):
    try:
        ask(CreateUnit(agency_code=code, **_posted()), key=form_key())
    except InvalidAnswers as refused:
        return _form(code, values=request.form, errors=refused.errors)
    flash(_("The unit was created."), "done")
    return redirect(url_for("admin.agency", code=code), 303)


@blueprint.get("/admin/agencies/<code>/units/<unit_id>")
@allowed("administer")
def unit(code, unit_id):
    return _form(code, unit_id)


@blueprint.post("/admin/agencies/<code>/units/<unit_id>")
@allowed("administer")
def change_unit(code, unit_id):
    try:
        ask(ChangeUnit(unit_id=unit_id, active="active" in request.form, **_posted()), key=form_key())
    except InvalidAnswers as refused:
        return _form(code, unit_id, request.form, refused.errors)
    flash(_("The unit was changed."), "done")
    return redirect(url_for("admin.agency", code=code), 303)


def _posted() -> dict[str, str]:
    return {name: request.form.get(name, "").strip() for name in NAMES}


def _form(code, unit_id=None, values=None, errors=None):
    agency = read(queries.agency_page, code)
    found = next((row for row in agency.units if row.id == unit_id), None)
    if unit_id and found is None:
        abort(404)
    if values is None:
        values = {f"name_{language}": found.names.get(language, "") for language in ("fr", "ar", "en")} if found else {}
    page = render_template("admin/unit_form.html", agency=agency, unit=found, values=values, errors=errors or {})
    return page, 422 if errors else 200
