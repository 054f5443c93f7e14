"""The tree of an index without one of its nodes."""

from __future__ import annotations

from dataclasses import replace

from mdi.methods.model import Method
from mdi.tree import Node, Tree


def pruned(tree: Tree, name: str) -> Tree:
    """The tree without a node below the domains; all others keep their rows.

    Args:
        tree: the nodes.
        name: an indicator or part that is not the only one of its parent.
    """
    return replace(tree, root=_without(tree.root, name))


def pruned_method(method: Method, tree: Tree) -> Method:
    """The method without the rules of nodes that the tree does not have."""
    here = {node.id for node in tree.nodes()}
    nodes = {name: rules for name, rules in method.nodes.items() if name in here}
    return method.model_copy(update={"nodes": nodes})


def ancestors(tree: Tree, name: str) -> list[Node]:
    """The nodes above a node, from the index down."""

    def path(node: Node) -> list[Node] | None:
        if node.id == name:
            return []
        below = (path(child) for child in node.children)
        found = next((each for each in below if each is not None), None)
        return None if found is None else [node, *found]

    return path(tree.root) or []


def outermost(tree: Tree, name: str) -> str:
    """The node that goes with a node: a parent whose only child it is, or itself."""
    for parent in reversed(ancestors(tree, name)[1:]):
        if len(parent.children) > 1:
            return name
        name = parent.id
    return name


def _without(node: Node, name: str) -> Node:
    children = tuple(_without(child, name) for child in node.children if child.id != name)
    return node if children == node.children else replace(node, children=children)
