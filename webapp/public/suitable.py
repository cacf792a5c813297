"""Before the form: does the message belong here? An answer leads on, or stops with what to do instead."""

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.queries import suitability
from webapp import door
from webapp.public.blueprint import blueprint


@blueprint.get("/lodge/start")
def suitable():
    answers = _answers()
    if not answers:
        return redirect(_next(), 303)
    return render_template("public/suitable.html", answers=answers)


@blueprint.post("/lodge/start")
def suitable_answered():
    answers = {one.code: one for one in _answers()}
    chosen = answers.get(request.form.get("fits", ""))
    if chosen is None:
        return render_template("public/suitable.html", answers=answers.values(), wrong=_("Choose what fits.")), 422
    if chosen.title is None:
        return redirect(_next(), 303)
    return redirect(url_for("public.stop", code=chosen.code, agency=_agency()), 303)


@blueprint.get("/lodge/stop/<code>")
def stop(code):
    found = next((one for one in _answers() if one.code == code and one.title), None) or abort(404)
    return render_template("public/stop.html", stop=found, following=_next())


def _answers():
    return suitability(door.insaf().settings.forms_root)


def _agency() -> str | None:
    return request.args.get("agency", "").strip()[:12] or None


def _next() -> str:
    """To the body that the address names, or to the search."""
    return url_for("public.write_to", agency=_agency()) if _agency() else url_for("public.choose_agency")
