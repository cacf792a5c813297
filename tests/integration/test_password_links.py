"""A link that sets a password works once, also for two who open it at the same moment."""

import threading

from sqlalchemy import select

from engine.acts.change_password import RequestPasswordReset, ResetPassword
from engine.domain.access import Person
from engine.domain.password_link import password_token
from engine.errors import LinkNoLongerValid
from engine.store.tables import Account, LetterRow
from tests.people import INES
from tests.steps import signed_in


def test_of_four_at_once_one_sets_the_password_and_the_others_find_the_link_used(insaf):
    with insaf.reading() as session:
        account = session.get(Account, signed_in(insaf, INES).id)
    token = password_token(account.id, account.session_version, insaf.clock.now(), insaf.settings.secret)
    found = []

    def set_password(number):
        try:
            found.append(insaf.bus.ask(ResetPassword(token, f"the new password {number}")).count)
        except LinkNoLongerValid:
            found.append("used")

    visitors = [threading.Thread(target=set_password, args=(number,)) for number in range(4)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join(30)
    assert sorted(map(str, found)) == [str(account.session_version + 1), "used", "used", "used"]


def test_an_address_with_signs_that_no_database_keeps_is_no_failure(insaf):
    for email in (f"\0{INES.email}", f"\ud800{INES.email}", "\0"):
        insaf.bus.ask(RequestPasswordReset(email), by=Person.system())
    with insaf.reading() as session:
        assert session.scalars(select(LetterRow.recipient)).all() == [INES.email, INES.email]
