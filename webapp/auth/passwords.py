"""Change the password, or set a new one through a signed link that was sent by e-mail."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine import queries
from engine.acts.change_password import ChangePassword, RequestPasswordReset, ResetPassword
from engine.bus import Person
from engine.errors import InvalidAnswers
from webapp import door
from webapp.auth import session as signed_in
from webapp.auth.asking import ask, me, staff
from webapp.auth.blueprint import blueprint
from webapp.auth.sign_in import MAX_EMAIL, address_typed
from webapp.security import limiter


@blueprint.post("/account/password")
@staff
@limiter.limit("10 per 5 minutes", key_func=lambda: f"password:{me().id}")
def change_password():
    """Ends every other session of the account; this one goes on."""
    posted = request.form
    if posted.get("new", "") != posted.get("again", ""):
        errors = {"again": "passwords_differ"}
        return render_template("auth/account.html", errors=errors), 422
    try:
        ask(ChangePassword(posted.get("current", ""), posted.get("new", "")))
    except InvalidAnswers as refused:
        return render_template("auth/account.html", errors=refused.errors), 422
    signed_in.begin(door.insaf().ask(queries.account_of, me().id))
    flash(_("Your password was changed. You were signed out everywhere else."))
    return redirect(url_for("auth.account"), 303)


@blueprint.get("/password/forgotten")
def forgotten():
    return render_template("auth/forgotten.html", sent=request.args.get("sent"))


@blueprint.post("/password/forgotten")
@limiter.limit("10 per 15 minutes")
@limiter.limit("3 per 15 minutes", key_func=address_typed)
def send_link():
    """Says the same whether the address is known or not."""
    email = request.form.get("email", "").strip()
    if 3 <= len(email) <= MAX_EMAIL:
        door.ask(RequestPasswordReset(email), by=Person.system())
    return redirect(url_for("auth.forgotten", sent=1), 303)


@blueprint.get("/password/new")
@limiter.limit("30 per 5 minutes")
def new_password():
    token = request.args.get("token", "")
    with door.reading() as reading:
        email = queries.reset_account(reading, door.insaf().settings.secret, token, door.now())
    if email is None:
        return render_template("auth/link_too_old.html"), 410
    return render_template("auth/new_password.html", email=email, token=token, errors={})


@blueprint.post("/password/new")
@limiter.limit("10 per 5 minutes")
def set_password():
    """The link is good once: setting the password makes it stale."""
    token = request.form.get("token", "")
    with door.reading() as reading:
        email = queries.reset_account(reading, door.insaf().settings.secret, token, door.now())
    if email is None:
        return render_template("auth/link_too_old.html"), 410
    errors = {}
    if request.form.get("new", "") != request.form.get("again", ""):
        errors = {"again": "passwords_differ"}
    else:
        try:
            door.ask(ResetPassword(token, request.form.get("new", "")), by=Person.system())
        except InvalidAnswers as refused:
            errors = refused.errors
    if errors:
        return render_template("auth/new_password.html", email=email, token=token, errors=errors), 422
    flash(_("Your new password is set. Sign in with it."))
    return redirect(url_for("auth.sign_in"), 303)
