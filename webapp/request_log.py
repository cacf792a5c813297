"""One structured line a request: what was asked, how it ended, how long it took. No address, path or personal data."""

import logging
import time
import uuid

from flask import g, request

log = logging.getLogger("insaf.web")


def init_app(app) -> None:
    app.config.setdefault("REQUEST_LOG", not app.testing)

    @app.before_request
    def start():
        g.started, g.request_id = time.perf_counter(), uuid.uuid4().hex[:12]

    @app.after_request
    def line(answer):
        answer.headers["X-Request-ID"] = g.get("request_id", "")
        if app.config["REQUEST_LOG"] and not app.testing and request.endpoint not in ("static", "health.live"):
            took = (time.perf_counter() - g.get("started", time.perf_counter())) * 1000
            log.info("request", extra=dict(
                id=g.get("request_id"), method=request.method, status=answer.status_code,
                # The rule, never the path: a path carries a reference.
                rule=str(request.url_rule) if request.url_rule else None, ms=round(took, 1)))
        return answer
