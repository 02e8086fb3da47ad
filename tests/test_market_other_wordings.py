"""Verbs that a framework puts for each other are looked for too."""

from __future__ import annotations

from pathlib import Path

from study_trial import filled_study

from codesign import schemas
from codesign.market import counted, posting_matches, verbs_that_say_the_same

WORDINGS = tuple((f"mend {thing}", f"overhaul {thing}", f"{thing} in general") for thing in ("boats", "nets", "sails"))
LABELS = 'CONCEPTURI,PREFERREDLABEL,ALTLABELS\nu1,mend nets,"repair nets\noverhaul nets"\nu2,Haskell,Haskell\n'


def found_by(pairs: frozenset[tuple[str, str]]) -> int:
    tasks = schemas.frame("tasks", [{"task_id": "A1", "label": "Mend sails"}])
    postings = schemas.frame("postings", [{"posting_id": "J1", "text": "You overhaul sails in winter."}])
    return len(counted(posting_matches(postings, tasks, schemas.empty("codes"), verb_pairs=pairs)))


def test_verbs_that_stand_for_each_other_in_three_things_say_the_same():
    pairs = verbs_that_say_the_same(WORDINGS)
    assert pairs == {("mend", "overhaul"), ("overhaul", "mend")}
    assert (found_by(frozenset()), found_by(pairs)) == (0, 1)


def test_two_things_are_too_few_and_verbs_of_other_things_say_nothing():
    assert verbs_that_say_the_same(WORDINGS[:2]) == frozenset()
    assert verbs_that_say_the_same((("mend nets", "overhaul boats"),) * 5) == frozenset()


def test_a_study_reads_other_wordings_from_the_frameworks_it_keeps(tmp_path: Path):
    study = filled_study(tmp_path)
    assert study.other_wordings() == ()
    (study.folder / "sources" / "taxonomies").mkdir(parents=True)
    (study.folder / "sources" / "taxonomies" / "skills.csv").write_text(LABELS, encoding="utf-8")
    (study.folder / "sources" / "taxonomies" / "broken.xlsx").write_bytes(b"no workbook")
    assert study.other_wordings() == (("mend nets", "repair nets", "overhaul nets"), ("Haskell", "Haskell"))


def test_real_labels_give_verbs_that_people_would_put_for_each_other(shared_data: Path):
    from codesign.study.other_wordings import wordings

    pairs = verbs_that_say_the_same(wordings(shared_data / "taxonomies" / "esco_sample" / "skills.csv"))
    assert {("mend", "repair"), ("fit", "install"), ("operat", "run"), ("examin", "inspect")} <= pairs
    assert not {("install", "repair"), ("inspect", "repair"), ("clean", "install")} & pairs
