"""Lines that a program broke so that they fit, put together again (format=flowed, RFC 3676)."""


def unfold(text: str, *, without_space: bool = False) -> str:
    """
    Args:
        without_space: the space that marks a broken line is no part of the words (`delsp=yes`).
    """
    found: list[list[str]] = []
    flows = False
    depth_before = 0
    for line in text.split("\n"):
        words = line.lstrip(">")
        depth = len(line) - len(words)
        words = words.removeprefix(" ")
        signature = words.rstrip("\r") == "-- "
        if flows and depth == depth_before and not signature:
            found[-1].append(words)
        else:
            found.append(["> " * depth, words])
        flows = words.endswith(" ") and not signature
        if flows and without_space:
            found[-1][-1] = words[:-1]
        depth_before = depth
    return "\n".join("".join(pieces) for pieces in found)
