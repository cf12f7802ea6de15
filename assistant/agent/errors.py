"""What can go wrong with a language model; each ends in the planner's question back, with a note.

WenshuError
└── ModelError           code: model_unreachable, model_refused, model_busy, model_broken,
                         model_slow, model_nonsense, model_budget,
                         model_resting, model_cancelled
    └── Declined         the model's choice broke a rule of ours; the planner's reply stands
"""

from semantic_layer.errors import WenshuError
from semantic_layer.messages import add

add(
    {
        "error.model_unreachable": (
            "语言模型现在连不上，先用内置规则理解。",
            "The language model cannot be reached; the built-in planner answered instead.",
        ),
        "error.model_refused": (
            "语言模型拒绝了访问（请检查密钥与地址），先用内置规则理解。",
            "The language model refused us (check key and address); "
            "the built-in planner answered instead.",
        ),
        "error.model_busy": (
            "语言模型正忙，先用内置规则理解，稍后可以再试。",
            "The language model is busy; the built-in planner answered instead. Try again later.",
        ),
        "error.model_broken": (
            "语言模型出错了，先用内置规则理解。",
            "The language model failed; the built-in planner answered instead.",
        ),
        "error.model_slow": (
            "语言模型太久没有回应，先用内置规则理解。",
            "The language model took too long; the built-in planner answered instead.",
        ),
        "error.model_nonsense": (
            "语言模型的回复用不上，先用内置规则理解。",
            "The language model's reply was of no use; the built-in planner answered instead.",
        ),
        "error.model_resting": (
            "语言模型刚才接连出错，先停用 {seconds} 秒，这次由内置规则理解。",
            "The language model failed several times in a row and rests for {seconds} s; "
            "the built-in planner answered instead.",
        ),
        "error.model_budget": (
            "语言模型用完了这次提问的额度，先用内置规则理解。",
            "The language model used up what one question may cost; "
            "the built-in planner answered instead.",
        ),
        "error.model_cancelled": ("已停止。", "Stopped."),
        "error.model_ungrounded": (
            "语言模型的理解加了问题里没有的内容，没有采用。",
            "The language model added what the question did not say; its reading was not used.",
        ),
    }
)


class ModelError(WenshuError):
    """The language model was of no help; `tokens` is what the attempt cost (input, output)."""

    tokens: tuple[int, int] = (0, 0)


class Declined(ModelError):
    """The model chose something that the question does not carry."""
