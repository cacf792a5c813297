"""What every answer and every form gets: headers, cookies, forgery protection, limits."""

from webapp.security import forgery, headers, limits, plain_text, proxies
from webapp.security.limits import limited

__all__ = ["configuration", "init_app", "limited"]

MEGABYTE = 1024 * 1024


def configuration(settings) -> dict:
    """Flask's settings from the installation's."""
    secure = settings.base_url.startswith("https://")
    return {
        "SECRET_KEY": settings.secret,
        "HTTPS": secure,
        "TRUSTED_PROXIES": settings.trusted_proxies,
        "SESSION_COOKIE_NAME": "__Host-insaf" if secure else "insaf",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": 8 * 3600,
        "MAX_CONTENT_LENGTH": 52 * MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": 2 * MEGABYTE,
        "MAX_FORM_PARTS": 500,
        "ONE_PROCESS": settings.embedded,
    }


def init_app(app) -> None:
    proxies.init_app(app)
    plain_text.init_app(app)
    headers.init_app(app)
    forgery.init_app(app)
    limits.init_app(app)
