"""Follow a case: reference and code come by POST, stay in the session and never stand in an address."""

from flask import redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from engine.queries import follow as code_opens
from webapp import door
from webapp.public import visit
from webapp.public.blueprint import blueprint
from webapp.security import limiter

LONGEST = 60


@blueprint.get("/c")
def follow():
    return render_template("public/follow.html", reference=request.args.get("reference", "")[:LONGEST],
                           known=session.get(visit.SLOT, []))


def _failed(answer) -> bool:
    return answer.status_code == 422


@blueprint.post("/c")
@limiter.limit("10 per minute;60 per hour", deduct_when=_failed)
def open_case():
    """The same answer for an unknown reference and for a wrong code. Only failures count against the limit; it is by
    address and not by case, or strangers could lock somebody out. A code has 49 bits."""
    typed, code = (request.form.get(name, "")[:LONGEST] for name in ("reference", "code"))
    with door.reading() as reading:
        reference = code_opens(reading, door.insaf().settings.secret, typed, code)
    if reference is None:
        wrong = _("The reference and the code do not belong together. Check both on your receipt.")
        return render_template("public/follow.html", reference=typed, wrong=wrong, known=[]), 422
    visit.remember(reference)
    return redirect(url_for("public.case", reference=reference), 303)


@blueprint.post("/c/close")
def close():
    visit.forget()
    return redirect(url_for("public.home"), 303)
