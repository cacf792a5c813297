"""One family's files, already resolved: what a deployed version consists of, byte for byte."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import orjson
import zstandard

from engine.errors import DefinitionUnreadable

FORMAT = 1
MAX_UNPACKED = 64_000_000
AGENCY, ENGINE = "agency", "engine"


@dataclass(frozen=True, eq=False)
class Bundle:
    """The closure of one family: every file that has a say in how its cases go.

    `files` maps names such as "bpmn/complaint.bpmn", "bpmn/letters/receipt.fr.txt" and
    "forms/shared/contact-schema.json" to their bytes. Files of a base family that a variant replaced but is compared
    with lie under "bpmn/extends/<family>/". `profile` is "agency", or "engine" where lanes, forms, letters and law
    are left out.
    """

    family: str
    files: Mapping[str, bytes]
    profile: str = AGENCY

    def __post_init__(self):
        object.__setattr__(self, "files", MappingProxyType(dict(sorted(self.files.items()))))

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 over the profile and every name with its bytes, each preceded by its length."""
        digest = hashlib.sha256()
        for part in (
            self.profile.encode(),
            *(part for name, data in self.files.items() for part in (name.encode(), data)),
        ):
            digest.update(len(part).to_bytes(8, "big") + part)
        return digest.hexdigest()

    def __eq__(self, other) -> bool:
        return isinstance(other, Bundle) and (self.family, self.content_hash) == (other.family, other.content_hash)

    def __hash__(self) -> int:
        return hash((self.family, self.content_hash))

    def named(self, *suffixes: str, under: str = "") -> list[str]:
        """The names that end so, in order; replaced files of base families are not among them."""
        return [
            name
            for name in self.files
            if name.endswith(suffixes) and name.startswith(under) and not name.startswith("bpmn/extends/")
        ]

    def with_files(self, files: Mapping[str, bytes]) -> "Bundle":
        """The same family with some files replaced or added: what an upload makes of it."""
        return Bundle(self.family, {**self.files, **files}, self.profile)

    def packed(self) -> bytes:
        """One compressed document for the database."""
        body = {
            "format": FORMAT,
            "family": self.family,
            "profile": self.profile,
            "files": {name: base64.b64encode(data).decode() for name, data in self.files.items()},
        }
        return zstandard.ZstdCompressor(level=9).compress(orjson.dumps(body, option=orjson.OPT_SORT_KEYS))

    @classmethod
    def unpacked(cls, data: bytes) -> "Bundle":
        """The bundle that `packed` wrote. Raises `DefinitionUnreadable` for anything else."""
        try:
            body = orjson.loads(zstandard.ZstdDecompressor().decompress(data, max_output_size=MAX_UNPACKED))
            if body["format"] != FORMAT:
                raise ValueError(f"format {body['format']}")
            files = {name: base64.b64decode(text) for name, text in body["files"].items()}
            return cls(body["family"], files, body["profile"])
        except (zstandard.ZstdError, ValueError, KeyError, TypeError, AttributeError) as problem:
            raise DefinitionUnreadable(
                "stored definition",
                "not_a_bundle",
                f"it is no packed bundle of format {FORMAT} ({problem})",
                "Restore the row from a backup.",
            ) from None
