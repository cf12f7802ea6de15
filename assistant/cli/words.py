"""`wenshu words`: the words and definitions that people taught the shop; show, add, take away."""

import json as json_text
from typing import Annotated

import typer

from assistant.cli.options import AsJson, DataPath, Language, RoleName, ShopFolder

__all__ = ["words"]

words = typer.Typer(help="The shop's own words: what people taught it that a word means.")
_Word = Annotated[str, typer.Argument(help="The word.")]


@words.command("list")
def list_words(
    shop: ShopFolder = None,
    data: DataPath = None,
    role: RoleName = "owner",
    json: AsJson = False,
    lang: Language = None,
) -> int:
    """Show the words, those that the role can see, with who taught them and when."""
    from assistant.cli.session import Session
    from assistant.understand.taught import meaning_of, phrase_of, said_word
    from assistant.understand.teaching import lessons_in

    session = Session(shop, data, role, lang)
    lexicon = session.desk.lexicon(role)
    kept = {phrase_of(k.lesson.word): k for k in session.desk.words.kept()}
    for lesson in lessons_in(lexicon):
        known = kept[phrase_of(lesson.word)]
        word = said_word(lesson, lexicon)
        meaning = meaning_of(lesson, lexicon, session.language)
        if json:
            line = {"word": word, "means": meaning, "kind": lesson.kind, "name": lesson.name}
            more = {"by": known.by, "role": known.role, "at": known.at}
            print(json_text.dumps({**line, **more}, ensure_ascii=False))
        else:
            print("\t".join((f"{word} = {meaning}", known.by, known.at)))
    return 0


@words.command("add")
def add_word(
    word: _Word,
    meaning: Annotated[
        str, typer.Argument(help="A metric, dimension or member, by its name or label.")
    ],
    shop: ShopFolder = None,
    data: DataPath = None,
    role: RoleName = "owner",
    lang: Language = None,
) -> int:
    """Teach the shop that a word means a metric, a dimension or a member of one."""
    from assistant.answer import Identity
    from assistant.cli.session import BadUsage, Session
    from assistant.understand.taught import choice_from, lesson_from, meaning_of, said_word, unfit
    from semantic_layer.messages import say

    session = Session(shop, data, role, lang, asked=word)
    lexicon = session.desk.lexicon(role)
    said = session.language
    lesson = choice_from(word, meaning, lexicon) or lesson_from(word, meaning, lexicon)
    if lesson is None:
        raise BadUsage(say("taught.no_meaning", said, words=meaning))
    why = "" if lesson.kind == "choice" else unfit(word, lexicon)
    why = why or session.desk.teach(lesson, Identity(role=role))
    if why:
        raise BadUsage(say(why, said, words=word))
    name = meaning_of(lesson, lexicon, said)
    key = "taught.chosen" if lesson.kind == "choice" else "taught.learned"
    print(say(key, said, word=said_word(lesson, lexicon), name=name))
    return 0


@words.command("remove")
def remove_word(
    word: _Word, shop: ShopFolder = None, data: DataPath = None, lang: Language = None
) -> int:
    """Take a word away; a term of several definitions is asked about again."""
    from assistant.cli.session import Session
    from assistant.understand.taught import phrase_of
    from semantic_layer.messages import say

    session = Session(shop, data, "owner", lang, asked=word)
    targets = session.desk.lexicon("owner").phrases.get(phrase_of(word), ())
    terms = [t.name for t in targets if t.kind == "term"]
    gone = [session.desk.words.forget(name) for name in (word, *terms)].count(True)
    key = "taught.forgotten" if gone else "taught.not_known"
    print(say(key, session.language, words=word))
    return 0 if gone else 1
