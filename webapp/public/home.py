"""The first page: what this is for, the legal delay, the two ways on."""

from flask import render_template

from webapp.public.blueprint import blueprint


@blueprint.get("/")
def home():
    return render_template("public/home.html")
