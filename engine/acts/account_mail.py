"""The e-mail with a signed link by which a person sets a password. It is good for two hours and for one use."""

from urllib.parse import urlencode

from sqlalchemy import insert

from engine.acts.defer_letters import defer_letters
from engine.acts.work import Work
from engine.domain.password_link import password_token, read_password_token
from engine.errors import LinkNoLongerValid
from engine.jobs import JobKind
from engine.notifications.account_texts import account_text
from engine.store.tables import Account, LetterRow, new_id
from engine.vocabulary import LetterState


def set_password_link(work: Work, account: Account, text: str) -> None:
    """Writes the e-mail into the outbox. The link carries the session version, so using it once makes it stale."""
    token = password_token(account.id, account.session_version, work.now, work.settings.secret)
    link = f"{work.settings.base_url}/password/new?" + urlencode({"token": token})
    subject, body = account_text(text, account.language, name=account.name, link=link)
    letter_id = new_id()
    row = {
        "id": letter_id, "instance_id": None, "agency_id": account.agency_id, "key": f"account:{letter_id}",
        "code": text, "language": account.language, "addressee": "account", "recipient": account.email,
        "subject": subject, "body": body, "state": LetterState.DUE, "created_at": work.now,
        "next_attempt_at": work.now, "attempts": 0}
    work.session.execute(insert(LetterRow), [row])
    defer_letters(work, [row], JobKind.SEND_URGENT_LETTER)


def account_of_link(work: Work, token: str) -> Account:
    """The account a link was made for. Raises LinkNoLongerValid when forged, older than two hours or used."""
    found = read_password_token(token, work.now, work.settings.secret)
    account = work.session.get(Account, found[0], with_for_update=True) if found else None
    if account is None or not account.active or account.session_version != found[1]:
        raise LinkNoLongerValid()
    return account
