"""The runs of all processes and what each waits for; and what waits for a second person."""

from flask import render_template, request

from engine import queries
from engine.vocabulary import InstanceState
from webapp.auth.asking import allowed, me, read
from webapp.door import now
from webapp.supervision.blueprint import blueprint

MAX_TEXT = 120
STATES = (InstanceState.INCIDENT, InstanceState.ENDED, InstanceState.CANCELLED)


@blueprint.get("/supervision/runs")
@allowed("supervise")
def runs():
    asked = {name: request.args.get(name, "").strip()[:MAX_TEXT] for name in ("state", "family", "kind", "agency", "q")}
    filters = queries.RunFilters(
        state=InstanceState(asked["state"]) if asked["state"] in list(InstanceState) else None, family=asked["family"],
        cases={"cases": True, "others": False}.get(asked["kind"]), agency_code=asked["agency"] if me().agency_id is None else "",
        text=asked["q"])
    page = read(queries.runs, filters, after=request.args.get("after"))
    return render_template("supervision/runs.html", page=page, filters=filters, states=STATES, kind=asked["kind"],
                           families=read(queries.running_families), in_use={name: text for name, text in asked.items() if text})


@blueprint.get("/supervision/runs/<instance_id>")
@allowed("supervise")
def run(instance_id):
    return render_template("supervision/run.html", page=read(queries.run_waits, instance_id, now=now()), at=now())


@blueprint.get("/supervision/validate")
@allowed("supervise")
def to_validate():
    return render_template("supervision/validate.html", rows=read(queries.second_eyes, now=now()), at=now())
