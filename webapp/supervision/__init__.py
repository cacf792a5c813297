"""The supervisors' pages: what is late, what soon will be, who has what, what stopped."""

from webapp.supervision import incidents, late, runs, workload
from webapp.supervision.blueprint import blueprint

__all__ = ["blueprint", "incidents", "late", "runs", "workload"]
