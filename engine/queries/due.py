"""Is there anything for a worker to take? Each asks every second, so one statement of the driver's and no session."""

from datetime import datetime

from engine.store.database import Database
from engine.store.writes import as_text

# In order, though one is enough: PostgreSQL would else read the whole table, hoping to meet a due one soon.
_TIMER = "select 1 from timer where state = 'pending' and due_at <= {mark} order by due_at limit 1"
_ON_SQLITE, _ON_POSTGRESQL = _TIMER.format(mark="?"), _TIMER.format(mark="%s")


def is_any_timer_due(database: Database, now: datetime) -> bool:
    """May be true where another worker has taken them all; whoever claims learns that."""
    return bool(database.ask(_ON_SQLITE, (as_text(now),)) if database.is_sqlite else database.ask(_ON_POSTGRESQL, (now,)))
