"""What can go wrong in a way a person can mend: each error is a sentence that says what to do."""

from collections.abc import Mapping


class DomainError(Exception):
    """A refusal that its reader understands; the message is shown as it is."""


class SignInRequired(DomainError):
    """Nobody is signed in, or the session ended."""

    def __init__(self, message: str = "Please sign in to go on.") -> None:
        super().__init__(message)


class NotFound(DomainError):
    """No such row in this practice: invented, foreign and removed ids read alike."""

    def __init__(self, message: str = "That is not here, or no longer.") -> None:
        super().__init__(message)


class NotAllowed(DomainError):
    """The viewer's role lacks the permission."""

    def __init__(self, message: str = "Your role does not allow this. Ask the practice's owner.") -> None:
        super().__init__(message)


class Conflict(DomainError):
    """Someone else changed the same thing first, or it is being done already."""


class Invalid(DomainError):
    """A value that cannot be kept. `field` names the form field it belongs beside ("" for the form).

    Where a form has several, the first is the message, and all of them are in `fields`: field to sentence.
    """

    def __init__(self, message: str, *, field: str = "", also: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.field = field
        self.fields = {field: message, **{name: words for name, words in (also or {}).items() if name != field}}

    @classmethod
    def of(cls, wrong: Mapping[str, str]) -> "Invalid":
        """All that is wrong with a form at once: field to sentence, at least one."""
        field, message = next(iter(wrong.items()))
        return cls(message, field=field, also=wrong)


class Unavailable(DomainError):
    """A part of the installation is down or full; nothing was changed."""
