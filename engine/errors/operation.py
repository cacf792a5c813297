"""Settings, databases, copies, ports: what an operator can mend."""

from engine.errors.base import Conflict, InsafError


class SettingsProblem(InsafError):
    """The setting {name} is not usable: {reason}. Correct it and start again."""

    status = 500


class DatabaseNotMigrated(Conflict):
    """The database does not have the shape this program expects. Run `run.py db migrate`, then the same
    command again."""


class JobFailed(InsafError):
    """A job of the background ended with {problem}. It is tried again; the log says where it happened."""


class CopyRefused(Conflict):
    """Nothing was copied to {target}: {reason}."""


class GrantRefused(Conflict):
    """{role} gets no rights: {reason}."""


class PoolerForgets(InsafError):
    """This login is held to the agency that asks, and a pooler that shares connections between transactions would forget
    which. Connect without INSAF_POOLER=transaction, or as the owner of the tables."""


class PortBusy(Conflict):
    """Something else already answers on {host} port {port}. Stop it, or choose another: PORT={other} make run."""


class FolderInUse(Conflict):
    """Another process of this program uses the folder {folder}. Stop it first: SQLite serves one process at a time."""


class OneProcessOnly(Conflict):
    """{command} needs PostgreSQL, because SQLite serves one process at a time. Use `run.py serve`, or set
    DATABASE_URL."""


class BackupRefused(Conflict):
    """{file} cannot be written or restored: {reason}. Nothing was changed."""


class ProgramMissing(Conflict):
    """{program} is missing on this machine. Install it (apt-get install {package}) and run the same command again."""


class DatabaseNotEmpty(Conflict):
    """The database holds agencies or accounts already. The demo goes into an empty one: set DATABASE_URL or INSAF_DATA."""
