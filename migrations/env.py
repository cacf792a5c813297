"""Alembic's entry: the connection comes from engine.store.migrate, which holds the lock and the transaction."""

from alembic import context
from sqlalchemy import text

from engine.store.tables import Base

for index in (index for table in Base.metadata.tables.values() for index in table.indexes if "where" in index.info):
    for database in ("sqlite", "postgresql"):
        index.dialect_options[database]["where"] = text(index.info["where"])

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
