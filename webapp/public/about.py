"""What people may expect: accessibility of the pages, use of their data."""

from flask import render_template

from engine.queries import privacy_notice
from webapp import door
from webapp.public.blueprint import blueprint


@blueprint.get("/accessibility")
def accessibility():
    return render_template("public/accessibility.html")


@blueprint.get("/privacy")
def privacy():
    return render_template("public/privacy.html", notice=privacy_notice(door.insaf().settings.forms_root))
