"""What HubSpot's flows mean: random conditions and graphs go out as JSON and are read back from the platform's side."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import journeyc.program.schema as ir
from journeyc.emit.build import build, required_bindings
from journeyc.emit.pack import Pack, find_packs
from journeyc.program.automation import flows
from journeyc.program.normal import Occurred, Requirement, any_of_all
from tests.packs import hubspot_reader as hubspot

STAGES = ("認知", "収集", "検討")
RANKS = ("担当者", "課長", "部長")
TEXTS = ("A社", "B社")
FORMS = ("資料請求", "商談申込")
HOT = ir.Segment("ホット", ir.Compare(">=", ir.Points("関心度"), ir.Literally(2, "number")), None, None, None, 1, None)
PERSONAS = (
    ir.Persona("部長", None, ir.OneOf(ir.Attribute("役職"), ("部長",)), (), (), None),
    ir.Persona("大企業", None, ir.Compare(">", ir.Attribute("従業員数"), ir.Literally(2, "number")), (), (), None),
)


def attribute(name: str, kind: ir.ValueType, values: tuple[str, ...] = (), default: ir.Scalar | None = None) -> Any:
    return ir.LeadAttribute(name, kind, values, default, None)


def form(name: str) -> ir.Content:
    return ir.Content(name, "form", None, "ad", None, (), (), None, None, (), None, None)


def program(body: tuple[ir.Step, ...], *, rules: bool = True) -> ir.Program:
    """A journey whose one rule, or one scenario, runs these steps."""
    begins = ir.When((ir.Arm(ir.EventPattern("submitted", (FORMS[0],)), None),), None)
    rule = ir.Rule("試し", "試し", begins, body, "rule", 1, None)
    scenario = ir.Scenario("試し", None, (ir.Guard(begins),), None, (), (), (), body, 1, None)
    return ir.Program(
        ir.PROGRAM_VERSION, "試験", None, None, ("a.journey",), "Asia/Tokyo", None,
        teams=tuple(ir.Team(name, None, None, (), None, (), None) for name in ("甲", "乙", "丙")),
        attributes=(
            attribute("従業員数", "number"), attribute("得点", "number", default=2), attribute("会社名", "text"),
            attribute("役職", "enum", RANKS), attribute("許諾", "bool", default=False), attribute("対象", "bool"),
        ),
        personas=PERSONAS,
        stages=tuple(
            ir.Stage(name, level, None, False, None, None, None, (), (), None, None)
            for level, name in enumerate(STAGES)
        ),
        backs=(), views=(), segments=(HOT,), contents=tuple(form(name) for name in FORMS),
        scores=(ir.Score("関心度", 0, 100, (), (), None, None, 1, None),),
        rules=(rule,) if rules else (), scenarios=() if rules else (scenario,),
        policy=None, goals=(), dropout=None, sources=(), tests=(), histories=(), own_verbs=(),
    )  # fmt: skip


# --- conditions, by the journey ----------------------------------------------------------------------------------

NUMBERS = st.one_of(st.sampled_from([ir.Attribute("従業員数"), ir.Attribute("得点"), ir.Points("関心度")]))
OPERATORS: Any = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
TURNS: Any = st.sampled_from(["==", "!="])


def options(names: tuple[str, ...]) -> Any:
    return st.lists(st.sampled_from(names), min_size=1, unique=True).map(tuple)


ATOMS = st.one_of(
    st.builds(ir.Compare, OPERATORS, NUMBERS, st.integers(0, 4).map(lambda n: ir.Literally(n, "number"))),
    st.builds(ir.Compare, OPERATORS, st.integers(0, 4).map(lambda n: ir.Literally(n, "number")), NUMBERS),
    st.builds(
        ir.Compare, TURNS, st.just(ir.Attribute("会社名")),
        st.sampled_from(TEXTS).map(lambda text: ir.Literally(text, "text")),
    ),
    st.builds(
        ir.Compare, TURNS, st.sampled_from([ir.Attribute("許諾"), ir.Attribute("対象")]),
        st.booleans().map(lambda b: ir.Literally(b, "bool")),
    ),
    st.builds(ir.OneOf, st.just(ir.Attribute("役職")), options(RANKS)),
    st.builds(ir.OneOf, st.just(ir.Attribute("会社名")), options(TEXTS)),
    st.builds(ir.OneOf, st.just(ir.Standing("stage")), options(STAGES)),
    st.builds(ir.OneOf, st.just(ir.Standing("persona")), options(("部長", "大企業"))),
    st.builds(ir.Known, st.sampled_from(["従業員数", "得点", "役職"]).map(ir.Attribute)),
    st.builds(ir.Known, st.sampled_from([ir.Standing("persona"), ir.Standing("stage")])),
    st.just(ir.Tagged("優先")),
    st.just(ir.InSegment("ホット")),
    st.builds(ir.Always, st.booleans()),
)  # fmt: skip
CONDITIONS: Any = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds(ir.Not, inner),
        st.builds(ir.And, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(ir.Or, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(ir.AtLeast, st.integers(1, 3), st.lists(inner, min_size=3, max_size=3).map(tuple)),
    ),
    max_leaves=6,
)
LEADS = st.fixed_dictionaries(
    {},
    optional={
        "従業員数": st.integers(0, 4), "得点": st.integers(0, 4), "関心度": st.integers(0, 4), "許諾": st.booleans(),
        "対象": st.booleans(), "会社名": st.sampled_from((*TEXTS, "C社")), "役職": st.sampled_from(RANKS),
        "stage": st.sampled_from((*STAGES, "leave")), "優先": st.just(True),
    },
)  # fmt: skip
Lead = dict[str, ir.Scalar]


def holds(condition: ir.Condition, lead: Lead) -> bool:
    """The journey's own two-valued truth, by definition."""
    match condition:
        case ir.Always(holds=truth):
            return truth
        case ir.Not(item=item):
            return not holds(item, lead)
        case ir.And(items=items):
            return all(holds(item, lead) for item in items)
        case ir.Or(items=items):
            return any(holds(item, lead) for item in items)
        case ir.AtLeast(least=least, items=items):
            return sum(holds(item, lead) for item in items) >= least
        case ir.Compare(operator=operator, left=left, right=right):
            return compared(value(left, lead), operator, value(right, lead))
        case ir.OneOf(value=asked, options=names):
            return value(asked, lead) in names
        case ir.Known(value=asked):
            return value(asked, lead) is not None
        case ir.Tagged(tag=tag):
            return tag in lead
        case _:
            return holds(HOT.condition, lead)


def compared(left: ir.Scalar | None, operator: str, right: ir.Scalar | None) -> bool:
    if left is None or right is None:
        return False
    if operator in ("==", "!="):
        return (left == right) == (operator == "==")
    assert not isinstance(left, str)
    assert not isinstance(right, str)
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[operator]


def value(asked: ir.Value, lead: Lead) -> ir.Scalar | None:
    match asked:
        case ir.Literally(value=literal):
            return literal
        case ir.Attribute(name=name):
            return lead.get(name, {"得点": 2, "許諾": False}.get(name))
        case ir.Points():
            return lead.get("関心度", 0)
        case ir.Standing(what="stage"):
            stage = lead.get("stage", STAGES[0])
            return None if stage == "leave" else stage
        case _:
            return next(
                (persona.name for persona in PERSONAS if persona.condition and holds(persona.condition, lead)), None
            )


# --- the same on the platform ------------------------------------------------------------------------------------

PROPERTIES = {"従業員数": "jc_size", "得点": "jc_mark", "会社名": "company", "役職": "jc_rank", "許諾": "jc_consent",
              "対象": "jc_target", "関心度": "jc_interest", "stage": "jc_stage", "ended": "jc_ended"}  # fmt: skip
TEAMS = {"甲": "1", "乙": "2", "丙": "3"}
FORM_IDS = {"資料請求": "aaaaaaaa-0000", "商談申込": "bbbbbbbb-0000"}
NAMES = {there: here for table in (PROPERTIES, TEAMS, FORM_IDS) for here, there in table.items()}


@cache
def pack() -> Pack:
    return find_packs()["hubspot"]


def emitted(journey: ir.Program) -> dict[str, Any]:
    """The one flow's body, made with every loss refused and valid by the schema."""
    known = {"property": PROPERTIES, "team_id": TEAMS, "form_id": FORM_IDS, "list_id": {"優先": "9"}}
    bound = {
        (each.kind, each.name, each.key): known[each.key][each.name] if each.key in known else each.suggestion or ""
        for each in required_bindings(pack(), journey)
    }
    made = build(pack(), journey, bound, set())
    assert made.validated
    assert not made.problems
    assert not made.refused
    (path,) = (path for path in made.files if path.startswith("flows/"))
    body: dict[str, Any] = json.loads(made.files[path])
    return body


def contact(lead: Lead) -> hubspot.Contact:
    return {PROPERTIES.get(name, "list 9"): known for name, known in lead.items()}


def tell(team: str, following: int | None = None) -> ir.Do:
    return ir.Do(ir.Notify(team, None, None), following)


@settings(max_examples=200, deadline=None)
@given(CONDITIONS, CONDITIONS, st.lists(LEADS, min_size=1, max_size=8))
def test_a_branch_takes_the_way_the_journey_takes(first: ir.Condition, second: ir.Condition, leads: list[Lead]) -> None:
    paths = (ir.Path(first, 1, "first"), ir.Path(second, 2, "second"))
    body = emitted(program((ir.Branch(paths, 3, "if"), tell("甲"), tell("乙"), tell("丙"))))
    for lead in leads:
        way = "1" if holds(first, lead) else "2" if holds(second, lead) else "3"
        assert hubspot.run(body, contact(lead)) == [way]


def truth(requirement: Requirement, lead: Lead) -> bool:
    assert not isinstance(requirement.atom, Occurred)
    return holds(requirement.atom, lead) == requirement.holds


@settings(max_examples=200, deadline=None)
@given(CONDITIONS, st.lists(LEADS, min_size=1, max_size=8))
def test_the_normal_form_is_the_condition(condition: ir.Condition, leads: list[Lead]) -> None:
    journey = program(())
    for lead in leads:
        wanted = holds(condition, lead)
        assert any(all(truth(each, lead) for each in clause) for clause in any_of_all(journey, condition)) == wanted


# --- graphs ------------------------------------------------------------------------------------------------------

PLAIN = st.one_of(
    st.builds(ir.OneOf, st.just(ir.Standing("stage")), st.just(STAGES[1:])),
    st.builds(ir.Compare, OPERATORS, st.just(ir.Attribute("従業員数")), st.just(ir.Literally(3, "number"))),
)
FORMULAS: Any = st.recursive(
    st.one_of(PLAIN, st.builds(ir.Not, PLAIN)),
    lambda inner: st.one_of(st.builds(ir.And, st.tuples(inner, inner)), st.builds(ir.Or, st.tuples(inner, inner))),
    max_leaves=4,
).filter(lambda condition: () not in (found := any_of_all(program(()), condition)) and len(found) > 0)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[ir.Step, ...]:
    """Steps that lead only onward, as every journey's do: merges included, loops not."""
    size = draw(st.integers(1, 7))

    def onward(index: int) -> int | None:
        return draw(st.one_of(st.none(), st.integers(index + 1, size - 1))) if index + 1 < size else None

    made: list[ir.Step] = []
    for index in range(size):
        kind = draw(st.sampled_from(["tell", "wait", "branch", "until"]))
        if kind == "tell":
            made.append(tell(draw(st.sampled_from(["甲", "乙", "丙"])), onward(index)))
        elif kind == "wait":
            made.append(
                ir.Wait(ir.Duration("s", draw(st.sampled_from([60, 5400, 86400]))), None, False, onward(index), 0)
            )
        elif kind == "branch":
            paths = tuple(ir.Path(draw(FORMULAS), onward(index), "") for _ in range(draw(st.integers(1, 2))))
            made.append(ir.Branch(paths, onward(index), "if"))
        else:
            pattern = ir.EventPattern("submitted", draw(options(FORMS)))
            line = ir.WaitLine(ir.When((ir.Arm(pattern, None),), None), onward(index))
            made.append(ir.WaitUntil((line,), ir.Duration("s", 3 * 86400), onward(index), 0))
    return tuple(made)


def in_normal_form(journey: ir.Program, steps: tuple[ir.Step, ...]) -> list[Any]:
    """The steps with each condition as a set of sets: two graphs are the same where these are equal."""
    return [
        (
            [(frozenset(map(frozenset, any_of_all(journey, path.condition))), path.to) for path in step.paths],
            step.otherwise,
        )
        if isinstance(step, ir.Branch)
        else step
        for step in steps
    ]


@settings(max_examples=150, deadline=None)
@given(graphs())
def test_a_flow_reads_back_as_the_graph_it_was_made_from(body: tuple[ir.Step, ...]) -> None:
    journey = program(body, rules=False)
    (flow,) = flows(journey)
    read = hubspot.steps(emitted(journey), NAMES)
    assert in_normal_form(journey, read) == in_normal_form(journey, flow.nodes)
