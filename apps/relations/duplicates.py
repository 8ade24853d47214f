"""Customers or suppliers that may be the same as one that is being typed, and by what they were found."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.erp.mirror.fold import fold
from apps.erp.mirror.pieces import holding
from apps.relations.contact import compact, mail_key
from apps.relations.lookup import MODELS, number_tail
from apps.relations.models import Customer, Relation

# Reasons, strongest first, with their weight in the order of the matches.
REASONS: dict[str, tuple[int, Promise]] = {
    "vat_number": (6, _("same VAT number")),
    "coc_number": (5, _("same CoC number")),
    "email": (4, _("same e-mail")),
    "phone": (4, _("same telephone")),
    "address": (3, _("same postcode and house number")),
    "name": (2, _("name looks alike")),
}
MOST_READ = 300
MOST_EQUAL = 50
# Jansen and Janssen, De Linde and Linde; not Jansen and Hansen.
ALIKE = 0.86
LONGEST_NAME = 120
SHORTEST_NUMBER = 6
# A word of this length may hold one typing error: one of its halves is still as it should be.
FORGIVING = 6
# What says which kind of company it is, not which one, and the words that stand for "&". Dots are gone by then.
SAYS_NOTHING = frozenset(
    {"bv", "nv", "vof", "cv", "ua", "eenmanszaak", "gmbh", "bvba", "ltd", "inc", "en", "and", "und"}
)
_WORD = re.compile(r"[^0-9a-z]+")
# The row as far as it is compared and shown.
_FIELDS = ("number", "name", "city", "email_key", "coc_number", "gone_at", "name_key", "search_key")


@dataclass(frozen=True)
class Match:
    """A record that may be the same; ``reasons`` are keys of `REASONS`, strongest first."""

    kind: str
    id: int
    name: str
    number: str
    city: str
    gone: bool
    href: str
    reasons: tuple[str, ...]

    @property
    def labels(self) -> tuple[Promise, ...]:
        return tuple(REASONS[reason][1] for reason in self.reasons)

    @property
    def weight(self) -> int:
        return sum(REASONS[reason][0] for reason in self.reasons)


@dataclass(frozen=True)
class _Typed:
    """What was typed, as it is compared."""

    name: str = ""
    tails: Sequence[str] = ()
    email: str = ""
    vat_number: str = ""
    coc_number: str = ""
    address: str = ""
    words: Sequence[str] = field(default=())

    @property
    def keys(self) -> list[str]:
        """What the search index is asked for; mail addresses have an index of their own."""
        single = (self.vat_number, self.coc_number, self.address)
        return [*(key for key in single if key), *self.tails]


def duplicates(
    kind: str,
    *,
    name: str = "",
    phones: Sequence[str] = (),
    email: str = "",
    vat_number: str = "",
    coc_number: str = "",
    zip_code: str = "",
    house_number: str = "",
    exclude: int | None = None,
    limit: int = 5,
) -> list[Match]:
    """Records of a kind that may be the one being typed, the likeliest first, removed ones included.

    Three queries at most, through the search index: keys are compared exactly (of a telephone its last nine digits),
    the name by its words with one typing error in each. What is empty is not looked for.
    """
    typed = _Typed(
        name=_bare(name),
        tails=[tail for phone in phones if (tail := number_tail(phone))],
        email=mail_key(email),
        vat_number=_exact(vat_number),
        coc_number=_exact(coc_number),
        address=_address(zip_code, house_number),
        words=_bare(name).split(),
    )
    rows = _candidates(MODELS[kind], typed, fold(name)[:LONGEST_NAME])
    matches = [
        _match(kind, row, reasons) for row in rows if row.pk != exclude and (reasons := tuple(_reasons(row, typed)))
    ]
    return sorted(matches, key=lambda match: (-match.weight, match.gone, -match.id))[:limit]


def _bare(name: str) -> str:
    """The words of a name that tell it from others."""
    words = _WORD.sub(" ", fold(name[:LONGEST_NAME]).replace(".", "")).split()
    return " ".join([word for word in words if word not in SAYS_NOTHING] or words)


def _exact(number: str) -> str:
    """A number as it is compared; nothing while too little of it stands there to say who it is."""
    key = compact(number)
    return key if len(key) >= SHORTEST_NUMBER else ""


def _address(zip_code: str, house_number: str) -> str:
    zip_key, house_key = (fold(text).replace(" ", "") for text in (zip_code, house_number))
    return zip_key + house_key if zip_key and house_key else ""


def _candidates(model: type[Relation], typed: _Typed, whole_name: str) -> list[Relation]:
    ids = set(holding(model, [typed.keys], limit=MOST_READ)) if typed.keys else set()
    groups = _name_groups(typed.words)
    if groups:
        ids.update(holding(model, groups, limit=MOST_READ))
    # What has an index of its own is found however old it is.
    exact = [Q(email_key=typed.email)] if typed.email else []
    exact += [Q(name_key=whole_name)] if whole_name else []
    if not (ids or exact):
        return []
    where = Q(pk__in=ids)
    for own in exact:
        where |= Q(pk__in=model._default_manager.filter(own).order_by("-pk").values("pk")[:MOST_EQUAL])
    more = ("vat_number",) if model is Customer else ()
    return list(model._default_manager.filter(where).only(*_FIELDS, *more))


def _name_groups(words: Sequence[str]) -> list[list[str]]:
    """For each word that says something the pieces of which one must be there."""
    telling = [word for word in words if len(word) > 3] or [word for word in words if len(word) == 3]
    return [_halves(word) for word in telling]


def _halves(word: str) -> list[str]:
    if len(word) < FORGIVING:
        return [word]
    middle = len(word) // 2
    return [word[:middle], word[middle:]]


def _reasons(row: Relation, typed: _Typed) -> Iterator[str]:
    words = set(row.search_key.split())
    if typed.vat_number and typed.vat_number == compact(getattr(row, "vat_number", "")):
        yield "vat_number"
    if typed.coc_number and typed.coc_number == compact(row.coc_number):
        yield "coc_number"
    if typed.email and typed.email == row.email_key:
        yield "email"
    if any(tail in word for tail in typed.tails for word in words if word.isdigit()):
        yield "phone"
    if typed.address and typed.address in words:
        yield "address"
    if typed.name and _alike(typed.name, _bare(row.name)):
        yield "name"


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    compared = SequenceMatcher(None, one, other, autojunk=False)
    return compared.real_quick_ratio() >= ALIKE and compared.quick_ratio() >= ALIKE and compared.ratio() >= ALIKE


def _match(kind: str, row: Relation, reasons: tuple[str, ...]) -> Match:
    href = reverse(f"relations:{kind}_detail", args=[row.pk])
    return Match(kind, row.pk, row.name, row.number, row.city, row.gone_at is not None, href, reasons)
