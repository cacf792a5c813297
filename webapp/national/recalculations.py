"""Open dates counted again: what there was, a look at what would move, the order to move it, and how far it has come."""

from dataclasses import replace
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine import queries
from engine.acts.recalculate import Plan, ResumeRecalculation, StartRecalculation, StopRecalculation
from engine.errors import Invalid, InvalidAnswers, NotFound, RecalculationOver, RecalculationRuns
from engine.vocabulary import Cause, Reach
from webapp.auth.asking import allowed, ask, read
from webapp.door import now
from webapp.national.blueprint import blueprint
from webapp.security.forgery import form_key

LINES, AGENCIES = 60, 40
LANGUAGES = ("fr", "ar", "en")


@blueprint.get("/national/recalculations")
@allowed("recalculate")
def recalculations():
    return render_template("national/recalculations.html", rows=read(queries.recalculations))


@blueprint.get("/national/recalculations/new")
@allowed("recalculate")
def new_recalculation():
    """A look changes nothing, so its questions stand in the address and can be sent to a colleague."""
    return _page(request.args)


@blueprint.post("/national/recalculations/new")
@allowed("recalculate")
def start_recalculation():
    reasons = {language: request.form.get(f"reason_{language}", "").strip() for language in LANGUAGES}
    problems = {f"reason_{language}": _("Write the sentence that every moved case shows.")
                for language in ("fr", "ar") if not reasons[language]}
    if problems:
        return _page(request.form, reasons, problems), 422
    try:
        plan, _agency = _plan(request.form)
        receipt = ask(StartRecalculation(plan, reasons, "letters" in request.form), key=form_key())
    except (Invalid, InvalidAnswers, NotFound, RecalculationRuns) as problem:
        return _page(request.form, reasons, problem=problem), problem.status
    return redirect(url_for("national.recalculation", recalculation_id=receipt.id), 303)


@blueprint.get("/national/recalculations/<recalculation_id>")
@allowed("recalculate")
def recalculation(recalculation_id):
    return render_template("national/recalculation.html", page=read(queries.recalculation_page, recalculation_id))


@blueprint.post("/national/recalculations/<recalculation_id>")
@allowed("recalculate")
def stop_or_resume(recalculation_id):
    act = StopRecalculation if request.form.get("do") == "stop" else ResumeRecalculation
    try:
        ask(act(recalculation_id), key=form_key())
    except (RecalculationOver, RecalculationRuns):
        flash(_("It stands otherwise by now. Look at the page again."), "note")
    return redirect(url_for("national.recalculation", recalculation_id=recalculation_id), 303)


def _page(given, reasons=None, problems=None, problem=None):
    """The questions and, where they were answered, what would move."""
    preview, suggested, agency = None, {}, given.get("agency", "").strip()
    if "look" in given and problem is None:
        try:
            plan, agency = _plan(given)
            preview = read(queries.recalculation_preview, plan, now())
            suggested = read(queries.suggested_reasons, preview.plan)
        except (Invalid, NotFound) as refused:
            problem = refused
    cause = given.get("cause")
    return render_template(
        "national/recalculation_new.html", choices=read(queries.recalculation_choices), given=given, agency=agency,
        cause=cause if cause in list(Cause) else Cause.CALENDAR.value, preview=preview, problem=problem,
        reach=given.get("reach") if given.get("reach") in list(Reach) else "",
        reasons={f"reason_{language}": text for language, text in (reasons or suggested).items()},
        problems=problems or {}, most_lines=LINES, most_agencies=AGENCIES)


def _plan(given) -> tuple[Plan, str]:
    """What was asked for, and the code of the agency. Raises Invalid, NotFound."""
    reach = given.get("reach", "")
    if reach not in list(Reach):
        raise Invalid(what=_("The choice of cases"), reason=_("say which open cases are meant"))
    code = given.get("agency", "").strip().upper()
    plan = _of_cause(given, Cause(given.get("cause", "")) if given.get("cause") in list(Cause) else Cause.CALENDAR)
    return replace(
        plan, reach=Reach(reach), lodged_since_on=_day(given.get("lodged_since_on", "")), never_later="never_later" in given,
        agency_id=read(queries.agency_of_code, code) if code else None), code


def _of_cause(given, cause: Cause) -> Plan:
    if cause == Cause.CALENDAR:
        return Plan(cause, calendar=given.get("calendar", ""), since_version=_number(given.get("since", "")),
                    to_version=_number(given.get("to", "")))
    family, _mark, what = given.get("version" if cause == Cause.RULE else "deadline", "").partition("/")
    if cause == Cause.RULE:
        return Plan(cause, family=family, definition_hash=what)
    unit = given.get("unit", "")
    return Plan(cause, family=family, code=what, days=_number(given.get("days", "")),
                unit=unit if unit in ("calendar", "working") else None)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
