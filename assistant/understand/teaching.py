"""Teaching in the conversation: remember that X means Y, forget X, which words do you know."""

# ruff: noqa: E501 (tables of words read better whole)

import re
from dataclasses import replace

from assistant.understand.arguments import reading_of
from assistant.understand.desk import Desk
from assistant.understand.lexicon import Lexicon
from assistant.understand.reading import swap
from assistant.understand.recall import last_call
from assistant.understand.rephrase import rephrase
from assistant.understand.taught import (
    Lesson,
    choice_from,
    lesson_from,
    meaning_of,
    said_word,
    unfit,
)
from assistant.understand.understanding import Understanding

_QUOTE = r"[\"'“”]?"
_TAIL = r"[\s,.!?~、啊呀呢吗哦哈了吧]*"
_TEACH = re.compile(
    rf"(?:请)?(?:帮我)?(?:记住|记一下|记下来?|学一下|以后)[\s:,]*(?:以后)?(?:我们?说的?)?{_QUOTE}(?P<a>[^,.;?!=\"']{{1,40}}?){_QUOTE}\s*(?:就是指?|指的就?是|指|是指|等于|=|的意思是|意思是|即|就等于|算|按|是)\s*{_QUOTE}(?P<b>[^,;?!=\"']{{1,60}}?){_QUOTE}(?:的意思|算)?{_TAIL}"
    rf"|(?:please )?(?:remember|learn|note|from now on|when (?:i|we) say)(?: that)?[\s:,]*{_QUOTE}(?P<c>[^,.;?!=\"']{{1,40}}?){_QUOTE},?\s*(?:means?|is|=|equals|stands for|i mean|we mean)\s*{_QUOTE}(?P<d>[^,;?!=\"']{{1,60}}?){_QUOTE}{_TAIL}"
)
_FORGET = re.compile(
    rf"(?:请)?(?:忘掉|忘记|忘了|不要再?记|删掉这个词|去掉这个词)[\s:,]*{_QUOTE}(?P<a>[^,;?!\"']{{1,40}}?){_QUOTE}(?:这个词)?{_TAIL}"
    rf"|(?:please )?(?:forget|unlearn)(?: the word| that| about)?[\s:,]*{_QUOTE}(?P<b>[^,;?!\"']{{1,40}}?){_QUOTE}{_TAIL}"
)
_LIST = re.compile(
    rf"(?:看看|看下|看|列出)?(?:我|我们|店里|本店|你)?(?:的|教过?你?的?|教会?你?的?|记住了?|学会了?|学了)?(?:哪些|什么)?(?:自定义的?|教过的)?词(?:语|汇)?(?:有哪些|有什么|列表|都有哪些)?{_TAIL}"
    rf"|(?:show |list )?(?:my|our|the shop's) (?:own )?words{_TAIL}|what words (?:have i taught you|do you know|did (?:i|we) teach you){_TAIL}"
)
_OTHER_WAY = re.compile(
    rf"(?:换(?:个|一个|一种)?口径|(?:按|用|看)?另(?:外)?一?(?:个|种)口径(?:看|算)?|换个?算法|口径换一下){_TAIL}"
    rf"|(?:use |by )?(?:the |an)?other definition{_TAIL}|change (?:the )?definition{_TAIL}"
)
_MOST = 8


def teaching(folded: str, desk: Desk) -> Understanding | None:
    """What is done to the shop's own words; None for any other message."""
    if _LIST.fullmatch(folded) and "词" in folded + "词" * folded.isascii():
        return _listed(desk)
    if _OTHER_WAY.fullmatch(folded):
        return _other_way(desk)
    forgotten = _FORGET.fullmatch(folded)
    if forgotten:
        return _forgotten((forgotten["a"] or forgotten["b"]).strip(), desk)
    taught = _TEACH.fullmatch(folded)
    if taught is None:
        return None
    return _taught((taught["a"] or taught["c"]).strip(), (taught["b"] or taught["d"]).strip(), desk)


def learned(lesson: Lesson, desk: Desk) -> Understanding:
    """That a lesson is kept now, as it is said."""
    key = "taught.chosen" if lesson.kind == "choice" else "taught.learned"
    told = {
        "word": said_word(lesson, desk.lexicon),
        "name": meaning_of(lesson, desk.lexicon, desk.lang),
    }
    return replace(desk.reply(key, **told), learn=lesson)


def _taught(word: str, meaning: str, desk: Desk) -> Understanding | None:
    choice = choice_from(word, meaning, desk.lexicon)
    if choice is not None:
        return learned(choice, desk)
    lesson = lesson_from(word, meaning, desk.lexicon)
    why = unfit(word, desk.lexicon)
    if lesson is None:
        return None if why else desk.ask("taught.no_meaning", (), words=meaning)
    return desk.ask(why, (), words=word) if why else learned(lesson, desk)


def _forgotten(word: str, desk: Desk) -> Understanding | None:
    terms = {t.name for t in desk.lexicon.phrases.get(word, ()) if t.kind == "term"}
    known = [t for t in terms if t in desk.lexicon.chosen]
    if known:
        return replace(desk.reply("taught.forgotten", words=word), forget=known[0])
    if word in desk.lexicon.taught:
        return replace(desk.reply("taught.forgotten", words=word), forget=word)
    return desk.reply("taught.not_known", words=word)


def lessons_in(lexicon: Lexicon) -> tuple[Lesson, ...]:
    """The words and choices that a role's lexicon holds."""
    chosen = (Lesson("choice", term, metric) for term, metric in lexicon.chosen.items())
    return (*lexicon.taught.values(), *chosen)


def _listed(desk: Desk) -> Understanding:
    lessons = lessons_in(desk.lexicon)
    if not lessons:
        return desk.reply("taught.none", example=desk.examples[0])
    pairs = [(said_word(x, desk.lexicon), meaning_of(x, desk.lexicon, desk.lang)) for x in lessons]
    text = "\n".join(f"{word} = {meaning}" for word, meaning in pairs)
    forget = "忘掉{}" if desk.lang == "zh" else "forget {}"
    options = tuple(forget.format(word) for word, _ in pairs[:_MOST])
    return replace(desk.reply("taught.list", words="\n" + text), options=options)


def _other_way(desk: Desk) -> Understanding | None:
    """换口径: the last question by each definition of the term that its metric is one of."""
    turn = last_call(desk)
    if turn is None or turn.call is None:
        return None
    reading = reading_of(turn.call.arguments, desk.lexicon)
    for term in desk.lexicon.model.terms:
        held = next((m for m in reading.metrics if m in term.choices), "")
        if held and len(term.choices) > 1:
            names = [c for c in term.choices if c in desk.lexicon.model.metrics]
            readings = [swap(reading, held, name) for name in names]
            options = tuple(rephrase(r, desk.lexicon, desk.lang) for r in readings)
            lessons = tuple(Lesson("choice", term.name, name) for name in names)
            asked = desk.ask("ask.term", options, words=term.words[0])
            return replace(asked, lessons=lessons[: len(asked.options)])
    return desk.ask("taught.one_way", (rephrase(reading, desk.lexicon, desk.lang),))
