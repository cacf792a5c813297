"""The only reader of the environment."""

import os
import secrets
from dataclasses import dataclass, replace
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

from engine.errors import SettingsProblem

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """`data` holds the SQLite file, attachments and secret; an empty `smtp_url` means letters go to the console;
    `files` is a bucket or shared folder instead of `data`; `trusted_proxies` a number or addresses; `pooled` says that
    a pooler such as PgBouncer shares connections between transactions."""

    database_url: str
    data: Path
    host: str = "127.0.0.1"
    port: int = 5000
    base_url: str = "http://127.0.0.1:5000"
    smtp_url: str = ""
    sender: str = "insaf@localhost"
    secret: str = ""
    files: str = ""
    trusted_proxies: int | tuple[str, ...] = 0
    pooled: bool = False
    bpmn_root: Path = ROOT / "bpmn"
    forms_root: Path = ROOT / "forms"

    @property
    def embedded(self) -> bool:
        """True for SQLite: one serving process on one machine."""
        return self.database_url.startswith("sqlite")

    def with_database(self, url: str) -> "Settings":
        return replace(self, database_url=_database_url(url))


def read_settings(environ=None) -> Settings:
    """Settings from DATABASE_URL, INSAF_DATA, HOST, PORT, INSAF_BASE_URL, SMTP_URL, INSAF_SENDER, INSAF_SECRET,
    INSAF_FILES, INSAF_TRUSTED_PROXIES and INSAF_POOLER.

    Raises SettingsProblem naming the variable.
    """
    env = os.environ if environ is None else environ
    data = Path(env.get("INSAF_DATA") or ROOT / "data").resolve()
    host, port = env.get("HOST") or "127.0.0.1", _port(env.get("PORT") or "5000")
    return Settings(
        database_url=_database_url(env.get("DATABASE_URL") or f"sqlite:///{data / 'insaf.sqlite3'}"),
        data=data,
        host=host,
        port=port,
        base_url=(env.get("INSAF_BASE_URL") or f"http://{host}:{port}").rstrip("/"),
        smtp_url=_smtp_url(env.get("SMTP_URL") or ""),
        sender=env.get("INSAF_SENDER") or "insaf@localhost",
        secret=env.get("INSAF_SECRET") or _kept_secret(data),
        files=_files_url(env.get("INSAF_FILES") or ""),
        trusted_proxies=_proxies(env.get("INSAF_TRUSTED_PROXIES") or ""),
        pooled=_pooled(env.get("INSAF_POOLER") or ""),
    )


def _database_url(url: str) -> str:
    scheme = url.split(":", 1)[0]
    if scheme in ("postgresql", "postgres"):
        return "postgresql+psycopg" + url[len(scheme):]
    if scheme not in ("sqlite", "postgresql+psycopg"):
        raise SettingsProblem(name="DATABASE_URL", reason=f"{scheme!r} is not sqlite or postgresql+psycopg")
    return url


def _smtp_url(url: str) -> str:
    if url and urlsplit(url).scheme not in ("smtp", "smtps", "smtp+starttls"):
        raise SettingsProblem(name="SMTP_URL", reason="it must start with smtp://, smtp+starttls:// or smtps://")
    return url


def _files_url(url: str) -> str:
    if url and urlsplit(url).scheme not in ("s3", "file"):
        raise SettingsProblem(name="INSAF_FILES", reason="it must start with s3:// or file://")
    return url


def _proxies(text: str) -> int | tuple[str, ...]:
    """How many proxies stand in a row before this program, or which they are: `1`, or `10.0.0.5, 10.1.0.0/16`."""
    if text.isascii() and text.isdigit():
        return int(text)
    addresses = tuple(part.strip() for part in text.split(",") if part.strip())
    for address in addresses:
        try:
            ip_network(address, strict=False)
        except ValueError as problem:
            raise SettingsProblem(name="INSAF_TRUSTED_PROXIES", reason=f"{address!r} is neither a number of proxies nor an "
                                  "address") from problem
    return addresses


def _pooled(text: str) -> bool:
    if text not in ("", "session", "transaction"):
        raise SettingsProblem(name="INSAF_POOLER", reason=f"{text!r} is neither session nor transaction")
    return text == "transaction"


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise SettingsProblem(name="PORT", reason=f"{text!r} is not a number from 1 to 65535")
    return int(text)


def _kept_secret(data: Path) -> str:
    """One secret an installation, made at the first start; sessions and follow-up codes hang on it."""
    path = data / "secret"
    try:
        data.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(48))
        return path.read_text().strip()
    except FileExistsError:
        return path.read_text().strip()
    except OSError as problem:
        raise SettingsProblem(name="INSAF_DATA", reason=f"{path} cannot be read or written ({problem})") from problem
