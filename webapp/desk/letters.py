"""Letters for complainants without e-mail: the list, the page that is printed, the day it was posted."""

import re
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine import queries
from engine.acts.record_posting import RecordPosting
from engine.errors import InvalidAnswers
from engine.vocabulary import LetterState
from webapp.auth.asking import ask, read, staff
from webapp.desk.blueprint import blueprint
from webapp.door import now
from webapp.i18n.formats import zone
from webapp.security.forgery import form_key

#: A follow-up code opens the case as its complainant: staff see it only in a letter they must print.
_CODE = re.compile(r"\b[2-9A-HJKMNP-Z]{5}-[2-9A-HJKMNP-Z]{5}\b")


@blueprint.get("/letters")
@staff
def letters():
    page = read(queries.letters_to_post, now=now(), after=request.args.get("after"))
    return render_template("desk/letters.html", page=page)


@blueprint.get("/letters/<letter_id>")
@staff
def letter(letter_id):
    return _page(letter_id)


@blueprint.post("/letters/<letter_id>/posted")
@staff
def record_posting(letter_id):
    posted_on = _day(request.form)
    if posted_on is None:
        return _page(letter_id, _("Enter the day as day, month and year, such as 27 3 2026."))
    try:
        ask(RecordPosting(letter_id, posted_on), key=form_key())
    except InvalidAnswers:
        return _page(letter_id, _("The letter cannot have been posted on that day: it must be between the day it was "
                                  "written and today."))
    flash(_("Recorded: the letter was posted."), "done")
    return redirect(url_for("desk.letters"), 303)


def _page(letter_id, error=None):
    page = read(queries.letter_page, letter_id)
    body = page.body if page.state == LetterState.TO_PRINT else _CODE.sub("•••••-•••••", page.body)
    answer = render_template("desk/letter.html", letter=page, body=body, error=error, typed=request.form,
                             today=now().astimezone(zone()).date())
    return answer, 422 if error else 200


def _day(posted) -> date | None:
    """The three boxes as a date; int() reads Arabic-Indic digits by itself."""
    try:
        parts = [int(posted.get(f"posted_on-{part}", "").strip()[:4]) for part in ("year", "month", "day")]
        return date(*parts)
    except (ValueError, OverflowError):
        return None
