"""The tree of product groups: for choices, for a product's path, and with how many products stand in each."""

from dataclasses import dataclass

from apps.catalogue.models import Group, Product, ProductGroup


def group_tree() -> list[tuple[int, Group]]:
    """Every group with its depth, children behind their parent; a group whose parent is unknown stands as a root."""
    groups = list(Group.objects.filter(gone_at=None).defer("data"))
    known = {group.pk for group in groups}
    children: dict[int | None, list[Group]] = {}
    for group in sorted(groups, key=lambda one: (one.name.casefold(), one.pk)):
        parent = group.parent_id if group.parent_id in known and group.parent_id != group.pk else None
        children.setdefault(parent, []).append(group)
    found: list[tuple[int, Group]] = []
    seen: set[int] = set()

    def walk(parent: int | None, depth: int) -> None:
        for group in children.get(parent, ()):
            if group.pk not in seen:
                seen.add(group.pk)
                found.append((depth, group))
                walk(group.pk, depth + 1)

    walk(None, 0)
    # Groups that are each other's parents hang under no root; they show at the end.
    found += [(0, group) for group in groups if group.pk not in seen]
    return found


def group_choices() -> list[tuple[int, str]]:
    """Groups for a choice field, indented by depth."""
    return [(group.pk, "\u2003" * min(depth, 6) + str(group)) for depth, group in group_tree()]


def group_with_descendants(group_id: int) -> list[int]:
    """The ids of a group and all below it."""
    parents = dict(Group.objects.values_list("pk", "parent_id"))
    below: dict[int, list[int]] = {}
    for pk, parent in parents.items():
        if parent is not None:
            below.setdefault(parent, []).append(pk)
    found: list[int] = []
    waiting = [group_id]
    while waiting:
        pk = waiting.pop()
        if pk not in found:
            found.append(pk)
            waiting += below.get(pk, [])
    return found


def group_path(group_id: int) -> list[Group]:
    """The groups from the root to this one; empty when it is not known."""
    groups = {group.pk: group for group in Group.objects.defer("data")}
    path: list[Group] = []
    current = groups.get(group_id)
    while current is not None and current not in path:
        path.append(current)
        current = groups.get(current.parent_id) if current.parent_id else None
    return path[::-1]


@dataclass(frozen=True)
class GroupRow:
    """A group in the tree, and how many products stand in it or below it."""

    group: Group
    depth: int
    products: int


def group_rows() -> list[GroupRow]:
    """The tree with its counts: two queries."""
    there = ProductGroup.objects.filter(product_id__in=Product.objects.filter(gone_at=None).values("pk"))
    inside: dict[int, set[int]] = {}
    for group_id, product_id in there.values_list("group_id", "product_id"):
        inside.setdefault(group_id, set()).add(product_id)
    tree = group_tree()
    # Children stand behind their parents, so going backwards each has all of its own before its parent takes it.
    for _depth, group in reversed(tree):
        if group.parent_id and group.parent_id != group.pk:
            inside.setdefault(group.parent_id, set()).update(inside.get(group.pk, ()))
    return [GroupRow(group, min(depth, 6), len(inside.get(group.pk, ()))) for depth, group in tree]
