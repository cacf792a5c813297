"""How often one address may try. Generous where many people share an address, strict where a secret is guessed."""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

#: Views decorate themselves: `@limiter.limit("10 per minute", methods=["POST"])`.
limiter = Limiter(get_remote_address, default_limits=[], strategy="moving-window")
