"""Refusals to people who look after the work of others."""

from engine.errors.base import Conflict, Forbidden


class RoleNotHeld(Forbidden):
    """{who} does not hold the role {role} in this agency and cannot be given {task} of {reference}. Choose somebody who does."""


class PersonLeft(Conflict):
    """The account of {who} is closed. Choose somebody who still works here."""


class TaskOfComplainant(Forbidden):
    """{task} of {reference} is for the complainant to answer. Nobody else can be given it."""


class CannotSendBack(Conflict):
    """{reference} cannot be sent back to {task}: {reason}. Nothing was changed; try again where it stands, or have it moved to a
    corrected version of its process."""


class ReplyOwed(Conflict):
    """{reference} still waits for its reply, and no case ends before that because something failed. Try again, send it back, or
    have it moved to a corrected version of its process."""
