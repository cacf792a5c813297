"""The work of an agency, person by person: who has what, give one task to somebody else, or move several after a look."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from engine import queries
from engine.acts.reassign_task import ReassignTask
from engine.errors import Conflict, Forbidden, Invalid, NotFound
from webapp.auth.asking import allowed, ask, me, read
from webapp.door import now
from webapp.problems import sentence
from webapp.security.forgery import form_key
from webapp.supervision.blueprint import blueprint

LONGEST_REASON = 500


@blueprint.get("/supervision/work")
@allowed("supervise")
def work():
    return _page()


@blueprint.post("/supervision/work")
@allowed("supervise")
def move_tasks():
    """"look" shows what would become of each task chosen, "move" gives away those that can be."""
    chosen, to, reason = request.form.getlist("task"), request.form.get("to", ""), request.form.get("reason", "").strip()
    problems = [("of-title", _("Choose at least one task."))] if not chosen else []
    problems += [("to", _("Choose who is to get the tasks."))] if not to else []
    is_moving = request.form.get("do") == "move"
    if problems:
        return _page(problems), 422
    load, moves = read(queries.move_preview, chosen, to, now=now())
    if not is_moving or (wrong := _wrong_reason(reason)):
        return _page(wrong if is_moving else (), load, moves), 422 if is_moving else 200
    key, movable = form_key(), [move.task for move in moves if move.hindrance is None]
    refused = [said for said in (_given(task, to, reason, key) for task in movable) if said]
    if len(movable) > len(refused):
        flash(ngettext("%(num)s task was given to %(name)s.", "%(num)s tasks were given to %(name)s.",
                       len(movable) - len(refused), name=load.name), "done")
    for said in refused[:3]:
        flash(said, "note")
    return redirect(url_for("supervision.work", of=request.form.get("of"), agency=request.form.get("agency") or None), 303)


@blueprint.get("/supervision/tasks/<task_id>")
@allowed("supervise")
def task_holder(task_id):
    return _task_page(task_id)


@blueprint.post("/supervision/tasks/<task_id>")
@allowed("supervise")
def give_task(task_id):
    """A person who may not have the task is refused with the reason, and the page is shown again as it was filled in."""
    to, reason = request.form.get("to", ""), request.form.get("reason", "").strip()
    problems = ([("to", _("Choose who is to get the task."))] if not to else []) + _wrong_reason(reason)
    if problems:
        return _task_page(task_id, problems), 422
    try:
        receipt = ask(ReassignTask(task_id, to, reason), key=form_key())
    except NotFound:
        raise
    except (Conflict, Forbidden, Invalid) as refused:
        return _task_page(task_id, [("to", sentence(refused))]), refused.status
    flash(_("The task has changed hands. The reason stands in the history of the case."), "done")
    if receipt.reference and receipt.reference != receipt.instance_id:
        return redirect(url_for("desk.case", reference=receipt.reference), 303)
    return redirect(url_for("supervision.work"), 303)


def _given(task, to: str, reason: str, key: str | None) -> str:
    """Empty, or why this task stays where it is."""
    try:
        ask(ReassignTask(task.task_id, to, reason), key=f"{key}:{task.task_id}" if key else None)
    except (Conflict, Forbidden, Invalid, NotFound) as refused:
        return sentence(refused)
    return ""


def _wrong_reason(reason: str) -> list[tuple[str, str]]:
    if reason and len(reason) <= LONGEST_REASON:
        return []
    return [("reason", _("Say in a few words why; at most 500 characters."))]


def _page(problems=(), load=None, moves=()):
    agency, of = request.values.get("agency") or None, request.values.get("of") or None
    if me().agency_id is None and agency is None:
        page = read(queries.overdue, now=now())
        return render_template("supervision/work_agencies.html", agencies=page.by_agency)
    found = read(queries.workload, now=now(), agency_code=agency, of=of)
    return render_template("supervision/work.html", page=found, of=of, agency=agency, problems=list(problems),
                           wrong=dict(problems), load=load, moves=moves, typed=request.form,
                           chosen=request.form.getlist("task"))


def _task_page(task_id, problems=()):
    task, found = read(queries.candidates, task_id, now=now())
    return render_template("supervision/task_holder.html", task=task, candidates=found, problems=list(problems),
                           wrong=dict(problems), typed=request.form)
