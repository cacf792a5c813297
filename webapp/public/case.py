"""The page of one case, and the two things its complainant may do: answer a question put to them, withdraw."""

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from engine.acts.complete_task import CompleteTask
from engine.acts.withdraw_complaint import WithdrawComplaint
from engine.errors import InvalidAnswers
from webapp import door
from webapp.given_files import given_files
from webapp.i18n import current_language
from webapp.public import visit
from webapp.public.blueprint import blueprint
from webapp.security.forgery import form_key

LONGEST_REASON = 2000


@blueprint.get("/c/<reference>")
def case(reference):
    if reference not in session.get(visit.SLOT, []):
        return redirect(url_for("public.follow", reference=reference), 303)
    return render_template("public/case.html", case=visit.case(reference))


@blueprint.get("/c/<reference>/answer/<task_id>")
def answer(reference, task_id):
    found = visit.case(reference)
    task = _task(found, task_id)
    return _form_page(found, task, {}, {}, 200)


@blueprint.post("/c/<reference>/answer/<task_id>")
def answered_task(reference, task_id):
    by, found = visit.complainant(reference), visit.case(reference)
    task = _task(found, task_id)
    values = task.form.parse(request.form)
    files, errors = given_files(task_id, _file_fields(task))
    if "remove" in request.form:
        return _form_page(found, task, values, errors, 200, files)
    errors = {**task.form.problems(values, current_language()), **errors}
    if not errors:
        try:
            door.ask(CompleteTask(task_id, task.form.kept(values), tuple(file.attachment() for file in files)), by=by,
                     key=form_key())
        except InvalidAnswers as refused:
            errors = refused.errors
    if errors:
        return _form_page(found, task, values, errors, 422, files)
    flash(_("Thank you. Your answer was recorded."), "done")
    return redirect(url_for("public.case", reference=reference), 303)


@blueprint.get("/c/<reference>/withdraw")
def withdraw(reference):
    found = visit.case(reference)
    return render_template("public/withdraw.html", case=found) if found.may_withdraw else abort(404)


@blueprint.post("/c/<reference>/withdraw")
def withdrawn(reference):
    by, reason = visit.complainant(reference), plain_lines(request.form.get("reason", ""))
    if len(reason) > LONGEST_REASON:
        wrong = _("Shorten the reason to %(most)s characters.", most=LONGEST_REASON)
        return render_template("public/withdraw.html", case=visit.case(reference), reason=reason, wrong=wrong), 422
    door.ask(WithdrawComplaint(reference, reason), by=by, key=form_key())
    flash(_("You have withdrawn. The body concerned was told, and handling ends here."), "done")
    return redirect(url_for("public.case", reference=reference), 303)


def plain_lines(posted: str) -> str:
    """Posted lines without control characters."""
    return "".join(sign for sign in posted.replace("\r\n", "\n") if sign == "\n" or sign.isprintable()).strip()


def _task(found, task_id: str):
    return next((task for task in found.tasks if task.task_id == task_id and task.form), None) or abort(404)


def _file_fields(task) -> list[str]:
    return [name for name in task.form.names if task.form.widget(name) == "files"]


def _form_page(found, task, values, errors, status: int, files=()):
    kept = {**values, **({name: files for name in _file_fields(task)[:1]} if files else {})}
    fields = task.form.fields(current_language(), kept, errors)
    return render_template("public/answer.html", case=found, task=task, fields=fields, files=files,
                           missing=task.missing.get(current_language(), ())), status
