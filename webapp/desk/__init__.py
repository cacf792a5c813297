"""The officers' pages: worklist, task, case, letters to post, register."""

from webapp.desk import (
    attachments, case, clocks, conversation, dates, erasure, escalations, letters, notes, register, seizures, separation, task,
    worklist,
)
from webapp.desk.blueprint import blueprint
from webapp.desk.navigation import init_app

__all__ = [
    "attachments", "blueprint", "case", "clocks", "conversation", "dates", "erasure", "escalations", "init_app",
    "letters", "notes", "register", "seizures", "separation", "task", "worklist",
]
