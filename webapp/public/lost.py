"""A lost follow-up code. The page says the same whatever is typed: who asks learns nothing about any case."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.acts.send_code_again import AskForCode
from webapp import door
from webapp.public import visit
from webapp.public.blueprint import blueprint
from webapp.security import limiter

LONGEST = 60


@blueprint.get("/c/lost")
def lost():
    return render_template("public/lost.html", reference=request.args.get("reference", "")[:LONGEST])


@blueprint.post("/c/lost")
@limiter.limit("20 per hour;60 per day")
def lost_asked():
    """Limited by address here, and by reference in the act."""
    typed = request.form.get("reference", "").strip()[:LONGEST]
    if not typed:
        return render_template("public/lost.html", reference="", wrong=_("Enter the reference.")), 422
    door.ask(AskForCode(typed), by=visit.nobody())
    return redirect(url_for("public.lost_told"), 303)


@blueprint.get("/c/lost/told")
def lost_told():
    return render_template("public/lost_told.html")
