"""Staff tell a caller where a case stands, after asking who is calling; the telling is part of the history."""

from dataclasses import dataclass

from engine.acts.append_event import append_event
from engine.acts.work import Receipt, Work
from engine.domain.access import enters_messages
from engine.domain.caller import names_agree
from engine.domain.reference_number import code_matches
from engine.errors import CallerUnknown, NotFound
from engine.queries.seen import case_by_reference
from engine.store.tables import Contact

CODE, NAME = "code", "name"


@dataclass(frozen=True)
class TellStanding:
    """What the caller said: the follow-up code, or else the name."""

    reference: str
    code: str = ""
    name: str = ""


def tell_standing(act: TellStanding, work: Work) -> Receipt:
    """Raises CallerUnknown, in one sentence for an unknown reference, a case of others, and a wrong code or name."""
    try:
        case = case_by_reference(work.session, act.reference, work.by)
    except NotFound as nothing:
        raise CallerUnknown() from nothing
    if not enters_messages(work.by, case.agency_id):
        raise CallerUnknown()
    how = CODE if act.code.strip() else NAME
    contact = work.session.get(Contact, case.instance_id)
    is_right = (code_matches(case.reference, act.code[:80], work.settings.secret) if how == CODE
                else names_agree(act.name[:200], contact.name if contact else ""))
    if not is_right:
        raise CallerUnknown()
    append_event(work, case.instance_id, "standing_told", how=how)
    return Receipt(case.reference, case.instance_id)
