"""The register the law asks for: view, filters, print, CSV."""

from itertools import islice

from flask import render_template, request
from flask_login import current_user

from engine import queries
from engine.vocabulary import Channel, Kind, Status
from webapp.auth.asking import me, read, staff
from webapp.desk.blueprint import blueprint
from webapp.desk.register_csv import register_csv
from webapp.desk.register_filters import address_of, filters_of
from webapp.door import insaf, now, reading
from webapp.download import download
from webapp.i18n import words
from webapp.security import limiter

#: A browser lays out a few thousand rows in a few seconds; more belongs into the file.
MOST_ON_PAPER = 3000


@blueprint.get("/register")
@staff
def register():
    filters = filters_of(request.args)
    page = read(queries.register, filters, now=now(), after=request.args.get("after"))
    return render_template("desk/register.html", page=page, filters=filters, in_use=address_of(request.args),
                           kinds=list(Kind), statuses=list(Status), channels=list(Channel))


@blueprint.get("/register/print")
@staff
@limiter.limit("20 per minute", key_func=lambda: f"print:{current_user.get_id()}")
def register_on_paper():
    """The whole register with the same filters, in the order of lodging, on one page to print."""
    filters, instant = filters_of(request.args), now()
    with reading(me()) as session:
        everything = queries.register_rows(session, insaf().shelf, filters, person=me(), now=instant)
        rows = list(islice(everything, MOST_ON_PAPER + 1))
    return render_template("desk/register_print.html", rows=rows[:MOST_ON_PAPER], cut=len(rows) > MOST_ON_PAPER,
                           most=MOST_ON_PAPER, in_use=address_of(request.args), printed_at=instant)


@blueprint.get("/register.csv")
@staff
@limiter.limit("20 per minute", key_func=lambda: f"csv:{current_user.get_id()}")
def register_file():
    filters, person, instant = filters_of(request.args), me(), now()
    with reading(me()) as session:
        body = b"".join(register_csv(queries.register_rows(session, insaf().shelf, filters, person=person, now=instant), words))
    return download(body, f"register-{instant.date().isoformat()}.csv", "text/csv")
