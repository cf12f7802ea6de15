"""The language-model path: it widens what is understood, never computes and never loosens a rule.

Nothing heavy loads here; LangChain is imported when a question is handed to the model.
"""

from assistant.agent.answering import answer_with_model
from assistant.agent.errors import ModelError

__all__ = ["ModelError", "answer_with_model"]
