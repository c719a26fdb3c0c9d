"""Proposed mappings: what is recognised, what is only remarked on, and that every proposal can be used as it stands."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeyc.pipeline import compile_text
from journeyc.program.schema import Program
from journeyc.records.events import read_events
from journeyc.records.guessing.guess import propose
from journeyc.records.guessing.head import read_head
from journeyc.records.leads import read_leads
from journeyc.records.mappings.reading import read_mapping
from journeyc.records.names import Names
from journeyc.records.problems import RecordFileError
from tests.records.conftest import Reading

FOLDER = Path(__file__).parents[2] / "examples" / "mappings"
NOON = 1775012400  # 2026-04-01T12:00+09:00


@pytest.fixture(scope="module")
def journey() -> Program:
    found = compile_text((FOLDER / "exports.journey").read_text("utf-8"), "exports.journey").program
    assert found is not None
    return found


def words(key: str, **values: object) -> str:
    return f"{key} {sorted(values.items())}"


def proposed(path: Path, program: Program | None) -> str:
    return "".join(propose(read_head(path), program).written(words))


def used(path: Path, text: str, program: Program) -> Reading:
    """What comes of reading a file by a proposal."""
    reading, names = Reading(), Names.of(program)
    (path.parent / "map.yaml").write_text(text, encoding="utf-8")
    mapping = read_mapping(path.parent / "map.yaml", names)
    if mapping.leads is not None:
        reading.leads.extend(read_leads([path], names, reading.report, [mapping]))
    if mapping.events:
        reading.events.extend(read_events([path], names, reading.report, [mapping]))
    return reading


def put(folder: Path, content: str | bytes, name: str = "export.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


# --- the exports that are known ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "export", "lines", "verbs"),
    [
        ("segment.jsonl", "segment", ["lead: {first: [userId, anonymousId]}"], ["changed", "changed"]),
        ("marketo-activities.csv", "marketo", ["lead: leadId", "at: activityDate"], ["submitted", "changed"]),
        ("hubspot-contacts.csv", "hubspot_contacts", ["lead: {column: Eメール, case: lower}"], []),
        ("hubspot-email-events.jsonl", "hubspot_email", ['  at: {column: created, format: "epoch-ms"}'], []),
        ("action-log.csv", "columns", ["  at: {join: [日付, 時刻]}"], ["visited"]),
    ],
)
def test_the_shipped_exports(
    tmp_path: Path, journey: Program, name: str, export: str, lines: list[str], verbs: list[str]
) -> None:
    path = put(tmp_path, (FOLDER / name).read_bytes(), name)
    text = proposed(path, journey)
    assert text.startswith(f"# export_{export} ")
    for line in lines:
        assert any(each.startswith(line) for each in text.splitlines()), text
    reading = used(path, text, journey)
    assert sorted(event.verb for event in reading.events) == sorted(verbs)
    assert used(path, proposed(path, None), journey).events == [] or export == "segment"


def test_contacts_become_leads(tmp_path: Path, journey: Program) -> None:
    path = put(tmp_path, "Record ID,Email,Job Title,Lifecycle Stage,Create Date,Became a 商談化 Date\n"
               "1,A@x.jp,部長,検討,2026-04-01 12:00,2026-04-02\n")  # fmt: skip
    reading = used(path, proposed(path, journey), journey)
    assert reading.problems == []
    (lead,) = reading.leads
    assert (lead.lead, lead.stage, lead.created, lead.attributes) == ("a@x.jp", "検討", NOON, {"役職": "部長"})
    assert [(event.verb, event.subject) for event in reading.events] == [("happened", "商談化")]


def test_the_history_of_properties(tmp_path: Path, journey: Program) -> None:
    row = '{"id":"51","propertiesWithHistory":{"jobtitle":[{"value":"部長","timestamp":"2026-04-01T03:00:00Z"}]}}\n'
    reading = used(path := put(tmp_path, row, "e.jsonl"), proposed(path, journey), journey)
    assert [(event.lead, event.at, event.data) for event in reading.events] == [("51", NOON, {"役職": "部長"})]


# --- any other ---------------------------------------------------------------------------------------------------

ROWS = ("L1,{},資料ダウンロード,導入ガイド\n", "L2,{},ページ閲覧,料金\n", "L2,{},フォーム送信,資料請求\n")


@pytest.mark.parametrize(
    "header",
    ["リードID,日時,アクション,コンテンツ", "lead_id,date,event_type,content", "customerId,timestamp,action,asset"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_columns_in_japanese_and_english(tmp_path: Path, journey: Program, header: str, encoding: str) -> None:
    content = f"{header}\n" + "".join(row.format("2026/4/1 12:00") for row in ROWS)
    path = put(tmp_path, content.encode(encoding))
    reading = used(path, proposed(path, journey), journey)
    assert reading.problems == []
    found = [(event.lead, event.at, event.verb, event.subject) for event in reading.events]
    assert found == [
        ("L1", NOON, "downloaded", "導入ガイド"),
        ("L2", NOON, "visited", "料金"),
        ("L2", NOON, "submitted", "資料請求"),
    ]


@pytest.mark.parametrize("delimiter", ["\t", ";", "|"])
def test_delimiters_and_a_header_further_down(tmp_path: Path, journey: Program, delimiter: str) -> None:
    content = "一覧\n\n" + "メール,発生日時,行動\nA@x.jp,2026-04-01 12:00,導入ガイドDL\nb@x.jp,2026-04-01 12:00,-\n"
    path = put(tmp_path, content.replace(",", delimiter), "export.txt")
    reading = used(path, proposed(path, journey), journey)
    assert [(event.lead, event.subject) for event in reading.events] == [("a@x.jp", "導入ガイド")]
    assert reading.causes == [("no_event", 5)]


@pytest.mark.parametrize(
    ("texts", "form"),
    [
        (["2026-04-01T03:00:00Z", "2026-04-02T03:00:00Z"], None),
        (["2026/4/1 12:00", "2026/12/31 9:05"], None),
        (["4/1/2026 12:00 PM", "4/30/2026 1:00 PM"], "M/d/yyyy h:mm a"),
        (["1/4/2026 12:00", "30/4/2026 13:00"], "d/M/yyyy H:mm"),
        (["1.4.2026 12:00", "30.4.2026 13:00"], "d.M.yyyy H:mm"),
        (["1775012400", "1775012401"], "epoch-s"),
        (["1775012400000", "1775012401000"], "epoch-ms"),
        (["20260401120000", "20260402120000"], "yyyyMMddHHmmss"),
        (["令和8年4月1日 12:00", "令和8年4月2日 12:00"], "Gy年M月d日 H:mm"),
        (["2026年4月1日 12時0分", "2026年4月2日 12時0分"], "yyyy年M月d日 H時m分"),
        (["Apr 1, 2026 12:00", "Apr 2, 2026 12:00"], "MMM d, yyyy H:mm"),
        (["46113.5", "46114.5"], "excel"),
    ],
)
def test_forms_of_time(tmp_path: Path, journey: Program, texts: list[str], form: str | None) -> None:
    content = "顧客ID,日時,行動\n" + "".join(f'L1,"{text}",料金閲覧\n' for text in texts)
    path = put(tmp_path, content)
    text = proposed(path, journey)
    assert ("format:" in text) == (form is not None)
    if form is not None:
        assert form in text
        assert "which_" not in text
    assert used(path, text, journey).events[0].at == NOON


def test_day_or_month_first_is_not_guessed_in_silence(tmp_path: Path, journey: Program) -> None:
    path = put(tmp_path, "顧客ID,日時,行動\nL1,1/4/2026,料金閲覧\nL1,2/4/2026,料金閲覧\n")
    text = proposed(path, journey)
    assert "  # which_day [('chosen', 'M/d/yyyy'), ('other', 'd/M/yyyy')]\n  at: {" in text
    assert len(used(path, text, journey).events) == 2


def test_what_is_not_known_is_left_to_be_filled_in(tmp_path: Path, journey: Program) -> None:
    path = put(
        tmp_path,
        "顧客ID,日時,行動,担当\nL1,2026-04-01,フォーム登録,佐藤\nL1,2026-04-01,電話,佐藤\nL1,2026-04-02,電話,佐藤\n",
    )
    text = proposed(path, journey)
    assert "      # フォーム登録: submitted(資料請求)  # rows [('count', '1')]\n" in text
    assert "      # 電話:  # rows [('count', '2')]\n" in text
    assert "# unused [('columns', '担当')]" in text
    assert [cause for cause, _ in used(path, text, journey).causes] == ["unmapped_event"] * 3
    filled = text.replace("# フォーム登録: ", "フォーム登録: ").replace("# 電話:", "電話: ignore")
    assert [event.subject for event in used(path, filled, journey).events] == ["資料請求"]


def test_values_of_attributes(tmp_path: Path, journey: Program) -> None:
    path = put(
        tmp_path,
        "メールアドレス,企業名,役職,社員数,配信可否\na@x.jp,A社,営業部長,300,可\nb@x.jp,B社,課長,80,不可\nc@x.jp,C社,代表,8,○\n",
    )
    reading = used(path, proposed(path, journey), journey)
    assert [lead.attributes for lead in reading.leads] == [
        {"会社名": "A社", "役職": "部長", "従業員数": 300, "メール許諾": True},
        {"会社名": "B社", "役職": "課長", "従業員数": 80, "メール許諾": False},
        {"会社名": "C社", "従業員数": 8, "メール許諾": True},
    ]
    assert reading.causes == [("unmapped_value", 4)]


def test_records_that_need_no_mapping_are_mapped_to_themselves(tmp_path: Path, journey: Program) -> None:
    row = '{"lead":"L1","at":"2026-04-01T12:00","event":"%s","content":"%s"}\n'
    path = put(tmp_path, row % ("done", "架電") + row % ("accepted", "IS") + row % ("閲覧", "料金"), "e.jsonl")
    reading = used(path, proposed(path, journey), journey)
    assert reading.problems == []
    assert [(event.verb, event.subject) for event in reading.events] == [
        ("done", "架電"),
        ("accepted", "IS"),
        ("visited", "料金"),
    ]


def test_parquet(tmp_path: Path, journey: Program) -> None:
    out = io.BytesIO()
    times = pa.array([NOON * 1000], pa.timestamp("ms", "UTC"))
    pq.write_table(pa.table({"user_id": ["u1"], "timestamp": times, "event": ["料金 viewed"]}), out)
    path = put(tmp_path, out.getvalue(), "e.parquet")
    reading = used(path, proposed(path, journey), journey)
    assert [(event.lead, event.at, event.subject) for event in reading.events] == [("u1", NOON, "料金")]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"a,b\n", b"[\n{}]", b"\xff\xfe\xff", b"PK\x03\x04\0\0"])
def test_nothing_to_guess_from(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(RecordFileError):
        read_head(put(tmp_path, content, "export.dat"))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9), known=st.booleans())
def test_whatever_the_file_holds_the_proposal_can_be_read(
    tmp_path: Path, journey: Program, seed: int, known: bool
) -> None:
    chance = random.Random(seed)
    odd = [
        "",
        "#",
        ": ",
        "'",
        '"',
        "{a",
        "- x",
        "*",
        "&a",
        "!b",
        "null",
        "yes",
        "表\u2028",
        "\t",
        "1",
        "2026/4/1",
        "a@b.c",
        "日時",
        "type",
        "段階",
    ]
    pieces = [*odd, "行動", "event", "ID", "メール"]
    rows = [["".join(chance.choices(pieces, k=chance.randint(1, 2))) for _ in range(4)] for _ in range(5)]
    content = "\n".join(",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in rows) + "\n"
    path = put(tmp_path, content)
    try:
        text = proposed(path, journey if known else None)
    except RecordFileError:
        return
    (tmp_path / "map.yaml").write_text(text, encoding="utf-8", newline="")
    assert read_mapping(tmp_path / "map.yaml", Names.of(journey)).file == str(tmp_path / "map.yaml")
