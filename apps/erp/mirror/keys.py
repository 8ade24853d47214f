"""The three key columns of a searchable row, cut to what their columns hold."""

from collections.abc import Iterable

from apps.erp.mirror.fold import fold, key_words

NUMBER_LENGTH = 80
NAME_LENGTH = 120


def search_columns(
    *,
    number: str | None,
    name: str | None,
    texts: Iterable[str | None] = (),
    phones: Iterable[str | None] = (),
    addresses: Iterable[tuple[str | None, str | None]] = (),
) -> dict[str, str]:
    """``number_key``, ``name_key`` and ``search_key`` for a row; ``addresses`` are (postcode, house number)."""
    return {
        "number_key": fold(number or "").replace(" ", "")[:NUMBER_LENGTH],
        "name_key": fold(name or "")[:NAME_LENGTH],
        "search_key": key_words([number, name, *texts], phones=phones, addresses=addresses),
    }
