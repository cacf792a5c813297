"""What a question offers that asks for an agency, a unit or people."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.definitions import Form
from engine.definitions.lookups import AGENCY, PEOPLE, UNIT, UNITS
from engine.domain.access import Person
from engine.domain.folding import fold, folded_words, matches
from engine.queries.find_agencies import find_agencies
from engine.queries.names import LANGUAGES, names_of
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import Account, Agency, Unit

#: So many are shown at once; where there are more, the list is searched.
FEW = 12


@dataclass(frozen=True)
class Offering:
    """`form` with its choices written out; `searched` are the questions that have more than are shown, with what was typed."""

    form: Form
    searched: Mapping[str, str] = field(default_factory=dict, hash=False)


def offering(session: Session, shelf: DefinitionShelf, form: Form, agency_code: str, answers: Mapping,
             typed: Mapping[str, str], person: Person) -> Offering:
    """The form as it is asked about a case of the agency `agency_code`. Chosen answers are always among the choices; `typed`
    narrows a long list, by question."""
    choices, searched = {}, {}
    for name in form.lookups:
        text, chosen = typed.get(name, ""), _chosen(answers.get(name))
        found = _all(session, shelf, form.widget(name), agency_code, text, person)
        kept = [one for one in _named(session, form.widget(name), chosen) if one[0] not in {value for value, _ in found}]
        choices[name] = [*kept, *found[:FEW]]
        if text or len(found) > FEW:
            searched[name] = text
    return Offering(form.offering(choices), searched)


def told(session: Session, form: Form | None, answers: Mapping) -> Form | None:
    """The form with the names of what was answered, to show the answers."""
    names = [name for name in form.lookups if answers.get(name)] if form else []
    if not names:
        return form
    return form.offering({name: _named(session, form.widget(name), _chosen(answers[name])) for name in names})


def _all(session, shelf, widget: str, agency_code: str, text: str, person: Person) -> list[tuple[str, Mapping[str, str]]]:
    if widget == AGENCY:
        found = find_agencies(session, shelf, text, FEW + 2)  # a case is not handed to the body that has it
        return [(row.code, row.names) for row in found if row.code != agency_code][:FEW + 1]
    agency = session.scalar(select(Agency.id).where(Agency.code == agency_code))
    words = folded_words(text)
    if widget == PEOPLE:
        rows = session.scalars(select(Account).where(Account.agency_id == agency, Account.active).order_by(Account.name))
        found = [(row.id, dict.fromkeys(LANGUAGES, row.name)) for row in rows]
    else:
        rows = session.scalars(select(Unit).where(Unit.agency_id == agency, Unit.active).order_by(Unit.name_fr))
        found = [(row.id, names_of(row)) for row in rows]
    return [one for one in found if matches(words, fold(" ".join(one[1].values())))]


def _named(session, widget: str, chosen: list[str]) -> list[tuple[str, Mapping[str, str]]]:
    """What was chosen, as far as it exists."""
    if not chosen:
        return []
    if widget == AGENCY:
        rows = session.scalars(select(Agency).where(Agency.code.in_(chosen)))
        return [(row.code, names_of(row)) for row in rows]
    table = Unit if widget in (UNIT, UNITS) else Account
    rows = session.scalars(select(table).where(table.id.in_(chosen)))
    return [(row.id, names_of(row) if table is Unit else dict.fromkeys(LANGUAGES, row.name)) for row in rows]


def _chosen(answer) -> list[str]:
    return [str(one) for one in (answer if isinstance(answer, list) else [answer]) if one]
