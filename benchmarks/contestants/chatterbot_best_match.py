"""ChatterBot's BestMatch over statements and responses."""

import logging
from collections.abc import Sequence

from chatterbot import ChatBot
from chatterbot.conversation import Statement
from chatterbot.tagging import LowercaseTagger

from benchmarks.contestants.contestant import Guess, Questions
from bot.core.content.entry import Entry


class ChatterBotBestMatch:
    """Every question is a statement whose response is its entry. Confidence is ChatterBot's: difflib's ratio.

    Its default tagger wants a spaCy model of one language; LowercaseTagger is its own choice where there is none, and
    compares with every question that has a word of the message in it, so that fewer are missed.
    """

    def fit(self, entries: Sequence[Entry]) -> None:
        """Teach it, in memory."""
        logging.getLogger("chatterbot").setLevel(logging.ERROR)
        questions = Questions(entries)
        self._bot = ChatBot(
            "benchmark",
            storage_adapter="chatterbot.storage.SQLStorageAdapter",
            database_uri="sqlite://",
            tagger=LowercaseTagger,
            read_only=True,  # it would learn the messages
        )
        index = self._bot.tagger.get_text_index_string
        self._bot.storage.create_many(
            [
                Statement(text=name, in_response_to=text, search_text=name, search_in_response_to=folded)
                for name, text, folded in zip(
                    [questions.ids[owner] for owner in questions.owners],
                    questions.texts,
                    index(questions.texts),
                    strict=True,
                )
            ]
        )

    def match(self, texts: Sequence[str]) -> list[Guess]:
        """Its responses; without confidence it draws one by lot, which is no guess."""
        responses = [self._bot.get_response(text) for text in texts]
        return [
            Guess(response.text, response.confidence) if response.confidence > 0 else Guess(None, 0.0)
            for response in responses
        ]
