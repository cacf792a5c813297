"""Pages of the complainant: home, lodging a message, following a case. No account is needed."""

from webapp.public import (
    about, calendar, case, conversation, documents, following, home, journey, lost, questions, renewal, sending, suitable,
)
from webapp.public.blueprint import blueprint

__all__ = ["about", "blueprint", "calendar", "case", "conversation", "documents", "following", "home", "journey", "lost",
           "questions", "renewal", "sending", "suitable"]
