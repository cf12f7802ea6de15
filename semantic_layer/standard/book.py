"""All recipes, in an order in which parts come before what is made of them."""

from collections.abc import Mapping

from semantic_layer.standard.ads import ADS
from semantic_layer.standard.customers import CUSTOMERS
from semantic_layer.standard.events import EVENTS
from semantic_layer.standard.goods import OTHERS, STOCK
from semantic_layer.standard.history import HISTORY
from semantic_layer.standard.lines import LINES
from semantic_layer.standard.live import LIVE
from semantic_layer.standard.orders import ORDERS
from semantic_layer.standard.recipes import Question, Recipe, Recipes
from semantic_layer.standard.refunds import REFUNDS
from semantic_layer.standard.service import COUPONS, FEES, REVIEWS

BOOK: tuple[Recipes, ...] = (
    ORDERS, HISTORY, CUSTOMERS, LINES, REFUNDS, EVENTS, ADS, REVIEWS, COUPONS, FEES, LIVE, STOCK, OTHERS,
)  # fmt: skip
RECIPES: Mapping[str, Recipe] = {r.name: r for part in BOOK for r in part.recipes}
GROUPS: Mapping[str, str] = {r.name: part.group for part in BOOK for r in part.recipes}
QUESTIONS: tuple[Question, ...] = tuple(q for part in BOOK for q in part.questions)
