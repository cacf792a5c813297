"""The complainant does not accept the reply and asks for a new examination."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.acts.renew_complaint import LONGEST_REASON, RenewComplaint
from webapp import door
from webapp.public import visit
from webapp.public.blueprint import blueprint
from webapp.public.case import plain_lines
from webapp.security.forgery import form_key


@blueprint.get("/c/<reference>/renew")
def renew(reference):
    found = visit.case(reference)
    return render_template("public/renew.html", case=found) if found.may_renew else abort(404)


@blueprint.post("/c/<reference>/renew")
def renewed(reference):
    by, reason = visit.complainant(reference), plain_lines(request.form.get("reason", ""))
    wrong = ""
    if not reason:
        wrong = _("Say what the reply leaves open.")
    elif len(reason) > LONGEST_REASON:
        wrong = _("Shorten the reason to %(most)s characters.", most=LONGEST_REASON)
    if wrong:
        return render_template("public/renew.html", case=visit.case(reference), reason=reason, wrong=wrong), 422
    door.ask(RenewComplaint(reference, reason), by=by, key=form_key())
    flash(_("You asked for a new examination. Somebody other than the first time looks at your case."), "done")
    return redirect(url_for("public.case", reference=reference), 303)
