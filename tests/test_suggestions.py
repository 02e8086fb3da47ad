"""Suggestions come with reasons, work from the first interview on, and are ahead of the simple ways on real codings."""

from __future__ import annotations

import runpy
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from codesign import suggestions
from codesign.suggestions.features import likeness
from codesign.suggestions.linear import LOOSENESS, Linear
from codesign.suggestions.scoring import hits

CODES = pd.DataFrame(
    [
        ("safety", "Safety at work", "Protection, locks and tags before work on live parts"),
        ("gap", "Hiring gap", "Employers cannot find people with the skill"),
        ("tool", "Tools and meters", "Instruments people use, such as a multimeter"),
    ],
    columns=["code", "name", "definition"],
)
PASSAGES = pd.DataFrame(
    [
        ("a", "Lock it out before you touch a live panel.", ["safety"]),
        ("a", "We cannot find fitters who can wire an inverter.", ["gap"]),
        ("b", "Nobody applies when we look for an inverter fitter.", ["gap"]),
        ("b", "They tag the breaker and lock the panel.", ["safety"]),
        ("c", "A multimeter is in every van.", ["tool"]),
        ("c", "They lock the cabinet and nobody applies for that.", ["safety", "gap"]),
    ],
    columns=["document", "text", "codes"],
)


@pytest.fixture
def gennovate(shared_data: Path, root: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Real passages of focus groups with the codes three people gave them, and their codebook."""
    benchmark = runpy.run_path(str(root / "benchmarks" / "suggestions.py"))
    folder = shared_data / "coded" / "gennovate"
    return benchmark["coded"](folder), benchmark["codebook"](folder)


def test_a_passage_gets_the_code_the_team_gave_to_passages_like_it():
    suggested = suggestions.learn(PASSAGES, CODES).suggest("Did you lock the panel?")
    assert suggested["code"].iloc[0] == "safety"
    assert list(suggested.columns) == suggestions.SUGGESTION_COLUMNS


def test_a_suggestion_names_words_of_the_passage_and_the_nearest_coded_passage():
    suggested = suggestions.learn(PASSAGES, CODES).suggest("Nobody applies here.")
    first = suggested.iloc[0]
    assert first["code"] == "gap"
    assert set(first["terms"]) <= {"nobody", "applies", "here", "nobody applies", "applies here"}
    assert first["nearest"] in (2, 5)


def test_little_words_are_no_reason_unless_nothing_else_speaks_for_a_code():
    passages = PASSAGES.assign(text=[*PASSAGES["text"][:4], "To the van we go, to the van.", PASSAGES["text"][5]])
    learned = suggestions.learn(passages, CODES)
    told = dict(zip(*(learned.suggest("To the van with you")[name] for name in ("code", "terms")), strict=True))
    assert told["tool"] == ["van"]
    for terms in learned.suggest("To the")["terms"]:
        assert terms
        assert set(terms) <= {"to", "the", "to the"}


def test_passages_are_named_by_their_own_ids_where_they_have_them():
    named = PASSAGES.assign(passage_id=["p1", "p2", "p3", "p4", "p5", "p6"])
    assert suggestions.learn(named, CODES).suggest("a multimeter in the van")["nearest"].iloc[0] == "p5"


def test_the_codebook_alone_suggests_before_anything_is_coded():
    suggested = suggestions.learn(PASSAGES.iloc[:0], CODES).suggest("They need a multimeter.")
    assert suggested["code"].iloc[0] == "tool"
    assert "multimeter" in suggested["terms"].iloc[0]
    assert suggested["nearest"].isna().all()


def test_what_to_include_and_examples_count_as_the_codes_words():
    codes = CODES.assign(include=["", "wages and turnover", ""], example=["", "", "The van has a torque wrench."])
    nothing_coded = suggestions.learn(PASSAGES.iloc[:0], codes)
    assert nothing_coded.suggest("turnover", most=1)["code"].tolist() == ["gap"]
    assert nothing_coded.suggest("torque wrench", most=1)["code"].tolist() == ["tool"]


@pytest.mark.parametrize("coded", [0, 1, 2])
def test_one_code_is_enough(coded: int):
    safety = PASSAGES.iloc[[0, 3]].iloc[:coded]
    suggested = suggestions.learn(safety, CODES.iloc[:1]).suggest("Put a lock on the live panel.")
    assert suggested["code"].tolist() == ["safety"]


def test_a_code_that_is_not_in_the_codebook_is_learned_from_its_uses():
    passages = pd.concat([PASSAGES, PASSAGES.iloc[[4]].assign(text="Night shifts pay more.", codes=[["pay"]])])
    assert suggestions.learn(passages, CODES).suggest("night shifts")["code"].iloc[0] == "pay"


@pytest.mark.parametrize("text", ["", "   ", "?!", "Zzyzx qwfpgj"])
def test_nothing_is_suggested_where_no_word_is_known(text: str):
    assert suggestions.learn(PASSAGES, CODES).suggest(text).empty


def test_no_codes_and_no_words_suggest_nothing():
    assert suggestions.learn(PASSAGES.iloc[:0], CODES.iloc[:0]).suggest("lock the panel").empty
    wordless = CODES.assign(name="", definition="")
    assert suggestions.learn(PASSAGES.iloc[:0], wordless).suggest("lock the panel").empty


@pytest.mark.parametrize(("most", "rows"), [(0, 0), (1, 1), (2, 2)])
def test_no_more_is_suggested_than_asked_for(most: int, rows: int):
    text = "They lock the cabinet, and nobody applies with a multimeter."
    assert len(suggestions.learn(PASSAGES, CODES).suggest(text, most=most)) == rows


def test_the_same_tables_give_the_same_suggestions():
    text = "Lock the panel, nobody applies."
    first, second = (suggestions.learn(PASSAGES, CODES).suggest(text) for _ in range(2))
    pd.testing.assert_frame_equal(first, second, check_exact=True)


def test_learning_changes_no_table():
    passages, codes = PASSAGES.copy(deep=True), CODES.copy(deep=True)
    suggestions.learn(PASSAGES, CODES).suggest("lock")
    suggestions.leave_one_out(PASSAGES, CODES, least=1)
    pd.testing.assert_frame_equal(PASSAGES, passages)
    pd.testing.assert_frame_equal(CODES, codes)


def test_a_missing_column_and_codes_in_a_text_are_named():
    with pytest.raises(ValueError, match="passages has no column codes"):
        suggestions.learn(PASSAGES.drop(columns="codes"), CODES)
    with pytest.raises(ValueError, match="codes has no column name"):
        suggestions.learn(PASSAGES, CODES.drop(columns="name"))
    with pytest.raises(ValueError, match="are a list"):
        suggestions.learn(PASSAGES.assign(codes="safety"), CODES)


def test_a_passage_without_codes_text_or_document_hinders_nothing():
    bare = pd.DataFrame({"document": [None, "d"], "text": ["An uncoded answer.", None], "codes": [None, ["gap"]]})
    passages = pd.concat([PASSAGES, bare])
    assert suggestions.learn(passages, CODES).suggest("lock the panel")["code"].iloc[0] == "safety"
    assert suggestions.leave_one_out(passages, CODES, least=2)["n"].tolist() == [6] * 4


def test_blank_cells_are_no_codes_and_no_definitions():
    blank = pd.DataFrame({"document": ["d"] * 8, "text": ["Not coded."] * 8})
    lists = [[np.nan], [None], [""], [pd.NA], (), np.nan, None, np.array([np.nan])]
    passages = pd.concat([PASSAGES, blank.assign(codes=pd.Series(lists, dtype=object))])
    table = suggestions.leave_one_out(passages, CODES, least=2)
    pd.testing.assert_frame_equal(table, suggestions.leave_one_out(PASSAGES, CODES, least=2))
    undefined = pd.concat([CODES, pd.DataFrame({"code": [np.nan], "name": ["An empty row"]})]).assign(definition=np.nan)
    assert suggestions.learn(passages, undefined).codes["code"].tolist() == ["safety", "gap", "tool"]
    assert suggestions.leave_one_out(PASSAGES.assign(document=np.nan), CODES)["documents"].tolist() == [0] * 4


@pytest.mark.parametrize("shape", [tuple, set, np.array, pd.Series])
def test_the_codes_of_a_passage_are_a_list_of_any_kind_and_documents_may_be_numbers(shape):
    passages = PASSAGES.assign(
        codes=pd.Series([shape(codes) for codes in PASSAGES["codes"]], dtype=object),
        document=PASSAGES["document"].factorize()[0],
    )
    found, usual = (suggestions.leave_one_out(table, CODES, least=2) for table in (passages, PASSAGES))
    pd.testing.assert_frame_equal(found, usual)


def test_no_label_of_the_document_left_out_reaches_its_own_scores(monkeypatch):
    def scores_of_c(passages: pd.DataFrame) -> list[np.ndarray]:
        from codesign.suggestions import measuring

        seen, fold = {}, measuring._fold
        with monkeypatch.context() as patch:
            patch.setattr(measuring, "_fold", lambda *given: seen.setdefault(given[4], fold(*given)))
            suggestions.leave_one_out(passages, CODES, least=1)
        return seen["c"]

    swapped = PASSAGES.assign(codes=[*PASSAGES["codes"][:4], PASSAGES["codes"][5], PASSAGES["codes"][4]])
    for own, other in zip(scores_of_c(PASSAGES), scores_of_c(swapped), strict=True):
        np.testing.assert_array_equal(own, other)


def test_a_studys_codings_become_passages_with_all_their_codes():
    codings = pd.DataFrame(
        [("c1", "t1", 0, 4, "safety"), ("c2", "t1", 0, 4, "gap"), ("c3", "t1", 5, 9, "gap"), ("c4", "t2", 0, 4, "gap")],
        columns=["coding_id", "transcript_id", "start", "end", "code_id"],
    )
    passages = suggestions.coded_passages(codings, {"t1": "lock find"})
    assert passages.to_numpy().tolist() == [["c1", "t1", "lock", ["gap", "safety"]], ["c3", "t1", "find", ["gap"]]]
    renamed = CODES.rename(columns={"code": "code_id"})
    assert suggestions.learn(passages, renamed).suggest("find")["nearest"].iloc[0] == "c3"


def test_hits_and_f1_are_those_worked_out_by_hand():
    scores = np.array([[0.9, 0.1, 0.0], [0.2, 0.5, 0.3], [0.6, 0.3, 0.1], [0.1, 0.2, 0.7]])
    has = np.array([[1, 0, 0], [0, 0, 1], [0, 1, 1], [0, 0, 1]], dtype=bool)
    # First choices a, b, a, c: F1 of a is 2/3 (one right of two, none missed), of b 0, of c 1/2 (two of three missed).
    assert hits(scores, has) == pytest.approx([2 / 4, 1, 1, (2 / 3 + 0 + 1 / 2) / 3])


def test_the_most_frequent_codes_hit_as_counting_says():
    table = suggestions.leave_one_out(PASSAGES, CODES, least=2)
    assert table[["n", "codes", "documents"]].to_numpy().tolist() == [[5, 2, 3]] * 4
    # Safety and gap are used equally outside each document, so the codebook's order puts safety first.
    assert table.loc["most frequent code", ["hit@1", "hit@3"]].tolist() == [3 / 5, 1]


def test_codes_under_five_uses_are_not_measured():
    table = suggestions.leave_one_out(PASSAGES, CODES)
    assert table["n"].tolist() == [0] * 4
    assert table[suggestions.MEASURES].isna().all(axis=None)


def test_one_document_cannot_be_left_out():
    table = suggestions.leave_one_out(PASSAGES[PASSAGES["document"] == "a"], CODES, least=1)
    assert table[suggestions.MEASURES].isna().all(axis=None)


def test_ours_is_ahead_of_the_three_simple_ways_on_documents_no_setting_was_chosen_on(gennovate):
    """Half of the documents, for speed: the ten that no setting was chosen on. The benchmark measures all twenty."""
    passages, codes = gennovate
    unseen = ~passages["document"].str[:3].isin(["ET1", "ET4", "IN3", "IN9", "NP2"])
    table = suggestions.leave_one_out(passages[unseen], codes)
    ours, others = (part[suggestions.MEASURES] for part in (table.loc["ours"], table.drop("ours")))
    assert table["documents"].iloc[0] == 10
    assert table["n"].iloc[0] > 1000
    assert (ours > others.max() + 0.05).all(), table.to_string()


def test_only_the_methods_asked_for_are_measured_and_each_document_is_announced():
    seen = list[int]()
    table = suggestions.leave_one_out(PASSAGES, CODES, least=2, methods=["ours"], before_each=lambda: seen.append(1))
    assert table.index.tolist() == ["ours"]
    assert len(seen) == table["documents"].iloc[0]


def test_learning_and_measuring_pause_when_asked_and_end_when_told():
    def stop() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        suggestions.learn(PASSAGES, CODES, stop)
    with pytest.raises(InterruptedError):
        suggestions.leave_one_out(PASSAGES, CODES, least=2, pause=stop)


def test_enough_is_coded_when_ten_passages_of_two_documents_carry_codes_used_five_times():
    twice = pd.concat([PASSAGES] * 3, ignore_index=True)
    assert suggestions.is_enough(twice, CODES)
    assert not suggestions.is_enough(PASSAGES, CODES)
    assert not suggestions.is_enough(twice.assign(document="a"), CODES)


def test_the_hit_rate_is_a_sentence_with_its_n():
    rates = {"hit@1": [0.5], "hit@3": [0.7], "hit@5": [0.8], "macro-F1": [0.4]}
    measured = pd.DataFrame({**rates, "n": [120], "codes": [9], "documents": [14]}, index=["ours"])
    assert "in 84 of 120 of your own passages" in suggestions.hit_sentence(measured)
    assert "each interview left out in turn" in suggestions.hit_sentence(measured)
    assert "Too little" in suggestions.hit_sentence(measured.assign(n=9))
    assert "Too little" in suggestions.hit_sentence(suggestions.leave_one_out(PASSAGES, CODES))


def test_nothing_is_measured_where_nothing_has_a_word():
    silent = PASSAGES.assign(text="…")
    table = suggestions.leave_one_out(silent, CODES.assign(name="", definition=""), least=1)
    assert table[suggestions.MEASURES].isna().all(axis=None)


def test_the_models_of_all_codes_are_those_scikit_learn_finds_one_by_one():
    from scipy.sparse import csr_array
    from sklearn.linear_model import LogisticRegression

    random = np.random.default_rng(7)
    vectors, has = random.normal(size=(40, 60)) / 8, random.random((40, 3)) < [0.5, 0.2, 0.1]
    found = Linear.learned(csr_array(vectors), vectors @ vectors.T, has, lambda: None)
    assert found is not None
    for place in range(3):
        # With a column of ones the constant is penalised like any weight, as liblinear does.
        alone = LogisticRegression(C=LOOSENESS, class_weight="balanced", fit_intercept=False, tol=1e-8, max_iter=1000)
        weights = alone.fit(np.column_stack([vectors, np.ones(40)]), has[:, place]).coef_[0]
        assert found.weights[:, place] == pytest.approx(weights[:-1], abs=0.02)
        assert found.constants[place] == pytest.approx(weights[-1], abs=0.02)


def test_likeness_is_the_cosine_whether_a_term_is_common_or_seldom():
    from scipy.sparse import csr_array

    vectors = np.zeros((30, 4))
    vectors[:, 0], vectors[3, 1], vectors[4, 1:3] = 1, 1, 1
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    assert likeness(csr_array(vectors)) == pytest.approx(vectors @ vectors.T)
