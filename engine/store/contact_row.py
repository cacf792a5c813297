"""Who lodged a case as acts hold it: plain values below the ORM, about to be written or read for a letter."""

from dataclasses import dataclass
from datetime import datetime


class KnownBy:
    """What rows of the table Contact and their plain values have in common."""

    email: str
    phone: str
    name: str

    @property
    def known_by(self) -> tuple[str, str, str]:
        """(email, phone, name), by which the same person is found again, see `domain.likeness`."""
        return self.email, self.phone, self.name


@dataclass
class ContactRow(KnownBy):
    """Every column of the table Contact, in its words."""

    instance_id: str
    name: str
    name_folded: str
    email: str
    phone: str
    address: str
    subject: str
    channel: str
    erased_at: datetime | None = None
