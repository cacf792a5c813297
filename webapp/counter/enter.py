"""Enter a message for somebody: one page with the questions the public gets, and how and when it reached us."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from engine import queries
from engine.acts.lodge_complaint import LodgeComplaint
from engine.errors import InvalidAnswers
from engine.vocabulary import ENTERED_CHANNELS
from webapp import door
from webapp.auth.asking import allowed, ask, me, read, staff
from webapp.counter import deposit as came
from webapp.counter.blueprint import blueprint
from webapp.given_files import given_files
from webapp.i18n import current_language
from webapp.paper.receipt import receipt_file
from webapp.security import limiter
from webapp.security.forgery import form_key, new_form_key

#: Files that wait on this page are no files of a task.
FILES = "entry"
LONGEST_SEARCH = 100


@blueprint.get("/enter")
@allowed("enter_messages")
def enter():
    code = _agency_code()
    if code is None:
        return redirect(url_for("counter.choose_agency"), 303)
    page = door.read(queries.lodging_page, code, door.now())
    return _page(page, came.proposed(page, me(), door.now()))


@blueprint.post("/enter")
@allowed("enter_messages")
def lodge():
    """Wrong or missing answers come back with everything that was typed and every file that was accepted."""
    page = door.read(queries.lodging_page, _agency_code() or abort(404), door.now())
    deposit, answers = came.typed(page), page.form.parse(request.form)
    boxes = [name for name in page.form.names if page.form.widget(name) == "files"]
    files, refused = given_files(FILES, boxes)
    if boxes and files:
        answers[boxes[0]] = [file.filename for file in files]
    wrong = came.problems(deposit, page, door.now())
    errors = {**page.form.problems(page.form.kept(answers), current_language()), **refused}
    if "remove" in request.form:
        return _page(page, deposit, answers, files=files)
    if wrong or errors:
        return _page(page, deposit, answers, files=files, wrong=wrong, errors=errors)
    try:
        receipt = ask(LodgeComplaint(
            page.agency.code, deposit.kind, deposit.channel, deposit.language, answers,
            tuple(file.attachment() for file in files), lodged_at=deposit.lodged_at,
            late_reason=deposit.late_reason), key=form_key())
    except InvalidAnswers as problem:
        return _page(page, deposit, answers, files=files, errors=problem.errors)
    return redirect(url_for("counter.entered", reference=receipt.reference), 303)


@blueprint.get("/agency")
@allowed("enter_messages")
def choose_agency():
    """For the national desk, which listens for every agency."""
    text = " ".join(request.args.get("q", "").split())[:LONGEST_SEARCH]
    return render_template("counter/agency.html", text=text, agencies=door.read(queries.find_agencies, text))


@blueprint.get("/entered/<path:reference>")
@allowed("enter_messages")
def entered(reference):
    """What to hand over: reference, code and date. May be loaded again and printed."""
    paper = _paper(reference)
    return render_template("counter/entered.html", paper=paper) if paper.code else abort(404)


@blueprint.get("/receipt/<path:reference>")
@staff
@limiter.limit("120 per hour", key_func=lambda: f"receipt:{current_user.get_id()}")
def receipt(reference):
    """For all who may read the case; with the code for the one who has just entered it."""
    paper = _paper(reference)
    file = receipt_file(paper)
    if file is None:
        flash(_("The receipt could not be made as a file just now. Use your browser’s Print on this page."), "note")
        page = "counter.entered" if paper.code else "desk.case"
        return redirect(url_for(page, reference=paper.case.reference), 303)
    return file


def _paper(reference: str):
    return read(queries.receipt_paper, reference, secret=door.insaf().settings.secret, now=door.now())


def _agency_code() -> str | None:
    """The agency of the person, or the one that somebody of the national desk has chosen."""
    if me().agency_id is not None:
        return current_user.account.agency_code
    return request.args.get("agency", "").strip().upper()[:12] or None


def _page(page, deposit, answers=None, files=(), wrong=(), errors=None):
    answers, errors = dict(answers or {}), errors or {}
    boxes = [name for name in page.form.names if page.form.widget(name) == "files"]
    if boxes:
        answers[boxes[0]] = files
    fields = page.form.fields(current_language(), answers, errors)
    problems = [*wrong, *((field.first_id, field.error) for field in fields if field.error and field.shown)]
    html = render_template(
        "counter/enter.html", page=page, came=deposit, fields=fields, files=files, problems=problems, wrong=dict(wrong),
        channels=ENTERED_CHANNELS, key=form_key() or new_form_key(), errors=errors,
        again=url_for("counter.enter", agency=page.agency.code if me().agency_id is None else None))
    return html, 422 if problems else 200
