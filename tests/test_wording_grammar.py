"""The grammar sees each act a statement asks for, and no act where there is only a noun."""

from __future__ import annotations

import pytest

from codesign.wording.grammar import parse, word_count
from codesign.wording.lexicon import LANGUAGES, language_of, lexicon


def acts(text: str, language: str = "en-CA") -> list[str]:
    return [act.lower() for act in parse(text, lexicon(language)).acts]


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("Install the heat pump and commission the system", ["install", "commission"]),
        ("Install the pump, then test it", ["install", "test"]),
        ("Install pumps, test circuits", ["install", "test"]),
        ("Inspect, clean and lubricate bearings", ["inspect", "clean", "lubricate"]),
        ("Repair/replace worn seals", ["repair", "replace"]),
        ("Drain the tank; flush the lines", ["drain", "flush"]),
        ("Wire the panel. Label the breakers.", ["wire", "label"]),
        ("Set up and test the robot cell", ["set up", "test"]),
        ("Clean parts using solvents and inspect them for cracks", ["clean", "inspect"]),
        ("Remove covers that are loose, and fasten new ones", ["remove", "fasten"]),
        ("Greet visitors and safely escort guests to the lab", ["greet", "escort"]),
        ("May also greet guests, and also seat them", ["greet", "seat"]),
        ("Grease fittings and top up coolant", ["grease", "top up"]),
        ("Receive orders and put away stock", ["receive", "put away"]),
    ],
)
def test_every_act_is_seen_wherever_it_stands(text: str, verbs: list[str]) -> None:
    assert acts(text) == verbs


@pytest.mark.parametrize(
    "text",
    [
        "Inspect hoses and fittings",
        "Set pressure and flow switches",
        "Record temperature and pressure readings",
        "Test start and stop controls",
        "Check brake and clutch linings",
        "Inspect tools, ladders and work areas",
        "Mix mortar, plaster, and grout",
        "Write project proposals and grant applications",
        "Read drawings to plan and lay out the job",
        "Adjust burners so that they light and burn evenly",
        "Train operators who start and stop the line",
        "Cut panels by scoring and snapping them",
        "Purge lines before opening and closing valves",
        "Stock supplies, such as test strips and control cards",
        "Hang “lock and tag” signs on doors",
        "Weigh batches (and record each)",
        "Forecast supply and demand",
        "Explain hygiene and disease prevention",
        "Record overtime, disorder and unrest at events",
    ],
)
def test_two_objects_of_one_verb_are_one_act(text: str) -> None:
    assert len(acts(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Lock out and tag out equipment",
        "Lock and tag the main breaker",
        "Set up the lathe",
        "Start up the boiler",
        "Remove and replace brake pads",
        "Load and unload pallets",
        "Open and close valves",
    ],
)
def test_what_the_field_calls_by_two_verbs_is_one_act(text: str) -> None:
    assert len(acts(text)) == 1


def test_shutting_down_and_isolating_are_two() -> None:
    assert acts("Shut down and isolate the compressor") == ["shut down", "isolate"]


def test_a_condition_and_adverbs_before_the_verb_are_no_part_of_it() -> None:
    statement = parse("Using a gas detector, slowly and carefully open the valve", lexicon())
    assert statement.condition == "Using a gas detector, "
    assert statement.opening == "open the valve"


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("Installer la pompe et mettre en service le système", ["installer", "mettre"]),
        ("Installer la pompe, puis la vérifier", ["installer", "vérifier"]),
        ("Inspecter, nettoyer et lubrifier les roulements", ["inspecter", "nettoyer", "lubrifier"]),
        ("Couper le tuyau, chanfreiner les bouts", ["couper", "chanfreiner"]),
        ("Démonter la pompe pour nettoyer et remplacer les joints", ["démonter"]),
        ("Remplir le registre avant de fermer et de quitter le chantier", ["remplir"]),
        ("Cadenasser et étiqueter l’équipement", ["cadenasser"]),
        ("Vérifier la pression et la température", ["vérifier"]),
        ("S’assurer de la propreté des lieux", ["assurer"]),
    ],
)
def test_acts_in_french_are_infinitives_that_hang_on_nothing(text: str, verbs: list[str]) -> None:
    assert acts(text, "fr-CA") == verbs


def test_words_are_counted_as_people_count_them() -> None:
    assert word_count("Don't torque cross-threaded nuts – ever") == 5
    assert word_count("") == 0


def test_the_language_is_that_of_most_small_words() -> None:
    assert language_of(["Installer la pompe et la mettre en marche", "Weld pipe"]) == "fr-CA"
    assert language_of(["Weld the pipe to the flange", "Poser des tuiles"]) == "en-CA"
    assert language_of([]) == "en-CA"


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_no_verb_stands_in_two_lists_that_exclude_each_other(language: str) -> None:
    words = lexicon(language)
    assert not words.lists["caution"] & words.lists["hiding"]
    assert not words.lists["nouns_too"] & words.lists["nouns_first"]
    assert (words.lists["nouns_too"] | words.lists["nouns_first"]) - words.verbs == frozenset()


def test_a_language_without_rules_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="there are for en-CA and fr-CA"):
        lexicon("de-DE")
