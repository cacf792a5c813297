"""What a person typed into a search box, as conditions on a case and its contact."""

from sqlalchemy import ColumnElement, false, func, or_, select, union_all

from engine.domain.folding import beginnings, folded_words
from engine.domain.reference_number import tidy_reference
from engine.queries.typed import typed
from engine.store.tables import CaseTransfer, ComplaintCase, Contact

MOST_WORDS = 6
#: Newest first, but not along an index of that order: a search must start from what matches, or one that matches nothing
#: walks through every case.
NEWEST_MATCHES = (func.coalesce(ComplaintCase.lodged_at, ComplaintCase.lodged_at).desc(), ComplaintCase.instance_id.desc())


def is_case_named(text: str) -> ColumnElement[bool]:
    """The case whose reference, ours or that of the former register, is exactly this text."""
    wanted = typed(text)
    return ComplaintCase.instance_id.in_(union_all(
        select(ComplaintCase.instance_id).where(ComplaintCase.reference.in_({wanted, tidy_reference(wanted)})),
        select(ComplaintCase.instance_id).where(ComplaintCase.old_reference == wanted)))


def case_matches(text: str) -> ColumnElement[bool]:
    """Part of a reference, its running number alone, or the beginnings of words of the complainant's name.

    Each part reads one table, so that no case has to be put together before it is known to match.
    """
    wanted = typed(text)
    tidy = tidy_reference(wanted)
    if not tidy:
        return false()
    is_number = tidy.isascii() and tidy.isdigit() and len(tidy) < 10
    part = f"-{int(tidy):06d}-" if is_number else tidy
    found = [
        select(ComplaintCase.instance_id).where(ComplaintCase.reference.contains(part, autoescape=True)),
        select(ComplaintCase.instance_id).where(ComplaintCase.old_reference == wanted),
    ]
    words = folded_words(wanted)[:MOST_WORDS]
    if words:
        found.append(select(Contact.instance_id).where(*(_holds(word) for word in words)))
    return ComplaintCase.instance_id.in_(union_all(*found))


def given_matches(text: str) -> ColumnElement[bool]:
    """The same of a case that was given away: what that agency kept of it is all it can be found by."""
    wanted = typed(text)
    tidy = tidy_reference(wanted)
    if not tidy:
        return false()
    part = f"-{int(tidy):06d}-" if tidy.isascii() and tidy.isdigit() and len(tidy) < 10 else tidy
    words = folded_words(wanted)[:MOST_WORDS]
    by_name = CaseTransfer.instance_id.in_(select(Contact.instance_id).where(*(_holds(word) for word in words)))
    return CaseTransfer.reference.contains(part, autoescape=True) | (by_name if words else false())


def _holds(word: str) -> ColumnElement[bool]:
    name = " " + Contact.name_folded
    return or_(*(name.contains(f" {start}", autoescape=True) for start in beginnings(word)))
