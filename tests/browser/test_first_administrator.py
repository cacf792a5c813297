"""From nothing: the first administrator by the shell, then units and people by page, passwords by e-mail."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from engine.notifications.channels import Smtp
from engine.worker import Worker
from tests.browser.hands import fill, follow, path_of, press, shown, sign_in
from tests.people import INES, NATIONAL, OMAR, PASSWORD, Persona

pytestmark = pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
ROOT = Path(__file__).resolve().parents[2]
FIRST = Persona("first@example.org", "Première Administratrice", None, (), is_admin=True)
NEWCOMER = Persona("hind@example.org", "هند الصقلي", NATIONAL, ("officer",), language="ar")
CHOSEN = "four words nobody joins"


def run(insaf, *arguments: str):
    """The program's own command, on the database of the test."""
    settings = insaf.settings
    environment = {"PATH": os.environ["PATH"], "DATABASE_URL": settings.database_url, "INSAF_DATA": str(settings.data),
                   "INSAF_SECRET": settings.secret, "LC_ALL": "C.UTF-8"}
    return subprocess.run([sys.executable, "run.py", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True)


def link_in(message) -> str:
    """The path of the link in an e-mail, without the site, which is another one in a test."""
    return re.search(r"https?://[^/\s]+(/\S+)", message.get_content())[1]


def choose_password(page, path: str, password: str) -> None:
    page.goto(path)
    page.fill("#new", password)
    page.fill("#again", password)
    press(page)
    assert path_of(page) == "/sign-in", shown(page)


def test_the_first_administrator_made_in_the_shell_adds_a_unit_and_a_person_who_signs_in(visitor, insaf, mailbox):
    done = run(insaf, "account", "create", FIRST.email, "--name", FIRST.name, "--admin", "--password", PASSWORD)
    assert done.returncode == 0, done.stderr
    page = sign_in(visitor("fr"), FIRST)
    follow(page, "nav a[href='/admin']")
    follow(page, f"a[href='/admin/agencies/{NATIONAL}']")
    follow(page, "a[href$='/units/new']")
    assert press(page).status == 422 and page.locator(".summary li").count() == 3
    fill(page, {"name_fr": "Guichet unique", "name_ar": "الشباك الوحيد", "name_en": "One-stop counter"})
    press(page)
    assert "Guichet unique" in shown(page) and path_of(page) == f"/admin/agencies/{NATIONAL}"
    page.goto(f"/admin/people/new?agency={NATIONAL}")
    form = page.locator("form[method=post]", has=page.locator("#email"))
    form.locator("#email").fill(NEWCOMER.email)
    form.locator("#name").fill(NEWCOMER.name)
    form.locator("#language").select_option("ar")
    form.locator("#unit_id").select_option(label="Guichet unique")
    form.locator("[name=roles][value=officer]").check()
    with page.expect_navigation():
        form.locator("button.button").first.click()
    assert path_of(page) == f"/admin/agencies/{NATIONAL}" and NEWCOMER.email in shown(page), shown(page)
    Worker(insaf, Smtp(mailbox.url, "insaf@example.org")).send_due()
    [message] = mailbox.to(NEWCOMER.email)
    newcomer = visitor("fr")
    choose_password(newcomer, link_in(message), CHOSEN)
    sign_in(newcomer, NEWCOMER, CHOSEN)
    assert newcomer.locator("html").get_attribute("lang") == "ar", "the language the administrator chose"
    assert newcomer.goto("/admin").status == 404


def test_a_second_account_of_the_same_address_is_refused_in_the_shell(insaf):
    done = run(insaf, "account", "create", INES.email, "--name", "Another", "--password", PASSWORD)
    assert done.returncode == 1 and "email: this address has an account already" in done.stderr


def test_a_forgotten_password_is_set_through_the_link_that_came_by_e_mail_once(visitor, insaf, mailbox):
    page = visitor("fr")
    page.goto("/sign-in")
    follow(page, "a[href='/password/forgotten']")
    page.fill("#email", OMAR.email)
    press(page)
    Worker(insaf, Smtp(mailbox.url, "insaf@example.org")).send_due()
    [message] = mailbox.to(OMAR.email)
    link = link_in(message)
    page.goto(link)
    page.fill("#new", "short")
    page.fill("#again", "short")
    assert press(page).status == 422 and page.locator(".error").count() == 1
    choose_password(page, link, CHOSEN)
    assert page.goto(link).status == 410, "the link is good once"
    page.goto("/sign-in")
    page.fill("#email", OMAR.email)
    page.fill("#password", PASSWORD)
    assert press(page).status == 422, "the old one is void"
    sign_in(page, OMAR, CHOSEN)


def test_changing_the_password_ends_every_other_session(visitor):
    here, elsewhere = sign_in(visitor("fr"), INES), sign_in(visitor("fr"), INES)
    here.goto("/account")
    here.fill("#current", PASSWORD)
    here.fill("#new", CHOSEN)
    here.fill("#again", CHOSEN)
    press(here, "form[action$='/account/password'] button")
    assert path_of(here) == "/account" and here.locator(".message").count() == 1
    here.goto("/desk")
    assert path_of(here) == "/desk", "this session goes on"
    elsewhere.goto("/desk")
    assert path_of(elsewhere) == "/sign-in"


def test_an_idle_session_ends_and_leads_back_to_the_page_after_signing_in(visitor, insaf):
    from datetime import timedelta
    page = sign_in(visitor("fr"), INES)
    insaf.clock.set(insaf.clock.now() + timedelta(minutes=31))
    page.goto("/register")
    assert path_of(page) == "/sign-in" and "session" in shown(page)
    page.fill("#email", INES.email)
    page.fill("#password", PASSWORD)
    press(page)
    assert path_of(page) == "/register"


def test_a_closed_account_is_signed_out_at_once(visitor):
    from tests.people import RACHID
    working, page = sign_in(visitor("fr"), OMAR), sign_in(visitor("fr"), RACHID)
    page.goto("/admin/people?q=omar")
    follow(page, "tbody .row-link")
    page.uncheck("#active")
    press(page, "form.card:has(#active) button.button")
    working.goto("/desk")
    assert path_of(working) == "/sign-in"
