"""Spam and mistakes, without a puzzle: nobody is shut out who can press Send a second time.

Limits are by contact and by content as well as by address, because a counter or a cyber café has one address for many
people. What is counted are digests, shared by all nodes and forgotten after a day.
"""

from datetime import timedelta

from flask import current_app, request
from flask_babel import gettext as _

from engine.acts.limit_requests import AdmitRequest, digest_of
from engine.queries.request_tries import request_tries
from webapp import door
from webapp.i18n.formats import number

TRAP = "website"
#: Reading and answering the questions takes a person longer.
QUICKEST = timedelta(seconds=8)
PER_CONTACT = 5
A_DAY = 86_400
_NO_LIMIT = 1_000_000


def stopped(draft, page, answers: dict) -> str:
    """Why this message is not sent now, as a sentence with what to do; empty when it may go. A draft that was sent before
    gets its receipt again."""
    if draft.sent:
        return ""
    if request.form.get(TRAP):
        return _("A field that must stay empty was filled in, perhaps by your browser. Press Send once more.")
    if _hurried(draft):
        draft.warned = True
        draft.save()
        return _("That was very quick. Look at your answers once more, then press Send.")
    contact, same = _keys(draft, page, answers)
    if _count(same):
        return _("The same message was sent in the last 24 hours. Follow it with your receipt; you need not send it again.")
    if contact and _count(contact) >= PER_CONTACT:
        return _("%(most)s messages with this contact were sent in the last 24 hours. Send the next one tomorrow, or call 3737.",
                 most=number(PER_CONTACT))
    return ""


def sent(draft, page, answers: dict) -> None:
    """Count a message that went."""
    if draft.sent:
        return
    draft.sent = True
    draft.save()
    for key in filter(None, _keys(draft, page, answers)):
        door.ask(AdmitRequest(key, _NO_LIMIT, A_DAY), by=None)


def _hurried(draft) -> bool:
    is_tried_out = current_app.testing and not current_app.config.get("RATELIMIT_IN_TESTS")
    return not draft.warned and not is_tried_out and draft.begun_at is not None and door.now() - draft.begun_at < QUICKEST


def _keys(draft, page, answers: dict) -> tuple[str, str]:
    """What a contact and a message are counted by: an address, a telephone or a postal address; everything written."""
    who = page.form.by_role(answers)
    reach = next((str(who[role]) for role in ("email", "phone", "address") if who.get(role)), "")
    contact = f"contact:{_bare(reach)}" if reach else ""
    written = "|".join(f"{name}={_bare(str(answers[name]))}" for name in sorted(answers))
    return contact, f"same:{draft.agency}|{draft.kind}|{written}"


def _bare(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _count(key: str) -> int:
    with door.reading() as session:
        return request_tries(session, digest_of(key), door.now() - timedelta(seconds=A_DAY))[1]
