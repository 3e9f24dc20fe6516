"""What a customer's message seems to say, before anybody asks how the conversation stands."""

from collections.abc import Mapping
from dataclasses import fields

from bot.core.addresses import without_addresses
from bot.core.conversation import Conversation
from bot.core.cutting import Phrases, cut
from bot.core.decision import Understanding
from bot.core.folding import fold
from bot.core.incoming import Incoming
from bot.core.knowledge import Knowledge
from bot.core.language import LanguageGuess, guess_language, siblings
from bot.core.matching.match import Match
from bot.core.person_request import asks_for_person


def understand(item: Incoming, conversation: Conversation, knowledge: Knowledge) -> Understanding:
    """What a message seems to say. Takes milliseconds, so it is done before the conversation is locked."""
    text = item.text.strip()
    language = hear_language(item, conversation, knowledge)
    if not has_words(text):
        return Understanding(language)
    sentences = cut(text, _reading_phrases(language, knowledge))
    texts = list(dict.fromkeys([text, *(part for sentence in sentences for part in sentence.texts())]))
    matches = dict(zip(texts, knowledge.matcher.match(texts), strict=True))
    if not (matches[text].candidates or has_words(without_addresses(text))):
        return Understanding(language)
    asked_in = _languages_that_ask(text, matches[text], knowledge)
    if asked_in and conversation.language is None:
        language = guess_language(text, evidence=asked_in, house_languages=knowledge.house.languages)
    return Understanding(
        language,
        match=matches[text],
        wants_person=asks_for_person(
            text, _phrases("person_requests", knowledge), unless=_phrases("person_not_requests", knowledge)
        ),
        sentences=sentences,
        matches=matches,
    )


def hear_language(item: Incoming, conversation: Conversation, knowledge: Knowledge) -> LanguageGuess:
    """The language of a message, by its letters and by what was spoken before."""
    text = item.text.strip()
    return guess_language(
        text,
        evidence=knowledge.detect(text),
        house_languages=knowledge.house.languages,
        history=(conversation.language,) if conversation.language else (),
    )


def has_words(text: str) -> bool:
    """Whether there is anything in a text that could be matched."""
    return any(character.isalnum() for character in text)


def _languages_that_ask(text: str, match: Match, knowledge: Knowledge) -> Mapping[str, float]:
    """The languages in which the FAQ has this question, its words in any order, or the menu this item, alike.

    A word such as "hoi", or a few without their accents, tell a detector little.
    """
    asked = knowledge.entries[match.candidates[0].entry].questions if match.candidates else {}
    words = _words(text)
    languages = {language for language, questions in asked.items() if words in map(_words, questions)}
    wording = knowledge.reception.wording
    spoken = set(knowledge.house.languages) & wording.languages
    languages |= {language for language in spoken if text in wording.texts("menu_person", language)}
    return {language: 1 / len(languages) for language in languages}


def _words(text: str) -> list[str]:
    return sorted(fold(text).split())


def _phrases(key: str, knowledge: Knowledge) -> list[str]:
    """A row of phrases in every language of the house, and in its sibling."""
    wording = knowledge.reception.wording
    spoken = {sibling for language in knowledge.house.languages for sibling in siblings(language)}
    return [phrase for language in sorted(spoken & wording.languages) for phrase in wording.texts(key, language)]


def _reading_phrases(language: LanguageGuess, knowledge: Knowledge) -> Phrases:
    """What is known of the message's own language; "en" joins in Dutch and is an article in Danish."""
    wording = knowledge.reception.wording
    spoken = [known for known in siblings(language.spoken or language.language) if known in wording.languages]
    rows = {
        row.name: tuple(text for known in spoken for text in wording.texts(row.name, known)) for row in fields(Phrases)
    }
    return Phrases(**rows)
