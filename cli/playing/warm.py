"""What a server of processes imports once, so that no step has to: the acts, and the tables known to SQLAlchemy.

Nothing of a database is in it; every process opens its own.
"""

from sqlalchemy.orm import configure_mappers

import cli.playing.moves  # noqa: F401

configure_mappers()
