"""`wenshu init`: a shop folder from files, loaded, with the questions that it answers now."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.messages import say
from semantic_layer.errors import WenshuError
from semantic_layer.messages import Lang
from semantic_layer.messages import say as told

if TYPE_CHECKING:
    from semantic_layer.drafting.asking import Asked
    from semantic_layer.drafting.draft import Draft
    from semantic_layer.texts import Text

__all__ = ["start_shop"]

_LISTED = 8


def start_shop(folder: Path, files: Sequence[Path], *, lang: Lang | None, yes: bool) -> int:
    """Make a shop of files; 0, or 2 where nothing can be read or something would be overwritten.

    Nothing is written before all files have been read and understood. Without a terminal, or with
    `yes`, the defaults of its questions hold and are marked in the YAML.
    """
    import duckdb

    from semantic_layer.drafting.asking import ask_about, settle
    from semantic_layer.drafting.make import make_draft
    from semantic_layer.drafting.measures import column_metrics
    from semantic_layer.drafting.shop import shop_of
    from semantic_layer.drafting.write import write

    said = lang or "zh"
    if not files or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        key = "cli.init_no_files" if not files else "cli.not_empty"
        print(say(key, said, folder=str(folder)), file=sys.stderr)
        return 2
    try:
        with duckdb.connect() as connection:
            draft = make_draft(connection, files, _step)
            _step("")
            shop = shop_of(draft, folder.resolve().name)
            said = lang or shop.language
            print("\n".join(_found(draft, said)))
            asks = not yes and sys.stdin.isatty()
            shop = settle(draft, shop, ask_about(draft, shop), _asker(said) if asks else None)
            write(draft, shop, column_metrics(draft), folder, said)
            print("\n".join(_guesses(draft, said)))
        return _load(folder, said)
    except WenshuError as error:
        _step("")
        print(error.sentence(said), file=sys.stderr)
        return 2


def _step(name: str) -> None:
    """A line that says what is being read, on a terminal only."""
    if sys.stderr.isatty():
        print(f"\r\033[K{name}", end="", file=sys.stderr, flush=True)


def _found(draft: "Draft", lang: Lang) -> list[str]:
    """Tables with their keys, joins with their counts, concepts, personal data."""
    from semantic_layer.drafting.labels import is_personal, table_label

    lines = [say("init.tables", lang)]
    for planned in draft.tables:
        table = planned.known.table
        key = "、".join(planned.key) or say("init.no_key", lang)
        own = table_label(planned).get(lang)
        files = "、".join(path.name for path in table.files[:3])
        lines.append(
            say(
                "init.table", lang, name=planned.name, label=own, files=files, rows=f"{table.rows:,}",
                columns=len(planned.columns), key=key,
            )
        )  # fmt: skip
        personal = [c.header for c in planned.columns if is_personal(c)]
        if personal:
            lines.append(say("init.personal", lang, columns="、".join(personal)))
    if draft.survey.joins:
        lines.append(say("init.joins", lang))
    for join in draft.survey.joins:
        one, other = draft.by_relation(join.table), draft.by_relation(join.to)
        lines.append(
            say(
                "init.join", lang, table=one.name, column=join.column, to=other.name, key=join.key,
                rows=f"{join.filled:,}", orphans=f"{join.orphans:,}",
            )
        )  # fmt: skip
    return [*lines, *_concepts(draft, lang)]


def _concepts(draft: "Draft", lang: Lang) -> list[str]:
    from semantic_layer.concepts.catalogue import CATALOGUE

    lines = [say("init.concepts", lang)] if draft.concepts else [say("init.no_concept", lang)]
    for name, slots in draft.concepts.items():
        label = CATALOGUE[name].label.get(lang)
        parts = ", ".join(
            f"{k}: {'、'.join(v) if isinstance(v, list) else v}" for k, v in slots.items()
        )
        lines.append(f"  {label}: {parts}")
    return lines


def _guesses(draft: "Draft", lang: Lang) -> list[str]:
    if not draft.guesses:
        return []
    lines = [say("init.guesses", lang)]
    return lines + [f"  {g.about}: {g.sentence(lang)}" for g in draft.guesses]


def _asker(lang: Lang):  # type: ignore[no-untyped-def]
    def answer(asked: "Asked") -> str:
        print(asked.text.get(lang))
        for number, (_, text) in enumerate(asked.choices, 1):
            print(f"  {number}. {text.get(lang)}")
        chosen = input(say("init.choose", lang)).strip()
        at = int(chosen) - 1 if chosen.isdigit() and 0 < int(chosen) <= len(asked.choices) else 0
        return asked.choices[at][0]

    return answer


def _load(folder: Path, lang: Lang) -> int:
    """Load the data, and list the questions that are answered."""
    from assistant.cli.loading import sync_shop

    code = sync_shop(folder, as_json=False, lang=lang)
    if code == 2:
        return code
    answered = _answered(folder)
    if answered:
        _write_questions(folder, answered, lang)
        print(say("init.questions", lang))
        for text in answered[:_LISTED]:
            print(f'  wenshu ask --shop {folder} "{text.get(lang)}"')
    print(say("init.done", lang, folder=str(folder)))
    return code


def _answered(folder: Path) -> list["Text"]:
    """The candidate questions that the planner answers in both languages, with rows."""
    from assistant.answer import Question
    from assistant.ask import ask
    from assistant.desk import Desk
    from semantic_layer.drafting.questions import candidates

    desk = Desk.open(folder)
    try:
        good = []
        for text in candidates(desk.shop.model):
            tried = [ask(Question(q, planner_only=True), desk) for q in (text.zh, text.en)]
            if all(a.status == "answered" for a in tried):
                good.append(text)
        return good
    finally:
        desk.shop.close()


def _write_questions(folder: Path, texts: Sequence["Text"], lang: Lang) -> None:
    from semantic_layer.drafting.yaml_text import comment, flow

    lines = [*comment([told("draft.head.questions", lang)]), "questions:"]
    lines += [f"  - {flow({'zh': t.zh, 'en': t.en})}" for t in texts]
    (folder / "questions.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
