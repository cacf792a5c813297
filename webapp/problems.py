"""Error pages in the reader's language. A refusal made on purpose says what, which, what next; the rest says sorry."""

import errno
import re
import traceback
from datetime import date, datetime

from flask import g, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from engine.errors import InsafError, Unavailable
from flask_babel import gettext, lazy_gettext as _l
from webapp.i18n.formats import date_text, day, moment
from webapp.request_log import log

#: status: (title, what happened and what next)
PAGES = {
    400: (_l("This request could not be read"), _l("The page may have expired. Load it again and repeat.")),
    401: (_l("Please sign in"), _l("Your session has ended. Sign in again to go on.")),
    403: (_l("You may not open this page"), _l("Sign in with an account that may, or go to the home page.")),
    404: (_l("This page does not exist"), _l("Check the address, or start from the home page.")),
    405: (_l("This address cannot be opened that way"), _l("Go back and use the buttons of the page.")),
    409: (_l("Somebody was faster"), _l("The page is out of date. Open it again before you repeat the act.")),
    410: (_l("This page has gone"), _l("It was removed or has expired. Start again from the home page.")),
    413: (_l("This is too large to be sent"), _l("Go back and choose smaller or fewer files.")),
    415: (_l("This kind of file is not accepted"), _l("Go back and choose another kind of file.")),
    422: (_l("Something must be corrected"), _l("Go back, correct the page and send it again.")),
    429: (_l("Too many attempts"), _l("To protect everybody's cases, please wait a few minutes and try again.")),
    500: (_l("Sorry, this did not work"), _l(
        "The problem is on our side and was recorded. Nothing you sent was half done. Try again in a few minutes.")),
    503: (_l("The service is not available"), _l(
        "Nothing was lost and nothing you sent was half done. Try again in a few minutes.")),
}
RETRY_SECONDS = 30
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def init_app(app) -> None:
    app.register_error_handler(InsafError, refused)
    app.register_error_handler(CSRFError, forged)
    app.register_error_handler(HTTPException, failed)
    app.register_error_handler(OSError, no_room)
    # Flask would log the path and the words of the exception; failed() logs what may be logged.
    app.log_exception = lambda exc_info: None
    app.jinja_env.filters["sentence"] = sentence


def sentence(error: InsafError) -> str:
    """The message of an error in the reader's language; its docstring is the key of the catalogue."""
    text = gettext(" ".join((type(error).__doc__ or "").split()))
    return re.sub(r"\{(\w+)\}", lambda found: _said(error.fields.get(found[1], "?")), text)


def _said(value) -> str:
    """A field of a message: days and instants in words, also where they came as text."""
    if isinstance(value, datetime):
        return moment(value)
    return day(value) if isinstance(value, date) else date_text(str(value))


def page(status: int, detail: str = "", headers=None):
    """The error page of a status, with an explanation of its own when there is one."""
    title, text = PAGES.get(status) or PAGES[500 if status >= 500 else 400]
    html = render_template("errors/problem.html", status=status, title=title, text=detail or text,
                           request_id=g.get("request_id"))
    return html, status, headers or {}


def refused(error: InsafError):
    """A refusal made on purpose. From 500 on it is ours to solve, so its words stay in the log."""
    if error.status >= 500:
        log.error("failed", extra=dict(id=g.get("request_id"), error=error.code))
        g.unavailable = error.status == 503
        return page(error.status, headers={"Retry-After": RETRY_SECONDS} if g.unavailable else None)
    return page(error.status, sentence(error))


def forged(error: CSRFError):
    return page(400)


def no_room(error: OSError):
    """A draft or an upload found the disk full; every other trouble with a file is a crash."""
    if error.errno not in NO_ROOM:
        raise error
    log.error("unavailable", extra=dict(
        id=g.get("request_id"), why="full",
        what_to_do="free space on the disks of the data folder and of temporary files; work goes on by itself"))
    return refused(Unavailable(reason="there is no room left to keep anything"))


def failed(error: HTTPException):
    if error.response is not None and error.code is None:
        return error.response
    if error.code and 300 <= error.code < 400:
        return error
    if isinstance(error, InternalServerError) and error.original_exception is not None:
        crash = error.original_exception
        # Where, not what: the words of an exception may quote what somebody wrote.
        where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(crash.__traceback__)]
        log.error("crashed", extra=dict(id=g.get("request_id"), error=type(crash).__name__, where=where[-12:]))
    kept = {name: value for name, value in error.get_headers() if name in ("Retry-After", "Allow")}
    return page(error.code or 500, headers=kept)
