"""FAQ versions: one worker fits what the editors wrote and publishes it; every process picks it up."""

import hashlib
import logging
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from bot.clock import Clock
from bot.content_files import NoContentFolder, content_hash, read_content_files
from bot.core.content.loading import HOUSE, Content, Files, effective_files, load_content
from bot.core.knowledge import DetectLanguage, Knowledge
from bot.core.matching.encoder import NO_ENCODER, Encoder, name_of
from bot.core.matching.matcher import Matcher, fit
from bot.core.matching.prior import Prior
from bot.memory import give_back_memory
from bot.shipped_vectors import ShippedEncoder
from bot.store.alarms import raise_alarm, settle_alarm
from bot.store.chores import taken_chore
from bot.store.database import Database
from bot.store.faq_versions import load_version, newest_version_id, publish_version
from bot.store.house_versions import keep_house, version_of
from bot.store.vectors import forget_unused_vectors
from bot.vector_cache import CachedEncoder

logger = logging.getLogger(__name__)

ENCODER_ALARM = "encoder"
PROGRESS_SECONDS = 3


class NotPublishedYet(Exception):
    """No version of the FAQ has been published; a worker does that within seconds of its start."""


@dataclass(frozen=True, slots=True)
class _Newest:
    """The newest version that was published."""

    id: int
    content_hash: str
    fitted_with: str
    usable: bool  # as it was fitted


class FaqShelf:
    """The version of the FAQ that serves now, and the way to a newer one.

    A worker that cannot use a version as it was fitted, for want of its encoder or of its program's version, fits the
    same content for itself. So all serve the newest content, each as well as it can.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        folder: Path,
        shipped_wording: dict[str, bytes],
        encoder: Encoder | None,
        prior: Prior,
        detect: DetectLanguage,
        encoder_fault: str = "",
    ) -> None:
        """`encoder_fault`: why there is no encoder, and what to do."""
        self._database = database
        self._clock = clock
        self._folder = folder
        self._shipped_wording = shipped_wording
        self._encoder = encoder
        self._encoder_fault = encoder_fault
        self._encoder_settled = False
        self._bank_encoder = CachedEncoder(database, ShippedEncoder(encoder)) if encoder else None
        self._prior = prior
        self._detect = detect
        self._seen: str | None = None  # the state of the folder that was looked at last
        self._newest: _Newest | None = None
        self._serving: int | None = None  # the version's id
        self._knowledge: Knowledge | None = None

    def knowledge(self) -> Knowledge:
        """What serves now. Raises NotPublishedYet."""
        if self._knowledge is None:
            raise NotPublishedYet("the FAQ has not been fitted yet")
        return self._knowledge

    def is_ready(self) -> bool:
        """Whether a version serves."""
        return self._knowledge is not None

    def follow(self) -> None:
        """Take up what was published, and publish what the editors changed. Called again and again by a worker."""
        self._take_up_newest()
        try:
            files = read_content_files(self._folder)
        except NoContentFolder as error:
            logger.error("the FAQ cannot be followed: %s", error)  # noqa: TRY400  # a user's mistake
            return
        state = content_hash(files)
        if state == self._seen and not self._left_out():
            return
        with taken_chore(self._database, "fit the FAQ") as ours:
            if not ours:
                return
            self._take_up_newest()  # another may just have published it
            # Only a change in our own folder counts, so that two folders, or two encoders, cannot take turns.
            if state != self._seen and self._should_publish(state):
                self._publish(files, state)
            elif newest := self._left_out():
                serving = self._files(newest)
                content = load_content(serving, self._shipped_wording)
                self._serve(serving, content, self._fitted(content), newest)
            self._seen = state

    def tell_of_encoder(self) -> None:
        """Keep an alarm up while this worker has no encoder, also when another one that has settles it at its start."""
        if self._encoder_settled:
            return
        with self._database.writing() as connection:
            if self._encoder_fault:
                raise_alarm(connection, ENCODER_ALARM, self._encoder_fault, self._clock())
            else:
                settle_alarm(connection, ENCODER_ALARM)
        self._encoder_settled = not self._encoder_fault

    def _left_out(self) -> _Newest | None:
        """The newest version, where it does not serve here since it could not be used as it was fitted."""
        return self._newest if self._newest and self._newest.id != self._serving else None

    def _should_publish(self, state: str) -> bool:
        """Whether the newest version is to be replaced for everyone.

        A worker without an encoder replaces none that was fitted with one: those who have it serve better by it.
        """
        newest = self._newest
        if newest is None or newest.content_hash != state:
            return True
        if newest.fitted_with == self._fitted_with:
            return not newest.usable
        return self._encoder is not None or newest.fitted_with.startswith(f"{NO_ENCODER} ")

    def _publish(self, files: dict[str, bytes], state: str) -> None:
        content = load_content(files, self._shipped_wording)
        problems = content.problems
        for problem in problems:
            logger.error("FAQ: %s", problem)
        if problems:
            previous = self._files(self._newest) if self._newest else {}
            files = effective_files(files, previous, self._shipped_wording)
            content = load_content(files, self._shipped_wording)
        matcher = self._fitted(content)
        with self._database.writing() as connection:
            published = publish_version(
                connection,
                content_hash=state,
                encoder=self._fitted_with,
                files=files,
                fitted=matcher.to_bytes(),
                problems=tuple(map(str, problems)),
                now=self._clock(),
            )
            keep_house(connection, files.get(HOUSE, b""), self._clock())
            forget_unused_vectors(connection)
        self._newest = _Newest(published, state, self._fitted_with, usable=True)
        self._serve(files, content, matcher, self._newest)
        logger.info("FAQ %s published: %d entries, %d problems", state[:12], len(content.entries), len(problems))
        if matcher.caution:
            logger.info("FAQ: %s", matcher.caution)

    def _take_up_newest(self) -> None:
        with self._database.reading() as connection:
            newest_id = newest_version_id(connection)
            if newest_id is None or (self._newest and newest_id == self._newest.id):
                return
            version = load_version(connection, newest_id)
        content = load_content(version.files, self._shipped_wording)
        newest = _Newest(newest_id, version.content_hash, version.encoder, usable=True)
        try:
            matcher = Matcher.from_bytes(
                version.fitted, content.entries, self._encoder, bank_encoder=self._bank_encoder
            )
        except ValueError as error:
            logger.warning("FAQ %s must be fitted again for this worker: %s", newest.content_hash[:12], error)
            newest = replace(newest, usable=False)
        else:
            self._serve(version.files, content, matcher, newest)
        self._newest = newest

    def _files(self, version: _Newest) -> dict[str, bytes]:
        with self._database.reading() as connection:
            return dict(load_version(connection, version.id).files)

    def _serve(self, files: Files, content: Content, matcher: Matcher, version: _Newest) -> None:
        self._knowledge = Knowledge.of(
            content,
            matcher,
            self._detect,
            version=version.content_hash[:12],
            house_version=version_of(files.get(HOUSE, b"")),
        )
        self._serving = version.id
        give_back_memory()

    def _fitted(self, content: Content) -> Matcher:
        with _ProgressLog() as progress:
            return fit(
                content.entries,
                self._encoder,
                self._prior,
                sure=content.house.answer_when_sure,
                progress=progress,
                bank_encoder=self._bank_encoder,
            )

    @property
    def _fitted_with(self) -> str:
        """Encoder and prior: what beside the content decides how a matcher turns out."""
        prior = hashlib.sha256(self._prior.to_json().encode()).hexdigest()[:12]
        return f"{name_of(self._encoder)} {prior}"


class _ProgressLog:
    """Tells the log every few seconds how far a fit is, also while the encoder has nothing to do with it."""

    def __init__(self) -> None:
        self._state = "reading the texts"
        self._done = threading.Event()
        self._telling = threading.Thread(target=self._tell, name="progress", daemon=True)

    def __enter__(self) -> Self:
        self._telling.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._done.set()
        self._telling.join()

    def __call__(self, encoded: int, total: int) -> None:
        self._state = f"{encoded} of {total} texts encoded" if encoded < total else "learning to tell the answers apart"

    def _tell(self) -> None:
        started = time.monotonic()
        while not self._done.wait(PROGRESS_SECONDS):
            logger.info("fitting the FAQ for %.0f s: %s", time.monotonic() - started, self._state)
