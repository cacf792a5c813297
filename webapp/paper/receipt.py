"""The receipt as PDF, in the language in which the message was lodged."""

import subprocess
import sys
import threading
from pathlib import Path

from flask import render_template

from webapp.door import now
from webapp.download import download
from webapp.i18n.selection import speaking
from webapp.rendering import STATIC
from webapp.request_log import log

PRESS = Path(__file__).resolve().parent / "press.py"
SECONDS = 30
#: Each takes half a second of a processor and 60 MB while it works; who comes third waits.
_presses = threading.BoundedSemaphore(2)


def receipt_file(paper):
    """The answer with the file; None where this machine cannot make one, so that the page offers printing instead."""
    with speaking(paper.case.language):
        html = render_template("paper/receipt.html", paper=paper, case=paper.case, printed_at=now())
    body = _pressed(html)
    return download(body, f"insaf-{paper.case.reference}.pdf", "application/pdf") if body else None


def _pressed(html: str) -> bytes | None:
    with _presses:
        try:
            done = subprocess.run([sys.executable, "-I", str(PRESS), str(STATIC / "dist")], input=html.encode(),
                                  capture_output=True, timeout=SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as problem:
            log.error("no_pdf", extra=dict(why=type(problem).__name__))
            return None
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        # The last line names the error, such as a library that is missing; what a receipt says is never in it.
        log.error("no_pdf", extra=dict(why=done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2][:200]))
        return None
    return done.stdout
