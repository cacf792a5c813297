"""A lost follow-up code goes to the address on file; whoever asks learns nothing."""

import time

import pytest
from sqlalchemy import select

from engine.acts.send_code_again import SendCodeAgain
from engine.domain.access import Person
from engine.errors import Forbidden
from engine.store.tables import LetterRow, RequestTry
from engine.worker import Worker
from tests.people import INES
from tests.steps import BY_LETTER, lodge, signed_in
from tests.web.visit import Visit


def letters(insaf) -> list:
    with insaf.reading() as session:
        return list(session.scalars(select(LetterRow).where(LetterRow.code == "code_again")))


def ask(app, *references) -> list[str]:
    """The page that each gets."""
    visit = Visit(app.test_client())
    return [visit.post("/c/lost", {"reference": one}).text for one in references]


def test_the_answer_is_the_same_for_every_reference_and_only_the_address_on_file_gets_the_code(app, insaf):
    by_mail, by_post = lodge(insaf), lodge(insaf, **BY_LETTER)
    pages = ask(app, by_mail.reference, f" {by_post.reference.lower()} ", "NAT-2026-999999-A", "<b>", "x" * 300)
    assert len(set(pages)) == 1 and by_mail.reference not in pages[0]
    for receipt in (by_mail, by_post):
        insaf.bus.ask(SendCodeAgain(receipt.reference), by=Person.system())
    assert insaf.bus.ask(SendCodeAgain("NAT-2026-999999-A"), by=Person.system()).count == 0
    mail, post = sorted(letters(insaf), key=lambda letter: letter.state)
    assert (mail.recipient, mail.state) == ("zineb@example.org", "due") and by_mail.follow_up_code in mail.body
    assert post.state == "to_print" and post.recipient.startswith("Zineb El Fassi\n12 rue")


def test_what_was_asked_for_is_sent_by_the_background(app, insaf):
    receipt, worker, until = lodge(insaf), Worker(insaf), time.monotonic() + 10
    ask(app, receipt.reference)
    assert not letters(insaf), "the page itself looks for nothing, so it takes as long for a wrong reference"
    worker.start()
    while not letters(insaf) and time.monotonic() < until:
        time.sleep(0.05)
    worker.stop()
    assert receipt.follow_up_code in letters(insaf)[0].body


def test_one_reference_is_looked_at_once_a_day_and_one_address_may_not_ask_for_ever(app, insaf):
    receipt = lodge(insaf)
    ask(app, *[receipt.reference] * 3)
    with insaf.reading() as session:
        assert len(session.scalars(select(RequestTry)).all()) == 1, "the second and third did not count as a first"
    app.config["RATELIMIT_IN_TESTS"] = True
    visit = Visit(app.test_client())
    told = [visit.post("/c/lost", {"reference": f"NAT-2026-{n:06}-A"}).status for n in range(21)]
    assert told == [200] * 20 + [429]


def test_nothing_typed_is_a_mistake_and_people_cannot_send_codes_themselves(client, insaf):
    assert Visit(client).post("/c/lost", {"reference": "  "}).status == 422
    with pytest.raises(Forbidden):
        insaf.bus.ask(SendCodeAgain(lodge(insaf).reference), by=signed_in(insaf, INES))
