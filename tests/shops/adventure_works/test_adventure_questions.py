"""Questions of the bicycle shop's owner in Chinese and English, held against SQL written by hand."""

import pytest

from tests.shops.real import all_right, cases_of, conversations, differing, enough

CASES = cases_of("adventure_works")
# what the planner still asks back about, though it need not; never may it answer wrongly
ASKED_BACK = {
    "zh-20": "a noun after a member of its own table (黑色商品) is no group",
    "zh-21": "the same",
    "zh-34": "the same (有房的客户)",
    "zh-37": "a noun before a metric of its own table (客户的平均年收入) is no group",
    "zh-35": "每单买几件 is a metric of the shop in other words",
    "en-31": "the same as zh-20 (red products)",
    "en-33": "the same (customers with a graduate degree)",
    "en-34": "how many products have we sold: 'sold' says which of the two counts",
}


@pytest.mark.parametrize("turns", conversations(CASES), ids=lambda turns: turns[0].id)
def test_question(adventure_desk, adventure_truth, turns):
    all_right(adventure_desk, adventure_truth, turns, ASKED_BACK)


def test_there_are_enough_questions_of_every_kind():
    enough(CASES, ASKED_BACK)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_truth_of_the_set_differs_from_question_to_question(adventure_truth, lang):
    differing(CASES, adventure_truth, lang)
