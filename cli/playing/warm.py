"""What a server of processes imports once, so that no step has to: the acts, and the tables known to SQLAlchemy.

Nothing of a database is in it; every process opens its own.
"""

from importlib import import_module

from sqlalchemy.orm import configure_mappers

import_module("cli.playing.moves")
configure_mappers()
