"""Text as people type it: what comes in by query or form carries no control characters, which neither a database nor a
page can hold. They are dropped like blanks around a name; a path that carries them leads nowhere."""

import re

from flask import Request, abort, request
from werkzeug.datastructures import ImmutableMultiDict, iter_multi_items

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class PlainText(ImmutableMultiDict):
    """Names and values without control characters."""

    def __init__(self, mapping=()):
        super().__init__([(plain(name), plain(value)) for name, value in iter_multi_items(mapping)])


class PlainTextRequest(Request):
    parameter_storage_class = PlainText


def plain(value):
    """A text without control characters; a file passes as it is."""
    return _UNPRINTABLE.sub("", value) if isinstance(value, str) else value


def init_app(app) -> None:
    app.request_class = PlainTextRequest

    @app.before_request
    def refuse_unprintable_path():
        if _UNPRINTABLE.search(request.path):
            abort(404)
