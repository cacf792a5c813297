"""A case on its way to another agency."""

from engine.errors.base import Conflict


class NobodyTakesOver(Conflict):
    """{agency} has nobody who takes in cases. Choose another body, or ask the national desk which one it is."""


class CaseStaysHere(Conflict):
    """{reference} is with {agency} already. Choose another body, or handle it here."""
