"""Free SQL runs apart: a database that holds only what a role may see, in workers that can be killed."""

from semantic_layer.isolation.pool import Answered, Pool

__all__ = ["Answered", "Pool"]
