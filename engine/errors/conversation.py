"""What can stand in the way of writing to each other."""

from engine.errors.base import Conflict


class ConversationClosed(Conflict):
    """{reference} has ended, and its conversation with it. What was written stays to be read; for anything new, lodge a new
    message."""


class TooManyMessages(Conflict):
    """The body has not answered your last {most} messages on {reference} yet. Wait for its answer before you write again."""
