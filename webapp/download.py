"""A file as a download, under its own name, unable to run anything."""

from urllib.parse import quote

from flask import Response

#: Holds even where a browser shows the file instead of saving it.
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'none'"


def download(data: bytes, filename: str, media_type: str) -> Response:
    """Old programs get a plain name, all others the one the file came with."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "._-") else "_" for sign in filename)
    answer = Response(data, mimetype=media_type)
    answer.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain or 'file'}\"; filename*=UTF-8''{quote(filename, safe='')}")
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer
