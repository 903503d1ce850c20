"""What could not be read of a file: plain sentences, each once, never with a client's words in them."""


class Problems:
    def __init__(self) -> None:
        self._said: dict[str, None] = {}

    def say(self, sentence: str) -> None:
        self._said[sentence] = None

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(self._said)
