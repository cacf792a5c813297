"""Where the pages of this audience are registered."""

from flask import Blueprint

blueprint = Blueprint("national", __name__)
