"""The calendar: a year at a glance, what was recorded, and the forms to confirm, add and cancel days off."""

from datetime import date, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from engine import queries
from engine.acts.keep_calendar import CancelHoliday, DecreeHoliday, NamedDay, RecordHoliday
from engine.errors import HolidayDecreed, HolidayKnown, HolidayOfAll, HolidayUnknown, InvalidAnswers
from webapp.auth.asking import allowed, ask, read
from webapp.door import now
from webapp.national.blueprint import blueprint
from webapp.security.forgery import form_key

REFUSALS = (HolidayDecreed, HolidayKnown, HolidayOfAll, HolidayUnknown)
MOST_DAYS = 31
FIELDS = ("on", "until", "begins_on", "name_fr", "name_ar", "name_en", "source", "reason")


@blueprint.get("/national/calendar")
@allowed("keep_calendar")
def calendar():
    page = read(queries.calendar_page, wanted_year(), now(), agency_code=wanted_agency())
    moves = read(queries.calendar_moves, now(), agency_code=wanted_agency()) if "recorded" in request.args else None
    return render_template("national/calendar.html", page=page, week=week(), moves=moves)


@blueprint.get("/national/calendar/add")
@allowed("keep_calendar")
def new_day():
    return _form("add", {"on": _asked_day()})


@blueprint.post("/national/calendar/add")
@allowed("keep_calendar")
def add_day():
    return _recorded("add", lambda said: RecordHoliday(
        tuple(NamedDay(day, said["name_ar"], said["name_fr"], said["name_en"]) for day in _days(said)), said["source"],
        said["reason"], "provisional" in request.form, agency_code=wanted_agency()))


@blueprint.get("/national/calendar/decree")
@allowed("keep_calendar")
def forecast_day():
    return _form("decree", {"on": _asked_day(), "begins_on": _asked_day()})


@blueprint.post("/national/calendar/decree")
@allowed("keep_calendar")
def decree_day():
    return _recorded("decree", lambda said: DecreeHoliday(
        _asked(said, "on"), said["source"], said["reason"], _asked(said, "begins_on"), agency_code=wanted_agency()))


@blueprint.get("/national/calendar/cancel")
@allowed("keep_calendar")
def day_to_cancel():
    return _form("cancel", {"on": _asked_day()})


@blueprint.post("/national/calendar/cancel")
@allowed("keep_calendar")
def cancel_day():
    return _recorded("cancel", lambda said: CancelHoliday(
        _asked(said, "on"), said["source"], said["reason"], agency_code=wanted_agency()))


def wanted_year() -> int:
    text = request.args.get("year", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else now().year


def wanted_agency() -> str | None:
    """Whose days: people of an agency have their own, the others may name one."""
    return current_user.account.agency_code or request.values.get("agency", "").strip().upper()[:10] or None


def week() -> list[date]:
    """A week from Monday, for the heads of the months."""
    return [date(2024, 1, number) for number in range(1, 8)]


def told(receipt, year: int):
    """Back to the year, with what was recorded and that no date has moved by it. The page that follows counts the open
    dates that would: that takes seconds where there are many, so no other view of the year does."""
    flash(_("Recorded; the calendar is now version %(number)s. New cases are counted with it. The dates of open cases stay "
            "until somebody recalculates them.", number=receipt.id), "done")
    return redirect(url_for("national.calendar", year=year, agency=_named_agency(), recorded=receipt.id), 303)


def _named_agency() -> str | None:
    return None if current_user.account.agency_code else wanted_agency()


def _recorded(kind: str, act_of):
    said = {field: request.form.get(field, "").strip() for field in FIELDS}
    try:
        receipt = ask(act_of(said), key=form_key())
    except InvalidAnswers as refused:
        return _form(kind, said, refused.errors)
    except REFUSALS as refused:
        return _form(kind, said, problem=refused)
    return told(receipt, (_day(said["begins_on"]) or _day(said["on"])).year)


def _form(kind: str, values: dict, errors=None, problem=None):
    on = _day(values.get("on"))
    page = read(queries.calendar_page, on.year if on and 2000 <= on.year <= 2100 else now().year, now(),
                agency_code=wanted_agency())
    feast = next((line for line in page.days_off if on and line.first_on <= on <= line.last_on), None)
    html = render_template("national/calendar_form.html", kind=kind, page=page, values=values, errors=errors or {},
                           problem=problem, feast=feast, agency=_named_agency())
    return html, problem.status if problem else 422 if errors else 200


def _asked_day() -> str:
    """The day in the address, as the forms write it; empty where it is none."""
    found = _day(request.args.get("on"))
    return found.isoformat() if found else ""


def _days(said: dict) -> list[date]:
    """From the first to the last day asked for; raises InvalidAnswers."""
    first = _asked(said, "on")
    last = _asked(said, "until") if said["until"] else first
    if not first <= last < first + timedelta(days=MOST_DAYS):
        raise InvalidAnswers({"until": "the last day comes after the first, within a month"})
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _asked(said: dict, field: str) -> date:
    found = _day(said[field])
    if found is None:
        raise InvalidAnswers({field: "a day such as 2027-03-20" if said[field] else "required"})
    return found


def _day(text) -> date | None:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        return None
