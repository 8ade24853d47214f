"""The same drafts as in the tests of the builder."""

from tests.documents.conftest import ACTOR, _no_waiting, customer, draft, filled, products, token_of

__all__ = ["ACTOR", "_no_waiting", "customer", "draft", "filled", "products", "token_of"]
