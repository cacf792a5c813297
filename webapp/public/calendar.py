"""The days that the dates in letters are counted with: published, as a page and as a file that telephones subscribe to."""

from urllib.parse import urlsplit

from flask import Response, render_template, request
from flask_babel import gettext as _

from engine import queries
from webapp.door import insaf, now, read
from webapp.i18n import LANGUAGES, current_language, speak
from webapp.public.blueprint import blueprint


@blueprint.get("/calendar")
def calendar():
    text = request.args.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else now().year
    return render_template("public/calendar.html", page=read(queries.calendar_page, year, now(), agency_code=_agency()))


@blueprint.get("/calendar.ics")
def calendar_file():
    """In the language asked for (`?language=ar`): a subscribed telephone sends no cookie."""
    language = request.args.get("language")
    language = language if language in LANGUAGES else current_language()
    speak(language)
    host = urlsplit(insaf().settings.base_url).hostname or "insaf"
    body = read(queries.calendar_export, now(), _("Days off"), language, host, agency_code=_agency())
    return Response(body, mimetype="text/calendar", headers={
        "Content-Disposition": 'attachment; filename="days-off.ics"', "Cache-Control": "public, max-age=3600"})


def _agency() -> str | None:
    return request.args.get("agency", "").strip().upper()[:10] or None
