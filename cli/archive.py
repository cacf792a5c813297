"""One file that holds an installation: the database, the attachments, the secret, and a list of what it holds.

The database is taken first and the attachments after it: a file is kept before the row that names it is committed and
never changed, so every attachment that the database names is in the archive although the program runs meanwhile.
"""

import hashlib
import io
import json
import os
import re
import shutil
import tarfile
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from cli import postgres_copy, sqlite_copy
from engine.errors import BackupRefused
from engine.settings import Settings

LIST, DATABASE, SECRET, ATTACHMENTS = "contents.json", "database", "secret", "attachments"

_NAME = "[0-9a-f]{64}"
_ATTACHMENT = re.compile(f"{ATTACHMENTS}/[0-9a-f]{{2}}/{_NAME}")


@dataclass(frozen=True)
class Contents:
    """`digest` is the SHA-256 of the secret and the database copy; `kind` is sqlite or postgresql."""

    kind: str
    digest: str
    rows: int
    attachments: int
    format: int = 1


def write(settings: Settings, file: Path) -> Contents:
    """Write the archive; `file` appears when it is whole. Raises BackupRefused, ProgramMissing."""
    if file.exists():
        raise BackupRefused(file=file, reason="it exists already; a backup never overwrites another")
    if not file.absolute().parent.is_dir():
        raise BackupRefused(file=file, reason=f"there is no folder {file.absolute().parent}")
    copier = _copier(settings)
    with tempfile.TemporaryDirectory(dir=file.absolute().parent, prefix=".backup-") as place:
        copy, unfinished = Path(place) / DATABASE, Path(place) / "archive"
        rows = copier.take(settings.database_url, copy)
        attachments = _files(settings.data / ATTACHMENTS)
        contents = Contents(copier.KIND, _digest(settings.secret, copy), rows, len(attachments))
        with open(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as stream:
            with tarfile.open(fileobj=stream, mode="w") as archive:
                _add_text(archive, LIST, json.dumps(asdict(contents), indent=1))
                _add_text(archive, SECRET, settings.secret)
                archive.add(copy, DATABASE)
                for path in attachments:
                    archive.add(path, f"{ATTACHMENTS}/{path.relative_to(settings.data / ATTACHMENTS)}")
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.rename(file)
    return contents


def read(settings: Settings, file: Path, replace: bool = False) -> Contents:
    """Put the archive in the place of the database, the attachments beside those there. Raises BackupRefused.

    Everything is unpacked and checked before the first thing is changed.
    """
    copier = _copier(settings)
    settings.data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.data, prefix=".restore-") as place:
        contents = _unpack(file, Path(place))
        if contents.kind != copier.KIND:
            raise BackupRefused(file=file, reason=f"it holds a {contents.kind} database, DATABASE_URL names {copier.KIND}")
        if not replace and copier.holds_rows(settings.database_url):
            raise BackupRefused(file=file, reason="the database holds something already; --replace puts it away")
        copier.check(Path(place) / DATABASE, file)
        _keep_attachments(Path(place) / ATTACHMENTS, settings.data / ATTACHMENTS)
        copier.put(Path(place) / DATABASE, settings.database_url, file)
        _keep_secret(settings, (Path(place) / SECRET).read_text())
    return contents


def _copier(settings: Settings):
    return sqlite_copy if settings.embedded else postgres_copy


def _extract(archive: tarfile.TarFile, place: Path) -> None:
    """Only the names that `write` gives: an archive from elsewhere cannot put a file outside `place`."""
    for entry in archive:
        if not entry.isfile() or not (entry.name in (LIST, DATABASE, SECRET) or _ATTACHMENT.fullmatch(entry.name)):
            raise tarfile.TarError(f"it holds {entry.name!r}")
        target = place / entry.name
        target.parent.mkdir(parents=True, exist_ok=True)
        with open(target, "xb") as stream:
            shutil.copyfileobj(archive.extractfile(entry), stream)


def _files(folder: Path) -> list[Path]:
    """The attachments in a folder, named by their SHA-256; anything else there is what an interrupted upload left."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and re.fullmatch(_NAME, path.name))


def _unpack(file: Path, place: Path) -> Contents:
    try:
        with tarfile.open(file, mode="r:") as archive:
            _extract(archive, place)
        contents = Contents(**json.loads((place / LIST).read_text()))
        whole = contents.digest == _digest((place / SECRET).read_text(), place / DATABASE)
    except (tarfile.TarError, OSError, ValueError, TypeError, EOFError) as problem:
        raise BackupRefused(file=file, reason=f"it is not a backup of this program ({problem})") from problem
    changed = [path.name for path in _files(place / ATTACHMENTS) if _digest("", path) != path.name]
    if not whole or changed or len(_files(place / ATTACHMENTS)) != contents.attachments:
        raise BackupRefused(file=file, reason="it is damaged: a checksum does not agree")
    return contents


def _keep_attachments(source: Path, target: Path) -> None:
    """Attachments are named by their content, so one that is there already is the same."""
    for path in _files(source):
        place = target / path.relative_to(source)
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            path.rename(place)


def _keep_secret(settings: Settings, secret: str) -> None:
    """The follow-up codes on letters hang on it. INSAF_SECRET, where the operator sets it, still comes first."""
    path = settings.data / "secret"
    with open(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w") as stream:
        stream.write(secret)


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(text.encode()), 0o600
    archive.addfile(entry, io.BytesIO(text.encode()))


def _digest(secret: str, path: Path) -> str:
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.sha256(secret.encode())).hexdigest()
