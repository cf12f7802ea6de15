"""Who comes in by which door, and as what."""

import yaml

from semantic_layer.load.nodes import Fields, Reader
from semantic_layer.vocabulary import Door


def read_door(reader: Reader, name: str, node: yaml.Node) -> Door:
    """Who comes in by a door: `{people: {user: role}, groups: {group: role}, default: role}`."""
    fields = Fields(reader, node, ("people", "groups", "default"))

    def roles(part: yaml.Node) -> dict[str, str]:
        return {k: reader.string(v) for k, v in reader.mapping(part).items()}

    return Door(
        name=name,
        people=fields.get("people", roles, {}),
        groups=fields.get("groups", roles, {}),
        default=fields.get("default", reader.string, ""),
        place=fields.place,
    )
