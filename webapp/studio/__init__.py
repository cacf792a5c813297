"""The process owners' pages: what agencies do, as picture and as text, and new versions of it."""

from webapp.studio import content, deadlines, families, running, upload
from webapp.studio.blueprint import blueprint
from webapp.studio.finding_words import finding_words

__all__ = ["blueprint", "content", "deadlines", "families", "init_app", "running", "upload"]


def init_app(app) -> None:
    app.jinja_env.filters["finding_words"] = finding_words
