"""E-mail by SMTP."""

import smtplib
import ssl
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from engine.errors import NothingSent
from engine.notifications.channels.message import Message

_SECONDS = 20


class Smtp:
    """`url` is smtp://, smtp+starttls:// or smtps:// with user, password, host and port. A server's certificate must be
    signed by an authority that this machine trusts."""

    def __init__(self, url: str, sender: str):
        self._url, self._sender = urlsplit(url), sender

    def deliver(self, message: Message) -> None:
        """Raises NothingSent when the server cannot be reached or refuses the letter."""
        try:
            connection = self._connection()
            try:
                connection.send_message(self._as_email(message), self._sender, [message.recipient])
            finally:
                _part(connection)
        except (OSError, smtplib.SMTPException) as problem:
            raise NothingSent(letter=message.letter_id, reason=f"{type(problem).__name__}: {problem}") from problem
        except (MessageError, ValueError) as problem:  # its text would quote the address
            raise NothingSent(letter=message.letter_id, reason="the address or the subject is not one") from problem

    def _connection(self) -> smtplib.SMTP:
        place = {"host": self._url.hostname or "localhost", "port": self._url.port or 0, "timeout": _SECONDS}
        if self._url.scheme == "smtps":
            connection = smtplib.SMTP_SSL(**place, context=ssl.create_default_context())
        else:
            connection = smtplib.SMTP(**place)
        if self._url.scheme == "smtp+starttls":
            connection.starttls(context=ssl.create_default_context())
        if self._url.username:
            connection.login(unquote(self._url.username), unquote(self._url.password or ""))
        return connection

    def _as_email(self, message: Message) -> EmailMessage:
        email = EmailMessage()
        email["From"] = Address("Insaf", addr_spec=self._sender)
        email["To"] = Address(addr_spec=message.recipient)
        email["Subject"] = message.subject
        email["Message-ID"] = f"<{message.letter_id}@{self._sender.rsplit('@', 1)[-1]}>"
        email["Auto-Submitted"] = "auto-generated"
        email.set_content(message.body, cte="base64")
        email["Content-Language"] = message.language  # after set_content, which drops every Content- header
        return email


def _part(connection: smtplib.SMTP) -> None:
    """The server has answered for the letter by now: how it takes the farewell changes nothing. A letter that it accepted
    and that were called unsent for a sullen goodbye would be sent twice."""
    try:
        connection.quit()
    except (OSError, smtplib.SMTPException):
        connection.close()
