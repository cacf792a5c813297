"""The tasks of the person signed in, least time left first, and the search for a case."""

from flask import render_template, request

from engine import queries
from webapp.auth.asking import read, staff
from webapp.desk.blueprint import blueprint
from webapp.door import now

VIEWS = ("open", "mine", "done")
MAX_SEARCH = 120


@blueprint.get("/desk")
@staff
def worklist():
    view = request.args.get("view", "open")
    view = view if view in VIEWS else "open"
    text = request.args.get("q", "").strip()[:MAX_SEARCH]
    page = read(queries.worklist_for, now=now(), view=view, text=text, after=request.args.get("after"))
    return render_template("desk/worklist.html", page=page, view=view, text=text)


@blueprint.get("/search")
@staff
def search():
    """Cases by reference or by the complainant's name, also the ended ones."""
    text = request.args.get("q", "").strip()[:MAX_SEARCH]
    cases = read(queries.find_cases, text, now=now()) if text else ()
    return render_template("desk/search.html", cases=cases, text=text)
