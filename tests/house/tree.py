"""The project's own files, as git knows them; in an unpacked archive without git, as they lie there."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ("cli", "engine", "webapp")
_NOT_OURS = {".venv", ".git", "node_modules", "data", "dist", "build", "__pycache__", ".hypothesis", ".pytest_cache",
             ".import_linter_cache"}


@cache
def files() -> tuple[Path, ...]:
    """Every file of the project, relative to its root; new files count before they are committed."""
    listing = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
                             capture_output=True, text=True)
    if listing.returncode == 0 and listing.stdout:
        found = (Path(name) for name in listing.stdout.split("\0") if name)
    else:
        found = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return tuple(sorted(path for path in found if not _NOT_OURS & set(path.parts) and (ROOT / path).is_file()))


def python_files(*folders: str) -> list[Path]:
    """The project's Python files, or those below some of its top folders."""
    return [path for path in files() if path.suffix == ".py" and (not folders or path.parts[0] in folders)]


def text_of(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def syntax_of(path: Path) -> ast.Module:
    return ast.parse(text_of(path), filename=str(path))
