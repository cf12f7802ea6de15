"""Questions of the grocery chain's analyst in Chinese and English, held against SQL by hand."""

import pytest

from tests.shops.real import all_right, cases_of, conversations, differing, enough

CASES = cases_of("complete_journey")
# what the planner still asks back about, though it need not; never may it answer wrongly
ASKED_BACK = {
    "zh-14": "加了多少加仑: how many of a metric, in the words of its unit",
    "zh-16": "一天里哪个小时: a frame around the hour of day",
    "zh-21": "a noun after a member of its own table (已婚家庭) is no word of its own",
    "zh-25": "触达了多少户家庭: the verb of a metric's name apart from its noun",
    "en-26": "households were targeted by campaigns: the words of a metric's name apart",
}


@pytest.mark.parametrize("turns", conversations(CASES), ids=lambda turns: turns[0].id)
def test_question(journey_desk, journey_truth, turns):
    all_right(journey_desk, journey_truth, turns, ASKED_BACK)


def test_there_are_enough_questions_of_every_kind():
    enough(CASES, ASKED_BACK)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_truth_of_the_set_differs_from_question_to_question(journey_truth, lang):
    differing(CASES, journey_truth, lang)
