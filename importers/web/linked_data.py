"""Values of JSON-LD, which say one thing in many ways: as text, as an object that has a name, or as a list."""

from typing import Any

_PREFIXES = ("", "schema:", "http://schema.org/", "https://schema.org/")
_NAMING = ("@value", "name", "legalName", "value", "description", "credentialCategory", "text")
_DEEPEST = 3  # objects and lists in one another that are looked into for a text
_LONGEST = 500  # characters of a text that is taken over from a node
_REFERENCE = frozenset(("@id", "@type"))

Node = dict[str, Any]


def property_of(node: Node, name: str) -> Any:
    """Return a property of schema.org as it stands, with or without the prefix; None where it is missing."""
    return next((node[prefix + name] for prefix in _PREFIXES if prefix + name in node), None)


def values_of(node: Node, name: str) -> list[Any]:
    """Return the values of a property: one alone is a list of one."""
    found = property_of(node, name)
    if isinstance(found, dict) and ("@list" in found or "@set" in found):
        found = found.get("@list", found.get("@set"))
    return found if isinstance(found, list) else [] if found is None else [found]


def texts_of(node: Node, name: str) -> list[str]:
    """Return what the values of a property say, but for those that say nothing."""
    return [said for said in map(text_in, values_of(node, name)) if said]


def first_of(node: Node, name: str) -> str | None:
    """Return what the first value says that says anything."""
    return next(iter(texts_of(node, name)), None)


def text_in(value: Any, deepest: int = _DEEPEST) -> str | None:
    """Return the text of a value; of an object that which names or describes it; None for blanks."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if not deepest:
        return None
    inner = value if isinstance(value, list) else []
    if isinstance(value, dict):
        inner = [property_of(value, name) for name in _NAMING]
    said = next((said for each in inner if (said := text_in(each, deepest - 1))), None)
    if said is None and isinstance(value, dict):
        months = text_in(property_of(value, "monthsOfExperience"), deepest - 1)
        return f"{months} months" if months else None
    return said


def nodes_in(value: Any) -> dict[str, Node]:
    """Return the objects at any depth that have an `@id` and say more than that."""
    found: dict[str, Node] = {}
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            waiting += item.values()
            if isinstance(name := item.get("@id"), str) and item.keys() - _REFERENCE:
                found.setdefault(name, item)
        elif isinstance(item, list):
            waiting += item
    return found


def is_reference(value: Any) -> bool:
    """Whether a value only names another object."""
    return isinstance(value, dict) and isinstance(value.get("@id"), str) and not value.keys() - _REFERENCE


def referred(value: Any, nodes: dict[str, Node]) -> Any:
    """Return what a value or each of a list refers to, short texts only; the value itself where that is nothing."""
    if isinstance(value, list):
        return [referred(each, nodes) for each in value]
    node = nodes.get(value["@id"]) if is_reference(value) else None
    return value if node is None else _brief(node)


def _brief(node: Node) -> Node:
    """A node without what is long or lies deep in it: many may refer to it."""
    brief = {key: text for key, text in node.items() if isinstance(text, str) and len(text) <= _LONGEST}
    address = node.get("address")
    return brief | {"address": _brief(address)} if isinstance(address, dict) else brief
