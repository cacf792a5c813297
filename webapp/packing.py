"""Answers travel packed where the browser can unpack them: a page in Arabic with style sheet and typeface stays below 60 kB.

What is packed beside a secret can be guessed by its size only where somebody else's site can ask with the visitor's session;
ours is sent to no foreign request (SameSite), and the token in the forms is another one each second.
"""

import gzip

from flask import request

PACKED = frozenset({"text/html", "text/css", "text/javascript", "image/svg+xml", "text/calendar"})
TOO_SMALL, LEVEL = 800, 6


def init_app(app) -> None:
    @app.after_request
    def pack(answer):
        """Leaves alone what is small, packed already, partial, or asked for by its head alone."""
        if answer.mimetype not in PACKED or answer.status_code != 200 or "Content-Encoding" in answer.headers:
            return answer
        answer.vary.add("Accept-Encoding")
        if not request.accept_encodings["gzip"] or request.method != "GET" or answer.is_streamed and not _is_static():
            return answer
        answer.direct_passthrough = False
        data = answer.get_data()
        if len(data) > TOO_SMALL:
            answer.set_data(gzip.compress(data, LEVEL, mtime=0))
            answer.headers["Content-Encoding"] = "gzip"
        return answer


def _is_static() -> bool:
    return request.endpoint == "static"
