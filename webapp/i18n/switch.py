"""`/language/<code>`: the visitor's choice of language, kept in a cookie for a year."""

from urllib.parse import urlsplit

from flask import Blueprint, abort, redirect, request

from webapp.i18n.selection import COOKIE, LANGUAGES

blueprint = Blueprint("language", __name__)


@blueprint.get("/language/<code>")
def choose(code):
    """Keep the choice and go back to the page it was made on (a path of this site only)."""
    if code not in LANGUAGES:
        abort(404)
    answer = redirect(local_path(request.args.get("back", "")), 303)
    answer.set_cookie(COOKIE, code, max_age=365 * 86400, httponly=True, samesite="Lax", secure=request.is_secure)
    return answer


def local_path(wanted: str) -> str:
    """`wanted` when it is a plain path of this site, else the home page; it stops redirects to foreign sites."""
    printable = wanted.isprintable() and "\\" not in wanted
    if not printable or not wanted.startswith("/") or wanted.startswith("//"):
        return "/"
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return "/"
    return "/" if parts.scheme or parts.netloc else wanted
