"""Cases that an incident stopped: the list, and one incident with what can be done about it, always with a reason."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from engine import queries
from engine.acts.cancel_run import CancelRun
from engine.acts.send_back import SendBack
from engine.acts.settle_incident import RetryIncident
from engine.errors import Conflict, NotFound
from webapp import door
from webapp.auth.asking import allowed, ask, read
from webapp.problems import sentence
from webapp.security.forgery import form_key
from webapp.supervision.blueprint import blueprint

LONGEST_REASON = 500
RETRY, BACK, CANCEL = "retry", "back", "cancel"
#: What was going on when it failed, by act.
WHEN = {
    "CompleteTask": _l("when somebody finished a step"), "FireTimers": _l("when a date was reached"),
    "DeliverMessage": _l("when a message arrived"), "DeliverWaitingMessage": _l("when a message arrived"),
    "WithdrawComplaint": _l("when the complainant withdrew"), "LodgeComplaint": _l("when a case was lodged"),
    "ImportCase": _l("when a case was taken over from a former register"),
}
#: Why a run cannot go back to a task, by the codes of queries/returns.py.
HINDRANCES = {
    "unknown": _l("the process has this step at several places, or none"), "copies": _l("it is done by several at the same time"),
    "branches": _l("several branches are under way, and one of them would be lost"),
    "there": _l("it stands there already"), "never": _l("nobody has done that step on it"),
    "gateway": _l("a later step would wait for a branch that has gone"), "answered": _l("the reply has been communicated since"),
    "elsewhere": _l("another body answers it; go back to the step that hands the case over"),
}


@blueprint.get("/supervision/incidents")
@allowed("supervise")
def incidents():
    return render_template("supervision/incidents.html", incidents=read(queries.incidents), when=WHEN)


@blueprint.get("/supervision/incidents/<incident_id>")
@allowed("supervise")
def incident(incident_id):
    return _page(incident_id)


@blueprint.post("/supervision/incidents/<incident_id>")
@allowed("supervise")
def settle_incident(incident_id):
    """Try again, send back or end; what is refused comes back as a sentence with what was typed."""
    do, reason, to = (request.form.get(name, "").strip() for name in ("do", "reason", "to"))
    problems = [] if do in (RETRY, BACK, CANCEL) else [("retry", _("Choose what is to be done."))]
    problems += [("back-to", _("Choose the step to go back to."))] if do == BACK and not to else []
    if not 0 < len(reason) <= LONGEST_REASON:
        problems.append((f"{do or RETRY}-reason", _("Say in a few words why; at most 500 characters.")))
    if problems:
        return _page(incident_id, problems), 422
    act = {RETRY: RetryIncident(incident_id, reason), BACK: SendBack(incident_id, to, reason),
           CANCEL: CancelRun(incident_id, reason)}[do]
    try:
        receipt = ask(act, key=form_key())
    except NotFound:
        raise
    except Conflict as refused:
        if "why" in refused.fields:
            refused.fields["reason"] = HINDRANCES[refused.fields["why"]]
        return _page(incident_id, [(do, sentence(refused))]), refused.status
    flash({RETRY: _("The case goes on. If it stops again, a new incident appears here."),
           BACK: _("The case is back at the step you chose. All dates stay as they were."),
           CANCEL: _("The run has ended. The reason stays in its history.")}[do], "done")
    if receipt.instance_id and receipt.reference and receipt.reference != receipt.instance_id:
        return redirect(url_for("desk.case", reference=receipt.reference, part="timeline"), 303)
    return redirect(url_for("supervision.incidents"), 303)


def _page(incident_id, problems=()):
    page = read(queries.incident_page, door.insaf().bus.specs, incident_id, now=door.now())
    return render_template("supervision/incident.html", page=page, problems=list(problems), wrong=dict(problems),
                           typed=request.form, when=WHEN, hindrances=HINDRANCES, at=door.now())
