"""For an installation without a mail server: the letter is written to standard output."""

import sys

from engine.notifications.channels.message import Message


class Console:
    def deliver(self, message: Message) -> None:
        """Prints the letter; it is the operator's own machine, and there is no other way out."""
        print(f"--- letter {message.letter_id} to {message.recipient}: {message.subject}\n{message.body}", end="---\n",
              file=sys.stdout, flush=True)
