"""How often one address may try. Generous where many people share an address, strict where a secret is guessed."""

from flask import current_app
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address


class LimiterOfViews(Limiter):
    """Counts where a view is decorated. The library looks before each request too, for limits of all pages or of a whole
    audience, of which there are none here: a fifth of a millisecond."""

    def _check_request_limit(self, callable_name: str | None = None, in_middleware: bool = True) -> None:
        if not in_middleware:
            super()._check_request_limit(callable_name, in_middleware)


#: Views decorate themselves: `@limiter.limit("10 per minute", methods=["POST"])`.
limiter = LimiterOfViews(get_remote_address, default_limits=[], strategy="moving-window")


@limiter.request_filter
def _tests_run_fast() -> bool:
    """Tests of other things are not limited; a test of the limits sets RATELIMIT_IN_TESTS."""
    return current_app.testing and not current_app.config.get("RATELIMIT_IN_TESTS")
