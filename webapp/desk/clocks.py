"""One clock of a case: why its date is what it is, and to stop it, let it run on, extend it, or note an interim reply."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine import queries
from engine.acts.change_clock import ExtendDeadline, RecordInterimReply, ResumeDeadline, SuspendDeadline
from engine.errors import Conflict, Forbidden, Invalid, InvalidAnswers, NotFound
from webapp.auth.asking import ask, read, staff
from webapp.desk.blueprint import blueprint
from webapp.door import now
from webapp.i18n.formats import day
from webapp.problems import sentence
from webapp.security.forgery import form_key

ACTS = ("suspend", "resume", "extend", "tell")
LONGEST_REASON = 500


@blueprint.get("/clocks/<code>/<path:reference>")
@staff
def clock(code, reference):
    return _page(code, reference)


@blueprint.post("/clocks/<code>/<path:reference>")
@staff
def change_clock(code, reference):
    """What the rule or the role does not allow comes back as a sentence, with what was typed."""
    do, problems = request.form.get("do", ""), _wrong()
    if do not in ACTS or problems:
        return _page(code, reference, problems), 422
    try:
        receipt = ask(_act(do, code, reference), key=form_key())
    except InvalidAnswers as refused:
        return _page(code, reference, [(f"{do}-{name}", _wrong_words(name)) for name in refused.errors]), 422
    except NotFound:
        raise
    except (Conflict, Forbidden, Invalid) as refused:
        return _page(code, reference, [(do, sentence(refused))]), refused.status
    flash(_done(do, receipt), "done")
    if request.args.get("back") == "validate":
        return redirect(url_for("supervision.to_validate"), 303)
    return redirect(url_for("desk.case", reference=reference), 303)


def _done(do: str, receipt) -> str:
    if do == "tell" and receipt.count:
        return _("The letter to the complainant is written. The legal date stays %(day)s.", day=day(receipt.due_on))
    if do == "tell":
        return _("Noted, without a letter: this process has none. The date stays %(day)s.", day=day(receipt.due_on))
    return _("Noted. The date is %(day)s.", day=day(receipt.due_on))


def _act(do: str, code: str, reference: str):
    reason = request.form.get("reason", "").strip()
    if do == "suspend":
        return SuspendDeadline(reference, code, reason)
    if do == "resume":
        return ResumeDeadline(reference, code, reason)
    if do == "extend":
        return ExtendDeadline(reference, code, int(request.form["days"]), reason)
    return RecordInterimReply(reference, code, _until(), reason)


def _wrong() -> list[tuple[str, str]]:
    do, found = request.form.get("do", ""), []
    days = request.form.get("days", "").strip()
    if do == "extend" and not (days.isascii() and days.isdigit() and len(days) < 5):
        found.append(("extend-days", _wrong_words("days")))
    if do == "tell" and _until() is None:
        found.append(("tell-until_on", _wrong_words("until_on")))
    reason = request.form.get("reason", "").strip()
    if len(reason) > LONGEST_REASON or (do != "resume" and not reason):
        found.append((f"{do}-reason", _wrong_words("reason")))
    return found


def _wrong_words(name: str) -> str:
    return {"days": _("Say how many days, as a number."), "until_on": _("Choose a day that is still to come."),
            "reason": _("Say in a few words why; at most 500 characters.")}.get(name, name)


def _until() -> date | None:
    try:
        return date.fromisoformat(request.form.get("until_on", ""))
    except ValueError:
        return None


def _page(code, reference, problems=()):
    case = read(queries.case_clocks, reference, now=now())
    return render_template("desk/clock.html", case=case, code=code, clock=case.clock(code), problems=list(problems),
                           typed=request.form, wrong=dict(problems))
