"""What owners wrote for the pages before lodging, read anew when a file was saved."""

import logging
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from engine.definitions.public_content import (
    Matter, Notice, Suitability, read_matters, read_notice, read_suitability,
)
from engine.errors import DefinitionUnreadable

log = logging.getLogger("insaf.content")
Content = TypeVar("Content")
_good: dict[Path, object] = {}


def matters(forms_root: Path) -> tuple[Matter, ...]:
    """The matters of the search; none where the file is missing."""
    return _content(forms_root / "shared" / "plain_words.toml", read_matters, ())


def suitability(forms_root: Path) -> tuple[Suitability, ...]:
    """The answers to the question before the form; none, and so no question, where the file is missing."""
    return _content(forms_root / "shared" / "before_lodging.toml", read_suitability, ())


def privacy_notice(forms_root: Path) -> Notice:
    """The notice people agree to; an empty one without a version where the file is missing."""
    return _content(forms_root / "shared" / "privacy_notice.toml", read_notice, Notice("", ()))


def _content(path: Path, reader: Callable[[bytes, str], Content], empty: Content) -> Content:
    """A file that was saved half done leaves the pages as they were, and a line in the log."""
    try:
        _good[path] = _read(path, path.stat().st_mtime_ns, reader)
    except FileNotFoundError:
        return empty
    except DefinitionUnreadable as problem:
        log.warning("content_refused", extra={"file": path.name, "problem": str(problem)})
    return _good.get(path, empty)


@lru_cache(maxsize=16)
def _read(path: Path, _saved_at: int, reader: Callable[[bytes, str], Content]) -> Content:
    return reader(path.read_bytes(), path.name)
