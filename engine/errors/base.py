"""What every error is: a sentence with its fields, a code, a status; and the kinds of refusal."""

import re


class InsafError(Exception):
    """The request could not be carried out: {reason}."""

    status = 400

    def __init__(self, **fields):
        self.fields = fields
        super().__init__(self.sentence())

    @property
    def code(self) -> str:
        """The class name in snake_case, such as `task_already_claimed`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()

    def sentence(self) -> str:
        """The docstring filled with the fields; a missing field shows as `?` rather than hiding the error."""
        text = " ".join((type(self).__doc__ or "").split())
        return re.sub(r"\{(\w+)\}", lambda found: str(self.fields.get(found[1], "?")), text)


class Unavailable(InsafError):
    """The service cannot work just now: {reason}. Nothing was lost and nothing was half done. Try again in a few
    minutes; what was confirmed before is kept."""

    status = 503


class NotFound(InsafError):
    """There is no {what} {which}. Check the spelling, or search for it."""

    status = 404


class Forbidden(InsafError):
    """{who} may not {what}. Ask an administrator for the role that may."""

    status = 403


class Conflict(InsafError):
    """The page was out of date. Load it again and look before you repeat the act."""

    status = 409


class Invalid(InsafError):
    """{what} is not valid: {reason}. Correct it and try again."""

    status = 422


class TooLarge(InsafError):
    """{what} is too large: {size} bytes, at most {limit} are accepted. Send a smaller one."""

    status = 413
