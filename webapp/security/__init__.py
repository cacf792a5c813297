"""What every answer and every form gets: headers, cookies, forgery protection, limits."""

from webapp.security import forgery, headers, plain_text, proxies, shared_limits
from webapp.security.limits import limiter

__all__ = ["configuration", "init_app", "limiter"]

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
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
        "RATELIMIT_STORAGE_URI": "memory://" if settings.embedded else shared_limits.URI,
        "RATELIMIT_HEADERS_ENABLED": True,
    }


def init_app(app) -> None:
    proxies.init_app(app)
    plain_text.init_app(app)
    headers.init_app(app)
    forgery.init_app(app)
    limiter.init_app(app)
