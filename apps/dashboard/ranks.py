"""How well a hit answers what was typed, alike for records, pages and actions: it decides which group stands first."""

from collections.abc import Sequence

from apps.erp.mirror.fold import fold

EXACT, NUMBER_STARTS, NAME_STARTS, WORDS_START, ELSEWHERE = range(5)


def rank_of(query: str, *, numbers: Sequence[str] = (), name: str = "") -> int:
    """0 is best. ``numbers`` are what is typed whole (a code, a barcode); of a name the words count too."""
    wanted = fold(query)
    compact = wanted.replace(" ", "")
    if not compact:
        return ELSEWHERE
    keys = [fold(number).replace(" ", "") for number in numbers]
    if compact in keys:
        return EXACT
    if any(key.startswith(compact) for key in keys):
        return NUMBER_STARTS
    folded = fold(name)
    if folded.startswith(wanted):
        return NAME_STARTS
    return WORDS_START if words_start(wanted, folded) else ELSEWHERE


def words_start(wanted: str, text: str) -> bool:
    """Whether every word of the one folded text begins a word of the other."""
    words = text.split()
    return all(any(word.startswith(start) for word in words) for start in wanted.split())
