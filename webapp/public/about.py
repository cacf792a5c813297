"""What people may expect: accessibility of the pages, use of their data."""

from flask import render_template

from webapp.public.blueprint import blueprint


@blueprint.get("/accessibility")
def accessibility():
    return render_template("public/accessibility.html")


@blueprint.get("/privacy")
def privacy():
    return render_template("public/privacy.html")
