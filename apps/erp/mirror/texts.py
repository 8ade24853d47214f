"""Text of LogicTrade as the columns of the mirror can hold it."""


def whole(text: str | None) -> str:
    """No NUL and no half characters: PostgreSQL and UTF-8 refuse them."""
    return (text or "").replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def cut(text: str | None, length: int) -> str:
    """The same with one space between words, not longer than the column."""
    return " ".join(whole(text).split())[:length]
