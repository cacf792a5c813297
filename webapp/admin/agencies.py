"""Agencies: list, create, change."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine import queries
from engine.acts.keep_agency import ChangeAgency, CreateAgency
from engine.errors import InvalidAnswers
from webapp.admin.blueprint import blueprint
from webapp.auth.asking import allowed, ask, read
from webapp.security.forgery import form_key

FIELDS = ("family", "name_fr", "name_ar", "name_en", "address", "phone", "email")


@blueprint.get("/admin")
@allowed("administer")
def agencies():
    text = request.args.get("q", "").strip()[:120]
    page = read(queries.agencies, text=text, after=request.args.get("after"))
    return render_template("admin/agencies.html", page=page, text=text)


@blueprint.get("/admin/agencies/new")
@allowed("administer")
def new_agency():
    return _form({}, {})


@blueprint.post("/admin/agencies/new")
@allowed("administer")
def create_agency():
    code = request.form.get("code", "").strip().upper()
    try:
        ask(CreateAgency(code=code, **_posted()), key=form_key())
    except InvalidAnswers as refused:
        return _form(request.form, refused.errors)
    flash(_("The agency was created. Now add its units and people."), "done")
    return redirect(url_for("admin.agency", code=code), 303)


@blueprint.get("/admin/agencies/<code>")
@allowed("administer")
def agency(code):
    found = read(queries.agency_page, code)
    people = read(queries.accounts, agency_code=code, after=request.args.get("after"))
    return render_template("admin/agency.html", agency=found, people=people)


@blueprint.get("/admin/agencies/<code>/change")
@allowed("administer")
def edit_agency(code):
    found = read(queries.agency_page, code)
    return _form(found.values, {}, found)


@blueprint.post("/admin/agencies/<code>/change")
@allowed("administer")
def change_agency(code):
    found = read(queries.agency_page, code)
    try:
        ask(ChangeAgency(code=code, active="active" in request.form, **_posted()), key=form_key())
    except InvalidAnswers as refused:
        return _form(request.form, refused.errors, found)
    flash(_("The agency was changed."), "done")
    return redirect(url_for("admin.agency", code=code), 303)


def _posted() -> dict[str, str]:
    return {field: request.form.get(field, "").strip() for field in FIELDS}


def _form(values, errors, agency=None):
    families = read(queries.family_choices)
    page = render_template("admin/agency_form.html", values=values, errors=errors, agency=agency, families=families)
    return page, 422 if errors else 200
