"""Late and soon late: which case, why it waits, with whom, since when."""

from flask import render_template, request

from engine import queries
from webapp.auth.asking import allowed, read
from webapp.door import now
from webapp.supervision.blueprint import blueprint

SOON_DAYS = 7


@blueprint.get("/supervision")
@allowed("supervise")
def late():
    page = read(queries.overdue, now=now(), soon_days=SOON_DAYS)
    return render_template("supervision/late.html", page=page, soon_days=SOON_DAYS, at=now())


@blueprint.get("/supervision/late/<any(late, soon, inside):which>")
@allowed("supervise")
def late_list(which):
    """One of the three lists, page by page."""
    found = read(queries.late_list, which, now=now(), soon_days=SOON_DAYS, after=request.args.get("after"))
    return render_template("supervision/late_list.html", which=which, found=found, soon_days=SOON_DAYS, at=now())
