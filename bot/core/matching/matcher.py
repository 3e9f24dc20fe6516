"""Finds the entries that may answer a message."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from unicodedata import normalize

from bot.core.addresses import without_addresses
from bot.core.content.entry import Entry
from bot.core.folding import fold
from bot.core.matching import packing
from bot.core.matching.bank import VIEWS, Bank, Evidence
from bot.core.matching.encoder import Encoder, name_of
from bot.core.matching.judging import Tuning, judge
from bot.core.matching.match import LEAST_SHARE, Candidate, Match, Outcome, worth_asking
from bot.core.matching.prior import Calibration, Prior
from bot.core.matching.texts import AT_A_TIME, Encoded, Example, Progress, Texts
from bot.core.matching.tuning import ENOUGH, tune, untuned
from bot.core.matching.vocabulary import vocabulary_of

CANDIDATES = 5

_READ = 1000
"""Characters of a message that are looked at: more than any question has."""


def fit(
    entries: Sequence[Entry],
    encoder: Encoder | None,
    prior: Prior,
    *,
    sure: float,
    progress: Progress | None = None,
    bank_encoder: Encoder | None = None,
) -> "Matcher":
    """A matcher for these entries. `sure`: the share of its answers that must be right.

    `bank_encoder`: the same encoder with a memory for the bank's own texts.
    """
    texts = Texts.of(entries, prior)
    encoded = _encoded(texts, bank_encoder or encoder, progress)
    bank = _bank(texts, encoded, prior)
    calibration = _calibration(prior, encoder)
    tuning = untuned(calibration.choice)
    if bank:
        tuning = tune(bank.own_examples(encoded), calibration.choice, calibration.confidence)
    label = packing.Label(name_of(encoder), sure, prior, packing.fingerprint(texts.all), tuning)
    return Matcher(texts, bank, encoder, label)


class Matcher:
    """A fitted bank of entries. Safe to use from several threads at once where its encoder is.

    `threshold` is the confidence from which it answers.
    """

    def __init__(self, texts: Texts, bank: Bank | None, encoder: Encoder | None, label: packing.Label) -> None:
        """`bank`: None where there is no entry."""
        self._texts = texts
        self._bank = bank
        self._encoder = encoder
        self._label = label
        self._confidence = _calibration(label.prior, encoder).confidence
        self.threshold = _calibration(label.prior, encoder).threshold(label.sure)
        self._askers = _askers(texts.questions)
        self._vocabulary = vocabulary_of(texts)

    @property
    def tuning(self) -> Tuning:
        """What it learned from the bank about matching on it."""
        return self._label.tuning

    @property
    def caution(self) -> str:
        """What editors should know where the bank is too small to be calibrated on itself; else empty."""
        if self._bank is None or self.tuning.examples >= ENOUGH:
            return ""
        return (
            f"There is too little to calibrate on in this FAQ ({self.tuning.examples} of {ENOUGH} examples), so its "
            "confidence rests on what other FAQs taught: give entries a second question, or tests."
        )

    def match(self, texts: Sequence[str]) -> list[Match]:
        """One match for each text; it has no candidates without words (addresses are none), nor without entries."""
        batches = [texts[start : start + AT_A_TIME] for start in range(0, len(texts), AT_A_TIME)]
        return [match for batch in batches for match in self._match(batch)]

    def to_bytes(self) -> bytes:
        """All that `from_bytes` needs besides the entries and the encoder."""
        return packing.pack(self._label)

    @staticmethod
    def from_bytes(
        data: bytes, entries: Sequence[Entry], encoder: Encoder | None, *, bank_encoder: Encoder | None = None
    ) -> "Matcher":
        """The matcher that `to_bytes` wrote. Raises ValueError if it was fitted to other entries or another encoder."""
        label = packing.unpack(data)
        if label.encoder != name_of(encoder):
            raise ValueError(f"it was fitted with the encoder {label.encoder}, not with {name_of(encoder)}")
        texts = Texts.of(entries, label.prior)
        if label.texts != packing.fingerprint(texts.all):
            raise ValueError("it was fitted to other entries")
        bank = _bank(texts, _encoded(texts, bank_encoder or encoder), label.prior)
        return Matcher(texts, bank, encoder, label)

    def _match(self, texts: Sequence[str]) -> list[Match]:
        if self._bank is None:
            return [self._found(())] * len(texts)
        texts = [normalize("NFC", text[:_READ]) for text in texts]  # some keyboards send letters and accents apart
        mended = [self._vocabulary.mended(text) for text in texts]
        folded = [fold(text) for text in mended]
        readable = [text if words else "" for text, words in zip(mended, folded, strict=True)]
        placed = self._bank.place(folded, self._encoder.encode(readable) if self._encoder else None)
        evidence = self._bank.evidence(folded, placed)
        order, probabilities = judge(evidence, self._confidence, self.tuning)
        matches = []
        for row, text in enumerate(texts):
            asked = fold(text)
            if asked in self._askers:
                matches.append(self._found(self._asked_exactly(asked)))
            elif not fold(without_addresses(text)):
                matches.append(self._found(()))
            else:
                candidates = self._candidates(evidence, row, order[row], probabilities[row])
                numbers = evidence.entries[row, order[row, : len(candidates)]]
                look_alikes = [self._bank.forbids(asked, placed, row, number) for number in numbers]
                match = self._allowed(candidates, look_alikes)
                matches.append(replace(match, read_as=mended[row] if mended[row] != text else None))
        return matches

    def _asked_exactly(self, folded: str) -> tuple[Candidate, ...]:
        """The entries that have the message among their own questions."""
        askers = self._askers[folded]
        return tuple(
            Candidate(self._texts.ids[asker.entry], 1 / len(askers), asker.text, {"exact": 1.0}) for asker in askers
        )

    def _candidates(
        self, evidence: Evidence, row: int, order: Sequence[int], probabilities: Sequence[float]
    ) -> tuple[Candidate, ...]:
        return tuple(
            Candidate(
                entry=self._texts.ids[evidence.entries[row, place]],
                confidence=float(probability),
                question=self._texts.questions[evidence.questions[row, place]].text,
                views=dict(zip(VIEWS, map(float, evidence.views[row, place]), strict=True)),
            )
            for place, probability in zip(order[:CANDIDATES], probabilities, strict=False)
        )

    def _found(self, candidates: tuple[Candidate, ...]) -> Match:
        return Match(self._outcome([candidate.confidence for candidate in candidates]), candidates, self.threshold)

    def _outcome(self, confidences: Sequence[float]) -> Outcome:
        if confidences and confidences[0] >= self.threshold:
            return Outcome.ANSWER
        likely = confidences[: worth_asking(confidences)]
        return Outcome.CLARIFY if len(likely) > 1 and sum(likely) >= self.threshold else Outcome.HANDOFF

    def _allowed(self, candidates: tuple[Candidate, ...], look_alikes: Sequence[int | None]) -> Match:
        """The match with the candidates that a look-alike forbids last, as certainly wrong.

        Where that is the best one, a person sees to it: nothing else was judged to be right instead.
        """
        allowed = [number is None for number in look_alikes]
        kept = tuple(one for one, may in zip(candidates, allowed, strict=True) if may)
        out = [one for one, may in zip(candidates, allowed, strict=True) if not may]
        found = replace(
            self._found(kept),
            candidates=(*kept, *(replace(one, confidence=0.0) for one in out)),
            forbidden=tuple(one.entry for one in out if one.confidence >= LEAST_SHARE),
        )
        look_alike = look_alikes[0] if look_alikes else None
        if look_alike is None:
            return found
        return replace(found, outcome=Outcome.HANDOFF, never=self._texts.never[look_alike].text)


def _encoded(texts: Texts, encoder: Encoder | None, progress: Progress | None = None) -> Encoded | None:
    return texts.encoded(encoder, progress) if encoder and texts.ids else None


def _bank(texts: Texts, encoded: Encoded | None, prior: Prior) -> Bank | None:
    return Bank(texts, encoded, languages=len(prior.background)) if texts.ids else None


def _calibration(prior: Prior, encoder: Encoder | None) -> Calibration:
    return prior.meaning if encoder else prior.spelling


def _askers(questions: Sequence[Example]) -> Mapping[str, tuple[Example, ...]]:
    """For each folded question, the first such question of every entry that asks it."""
    askers: dict[str, dict[int, Example]] = {}
    for question in questions:
        askers.setdefault(question.folded, {}).setdefault(question.entry, question)
    return {folded: tuple(owners.values()) for folded, owners in askers.items() if folded}
