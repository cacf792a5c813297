"""Refusals to erase what people wrote."""

from engine.errors.base import Conflict


class CaseStillRuns(Conflict):
    """{reference} is still being handled, and what was written is needed until it ends. Erase it when it is closed; the
    complainant may withdraw it first."""


class ErasedByAnother(Conflict):
    """{who} did a task of {reference}, which is confidential. Somebody else who may see it erases its texts."""


class LettersOnTheWay(Conflict):
    """{count} letter(s) of {reference} have not left yet. Send or post them, or let them fail, then erase."""


class ErasedMeanwhile(Conflict):
    """What was written in {reference} was erased on {on}, so it cannot be taken up again. Ask whoever lodged it to lodge it
    anew."""


class ErasedBefore(Conflict):
    """What was written in {reference} was erased on {on}. There is nothing left to erase."""
