"""One file a channel; each has `deliver(message)` and raises NothingSent with the reason."""

from engine.notifications.channels.console import Console
from engine.notifications.channels.message import Message
from engine.notifications.channels.smtp import Smtp
from engine.settings import Settings

__all__ = ["Console", "Message", "Smtp", "channel_for"]


def channel_for(settings: Settings) -> Console | Smtp:
    """SMTP where SMTP_URL is set, else the console."""
    return Smtp(settings.smtp_url, settings.sender) if settings.smtp_url else Console()
