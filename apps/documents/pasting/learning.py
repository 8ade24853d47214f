"""What a customer means by some words: learned from what people choose, and used in the next paste."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from apps.accounts.models import User
from apps.audit.actions import Action
from apps.audit.log import Actor, record
from apps.catalogue.models import Product
from apps.catalogue.selectors import product_get, products_by_id
from apps.core import clock
from apps.documents.models import LearnedWords
from apps.erp.mirror.fold import fold
from apps.erp.mirror.texts import cut, whole


def key_of(words: str) -> str:
    """How a customer's words are remembered: folded, without marks that say nothing."""
    return " ".join(fold(whole(words)).strip(" .,;:-").split())[: LearnedWords.LONGEST]


def learned_for(customer_id: int | None, texts: Iterable[str]) -> dict[str, Product]:
    """What this customer's words stood for before, by their key; two queries."""
    if customer_id is None:
        return {}
    keys = {key_of(text) for text in texts} - {""}
    known = dict(
        LearnedWords.objects.filter(customer_id=customer_id, words_key__in=keys).values_list("words_key", "product_id")
    )
    products = products_by_id(list(known.values())) if known else {}
    there = {key: products.get(pk) for key, pk in known.items()}
    return {key: product for key, product in there.items() if product is not None and product.gone_at is None}


def words_learn(*, user: User, customer_id: int, words: str, product: Product) -> None:
    """Remember what a customer's words mean; who says otherwise later is right."""
    key = key_of(words)
    if not key:
        return
    now = clock.now()
    said = {"product_id": product.pk, "author": user, "author_name": user.shown_name, "last_at": now}
    row, made = LearnedWords.objects.get_or_create(
        customer_id=customer_id,
        words_key=key,
        defaults={"words": cut(words, 200), "created_at": now, **said},
    )
    if not made:
        times = row.times + 1 if row.product_id == product.pk else 1
        LearnedWords.objects.filter(pk=row.pk).update(times=times, **said)


def words_forget(*, actor: Actor, row: LearnedWords) -> None:
    """Take learned words away; what they stood for stays in the audit log. Gone already is nothing to do."""
    product = product_get(row.product_id)
    with transaction.atomic():
        if LearnedWords.objects.filter(pk=row.pk).delete()[0]:
            record(
                Action.LEARNED_WORDS_REMOVED,
                actor=actor,
                subject=f"customer:{row.customer_id}",
                label=row.words,
                before={row.words: str(product or row.product_id)},
            )


def words_used(customer_id: int | None, texts: Iterable[str]) -> None:
    """Learned words that were understood once more."""
    keys = {key_of(text) for text in texts}
    if keys and customer_id is not None:
        rows = LearnedWords.objects.filter(customer_id=customer_id, words_key__in=keys)
        rows.update(times=F("times") + 1, last_at=clock.now())
