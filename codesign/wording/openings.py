"""How a statement begins: with a plain verb, or with what has to be put otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from codesign.wording.grammar import Statement, word_count
from codesign.wording.lexicon import Lexicon

NEAR_BEGINNING = 5
"""Words from the beginning within which a modal, a form of "be" or the name of an act is looked for."""
SHORT = 4
"""Words of a topic or a quality at most; what is longer says something of its own."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with a beginning: the rule, how grave it is, and a sentence.

    The grade is `never` where nobody could watch it, `plain` where it has to be put otherwise, `look` where it may be
    right.
    """

    rule: str
    grade: str
    sentence: str


def fault(statement: Statement, words: Lexicon) -> Fault | None:
    """Return what is wrong with how a statement begins, None where it begins with a verb one can watch."""
    if not statement.words:
        return Fault("V1", "never", "It has no statement; write what the person does, beginning with a verb.")
    own = _Beginning(statement, words)
    checks: tuple[Callable[[], Fault | None], ...] = (
        own.unwatchable, own.hidden, own.quality, own.person, own.noun_of_act, own.form, own.thing, own.unknown,
    )  # fmt: skip
    return next((one for one in (check() for check in checks) if one), None)


def says_only_a_tool(statement: Statement, words: Lexicon) -> bool:
    """Return whether a statement says what is used and not what for."""
    own = statement.words
    return bool(own) and words.is_in(own[0], "using") and not any(words.is_in(word, "purpose") for word in own[1:])


def is_too_wide(statement: Statement, words: Lexicon) -> bool:
    """Return whether little more than a duty stands after the verb: manage operations, coordinate staff."""
    own = [word for word in statement.words[1:] if not words.is_in(word, "articles", "determiners")]
    return word_count(statement.opening) <= SHORT and len(own) <= 2 and (not own or words.is_in(own[-1], "wide"))


class _Beginning:
    """The first words of a statement, and what is asked of them."""

    def __init__(self, statement: Statement, words: Lexicon) -> None:
        self.statement, self.lexicon = statement, words
        self.words: Sequence[str] = statement.words
        self.first = self.words[0]
        self.is_verb = words.is_verb(self.first)
        self.phrase = self._phrase()
        self.after = self.words[len(self.phrase)] if len(self.phrase) < len(self.words) else ""
        self.rest = () if self.is_verb else self._after_modal()
        """What stands after "will", "must" or "is" near the beginning."""

    def _phrase(self) -> Sequence[str]:
        """Return the words up to the first preposition, link or mark."""
        phrase: list[str] = []
        for token in self.statement.tokens:
            if token.is_mark or (phrase and self.lexicon.is_in(token.word, "prepositions", "links")):
                break
            phrase.append(token.word)
        return phrase or self.words[:1]

    def _after_modal(self) -> Sequence[str]:
        for at, word in enumerate(self.words[: NEAR_BEGINNING - 1]):
            if self.lexicon.is_in(word, "modals", "be"):
                rest = self.words[at + 1 :]
                while rest and self.lexicon.is_in(rest[0], "modals", "be", "articles"):
                    rest = rest[1:]
                return rest
        return ()

    def _typed_up_to_rest(self) -> str:
        return self.statement.typed(len(self.words) - len(self.rest) + 1)

    # what cannot be watched ----------------------------------------------------------------------------

    def unwatchable(self) -> Fault | None:
        """Return the fault of knowledge, ability or experience in place of doing."""
        banned = self.lexicon.patterns["banned"]
        if match := banned.match(self.statement.opening):
            return self._unwatchable(match.group())
        if self.rest and (banned.match(" ".join(self.rest)) or self.lexicon.is_in(self.rest[0], "can", "knowing")):
            return self._unwatchable(self._typed_up_to_rest())
        if self.lexicon.is_in(self.first, "can"):
            return self._unwatchable(self.statement.typed())
        return self._unwatchable(self.statement.typed(len(self.phrase))) if self._names_knowledge() else None

    def _names_knowledge(self) -> bool:
        if self.lexicon.is_in(self.first, "knowing"):
            return not (self.is_verb and len(self.words) > 1 and self.lexicon.is_in(self.words[1], "determiners"))
        if self.is_verb and not self.lexicon.is_in(self.first, "nouns_first", "praising"):
            return False
        head = self.phrase[:NEAR_BEGINNING] if self.lexicon.is_infinitive else self.phrase[-1:]
        is_named = any(self.lexicon.is_in(word, "knowing") for word in head)
        is_purpose = self.lexicon.is_in(self.first, "using", "modals")
        return is_named and len(self.phrase) <= NEAR_BEGINNING and not is_purpose

    def _unwatchable(self, phrase: str) -> Fault:
        sentence = f"“{phrase}” cannot be watched; write what the person does, such as {self.lexicon.examples}."
        return Fault("V2", "never", sentence)

    def hidden(self) -> Fault | None:
        """Return the fault of a duty, or a part in it, in place of what is done."""
        refused = self.lexicon.patterns["refused"]
        match = refused.match(self.statement.opening) or (self.rest and refused.match(" ".join(self.rest)))
        if not match:
            return None
        return Fault("V2", "plain", f"“{match.group()}” hides what the person does; name the part that is theirs.")

    def quality(self) -> Fault | None:
        """Return the fault of what a person is like in place of what they do."""
        behaviour = self.lexicon.patterns["behaviours"].match(self.statement.opening)
        if not (behaviour or self._is_attitude() or self._is_trait()):
            return None
        named = behaviour.group() if behaviour else self.statement.typed(len(self.phrase))
        sentence = (
            f"“{named}” is what a person is like, not a task; "
            "say what one sees them do, or list it as a worker behaviour."
        )
        return Fault("N2", "plain", sentence)

    def _is_attitude(self) -> bool:
        shows = self.lexicon.is_in(self.first, "showing", "copulas")
        is_named = any(self.lexicon.is_in(word, "attitudes") for word in self.phrase)
        return is_named and len(self.phrase) <= SHORT and (shows or not self.is_verb)

    def _is_trait(self) -> bool:
        if self.lexicon.is_in(self.first, "copulas"):
            own = [word for word in self.phrase[1:] if not self.lexicon.is_in(word, "articles", "praising")]
            own = own or list(self.phrase[1:])
            return bool(own) and len(own) <= 2 and self.lexicon.is_in(own[0], "traits", "praising")
        return len(self.words) == 1 and not self.is_verb and self.lexicon.is_in(self.first, "traits")

    # the plain verb ------------------------------------------------------------------------------------

    def person(self) -> Fault | None:
        """Return the fault of a word before the verb: who does it, "to", an article."""
        if self.lexicon.is_in(self.first, "leave_out"):
            return self._begins_with(f"leave out “{self.first}” and begin with the verb")
        if self.lexicon.is_in(self.first, "negations") or self._is_refused():
            return self._begins_with("say what is done, not what is left undone")
        is_article = self.lexicon.is_in(self.first, "articles")
        who = self.words[1] if is_article and len(self.words) > 1 else self.first
        is_person = bool(self.lexicon.patterns["audience"].match(who)) and not self.lexicon.is_verb(who)
        has_modal = any(self.lexicon.is_in(word, "modals") for word in self.words[:SHORT])
        if is_person or (has_modal and not self.is_verb):
            return self._begins_with("leave out who does it and begin with the verb")
        return self._begins_with("begin with the verb, not with a thing") if is_article else None

    def _is_refused(self) -> bool:
        return len(self.words) > 1 and self.lexicon.is_in(self.words[1], "refusals")

    def noun_of_act(self) -> Fault | None:
        """Return the fault of an act's name in place of its verb."""
        act = self._named_act()
        if not act:
            return None
        verb = self.lexicon.verb_of(act) or act
        sentence = f"“{act}” is the name of an act; begin with the verb, “{verb.capitalize()} …”."
        return Fault("N1", "plain", sentence)

    def _named_act(self) -> str:
        """Return the name of an act that stands in place of its verb, "" where none does."""
        last = self.phrase[-1]
        if self.lexicon.is_in(self.after, "of") and self._is_noun_here(last):
            return last
        if self.is_verb and not self._opens_a_topic():
            return ""
        if self.lexicon.plain_form(self.first) and not self.lexicon.is_in(self.first, "praising"):
            return self.first if self.first in self.lexicon.nominals else ""
        if " " in self.lexicon.verb_of(self.first):  # a phrasal verb that is written as a noun: setup machines
            return self.first
        # in French the name of the act comes before what says how it is done, in English after it
        places = self.phrase[:NEAR_BEGINNING] if self.lexicon.is_infinitive else [last][: len(self.phrase) <= SHORT]
        return next((word for word in places if self.lexicon.verb_of(word)), "")

    def _is_noun_here(self, word: str) -> bool:
        """Return whether a word before "of" names an act: proper use of tools, start up of a boiler."""
        before = [one for one in self.phrase if not self.lexicon.is_in(one, "particles")]
        is_noun = self.lexicon.is_noun_too(word) or bool(self.lexicon.verb_of(word))
        is_noun = is_noun or (len(before) == 1 < len(self.phrase) and self.is_verb)
        opens_with_noun = not self.is_verb and not self.lexicon.plain_form(self.first)
        return is_noun and (len(before) == 1 or opens_with_noun or self.lexicon.is_in(self.first, "praising"))

    def _opens_a_topic(self) -> bool:
        """Return whether a verb that is more often a noun stands before the name of an act: fire prevention."""
        is_short = 1 < len(self.words) == len(self.phrase) < SHORT
        is_noun = self.lexicon.is_in(self.first, "topic_openers", "praising")
        return is_short and is_noun and bool(self.lexicon.verb_of(self.words[-1])) and not self.words[-1].endswith("s")

    def form(self) -> Fault | None:
        """Return the fault of a verb that is not in its plain form."""
        if not self.is_verb and any(self.lexicon.is_in(word, "be") for word in self.words[1:NEAR_BEGINNING]):
            return self._begins_with("say what the person does, not what happens to a thing")
        if base := self.lexicon.plain_form(self.first):
            return self._begins_with(f"write the plain verb, “{base.capitalize()}”")
        is_gerund = self.first.endswith(self.lexicon.gerund) and len(self.first) > SHORT
        if is_gerund and not self.is_verb and not self.lexicon.is_in(self.first, "not_gerunds"):
            return self._begins_with("write the plain verb")
        return None

    def thing(self) -> Fault | None:
        """Return the fault of a tool, a thing or a topic in place of what is done."""
        is_tool = " ".join(self.words) in self.lexicon.tool_names
        if not is_tool and (self.is_verb or not self._names_a_thing()):
            return None
        named = self.statement.typed(min(len(self.phrase), NEAR_BEGINNING))
        sentence = f"“{named}” names a thing or a topic, not what is done; begin with the verb of what the person does."
        return Fault("N1", "plain", sentence)

    def _names_a_thing(self) -> bool:
        if self.lexicon.names_a_thing(self.first) or self.lexicon.is_infinitive:
            return not self.lexicon.looks_like_verb(self.first)
        typed = self.statement.typed()
        is_topic = self.lexicon.is_in(self.phrase[-1], "topics", "tools", "knowing") and len(self.words) <= SHORT
        is_topic = is_topic or (len(self.words) == 2 and self.words[1].endswith(self.lexicon.thing_endings))
        return is_topic or (typed.isupper() and len(typed) > 1) or len(self.words) == 1

    def unknown(self) -> Fault | None:
        """Return the remark on a first word that nobody listed: it may be a verb."""
        if self.is_verb or self.lexicon.looks_like_verb(self.first):
            return None
        sentence = (
            f"“{self.statement.typed()}” is not in the list of verbs; look whether it is an action one can watch."
        )
        return Fault("V1", "look", sentence)

    def _begins_with(self, mending: str) -> Fault:
        return Fault("V1", "plain", f"It begins with “{self.statement.typed()}”; {mending}.")
