"""Days from a file or a forecast: shown first, recorded only when somebody has looked at them."""

from datetime import date

from flask import render_template, request
from flask_babel import gettext as _

from engine import queries
from engine.acts.keep_calendar import NamedDay, RecordHoliday
from engine.errors import CalendarFileRefused, Invalid, InvalidAnswers
from webapp.auth.asking import allowed, ask, read
from webapp.door import now
from webapp.national.blueprint import blueprint
from webapp.national.calendar import REFUSALS, told, wanted_agency
from webapp.security.forgery import form_key

MAX_BYTES, MOST_DAYS, MOST_FILE_NAME = 500_000, 100, 200


@blueprint.get("/national/calendar/import")
@allowed("keep_calendar")
def choose_days():
    """The form for a file; with `forecast=YEAR` what is forecast for that year."""
    year = request.args.get("forecast", "")
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        return _page()
    try:
        found = read(queries.forecast_preview, int(year), agency_code=wanted_agency())
    except Invalid as refused:
        return _page(problem=refused)
    return _page(found, {"reason": _("Forecast for %(year)s", year=year)}, is_forecast=True)


@blueprint.post("/national/calendar/import")
@allowed("keep_calendar")
def preview_days():
    sent = request.files.get("file")
    data = sent.read(MAX_BYTES + 1) if sent else b""
    try:
        found = read(queries.file_preview, data, (sent.filename if sent and sent.filename else "?")[:MOST_FILE_NAME],
                     agency_code=wanted_agency())
    except CalendarFileRefused as refused:
        return _page(problem=refused)
    return _page(found)


@blueprint.post("/national/calendar/import/record")
@allowed("keep_calendar")
def record_days():
    chosen = request.form.getlist("day")[:MOST_DAYS + 1]
    said = {field: request.form.get(field, "").strip() for field in ("source", "reason")}
    try:
        days = tuple(NamedDay(date.fromisoformat(day), *(request.form.get(f"name_{language}:{day}", "").strip()
                                                         for language in ("ar", "fr", "en"))) for day in chosen)
        receipt = ask(RecordHoliday(days, **said, provisional=request.form.get("state") != "decreed",
                                    agency_code=wanted_agency()), key=form_key())
    except ValueError:
        return _page(problem=CalendarFileRefused(file="?", reason=_("a day in it is none")))
    except InvalidAnswers as refused:
        return _again(said, errors=refused.errors)
    except REFUSALS as refused:
        return _again(said, problem=refused)
    return told(receipt, days[0].on.year)


def _again(said: dict, errors=None, problem=None):
    """The same days with the names as they were written."""
    rows = [{"on": date.fromisoformat(day), "chosen": day in request.form.getlist("day"),
             "names": {language: request.form.get(f"name_{language}:{day}", "") for language in ("ar", "fr", "en")}}
            for day in request.form.getlist("shown")[:400] if _is_day(day)]
    return _page(None, said, errors, problem, rows=rows, is_forecast=request.form.get("state") != "decreed")


def _page(found=None, said=None, errors=None, problem=None, rows=None, is_forecast=False):
    if rows is None:
        rows = [{"on": day.on, "chosen": True, "names": day.names} for day in found.new] if found else []
    values = {"source": found.source if found else "", "reason": "", **(said or {})}
    known = [day for day in found.days if day.known is not None] if found else []
    html = render_template(
        "national/calendar_import.html", found=found, rows=rows, known=known, values=values, errors=errors or {},
        problem=problem, is_forecast=is_forecast or bool(found and all(day.provisional for day in found.new)),
        years=range(now().year, now().year + 6), agency=wanted_agency())
    return html, problem.status if problem else 422 if errors else 200


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
