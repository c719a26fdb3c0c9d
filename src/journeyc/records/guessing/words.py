"""Owns likenesses of words: which verb, content, attribute or stage of a journey a word of another system may mean.
Must not know files or mappings."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping

from journeyc.program.schema import Content, Program
from journeyc.records.names import Names
from journeyc.records.problems import Unusable
from journeyc.records.values import read_value

_VERBS = (
    ("unsubscribed", r"unsub|opt.?out|配信停止|購読解除|退会"),
    ("bounced", r"bounce|不達|エラー"),
    ("downloaded", r"download|ダウンロード|(?<![a-z])dl(?![a-z])|資料請求完了"),
    ("registered", r"regist|sign.?up|申込|申し込み|エントリー"),
    ("attended", r"attend|参加|出席|来場"),
    ("missed", r"no.?show|欠席|不参加"),
    ("watched", r"watch|play|視聴|再生"),
    ("opened", r"open|開封"),
    ("clicked", r"click|クリック"),
    ("replied", r"repl|返信"),
    ("submitted", r"submit|form|request|フォーム|送信|登録|請求|問い?合わ?せ|依頼"),
    ("visited", r"visit|view|page|閲覧|訪問|ページ|アクセス"),
    ("delivered", r"deliver|到達"),
    ("sent", r"sent|配信|送付"),
)
_ATTRIBUTES = (
    r"会社名?|企業名?|法人名|勤務先|company( ?name)?|organization|account ?name",
    r"役職|肩書|job ?title|title|position",
    r"従業員(数|規模)?|社員数|employees|number ?of ?employees|company ?size",
    r"業種|業界|industry",
    r"(メール)?(許諾|配信可否|配信許可|同意|オプトイン)|opt.?in|consent|subscribed|marketing ?emails?",
    r"契約更新日?|更新日|renewal( ?date)?",
    r"予算|budget",
    r"都道府県|所在地|prefecture|state|region",
)
_BOOLS = (
    ("いいえ", r"不可|[×✕]|なし|無|否|拒否|希望しない|オプトアウト|停止|off|ng|n|opted.?out"),
    ("はい", r"可|[○◯〇]|あり|有|許諾|同意(済み?)?|希望(する)?|オプトイン|on|ok|y|opted.?in"),
)
_CLOSE = 0.75


class Likeness:
    """The names of a journey, or of none, to find what words may mean."""

    def __init__(self, program: Program | None) -> None:
        self.program = program
        contents = program.contents if program is not None else ()
        self._contents = {content.name: content for content in contents}
        self._titles = {title: content for content in contents for title in (content.name, content.title) if title}
        self._fits = {verb.name: verb.kinds for verb in program.verbs} if program is not None else {}
        self._names = None if program is None else Names.of(program)

    def verb(self, text: str) -> str | None:
        """The verb that a word is, or hints at."""
        lowered = text.lower()
        if self._names is not None and (spelled := self._names.verbs.get(lowered)) is not None:
            return spelled
        return next((verb for verb, pattern in _VERBS if re.search(pattern, lowered)), None)

    def content(self, text: str, verb: str | None = None) -> str | None:
        """The content that a text names; with a verb, one that it fits."""
        fitting = {
            title: content
            for title, content in self._titles.items()
            if verb is None or content.kind in self._fits.get(verb, ())
        }
        inside = [title for title in fitting if len(title) > 1 and title.lower() in text.lower()]
        if verb is None and self._names is not None and (text in self._names.teams or text in self._names.tasks):
            return text
        if inside:
            return fitting[max(inside, key=len)].name
        close = difflib.get_close_matches(text.lower(), {title.lower(): title for title in fitting}, 1, _CLOSE)
        return next((each.name for title, each in fitting.items() if close and title.lower() == close[0]), None)

    def deed(self, text: str) -> str | None:
        """`verb(content)` for what a text says happened; None where the journey has no such thing."""
        verb = self.verb(text)
        content = self.content(text, verb)
        if verb is None and content is not None:
            verb = next((each for each in self._own_verbs(self._contents[content])), None)
        return f"{verb}({content})" if verb is not None and content is not None and self._can(verb, content) else None

    def chance_deed(self, text: str) -> str | None:
        """`verb(content)` where the text hints at a verb and a single content fits it: likely, and no more."""
        verb = self.verb(text)
        content = None if verb is None else self._only(verb)
        return f"{verb}({content})" if content is not None else None

    def _own_verbs(self, content: Content) -> Iterable[str]:
        own = dict(self.program.own_verbs) if self.program is not None else {}
        return own.get(content.kind, ())

    def _only(self, verb: str) -> str | None:
        fitting = [each.name for each in self._contents.values() if each.kind in self._fits.get(verb, ())]
        return fitting[0] if len(fitting) == 1 else None

    def _can(self, verb: str, content: str) -> bool:
        return self._contents[content].kind in self._fits.get(verb, ())

    def attribute(self, column: str) -> str | None:
        """The lead's attribute that a column of that name holds."""
        last = column.rpartition(".")[2].replace("_", " ").strip().lower()
        names = [attribute.name for attribute in self.program.attributes] if self.program is not None else []
        for name in names:
            if name.lower() in (last, column.lower()):
                return name
        for pattern in _ATTRIBUTES:
            if re.fullmatch(pattern, last):
                return next((name for name in names if re.fullmatch(pattern, name.lower())), None)
        return None

    def has_few_values(self, attribute: str) -> bool:
        """Whether the attribute takes a few values alone."""
        return self.type_of(attribute) in ("enum", "bool")

    def is_value(self, attribute: str, text: str) -> bool:
        """Whether the attribute takes the text as it stands."""
        attributes = self.program.attributes if self.program is not None else ()
        for each in attributes:
            if each.name == attribute:
                try:
                    read_value(text, each.type, each.values)
                except Unusable:
                    return False
        return True

    def value(self, attribute: str, text: str) -> str | None:
        """The value of the attribute that a text names."""
        if self.is_value(attribute, text):
            return text
        if self.type_of(attribute) == "bool":
            return next((value for value, pattern in _BOOLS if re.fullmatch(pattern, text.lower())), None)
        attributes = self.program.attributes if self.program is not None else ()
        options = [value for each in attributes if each.name == attribute for value in each.values]
        inside = [value for value in options if value in text]
        return max(inside, key=len) if inside else None

    def type_of(self, attribute: str) -> str | None:
        """The type of an attribute."""
        attributes = self.program.attributes if self.program is not None else ()
        return next((each.type for each in attributes if each.name == attribute), None)

    def stage(self, text: str) -> str | None:
        """The stage that a text names."""
        stages: Mapping[str, str] = (
            {stage.name.lower(): stage.name for stage in self.program.stages} if self.program else {}
        )
        close = difflib.get_close_matches(text.lower(), stages, 1, _CLOSE)
        return stages[close[0]] if close else None
