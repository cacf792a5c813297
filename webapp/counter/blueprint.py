"""Where the pages of this audience are registered."""

from flask import Blueprint

blueprint = Blueprint("counter", __name__, url_prefix="/counter")
