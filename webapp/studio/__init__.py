"""The process owners' pages: what agencies do, as picture and as text, and new versions of it."""

from webapp.studio import content, families, upload
from webapp.studio.blueprint import blueprint

__all__ = ["blueprint", "content", "families", "upload"]
