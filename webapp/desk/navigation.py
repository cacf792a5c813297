"""What every staff page shows around itself: the pages this person may open, and their name."""

from flask import g, request, url_for
from flask_babel import gettext as _
from flask_login import current_user


def init_app(app) -> None:
    app.context_processor(surroundings)


def surroundings() -> dict:
    """Nothing for a visitor: the pages of the public and of the staff share one base. Nothing either on the page that says
    that the database does not answer: asking it who this is would fail again."""
    if g.get("unavailable") or not current_user.is_authenticated:
        return {}
    return {"person": current_user.person, "account": current_user.account, "navigation": navigation(),
            "home_href": url_for("desk.worklist")}


def navigation() -> list[dict]:
    rights = current_user.account.rights
    pages = [
        ("desk.worklist", _("Tasks"), True, ("desk.worklist", "desk.task", "desk.search", "desk.messages")),
        ("counter.enter", _("Enter a message"), "enter_messages" in rights,
         ("counter.enter", "counter.lodge", "counter.entered", "counter.choose_agency")),
        ("counter.ask_caller", _("Tell a caller"), "enter_messages" in rights,
         ("counter.ask_caller", "counter.caller_asked", "counter.standing")),
        ("desk.register", _("Register"), True, ("desk.register", "desk.case", "desk.dates", "desk.conversation", "desk.notes")),
        ("desk.letters", _("Letters to post"), True, ("desk.letter", "desk.letters")),
        ("desk.escalations", _("Notices"), True, ("desk.escalations",)),
        ("supervision.late", _("Supervision"), "supervise" in rights, ("supervision.",)),
        ("studio.families", _("Processes"), "own_processes" in rights, ("studio.",)),
        ("national.recalculations", _("Dates counted again"), "recalculate" in rights,
         ("national.recalculation", "national.new_recalculation", "national.start_recalculation")),
        ("national.calendar", _("Calendar"), "keep_calendar" in rights,
         ("national.calendar", "national.new_day", "national.add_day", "national.forecast_day", "national.decree_day",
          "national.day_to_cancel", "national.cancel_day", "national.choose_days", "national.preview_days",
          "national.record_days")),
        ("admin.agencies", _("Agencies and people"), "administer" in rights, ("admin.",)),
    ]
    endpoint = request.endpoint or ""
    return [{"href": url_for(page), "text": text, "current": endpoint.startswith(own)}
            for page, text, may, own in pages if may]
