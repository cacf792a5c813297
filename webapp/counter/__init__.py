"""Pages of those who listen: enter what came by telephone, at the counter or on paper; hand over the receipt; read the
standing of a case out."""

from webapp.counter import enter, standing
from webapp.counter.blueprint import blueprint

__all__ = ["blueprint", "enter", "standing"]
