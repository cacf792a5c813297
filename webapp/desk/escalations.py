"""What was brought to the notice of the person signed in, for those who read no e-mail."""

from flask import render_template

from engine import queries
from webapp.auth.asking import read, staff
from webapp.desk.blueprint import blueprint
from webapp.door import now


@blueprint.get("/escalations")
@staff
def escalations():
    return render_template("desk/escalations.html", rows=read(queries.my_escalations, now=now()))
