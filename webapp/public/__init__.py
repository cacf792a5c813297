"""Pages of the complainant: home, lodging, following a case."""

from flask import Blueprint, render_template

blueprint = Blueprint("public", __name__)


@blueprint.get("/")
def home():
    return render_template("public/home.html")
