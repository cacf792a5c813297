"""Why the dates of a case are what they are; the dates in lists link here."""

from flask import render_template

from engine import queries
from webapp.auth.asking import read, staff
from webapp.desk.blueprint import blueprint
from webapp.door import now


@blueprint.get("/dates/<path:reference>")
@staff
def dates(reference):
    return render_template("desk/dates.html", dates=read(queries.case_dates, reference, now=now()))
