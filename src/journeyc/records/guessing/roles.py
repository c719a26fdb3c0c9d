"""Owns what the columns of an export seem to be for, by their names in Japanese and English and by what they hold.
Must not know the exports of any one system."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from journeyc.records.guessing.head import Column, Head
from journeyc.records.guessing.looks import Form, are_clocks, are_mails, form_of, have_clocks
from journeyc.records.guessing.words import Likeness

_LEAD = re.compile(
    "(リード|顧客|会員|見込み?客|レコード|コンタクト|取引先責任者)( ?id|番号|コード|no)|リード|顧客|取引先責任者"
    "|lead|(lead|contact|person|user|customer|record|member) ?id"
)
_MAIL = re.compile("e.?メール|メール(アドレス)?|e.?mail( ?address)?|mail( ?address)?|recipient|宛先")
_TIME = re.compile(
    ".*(日時|日付|時間|時刻)|(登録|発生|実施|対応|行動|受付)日|.*(date|time|timestamp)|at|when|created|.* at"
)
_EVENT = re.compile(
    "出来事|イベント(名|種別)?|アクション(名|種別)?|行動(名|種別)?|活動(種別|内容)?|操作|種別"
    "|event( ?(name|type))?|action( ?type)?|activity( ?type)?|type"
)
_CONTENT = re.compile(
    "コンテンツ(名)?|資料(名)?|ページ(名)?|対象|件名|フォーム(名)?|セミナー(名)?|content|asset( ?name)?"
    "|page( ?(name|path|title))?|url|path|subject|campaign( ?name)?|form( ?name)?"
)
_ID = re.compile("id|(イベント|行動|履歴|ログ)(id|番号)|(event|message|activity|log) ?id|guid|no|番号")
_SOURCE = re.compile("獲得経路|流入元|流入経路|参照元|チャネル|媒体|(lead |utm )?source|channel|original source")
_STAGE = re.compile("段階|ステージ|フェーズ|ライフサイクル.*|stage|lifecycle ?stage|phase|status|ステータス")
_CREATED = re.compile("作成日時?|登録日時?|create ?date|created( ?at)?")
_MOST_KINDS = 60


@dataclass(slots=True)
class Roles:
    """What the columns seem to be for, by their names; None where no column is. `clock` is a time of day that stands
    apart from the date in `at`; `other_leads` name leads too."""

    lead: str | None = None
    other_leads: tuple[str, ...] = ()
    mail: bool = False
    at: str | None = None
    clock: str | None = None
    form: Form | None = None
    event: str | None = None
    content: str | None = None
    id: str | None = None
    source: str | None = None
    stage: str | None = None
    created: str | None = None
    created_clock: str | None = None
    attributes: tuple[tuple[str, str], ...] = ()


def roles_of(head: Head, likeness: Likeness) -> Roles:
    """What the columns of a file seem to be for."""
    columns = list(head.columns.values())
    roles = Roles()
    leads = [each for each in columns if _named(_LEAD, each)]
    mails = [each for each in columns if _named(_MAIL, each) or are_mails(each.texts)]
    candidates = [each.name for each in [*leads, *mails]]
    roles.lead = candidates[0] if candidates else None
    roles.other_leads = tuple(dict.fromkeys(candidates[1:]))
    roles.mail = roles.lead is not None and are_mails(head.columns[roles.lead].texts)
    taken = {roles.lead, *roles.other_leads}
    _find_time(columns, len(head.rows), taken, roles)
    taken |= {roles.at, roles.clock, roles.created, roles.created_clock}
    roles.attributes = _attributes(columns, taken, likeness)
    taken |= {column for _, column in roles.attributes}
    roles.event = _event(columns, taken)
    taken.add(roles.event)
    roles.id = _first(columns, taken, _ID, lambda each: len(set(each.texts)) == len(each.texts) == len(head.rows))
    taken.add(roles.id)
    roles.content = _first(columns, taken, _CONTENT)
    roles.source = _first(columns, taken, _SOURCE)
    roles.stage = _first(columns, taken, _STAGE)
    return roles


def _named(pattern: re.Pattern[str], column: Column) -> bool:
    last = re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", column.name.rpartition(".")[2]).strip().lower()
    return pattern.fullmatch(last) is not None


def _first(
    columns: Sequence[Column],
    taken: set[str | None],
    pattern: re.Pattern[str],
    fits: Callable[[Column], bool] = lambda column: True,
) -> str | None:
    free = (each for each in columns if each.name not in taken)
    return next((each.name for each in free if _named(pattern, each) and fits(each)), None)


def _find_time(columns: Sequence[Column], rows: int, taken: set[str | None], roles: Roles) -> None:
    """The time of a row: a column that is named like one and holds times, else one that holds them."""
    free = [each for each in columns if each.name not in taken]
    clocks = [each for each in free if are_clocks(each.texts)]
    timed = [(each, form) for each in free if each not in clocks and (form := form_of(each.texts)) is not None]
    for each, form in timed:
        if _named(_CREATED, each):
            roles.created = each.name
            roles.created_clock, _ = _with_clock(each, form, columns, clocks)
            break
    full = [(each, form) for each, form in timed if len(each.texts) * 10 >= rows * 9 and _may_be_time(each, form)]
    full.sort(key=lambda found: (not _named(_TIME, found[0]), _named(_CREATED, found[0])))
    if full:
        roles.at = full[0][0].name
        roles.clock, roles.form = _with_clock(*full[0], columns, clocks)


def _may_be_time(column: Column, form: Form) -> bool:
    """A number is a time only where its column says so."""
    numeric = form.format is not None and form.format.startswith(("epoch", "excel", "yyyyMM"))
    return not numeric or _named(_TIME, column)


def _with_clock(
    date: Column, form: Form, columns: Sequence[Column], clocks: Sequence[Column]
) -> tuple[str | None, Form]:
    """The time of day that stands in the column after that of the date, if one does, and the form of both."""
    after = columns[columns.index(date) + 1 :][:1]
    if have_clocks(date.texts) or not after or after[0] not in clocks:
        return None, form
    joined = [f"{day} {clock}" for day, clock in zip(date.texts, after[0].texts, strict=False)]
    return after[0].name, form_of(joined) or form


def _event(columns: Sequence[Column], taken: set[str | None]) -> str | None:
    few = [each for each in columns if each.name not in taken and 1 <= len(each.counts) <= _MOST_KINDS]
    return next((each.name for each in few if _named(_EVENT, each)), None)


def _attributes(columns: Sequence[Column], taken: set[str | None], likeness: Likeness) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for each in columns:
        if each.name not in taken and (attribute := likeness.attribute(each.name)) is not None:
            found.setdefault(attribute, each.name)
    return tuple(found.items())
