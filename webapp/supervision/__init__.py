"""The supervisors' pages: what is late, what soon will be, what stopped."""

from webapp.supervision import late
from webapp.supervision.blueprint import blueprint

__all__ = ["blueprint", "late"]
