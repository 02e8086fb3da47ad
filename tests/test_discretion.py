"""What may be told of people: by consent, by edition, and of small groups; and nobody else decides it."""

import ast
import itertools
from collections import defaultdict
from typing import get_args

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from study_trial import ROOT, tables_of

from codesign import discretion, schemas
from codesign.parameters import Parameters

PERSON = {"kind": "employer", "consent": "unnamed"}


def people(*groups, column="sector"):
    """Participants P-1, P-2 and on, one a group named; E1, E2 and on are their employers."""
    rows = [
        {"participant_id": f"P-{place}", "employer": f"E{place}", column: group, **PERSON}
        for place, group in enumerate(groups, start=1)
    ]
    return schemas.frame("participants", rows)


# consent ------------------------------------------------------------------------------------------------

LABELS = {
    "named": "Employer 01, owner",
    "organisation": "Employer 01, owner",
    "unnamed": "an employer, hydrogen",
    "no-quote": "an employer, hydrogen",
    "": "an employer, hydrogen",
}


@pytest.mark.parametrize(("consent", "label"), LABELS.items())
def test_a_person_is_named_as_far_as_the_consent_goes(consent, label):
    person = {"consent": consent, "employer": "Employer 01", "role": "owner", "kind": "employer", "sector": "hydrogen"}
    assert discretion.source_label(person) == label


@pytest.mark.parametrize(("kind", "body"), [("union", "a union"), ("indigenous", "an Indigenous organisation")])
def test_a_body_that_is_no_employer_is_never_quoted_as_one(kind, body):
    person = {"employer": "Employer 04", "role": "coordinator", "kind": kind, "sector": "hydrogen"}
    assert discretion.source_label({**person, "consent": "named"}) == f"Employer 04 ({body}), coordinator"
    assert discretion.source_label({**person, "consent": "unnamed"}) == f"{body}, hydrogen"


def test_a_person_without_employer_role_or_sector_still_has_a_name():
    blank = {"consent": "named", "employer": "", "role": "", "kind": "union", "sector": ""}
    assert discretion.source_label(blank) == "a union"


MAY = {
    "named": True,
    "organisation": True,
    "unnamed": True,
    "no-quote": False,
    "withdrawn": False,
    "": False,
    "Yes": False,
}


@pytest.mark.parametrize(("consent", "may"), MAY.items())
def test_words_are_printed_only_where_somebody_said_they_may(consent, may):
    assert discretion.may_quote(consent) is may


def test_who_may_not_be_quoted_and_who_takes_part_are_told_from_the_list_of_people():
    listed = pd.DataFrame({"participant_id": list(MAY), "consent": list(MAY)})
    assert discretion.unquotable(listed)["consent"].tolist() == [name for name, may in MAY.items() if not may]
    assert set(listed["consent"]) - set(discretion.taking_part(listed)["consent"]) == {"withdrawn"}


def test_an_interview_in_which_somebody_speaks_who_withdrew_leaves_whole():
    here = [{"segment_id": f"T{n}-1", "transcript_id": f"T{n}", "participant_id": f"P-{n}"} for n in (1, 2)]
    tables = tables_of(
        participants=[{"participant_id": f"P-{n}", "consent": "named"} for n in (1, 2)]
        + [{"participant_id": "P-3", "consent": "withdrawn"}],
        transcripts=[{"transcript_id": "T1", "participant_id": "P-1"}, {"transcript_id": "T2"}],
        segments=[*here, {"segment_id": "T2-2", "transcript_id": "T2", "participant_id": "P-3"}],
        codings=[{"coding_id": f"c{n}", "transcript_id": f"T{n}"} for n in (1, 2)],
    )
    kept = discretion.without_withdrawn(tables)
    assert [kept[name]["transcript_id"].tolist() for name in ("transcripts", "segments", "codings")] == [["T1"]] * 3
    assert len(tables["codings"]) == 2


# editions -----------------------------------------------------------------------------------------------

COMMITTEE, PUBLIC = (Parameters(edition=edition) for edition in ("committee", "public"))


def test_only_a_public_edition_says_so_quotes_less_and_tells_nothing_by_interview():
    asked = (discretion.edition_note, discretion.quotes_anywhere, discretion.tells_by_interview)
    assert [ask(COMMITTEE) for ask in asked] == ["", True, True]
    assert [bool(ask(PUBLIC)) for ask in asked] == [True, False, False]


def quoted(*employers):
    rows = [{"employer": one, "role": "owner", "sector": "hydrogen", **PERSON, "consent": "named"} for one in employers]
    return pd.DataFrame(rows).assign(section="F1", quote="words", source=[f"{one}, owner" for one in employers])


def test_a_public_edition_names_nobody_and_quotes_only_where_three_employers_speak():
    two, three = (discretion.cleared(quoted(*names), "section", PUBLIC) for names in (("A", "B", "A"), ("A", "B", "C")))
    assert two["quote"].tolist() == [""] * 3
    assert three["quote"].tolist() == ["words"] * 3
    assert set(two["source"]) == set(three["source"]) == {"an employer, hydrogen"}


def test_the_committee_reads_quotes_as_they_are():
    assert discretion.cleared(quoted("A"), "section", COMMITTEE).equals(quoted("A"))


def test_somebody_is_named_by_the_sector_in_a_public_edition_whatever_they_agreed_to():
    (person,) = schemas.records(quoted("A"))
    assert discretion.named(person, COMMITTEE) == "A, owner"
    assert discretion.named(person, PUBLIC) == "an employer, hydrogen"


# counts -------------------------------------------------------------------------------------------------


def test_a_count_is_told_from_the_limit_on():
    assert [discretion.count_told(count, 5) for count in (0, 4, 5, 6)] == [None, None, 5, 6]
    assert [discretion.could_be_two_groups(count, 5) for count in (9, 10)] == [False, True]


def seen(counts, small):
    hidden = discretion.withheld(counts, small)
    return tuple(None if is_hidden else count for count, is_hidden in zip(counts, hidden, strict=True)), sum(counts)


@pytest.mark.parametrize(("small", "groups"), [(3, 4), (3, 5), (4, 4), (5, 3), (5, 4)])
def test_nobody_who_knows_the_total_and_the_rule_can_work_out_a_hidden_group(small, groups):
    possible = defaultdict(list)
    for counts in itertools.product(range(small + 3), repeat=groups):
        if sum(counts) >= small:
            possible[seen(counts, small)].append(counts)
    for (shown, total), every in possible.items():
        hidden = [place for place, count in enumerate(shown) if count is None]
        if len(hidden) == groups - shown.count(0):
            continue  # nothing is shown: no table of these groups could hide more
        sizes = [{counts[place] for counts in every} for place in hidden]
        assert all(len(size) > 1 or min(size) >= small for size in sizes), (shown, total)


@given(st.lists(st.integers(0, 40), max_size=10), st.integers(3, 8))
def test_no_small_group_is_shown_and_no_more_is_hidden_than_needed(counts, small):
    hidden = discretion.withheld(counts, small)
    assert all(is_hidden for count, is_hidden in zip(counts, hidden, strict=True) if 0 < count < small)
    if not any(0 < count < small for count in counts):
        assert not any(hidden)


@given(st.lists(st.integers(0, 30), max_size=8), st.integers(3, 8))
def test_what_is_left_out_cannot_be_worked_out(counts, small):
    hidden = discretion.withheld(counts, small)
    left = [count for count, is_hidden in zip(counts, hidden, strict=True) if is_hidden]
    assert all(count == 0 or count >= small for count, is_hidden in zip(counts, hidden, strict=True) if not is_hidden)
    assert 0 not in left
    if left and sum(counts) >= small:
        assert len(left) >= 2
        assert sum(left) >= small


def test_groups_are_shown_by_size_and_small_ones_without_a_number():
    met = pd.DataFrame({"region": ["N"] * 9 + ["S"] * 6 + ["W"] * 2 + [""]})
    assert discretion.by_group(met, "region", 5).values.tolist() == [
        ["N", 9],
        ["S", None],
        ["W", None],
        ["not recorded", None],
    ]
    assert discretion.shown_groups(met, "region", 5) == {"N"}


# groups of employers ------------------------------------------------------------------------------------


def test_who_is_heard_as_a_respondent_was_interviewed():
    roles = {"P-1": "respondent", "P-2": "interviewer"}
    segments = [
        {"segment_id": who, "transcript_id": "T", "participant_id": who, "role": role} for who, role in roles.items()
    ]
    tables = tables_of(participants=schemas.records(people("hydrogen", "hydrogen", "hydrogen")), segments=segments)
    assert discretion.interviewed(tables)["participant_id"].tolist() == ["P-1"]


def test_an_employer_in_two_groups_hides_nobody():
    met = people("hydrogen", "hydrogen", "hydrogen", "retrofit", "retrofit", "biogas", "biogas", "biogas", "biogas")
    met.loc[[3, 4], "employer"] = ["E1", "E2"]
    met.loc[[7, 8], "employer"] = ["E3", "E3"]
    assert discretion.attribute_groups(met, "sector", 3)["employers"].tolist() == [None, None, None]


def test_sizes_stand_in_the_order_of_their_numbers():
    met = people("200+", "50-199", "1-19", "20-49", "", column="size")
    assert discretion.attribute_groups(met, "size", 3)["group"].tolist() == [
        "1-19",
        "20-49",
        "50-199",
        "200+",
        "not recorded",
    ]


@pytest.mark.parametrize("seed", range(40))
def test_what_groups_leave_out_holds_enough_employers_who_stand_nowhere_else(seed):
    chance = np.random.default_rng(seed)
    met = people(*(f"group {one}" for one in chance.integers(0, 5, chance.integers(3, 30))))
    met["employer"] = [f"E{one}" for one in chance.integers(0, 25, len(met))]
    groups = discretion.attribute_groups(met, "sector", 4)
    hidden = set(groups.loc[groups["employers"].isna(), "group"])
    inside = {row["employer"] for row in schemas.records(met) if row["sector"] in hidden}
    outside = {row["employer"] for row in schemas.records(met) if row["sector"] not in hidden}
    assert all(size >= 4 for size in groups["employers"].dropna())
    assert not hidden or len(inside - outside) >= 4 or hidden == set(met["sector"])


def test_an_attribute_divides_where_two_of_its_groups_are_told_apart():
    one, two = people(*["hydrogen"] * 6, "wind"), people(*["hydrogen"] * 4, *["wind"] * 5)
    assert [discretion.may_be_divided(met, "sector", 4) for met in (one, two)] == [False, True]
    assert discretion.groups_told(two, "sector", 4) == ["hydrogen", "wind"]


def test_groups_chosen_are_refused_one_by_one_and_for_what_they_leave_together():
    met = people(*["hydrogen"] * 6, *["wind"] * 5)
    met["region"] = ["North"] * 2 + ["South"] * 9
    assert discretion.not_told_apart(met, {"sector": "wind", "region": "North"}, 4) == {"region": "North"}
    met["region"] = ["North"] * 7 + ["South"] * 4
    assert not discretion.too_few_in_common(met, {"sector": "hydrogen", "region": "North"}, 4)
    assert discretion.too_few_in_common(met, {"sector": "wind", "region": "North"}, 4)
    assert not discretion.too_few_in_common(met.head(1), {}, 4)


@pytest.mark.parametrize("seed", range(30))
def test_what_a_run_leaves_of_the_study_and_of_each_of_its_groups_is_nobody_or_enough(seed):
    chance = np.random.default_rng(seed)
    met = people(*(f"sector {one}" for one in chance.integers(0, 3, chance.integers(8, 40))))
    met["region"] = [f"region {one}" for one in chance.integers(0, 2, len(met))]
    met["employer"] = [f"E{one}" for one in chance.integers(0, 30, len(met))]
    rows = schemas.records(met)
    for sector, region in [(s, r) for s in ("", *set(met["sector"])) for r in ("", *set(met["region"])) if s or r]:
        chosen = {name: group for name, group in (("sector", sector), ("region", region)) if group}
        if discretion.may_be_told(met, chosen, 4):
            within = {row["employer"] for row in rows if all(row[name] == chosen[name] for name in chosen)}
            for name, group in [("kind", "employer"), *chosen.items()]:
                assert len({row["employer"] for row in rows if row[name] == group} - within) not in (1, 2, 3)
            assert len(within) >= 4


# runs on one sector or region -----------------------------------------------------------------------------


def heard(met):
    """The tables of a study in which each of these people answers once."""
    segments = [
        {"segment_id": who, "transcript_id": who, "participant_id": who, "role": "respondent"}
        for who in met["participant_id"]
    ]
    return tables_of(participants=schemas.records(met), segments=segments)


def test_a_run_on_few_employers_is_too_small_and_the_whole_study_never_is():
    met = people("hydrogen", "hydrogen", "hydrogen")
    limits = [("hydrogen", 4), ("hydrogen", 3), ("", 4)]
    runs = [Parameters(sector=sector, small_group=small) for sector, small in limits]
    assert [discretion.is_too_small(met, run) for run in runs] == [True, False, False]


def test_a_run_leaves_the_team_unless_the_study_less_it_is_of_few_of_those_who_take_part():
    met = people(*["hydrogen"] * 4, *["wind"] * 4)
    run = Parameters(sector="hydrogen", small_group=4)
    assert discretion.may_leave_the_team(heard(met), run)
    assert discretion.may_leave_the_team(heard(met), Parameters(small_group=4))
    met.loc[7, "consent"] = "withdrawn"
    assert not discretion.may_leave_the_team(heard(met), run)


def test_a_sector_too_small_to_be_told_apart_is_not_named_unless_the_run_is_on_it():
    met = people(*["hydrogen"] * 4, *["wind"] * 4, "tidal", "tidal", "biogas", "biogas")
    named = [
        discretion.without_small_sectors(met, met, Parameters(sector=sector, small_group=4))["sector"]
        for sector in ("", "tidal")
    ]
    assert [set(sectors) for sectors in named] == [{"hydrogen", "wind", ""}, {"hydrogen", "wind", "tidal", ""}]


# codes --------------------------------------------------------------------------------------------------


def test_a_code_is_not_told_where_less_another_it_would_leave_few():
    lines = {"skills": ["skills"], "purge": ["purge", "skills"]}
    purge = {"E1", "E2", "E3"}
    many, enough = {"purge": purge, "skills": {"E4"}}, {"purge": purge, "skills": {"E4", "E5", "E6"}}
    # “Skill gap” less “Purging” would be one employer: “Purging” gives way, since “Skill gap” has more employers
    assert [discretion.codes_told(own, lines, 3) for own in (many, enough)] == [{"skills"}, {"skills", "purge"}]


def a_tree(chance, many):
    """Codes of which each may stand below an earlier one, all below “tool”, and who supports what."""
    lines = {"tool": ["tool"]}
    for place in range(many):
        above = f"k{chance.integers(-2, place)}" if place else ""
        lines[f"k{place}"] = [f"k{place}", *lines.get(above, ["tool"])]
    own = defaultdict(set)
    for code, one in chance.integers(0, [many, 14], (chance.integers(0, 40), 2)):
        own[f"k{code}"].add(f"E{one}")
    return own, lines


@pytest.mark.parametrize("seed", range(60))
def test_what_is_left_of_a_code_less_those_told_below_it_is_nobody_or_enough(seed):
    own, lines = a_tree(np.random.default_rng(seed), 8)
    told = discretion.codes_told(own, lines, 4)
    for code in told:
        below = {one for one, line in lines.items() if code in line}
        left = {one for one in below if not told & set(lines[one][: lines[one].index(code)])}
        assert len(set().union(*(own[one] for one in below))) >= 4
        assert not 0 < len(set().union(*(own[one] for one in left))) < 4


@pytest.mark.parametrize("seed", range(5))
def test_which_codes_are_told_says_nothing_of_the_groups(seed):
    own, lines = a_tree(np.random.default_rng(seed), 8)
    renamed = {code: {f"E{(int(name[1:]) + 5) % 14}" for name in names} for code, names in own.items()}
    assert discretion.codes_told(own, lines, 4) == discretion.codes_told(renamed, lines, 4)


def test_a_circle_among_codes_ends():
    lines = {"a": ["a", "b"], "b": ["b", "a"]}
    assert discretion.codes_told({"a": {"E1", "E2", "E3"}}, lines, 3) == {"a", "b"}


# who decides --------------------------------------------------------------------------------------------

GUARDED = {"consent", "edition", "small_group"}
EDITIONS = set(get_args(Parameters.model_fields["edition"].annotation))
WORDS = EDITIONS | set(get_args(schemas.Consent)) - {"named"}  # “named” is an ordinary word too
LISTED = {
    "parameters.py": EDITIONS,
    "cli/commands.py": EDITIONS,
    "intake/employer_marks.py": set(get_args(schemas.Consent)),
    "intake/postings.py": {"organisation"},  # the heading of a column
}
"""Where editions and consents are listed, to be chosen from."""
HELD_AGAINST = {"isin", "eq", "ne", "lt", "le", "gt", "ge", "between", "startswith", "endswith", "contains"}
SAME_VALUE = {"int", "float", "str", "abs", "min", "max", "round"}


def is_of(node, names):
    """Whether a value is a guarded one or made of it; what another function makes of it is no longer one."""
    match node:
        case ast.Name():
            return node.id in names
        case ast.Constant() | ast.Compare() | ast.Lambda():
            return False
        case ast.Attribute():
            return node.attr in GUARDED or is_of(node.value, names)
        case ast.Subscript():
            within = {one.value for one in ast.walk(node.slice) if isinstance(one, ast.Constant)}
            return bool(within & GUARDED) or is_of(node.value, names)
        case ast.Call(func=ast.Name(id=called)):
            asked = {one.value for one in node.args if isinstance(one, ast.Constant)}
            own = any(is_of(one, names) for one in node.args)
            return (called == "getattr" and bool(asked & GUARDED)) or (called in SAME_VALUE and own)
        case ast.Call(func=ast.Attribute(attr=called)):
            asked = {one.value for one in node.args if isinstance(one, ast.Constant)}
            return (called in {"get", "pop"} and bool(asked & GUARDED)) or is_of(node.func.value, names)
    return any(is_of(one, names) for one in ast.iter_child_nodes(node))


def aliases(function):
    """Return the names under which a function keeps guarded values, their own among them."""
    names = set(GUARDED)
    for node in ast.walk(function):
        if not isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr)) or node.value is None:
            continue
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            is_pairwise = isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
            pairs = zip(target.elts, node.value.elts, strict=False) if is_pairwise else [(target, node.value)]
            names |= {one.id for one, value in pairs if isinstance(one, ast.Name) and is_of(value, names)}
    return names


def decides(node, names):
    """Whether a guarded value is held against another here."""
    match node:
        case ast.Compare():
            return any(is_of(one, names) for one in (node.left, *node.comparators))
        case ast.Call(func=ast.Attribute(attr=called)) if called in HELD_AGAINST:
            return any(is_of(one, names) for one in (node.func.value, *node.args))
        case ast.Match():
            return is_of(node.subject, names)
    return False


def decisions(source, listed=frozenset()):
    """Return the lines of a module that decide by consent, edition or the limit of small groups, or name one."""
    tree = ast.parse(source)
    scopes = [tree, *(one for one in ast.walk(tree) if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef)))]
    lines = {
        node.lineno
        for scope in scopes
        if (names := aliases(scope) if scope is not tree else GUARDED)
        for node in ast.walk(scope)
        if decides(node, names)
    }
    named = {one.lineno for one in ast.walk(tree) if isinstance(one, ast.Constant) and one.value in WORDS - listed}
    return sorted(lines | named)


BREACHES = [
    'kept = people[people["consent"] != limit]',
    'silent = ~people["consent"].isin(allowed)',
    'silent = people.loc[:, "consent"].eq("named")',
    'is_so = row.get("consent", "") == "named"',
    'is_so = getattr(row, "consent").lower().startswith("n")',
    "is_so = facts.parameters.edition == one",
    'label = {"public": 1}[edition]',
    "match person.consent:\n    case _: pass",
    "def few(count, small_group):\n    return count < 2 * small_group",
    "def few(counts, parameters):\n    return counts.lt(parameters.small_group)",
    "def few(count, facts):\n    k = facts.parameters.small_group\n    return count < k",
    "def few(facts):\n    met, limit = facts.met, int(facts.parameters.small_group)\n    return 0 < len(met) < limit",
    "def few(count, facts):\n    return (limit := facts.parameters.small_group) > count",
]
FREE = [
    'columns = ["consent", "employer"]',
    "label = discretion.named(person, parameters)",
    "told = len(discretion.groups_told(met, column, small_group)) > 1",
    'words = f"fewer than {small_group} employers"',
    'silent = len(discretion.unquotable(people)) > 0 and discretion.may_quote(row["consent"])',
    "def many(facts):\n    n = discretion.count_told(facts.n, facts.parameters.small_group)\n    return n is None",
    '"""Return what a public edition, or one for the committee, has."""',
]


@pytest.mark.parametrize("source", BREACHES)
def test_a_module_that_decides_by_itself_is_noticed(source):
    assert decisions(source)


@pytest.mark.parametrize("source", FREE)
def test_a_module_that_asks_is_left_alone(source):
    assert decisions(source) == []


def test_only_discretion_decides_by_consent_edition_or_small_groups():
    package = ROOT / "codesign"
    modules = {path.relative_to(package).as_posix(): path for path in sorted(package.rglob("*.py"))}
    others = {name: path for name, path in modules.items() if not name.startswith(("discretion/", "schemas/"))}
    found = {name: decisions(path.read_text("utf-8"), LISTED.get(name, frozenset())) for name, path in others.items()}
    assert len(others) > 150
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_the_rules_stand_in_discretion_so_that_the_check_above_can_fail():
    for name in ("consent", "editions", "counts", "groups", "codes", "runs"):
        assert decisions((ROOT / "codesign" / "discretion" / f"{name}.py").read_text("utf-8"))
