"""The register the law asks for: view, filters, print, CSV."""

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


@blueprint.get("/register")
@staff
def register():
    filters = filters_of(request.args)
    page = read(queries.register, filters, now=now(), after=request.args.get("after"))
    return render_template("desk/register.html", page=page, filters=filters, in_use=address_of(request.args),
                           kinds=list(Kind), statuses=list(Status), channels=list(Channel))


@blueprint.get("/register.csv")
@staff
@limiter.limit("20 per minute", key_func=lambda: f"csv:{current_user.get_id()}")
def register_file():
    filters, person, instant = filters_of(request.args), me(), now()
    with reading() as session:
        body = b"".join(register_csv(queries.register_rows(session, insaf().shelf, filters, person=person, now=instant), words))
    return download(body, f"register-{instant.date().isoformat()}.csv", "text/csv")
