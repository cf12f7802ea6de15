"""Who somebody is at a door: her role in the shop, and in a group what both may see."""

import hashlib

from assistant.answer import Identity
from semantic_layer.errors import PolicyError
from semantic_layer.model import Model

__all__ = ["by_token", "identify"]


def identify(model: Model, door: str, user: str, group: str = "") -> Identity:
    """The identity of a user at a door (`page`, `api`, `wecom`, `dingtalk`).

    In a group the role is what she and the group may both see. Raises PolicyError
    `unknown_person` for whoever, and whichever group, the shop does not list.
    """
    known = model.access.get(door)
    role = (known.people.get(user) or known.default) if known else ""
    if known is None or not role:
        raise PolicyError("unknown_person", door=door)
    if not group:
        return Identity(user, role, door)
    shown = known.groups.get(group)
    if not shown:
        raise PolicyError("unknown_person", door=door)
    return Identity(user, role if shown == role else f"{role}&{shown}", door, group)


def by_token(model: Model, token: str) -> Identity:
    """The identity behind an API token; the shop holds only hashes. Raises PolicyError."""
    hashed = hashlib.sha256(token.encode()).hexdigest()
    found = identify(model, "api", hashed)
    return Identity(f"token {hashed[:8]}", found.role, "api")
