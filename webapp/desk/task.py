"""One task: what it asks, and claim, release, complete."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine import queries
from engine.acts.claim_task import ClaimTask, ReleaseTask
from engine.acts.complete_task import CompleteTask
from engine.acts.keep_draft import DiscardTaskDraft, SaveTaskDraft
from engine.errors import Conflict, InvalidAnswers
from webapp.auth.asking import ask, look_up, me, read, staff
from webapp.desk.blueprint import blueprint
from webapp.door import now
from webapp.given_files import given_files, noted_files
from webapp.i18n import current_language, words
from webapp.security.forgery import form_key


@blueprint.get("/tasks/<task_id>")
@staff
def task(task_id):
    return _page(task_id)


@blueprint.post("/tasks/<task_id>/claim")
@staff
def claim_task(task_id):
    """First come, first served; whoever is second is told who was first."""
    try:
        ask(ClaimTask(task_id), key=form_key())
    except Conflict as stale:
        return _page(task_id, stale=stale)
    return redirect(url_for("desk.task", task_id=task_id), 303)


@blueprint.post("/tasks/<task_id>/release")
@staff
def release_task(task_id):
    try:
        ask(ReleaseTask(task_id), key=form_key())
    except Conflict as stale:
        return _page(task_id, stale=stale)
    flash(_("The task is free again for your colleagues."), "done")
    return redirect(url_for("desk.worklist"), 303)


@blueprint.post("/tasks/<task_id>/complete")
@staff
def complete_task(task_id):
    """Wrong answers come back with what is wrong; a task that moved on comes back with what was typed."""
    asked = look_up(queries.task_question, task_id)
    answers = asked.form.parse(request.form) if asked.form else {}
    files, errors = given_files(task_id, file_fields(asked))
    if errors or "remove" in request.form or "look" in request.form:
        return _page(task_id, answers, {**_problems(asked, answers), **errors} if errors else {}, files=files)
    try:
        ask(CompleteTask(task_id, answers, tuple(file.attachment() for file in files)), key=form_key())
    except InvalidAnswers as refused:
        return _page(task_id, answers, _problems(asked, answers) or refused.errors, files=files)
    except Conflict as stale:
        return _page(task_id, answers, stale=stale, files=files)
    flash(_("Done: %(step)s, %(reference)s.", step=words(asked.step), reference=asked.reference or ""), "done")
    return redirect(url_for("desk.worklist", view="mine"), 303)


@blueprint.post("/tasks/<task_id>/draft")
@staff
def save_draft(task_id):
    """Whatever stands in the form, right or wrong; what was refused as a file is said, the rest is kept."""
    asked = look_up(queries.task_question, task_id)
    answers = asked.form.parse(request.form) if asked.form else {}
    files, errors = given_files(task_id, file_fields(asked))
    try:
        ask(SaveTaskDraft(task_id, answers, tuple(file.id for file in files)), key=form_key())
    except Conflict as stale:
        return _page(task_id, answers, stale=stale, files=files)
    if errors:
        return _page(task_id, answers, errors, files=files)
    flash(_("Your draft is saved. Only you see it, until you complete the task."), "done")
    return redirect(url_for("desk.task", task_id=task_id), 303)


@blueprint.post("/tasks/<task_id>/draft/discard")
@staff
def discard_draft(task_id):
    ask(DiscardTaskDraft(task_id), key=form_key())
    flash(_("Your draft is deleted."), "done")
    return redirect(url_for("desk.task", task_id=task_id), 303)


def file_fields(page) -> list[str]:
    """The questions of the task's form that ask for files."""
    return [name for name in page.form.names if page.form.widget(name) == "files"] if page.form else []


def _problems(page, answers) -> dict[str, str]:
    """What is wrong, in the language of the page, which need not be the account's."""
    return page.form.problems(answers, current_language()) if page.form else {}


def _offered(page, answers):
    """The form with what the database has to choose from, narrowed by what was typed to look for."""
    if page.form is None:
        return None
    looked = {name: request.form.get(f"{name}-search", "").strip()[:120] for name in page.form.names}
    return read(queries.offering, page.form, page.case.agency_code if page.case else page.task.agency_code, answers, looked)


def _page(task_id, answers=None, errors=None, stale=None, files=()):
    """The task as it stands now; 422 with errors, 409 when somebody was faster (what was typed stays on the page)."""
    page, language = read(queries.task_page, task_id, now=now()), current_language()
    draft = read(queries.draft_of, task_id) if page.may_complete and page.form else None
    if answers is None and page.may_complete:
        answers = draft.values if draft else queries.values_before(page)
        files = noted_files(task_id, draft.files) if draft else files
    kept = {**(answers or {}), **({name: files for name in file_fields(page)[:1]} if files else {})}
    offered = _offered(page, kept)
    form = offered.form if offered else None
    fields = form.fields(language, kept, errors or {}) if form else []
    typed = form.shown_answers(answers or {}, language) if form else []
    status = 409 if stale else 422 if errors else 200
    return render_template("desk/task.html", page=page, task=page.task, case=page.case, fields=fields, stale=stale,
                           typed=typed, kept=kept, files=files, mine=page.task.claimed_by_id == me().id, draft=draft,
                           returned=queries.returned_by(page), judged=queries.to_judge(page),
                           changes=queries.draft_changes(page, draft),
                           searched=offered.searched if offered else {}), status
