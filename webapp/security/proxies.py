"""Whose word about the visitor's address is taken: that of the proxies which INSAF_TRUSTED_PROXIES names, nobody else's."""

from ipaddress import ip_address, ip_network

from werkzeug.middleware.proxy_fix import ProxyFix

_TOLD = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST")


def init_app(app) -> None:
    """Either a number of proxies in a row, or their addresses; without either what is said is not heard."""
    trusted = app.config["TRUSTED_PROXIES"]
    if isinstance(trusted, int) and trusted:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=trusted, x_proto=trusted, x_host=trusted)
    elif trusted:
        app.wsgi_app = KnownProxies(app.wsgi_app, trusted)


class KnownProxies:
    """The visitor is the first address, from the server outwards, that is not one of the known proxies."""

    def __init__(self, app, addresses: tuple[str, ...]):
        self._app, self._known = app, [ip_network(address, strict=False) for address in addresses]

    def __call__(self, environ, start_response):
        if self._knows(environ.get("REMOTE_ADDR", "")):
            forwarded, scheme, host = (self._said(environ, name) for name in _TOLD)
            visitor = next((address for address in reversed(forwarded) if not self._knows(address)), None)
            if visitor and _is_address(visitor):
                environ["REMOTE_ADDR"] = visitor
            if scheme and scheme[-1] in ("http", "https"):
                environ["wsgi.url_scheme"] = scheme[-1]
            if host:
                environ["HTTP_HOST"] = host[-1]
        return self._app(environ, start_response)

    def _knows(self, address: str) -> bool:
        return _is_address(address) and any(ip_address(address) in network for network in self._known)

    @staticmethod
    def _said(environ, name: str) -> list[str]:
        return [part.strip() for part in environ.get(name, "").split(",") if part.strip()]


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
