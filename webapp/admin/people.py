"""The people of an agency: create, change roles and unit, close the account, send a link for a new password."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine import queries
from engine.acts.change_password import SendPasswordLink
from engine.acts.keep_account import ChangeAccount, CreateAccount
from engine.errors import InvalidAnswers
from webapp.admin.blueprint import blueprint
from webapp.auth.asking import allowed, ask, me, read
from webapp.security.forgery import form_key


@blueprint.get("/admin/people")
@allowed("administer")
def people():
    text = request.args.get("q", "").strip()[:120]
    page = read(queries.accounts, text=text, after=request.args.get("after"))
    return render_template("admin/people.html", page=page, text=text)


@blueprint.get("/admin/people/new")
@allowed("administer")
def new_person():
    return _form({"agency_code": request.args.get("agency", ""), "language": "fr"}, {})


@blueprint.post("/admin/people/new")
@allowed("administer")
def create_person():
    """An e-mail with a link to set the password leaves at once; nobody else ever knows it."""
    try:
        ask(CreateAccount(email=request.form.get("email", ""), **_posted()), key=form_key())
    except InvalidAnswers as refused:
        return _form(request.form, refused.errors)
    flash(_("The account was created, and an e-mail with a link to set the password is on its way."), "done")
    return redirect(_back(), 303)


@blueprint.get("/admin/people/<account_id>")
@allowed("administer")
def someone(account_id):
    found = read(queries.account_page, account_id)
    values = {"name": found.name, "agency_code": found.agency_code or "", "unit_id": found.unit_id or "",
              "language": found.language, "is_admin": found.is_admin}
    return _form(values, {}, found, found.roles)


@blueprint.post("/admin/people/<account_id>")
@allowed("administer")
def change_person(account_id):
    found = read(queries.account_page, account_id)
    try:
        ask(ChangeAccount(account_id=account_id, active="active" in request.form, **_posted()), key=form_key())
    except InvalidAnswers as refused:
        return _form(request.form, refused.errors, found)
    flash(_("The account was changed."), "done")
    return redirect(_back(), 303)


@blueprint.post("/admin/people/<account_id>/password-link")
@allowed("administer")
def send_password_link(account_id):
    ask(SendPasswordLink(account_id), key=form_key())
    flash(_("An e-mail with a link to set a new password is on its way."), "done")
    return redirect(url_for("admin.someone", account_id=account_id), 303)


def _posted() -> dict:
    posted = request.form
    return {"name": posted.get("name", ""), "roles": tuple(dict.fromkeys(posted.getlist("roles"))),
            "agency_code": posted.get("agency_code", "").strip() or None, "unit_id": posted.get("unit_id") or None,
            "language": posted.get("language", ""), "is_admin": "is_admin" in posted}


def _back() -> str:
    code = request.form.get("agency_code", "").strip()
    return url_for("admin.agency", code=code) if code else url_for("admin.people")


def _form(values, errors, account=None, roles=None):
    code = values.get("agency_code") or None
    choices = read(queries.account_choices, agency_code=code)
    page = render_template("admin/person_form.html", values=values, errors=errors, account=account, choices=choices,
                           roles=set(request.form.getlist("roles") if roles is None else roles), mine=me())
    return page, 422 if errors else 200
