"""Response headers: a strict content policy without any inline script or style, nothing framed, nothing sniffed."""

from flask import current_app, request

POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
EVERYWHERE = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def init_app(app) -> None:
    @app.after_request
    def protect(answer):
        """A view may set its own policy first (downloads are sandboxed); the rest is the same for all."""
        for name, value in EVERYWHERE.items():
            answer.headers.setdefault(name, value)
        if current_app.config["HTTPS"]:
            answer.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        if request.endpoint != "static":
            # Pages differ by language and session and may show personal data: no cache keeps them.
            answer.headers.setdefault("Cache-Control", "no-store")
            answer.vary.update(("Cookie", "Accept-Language"))
        return answer
