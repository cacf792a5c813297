"""Sign in and out, and the language an account keeps."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from engine import queries
from engine.acts.change_password import ChangeLanguage
from engine.acts.record_sign_in import RecordSignIn
from webapp import door
from webapp.auth import session as signed_in
from webapp.auth.asking import ask, staff
from webapp.auth.blueprint import blueprint
from webapp.i18n.switch import COOKIE, local_path
from webapp.security import limiter

MAX_EMAIL, MAX_PASSWORD = 254, 200


def address_typed() -> str:
    return "sign-in:" + request.form.get("email", "")[:MAX_EMAIL].strip().lower()


@blueprint.get("/sign-in")
def sign_in():
    if current_user.is_authenticated:
        return redirect(url_for("desk.worklist"), 303)
    return render_template("auth/sign_in.html", next=request.args.get("next", ""), ended=request.args.get("ended"))


@blueprint.post("/sign-in")
@limiter.limit("30 per 5 minutes")
@limiter.limit("8 per 5 minutes", key_func=address_typed)
def check_sign_in():
    """One answer for an unknown address, a wrong password and a closed account."""
    email, password = request.form.get("email", "").strip(), request.form.get("password", "")
    account = None
    if len(email) <= MAX_EMAIL and len(password) <= MAX_PASSWORD:
        with door.reading() as reading:
            account = queries.sign_in(reading, email, password, door.now())
    wanted = request.form.get("next", "")
    if account is None:
        error = _("The e-mail address or the password is not right. Check both, or ask for a new password.")
        return render_template("auth/sign_in.html", next=wanted, email=email[:MAX_EMAIL], error=error), 422
    signed_in.begin(account)
    door.ask(RecordSignIn(), by=account.person)
    target = local_path(wanted)
    return redirect(target if target != "/" else url_for("desk.worklist"), 303)


@blueprint.post("/sign-out")
def sign_out():
    signed_in.end()
    return redirect(url_for("auth.sign_in"), 303)


@blueprint.get("/account")
@staff
def account():
    return render_template("auth/account.html", errors={})


@blueprint.post("/account/language")
@staff
def keep_language():
    """The language of the pages from now on, on every device this person signs in from."""
    ask(ChangeLanguage(request.form.get("language", "")))
    answer = redirect(url_for("auth.account"), 303)
    answer.delete_cookie(COOKIE)
    return answer
