"""Lodging, last steps: check the answers, send, and the receipt with the follow-up code."""

from flask import flash, redirect, render_template, session, url_for
from flask_babel import gettext as _

from engine.acts.attach_files import NewAttachment
from engine.acts.lodge_complaint import LodgeComplaint
from engine.errors import InvalidAnswers
from engine.queries import privacy_notice
from engine.vocabulary import Channel
from webapp import door
from webapp.i18n import current_language
from webapp.public import abuse, drafts, visit
from webapp.public.blueprint import blueprint
from webapp.public.journey import with_draft
from webapp.public.questions import answers_of, problems
from webapp.security import limiter


@blueprint.get("/lodge/check")
@with_draft
def check(draft, page):
    """Everything once more, with the body that will get it and the day by which it must answer."""
    unfinished = _unfinished(draft, page)
    if unfinished:
        return redirect(unfinished, 303)
    return _check_page(draft, page)


def _check_page(draft, page, wrong: str = ""):
    values = answers_of(page, draft)
    rows = [(number, field) for number, names in enumerate(page.form.pages, 1)
            for field in page.form.fields(current_language(), values, {}, names) if field.shown]
    return render_template("public/check.html", draft=draft, page=page, rows=rows, wrong=wrong, trap=abuse.TRAP)


@blueprint.post("/lodge/send")
@limiter.limit("60 per hour")
@with_draft
def send(draft, page):
    """The draft's name is the key of the act: sent twice, it is one case with one receipt."""
    unfinished = _unfinished(draft, page)
    if unfinished:
        return redirect(unfinished, 303)
    answers = answers_of(page, draft)
    wrong = abuse.stopped(draft, page, answers)
    if wrong:
        return _check_page(draft, page, wrong), 422
    act = LodgeComplaint(
        agency_code=draft.agency, kind=draft.kind, channel=Channel.WEB, language=current_language(),
        answers=answers, notice=privacy_notice(door.insaf().settings.forms_root).version,
        attachments=tuple(NewAttachment(file["filename"], draft.data_of(file)) for file in draft.files))
    try:
        receipt = door.ask(act, by=visit.nobody(), key=draft.name)
    except InvalidAnswers:
        flash(_("The questions of this body have changed meanwhile. Please check your answers again."), "note")
        return redirect(url_for("public.check"), 303)
    abuse.sent(draft, page, answers)
    drafts.leave()
    visit.remember(receipt.reference)
    session["receipt"] = {"reference": receipt.reference, "code": receipt.follow_up_code}
    return redirect(url_for("public.sent"), 303)


@blueprint.get("/lodge/sent")
def sent():
    """May be loaded again and printed as long as the session lasts."""
    receipt = session.get("receipt")
    if not receipt:
        return redirect(url_for("public.follow"), 303)
    case = visit.case(receipt["reference"])
    return render_template("public/sent.html", case=case, code=receipt["code"])


def _unfinished(draft, page) -> str | None:
    """The address of the first page that still needs an answer."""
    if draft.kind not in [str(kind) for kind in page.kinds]:
        return url_for("public.choose_kind")
    wrong = problems(page, draft)
    for number, names in enumerate(page.form.pages, 1):
        if set(names) & {name.split("-")[0] for name in wrong} or set(names) & set(wrong):
            return url_for("public.question", number=number, back="check", check="")
    return None
