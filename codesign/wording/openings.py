"""How a statement begins: with a plain verb, or with what has to be put otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from codesign.wording.grammar import Statement, word_count
from codesign.wording.lexicon import Lexicon

NEAR_BEGINNING = 5
"""Words from the beginning within which a modal, a form of "be" or the name of an act is looked for."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with a beginning: the rule, how grave it is, and a sentence."""

    rule: str
    grade: str
    """`never` where nobody could watch it, `plain` where it has to be put otherwise, `look` where it may be right."""
    sentence: str


def fault(statement: Statement, words: Lexicon) -> Fault | None:
    """Return what is wrong with how a statement begins, None where it begins with a verb one can watch."""
    own = _Beginning(statement, words)
    if not own.words:
        return Fault("V1", "never", "It has no statement; write what the person does, beginning with a verb.")
    checks = (own.unwatchable, own.hidden, own.quality, own.person, own.leave_out, own.noun_of_act, own.form, own.thing)
    return next((one for one in (check() for check in checks) if one), None)


class _Beginning:
    def __init__(self, statement: Statement, words: Lexicon) -> None:
        self.lexicon, self.text = words, statement.opening
        self.words: Sequence[str] = statement.words
        self.first = self.words[0] if self.words else ""
        self.typed = self.text[: len(self.first)]
        self.phrase = self._phrase(self.words)
        self.is_verb = words.is_verb(self.first)

    def _phrase(self, words: Sequence[str]) -> Sequence[str]:
        """Return the words up to the first preposition, link or mark."""
        for at, word in enumerate(words):
            if at and self.lexicon.is_in(word, "prepositions", "links"):
                return words[:at]
        return words

    def _after_modal(self) -> Sequence[str]:
        """Return the words after "will", "must" or "is" where one stands near the beginning, else none."""
        for at, word in enumerate(self.words[: NEAR_BEGINNING - 1]):
            if self.lexicon.is_in(word, "modals", "be") and (at or not self.is_verb):
                rest = self.words[at + 1 :]
                return self._after_modal_again(rest)
        return ()

    def _after_modal_again(self, words: Sequence[str]) -> Sequence[str]:
        while words and self.lexicon.is_in(words[0], "modals", "be", "articles"):
            words = words[1:]
        return words

    # what cannot be watched ----------------------------------------------------------------------------

    def unwatchable(self) -> Fault | None:
        """Knowledge, ability or experience in place of doing."""
        banned = self.lexicon.patterns["banned"].match(self.text)
        if banned:
            return self._unwatchable(banned.group())
        after = self._after_modal()
        if after and not self.is_verb and self.lexicon.patterns["banned"].match(" ".join(after)):
            return self._unwatchable(" ".join(self.words[: len(self.words) - len(after) + 1]))
        if self.lexicon.is_in(self.first, "can") or (after and self.lexicon.is_in(after[0], "can") and not self.is_verb):
            return self._unwatchable(" ".join(self.words[: len(self.words) - len(after) + 1]) if after else self.typed)
        if self._names_knowledge():
            return self._unwatchable(" ".join(self.phrase))
        return None

    def _names_knowledge(self) -> bool:
        near = self.phrase[:NEAR_BEGINNING]
        if self.is_verb and not self.lexicon.is_in(self.first, "knowing", "nouns_first", "praising"):
            return False
        return any(self.lexicon.is_in(word, "knowing") for word in near)

    def _unwatchable(self, phrase: str) -> Fault:
        sentence = f"“{phrase}” cannot be watched; write what the person does, such as {self.lexicon.examples}."
        return Fault("V2", "never", sentence)

    def hidden(self) -> Fault | None:
        """A duty or a part in it in place of what is done."""
        match = self.lexicon.patterns["refused"].match(self.text)
        after = self._after_modal()
        if not match and after and not self.is_verb:
            match = self.lexicon.patterns["refused"].match(" ".join(after))
        if match:
            sentence = f"“{match.group()}” hides what the person does; name the part that is theirs."
            return Fault("V2", "plain", sentence)
        return None

    def quality(self) -> Fault | None:
        """What a person is like in place of what they do."""
        shows = self.lexicon.is_in(self.first, "showing")
        rest = [word for word in self.phrase[shows:] if not self.lexicon.is_in(word, "articles", "praising")]
        is_trait = not self.is_verb and not shows and self.lexicon.is_in(self.first, "traits") and len(self.words) == 1
        has_attitude = any(self.lexicon.is_in(word, "attitudes") for word in self.phrase)
        is_attitude = has_attitude and (shows or not self.is_verb) and len(self.phrase) <= 4
        is_shown = shows and bool(self.phrase[1:]) and (self._are_traits(rest) or self._are_traits(self.phrase[1:]))
        if not (is_trait or is_attitude or is_shown):
            return None
        said = " ".join(self.phrase)
        sentence = (
            f"“{said}” is what a person is like, not a task; say what one sees them do, or list it as a worker behaviour."
        )
        return Fault("N2", "plain", sentence)

    def _are_traits(self, words: Sequence[str]) -> bool:
        return bool(words) and len(words) <= 3 and self.lexicon.is_in(words[-1], "traits", "attitudes")

    # the plain verb ------------------------------------------------------------------------------------

    def person(self) -> Fault | None:
        """Who does it in place of what is done."""
        second = self.words[1] if len(self.words) > 1 else ""
        who = self.first if not self.lexicon.is_in(self.first, "articles") else second
        is_person = bool(self.lexicon.patterns["audience"].match(who)) and not self.lexicon.is_verb(who)
        has_modal = any(self.lexicon.is_in(word, "modals") for word in self.words[:4]) and not self.is_verb
        if is_person or has_modal:
            return self._begins_with("leave out who does it and begin with the verb")
        if self.lexicon.is_in(self.first, "negations"):
            return self._begins_with("say what is done, not what is left undone")
        return None

    def leave_out(self) -> Fault | None:
        """A word before the verb that is not needed, or an article."""
        if self.lexicon.is_in(self.first, "leave_out"):
            return self._begins_with(f"leave out “{self.first}” and begin with the verb")
        if self.lexicon.is_in(self.first, "articles"):
            return self._begins_with("begin with the verb, not with a thing")
        return None

    def noun_of_act(self) -> Fault | None:
        """The name of an act in place of its verb."""
        act, verb = self._named_act()
        if not act:
            return None
        sentence = f"“{act}” is the name of an act; begin with the verb, “{verb.capitalize()} …”."
        return Fault("N1", "plain", sentence)

    def _named_act(self) -> tuple[str, str]:
        """Return the name of an act near the beginning and its verb."""
        after = self.words[len(self.phrase)] if len(self.phrase) < len(self.words) else ""
        if self._is_noun_of(after):
            return self.phrase[-1], self.lexicon.verb_of(self.phrase[-1]) or self.phrase[-1]
        if self.is_verb and not self._opens_a_topic():
            return "", ""
        if self.lexicon.plain_form(self.first) and not self.lexicon.is_in(self.first, "praising"):
            return "", ""
        named = [word for word in self.phrase[:NEAR_BEGINNING] if self.lexicon.verb_of(word)]
        return (named[-1], self.lexicon.verb_of(named[-1])) if named else ("", "")

    def _is_noun_of(self, after: str) -> bool:
        """Return whether a verb that is a noun too is one here: repair of pumps, proper use of tools."""
        last = self.phrase[-1]
        is_noun = self.lexicon.is_noun_too(last) or bool(self.lexicon.verb_of(last))
        is_beginning = len(self.phrase) == 1 or self.lexicon.is_in(self.first, "praising") or not self.is_verb
        return self.lexicon.is_in(after, "of") and is_noun and is_beginning and self.first not in self.lexicon.lists["articles"]

    def _opens_a_topic(self) -> bool:
        """Return whether a verb that is more often a noun stands before the name of an act: fire prevention."""
        is_short = 1 < len(self.words) == len(self.phrase) <= 3
        first = self.lexicon.is_in(self.first, "nouns_first", "praising")
        return is_short and first and bool(self.lexicon.verb_of(self.words[-1])) and not self.words[-1].endswith("s")

    def form(self) -> Fault | None:
        """A verb in another form than the plain one."""
        base = self.lexicon.plain_form(self.first)
        if base:
            return self._begins_with(f"write the plain verb, “{base.capitalize()}”")
        is_gerund = self.first.endswith(self.lexicon.gerund) and len(self.first) > 4
        if is_gerund and not self.is_verb and not self.lexicon.is_in(self.first, "not_gerunds"):
            return self._begins_with("write the plain verb")
        return None

    def thing(self) -> Fault | None:
        """A tool, a thing or a topic, or what happens to one, in place of what is done."""
        if " ".join(self.words) in self.lexicon.tool_names:
            return self._thing()
        if self.is_verb:
            return None
        if any(self.lexicon.is_in(word, "be") for word in self.words[:NEAR_BEGINNING]):
            return self._begins_with("say what the person does, not what is done to a thing")
        if self._names_a_thing():
            return self._thing()
        if self.lexicon.looks_like_verb(self.first):
            return None
        sentence = f"“{self.typed}” is not in the list of verbs; look whether it is an action one can watch."
        return Fault("V1", "look", sentence)

    def _names_a_thing(self) -> bool:
        if self.lexicon.is_infinitive:
            return not self.lexicon.looks_like_verb(self.first)
        is_short_form = len(self.typed) > 1 and self.typed.isupper()
        is_noun = self.lexicon.is_in(self.first, "topics", "tools", "mass", "things_too", "attitudes", "traits", "praising")
        is_plural = self.first.endswith("s") and not self.first.endswith(("ss", "us", "is"))
        ends_like_one = self.first.endswith(self.lexicon.thing_endings)
        heads = self.lexicon.is_in(self.phrase[-1], "topics", "tools", "knowing") and len(self.phrase) <= 4
        is_alone = len(self.words) == 1
        return is_short_form or is_noun or is_plural or ends_like_one or heads or is_alone

    def _thing(self) -> Fault:
        said = " ".join(self.phrase[:NEAR_BEGINNING])
        sentence = f"“{said}” names a thing or a topic, not what is done; begin with the verb of what the person does."
        return Fault("N1", "plain", sentence)

    def _begins_with(self, mending: str) -> Fault:
        return Fault("V1", "plain", f"It begins with “{self.typed}”; {mending}.")


def says_only_a_tool(statement: Statement, words: Lexicon) -> bool:
    """Return whether a statement says what is used and not what for."""
    own = statement.words
    return bool(own) and words.is_in(own[0], "using") and not any(words.is_in(word, "purpose") for word in own[1:])


def is_too_wide(statement: Statement, words: Lexicon) -> bool:
    """Return whether little more than a duty stands after the verb: manage operations, coordinate staff."""
    own = [word for word in statement.words[1:] if not words.is_in(word, "articles", "determiners")]
    return word_count(statement.opening) <= 4 and len(own) <= 2 and (not own or words.is_in(own[-1], "wide"))
