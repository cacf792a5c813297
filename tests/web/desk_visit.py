"""Officers without a browser: a visit that is signed in."""

from tests.people import PASSWORD, Persona
from tests.steps import open_tasks
from tests.web.visit import Page, Visit


def sign_in(app, persona: Persona, language: str = "fr", password: str = PASSWORD) -> Visit:
    """A fresh visitor who signs in as the persona and stands on the worklist."""
    visit = Visit(app.test_client(), language)
    visit.get("/sign-in")
    page = visit.post("/sign-in", {"email": persona.email, "password": password})
    assert page.status == 200, page.text
    return visit


def posted(visit: Visit, path: str, data: dict | None = None, **more):
    """The answer to a post, whatever it is, without following it."""
    return visit.post(path, data, follow=False, **more)


def page_of(answer) -> Page:
    """An answer as a page that has no faults."""
    page = Page(answer)
    assert not page.faults(), page.faults()
    return page


def text_of(page: Page) -> str:
    """All words of the main part."""
    return " ".join(page.words("main"))


def task_path(insaf, reference: str, element: str) -> str:
    return f"/tasks/{open_tasks(insaf, reference)[element]}"
