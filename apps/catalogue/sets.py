"""Sets and their parts in the mirror: what a set holds, where a part is used, how many can be made. No calls."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from apps.catalogue.building import MOST_DEPTH, Need, Node, Odd, Part, Tree, can_make, needs, tree
from apps.catalogue.models import Composition, Product
from apps.catalogue.selectors import products_by_id
from apps.catalogue.stock import StockSummary, stock_summaries

# A page looks at no more edges than this, however the catalogue is knotted.
MOST_EDGES = 4000
MOST_PARENTS = 200


def is_in_sets(product_id: int) -> bool:
    """Whether a product is a set, or a part of one."""
    edges = Composition.objects.filter(gone_at=None)
    return edges.filter(parent_id=product_id).exists() or edges.filter(child_id=product_id).exists()


def edges_below(roots: Collection[int]) -> dict[int, list[Part]]:
    """The parts of these products, of their parts, and so on: one query a level."""
    found: dict[int, list[Part]] = {}
    frontier = set(roots)
    count = 0
    for _level in range(MOST_DEPTH + 1):
        rows = Composition.objects.filter(gone_at=None, parent_id__in=frontier).order_by("pk")
        edges = list(rows.values_list("parent_id", "child_id", "quantity")[: MOST_EDGES - count])
        for parent, child, quantity in edges:
            found.setdefault(parent, []).append(Part(child, quantity))
        count += len(edges)
        frontier = {child for _parent, child, _quantity in edges} - found.keys()
        if not frontier or count >= MOST_EDGES:
            break
    return found


@dataclass(frozen=True)
class PartRow:
    """One line of the tree. ``product`` None: LogicTrade names a product that was not read. ``short``: for ``sets``."""

    node: Node
    product: Product | None
    stock: StockSummary
    short: Decimal = Decimal(0)

    @property
    def cycle(self) -> bool:
        return self.node.odd is Odd.CYCLE

    @property
    def no_quantity(self) -> bool:
        return self.node.odd is Odd.NO_QUANTITY


@dataclass(frozen=True)
class Missing:
    """A part of which there is too little."""

    product_id: int
    product: Product | None
    need: Need


@dataclass(frozen=True)
class UsedIn:
    """A set in which a product is a part, at once or through other sets."""

    product_id: int
    product: Product | None
    quantity: Decimal | None
    depth: int
    cycle: bool = False


@dataclass(frozen=True)
class SetCard:
    """A product taken apart. ``sets``: what ``missing`` is for.

    ``can_make`` None: no part has a known quantity, or the set holds itself, so that nothing can be worked out.
    """

    rows: tuple[PartRow, ...]
    can_make: int | None
    sets: int
    missing: tuple[Missing, ...]
    used_in: tuple[UsedIn, ...]
    tree: Tree
    unknown_stock: bool = False


def set_card(product: Product, sets: int | None = None) -> SetCard:
    """The tree, what it gives, and where the product is used. ``sets``: one more than can be made when not given."""
    parts = edges_below([product.pk])
    found = tree(product.pk, parts)
    used = _used_in(product.pk)
    ids = {node.product_id for node in found.nodes}
    products = products_by_id([*ids, *(one.product_id for one in used)])
    stocks = stock_summaries(ids, with_locations=False)
    free = {pk: stock.free for pk, stock in stocks.items()}
    count = None if found.has_cycle else can_make(product.pk, parts, free)
    wanted = sets if sets is not None else (count or 0) + 1
    wants = [] if count is None else needs(product.pk, parts, free, wanted)
    short = {need.product_id: need.short for need in wants}
    return SetCard(
        rows=tuple(
            PartRow(
                node, products.get(node.product_id), stocks[node.product_id], short.get(node.product_id, Decimal(0))
            )
            for node in found.nodes
        ),
        can_make=count,
        sets=wanted,
        missing=tuple(
            Missing(need.product_id, products.get(need.product_id), need) for need in wants if need.short > 0
        ),
        used_in=tuple(
            UsedIn(one.product_id, products.get(one.product_id), one.quantity, one.depth, one.cycle) for one in used
        ),
        tree=found,
        unknown_stock=any(value is None for value in free.values()),
    )


def _used_in(product_id: int) -> list[UsedIn]:
    """The sets above a product, nearest first: one query a level; one that was met before closes a circle."""
    found: list[UsedIn] = []
    met = {product_id}
    frontier = {product_id}
    for depth in range(1, MOST_DEPTH + 1):
        rows = Composition.objects.filter(gone_at=None, child_id__in=frontier).order_by("parent_id", "pk")
        edges = list(rows.values_list("parent_id", "quantity")[:MOST_PARENTS])
        frontier = set()
        for parent, quantity in edges:
            if parent in met:
                if parent == product_id:
                    found.append(UsedIn(parent, None, quantity, depth, cycle=True))
                continue
            met.add(parent)
            frontier.add(parent)
            found.append(UsedIn(parent, None, quantity, depth))
        if not frontier or len(found) >= MOST_PARENTS:
            break
    return found


@dataclass(frozen=True)
class SetRow:
    """A set in the list: its parts and how many of it they give."""

    product: Product
    stock: StockSummary
    parts: int
    can_make: int | None


def set_rows(products: Sequence[Product], stocks: Mapping[int, StockSummary]) -> list[SetRow]:
    """How many of each of these sets can be made: one query a level of parts, and three for their stock."""
    parts = edges_below([product.pk for product in products])
    ids = {part.product_id for below in parts.values() for part in below}
    free = {pk: stock.free for pk, stock in stock_summaries(ids, with_locations=False).items()}
    return [
        SetRow(product, stocks[product.pk], len(parts.get(product.pk, ())), _count(product.pk, parts, free))
        for product in products
    ]


def _count(product_id: int, parts: Mapping[int, list[Part]], free: Mapping[int, Decimal | None]) -> int | None:
    return None if tree(product_id, parts).has_cycle else can_make(product_id, parts, free)
