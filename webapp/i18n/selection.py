"""Which language a request speaks: the visitor's choice, then the account's, then the browser's, then Arabic."""

from contextlib import contextmanager

from flask import g, has_request_context, request

LANGUAGES = {"ar": "العربية", "fr": "Français", "en": "English"}
COOKIE = "language"


def current_language() -> str:
    """`ar`, `fr` or `en`."""
    if not has_request_context():
        return "fr"
    found = g.get("language")
    if found is None:
        found = g.language = _chosen()
    return found


def speak(language: str | None) -> None:
    """Answer this request in `language` unless the visitor chose another; views call it for a signed-in person."""
    if language in LANGUAGES and request.cookies.get(COOKIE) not in LANGUAGES:
        g.language = language


def direction(language: str | None = None) -> str:
    return "rtl" if (language or current_language()) == "ar" else "ltr"


def _chosen() -> str:
    wanted = request.cookies.get(COOKIE)
    if wanted in LANGUAGES:
        return wanted
    return request.accept_languages.best_match(list(LANGUAGES)) or "ar"


@contextmanager
def speaking(language: str):
    """Whatever is said inside is said in `language`, for a paper that speaks another than the page."""
    before, g.language = current_language(), language if language in LANGUAGES else current_language()
    try:
        yield
    finally:
        g.language = before
