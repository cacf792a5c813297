"""A letter ready to leave."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Message:
    """`key` is the same at every try, so that a mail server can fold duplicates."""

    key: str
    letter_id: str
    recipient: str
    subject: str
    body: str
    language: str
