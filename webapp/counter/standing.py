"""Tell a caller where a case stands: first who is calling, then sentences to be read out."""

from flask import abort, redirect, render_template, request, session, url_for
from flask_login import current_user

from engine import queries
from engine.acts.tell_standing import TellStanding
from engine.errors import CallerUnknown
from webapp.auth.asking import allowed, ask, read
from webapp.counter.blueprint import blueprint
from webapp.door import now
from webapp.i18n import LANGUAGES
from webapp.problems import sentence
from webapp.security import limiter
from webapp.security.forgery import form_key

SLOT = "told"
MOST = 8
LONGEST = 120


def _refused(answer) -> bool:
    return answer.status_code == 422


@blueprint.get("/caller")
@allowed("enter_messages")
def ask_caller():
    return _page()


@blueprint.post("/caller")
@allowed("enter_messages")
@limiter.limit("10 per minute;60 per hour", key_func=lambda: f"caller:{current_user.get_id()}", deduct_when=_refused)
def caller_asked():
    """Only refusals count against the limit. Who asked about which case, and how the caller was known, is in its history."""
    typed = {name: request.form.get(name, "").strip()[:LONGEST] for name in ("reference", "code", "name")}
    try:
        told = ask(TellStanding(typed["reference"], typed["code"], typed["name"]), key=form_key())
    except CallerUnknown as refusal:
        return _page(typed, sentence(refusal)), 422
    session[SLOT] = [told.reference, *[one for one in session.get(SLOT, []) if one != told.reference]][:MOST]
    return redirect(url_for("counter.standing", reference=told.reference), 303)


@blueprint.get("/standing/<path:reference>")
@allowed("enter_messages")
def standing(reference):
    """Only after the caller was asked; `?in=fr` reads in another language than the case's."""
    if reference not in session.get(SLOT, []):
        return redirect(url_for("counter.ask_caller"), 303)
    spoken = read(queries.spoken_standing, reference, now=now())
    language = request.args.get("in", str(spoken.language))
    return render_template("counter/standing.html", heard=spoken, aloud=language if language in LANGUAGES else abort(404))


def _page(typed=None, wrong=""):
    return render_template("counter/caller.html", typed=typed or {}, wrong=wrong)
