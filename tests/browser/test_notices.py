"""Notices: by e-mail through a real SMTP server, or a letter that is printed and whose posting is recorded."""

import re

import pytest

from engine.notifications.channels import Smtp
from engine.worker import Worker
from tests.browser.hands import follow, path_of, press, shown, sign_in
from tests.browser.lodging import BY_LETTER, WORDS, answer_all, open_case, send, start
from tests.people import INES

pytestmark = pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_receipt_arrives_by_e_mail_and_what_it_says_opens_the_case(visitor, insaf, mailbox, language):
    page = visitor(language, javascript=False, width=360)
    start(page)
    answer_all(page, WORDS[language])
    reference, code = send(page)
    assert Worker(insaf, Smtp(mailbox.url, "insaf@example.org")).send_due() == 1
    [message] = mailbox.to(WORDS[language]["email"])
    text = message.get_content()
    assert reference in message["Subject"] and code in text and message["Content-Language"] == language
    reader = visitor(language, javascript=False, width=360)
    open_case(reader, reference, re.search(re.escape(code), text)[0])
    assert path_of(reader) == f"/c/{reference}"


def test_without_e_mail_a_letter_is_printed_and_the_day_of_its_posting_recorded(visitor, insaf, mailbox):
    page = visitor("fr", javascript=False, width=360)
    start(page)
    answer_all(page, {**WORDS["fr"], "email": "", **BY_LETTER})
    reference, _ = send(page)
    Worker(insaf, Smtp(mailbox.url, "insaf@example.org")).send_due()
    assert not mailbox.messages
    desk = sign_in(visitor("fr"), INES)
    follow(desk, "nav a[href='/letters']")
    assert BY_LETTER["address"] in shown(desk)
    follow(desk, "tbody .row-link")
    address = desk.url
    desk.emulate_media(media="print")
    assert desk.locator(".sheet").is_visible() and desk.locator(".sheet-to").is_visible()
    assert not desk.locator(".masthead").is_visible() and not desk.locator("aside").is_visible()
    desk.emulate_media(media="screen")
    desk.fill("[name=posted_on-day]", "5")
    assert press(desk).status == 422, "tomorrow"
    desk.fill("[name=posted_on-day]", "4")
    press(desk)
    assert path_of(desk) == "/letters" and reference not in desk.inner_text("main")
    desk.goto(address)
    assert "postée" in shown(desk) and not desk.locator("form[action$='/posted']").count()
    desk.goto(f"/cases/{reference}?part=timeline")
    assert "Envoi par courrier" in desk.inner_text(".timeline")
