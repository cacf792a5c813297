"""What a person typed into a search box, as conditions on a case and its contact."""

from sqlalchemy import ColumnElement, and_, false, or_

from engine.domain.folding import beginnings, folded_words
from engine.domain.reference_number import tidy_reference
from engine.queries.typed import typed
from engine.store.tables import ComplaintCase, Contact

MOST_WORDS = 6


def is_case_named(text: str) -> ColumnElement[bool]:
    """The case whose reference, ours or that of the former register, is exactly this text. Never NULL, so that it can
    be negated."""
    wanted = typed(text)
    return or_(ComplaintCase.reference.in_({wanted, tidy_reference(wanted)}),
               and_(ComplaintCase.old_reference.is_not(None), ComplaintCase.old_reference == wanted))


def case_matches(text: str) -> ColumnElement[bool]:
    """Part of a reference, its running number alone, or the beginnings of words of the complainant's name."""
    wanted = typed(text)
    tidy = tidy_reference(wanted)
    if not tidy:
        return false()
    is_number = tidy.isascii() and tidy.isdigit() and len(tidy) < 10
    part = f"-{int(tidy):06d}-" if is_number else tidy
    found = [ComplaintCase.reference.contains(part, autoescape=True), ComplaintCase.old_reference == wanted]
    words = folded_words(wanted)[:MOST_WORDS]
    if words:
        name = " " + Contact.name_folded
        found.append(and_(*(or_(*(name.contains(f" {start}", autoescape=True) for start in beginnings(word)))
                            for word in words)))
    return or_(*found)
