"""FAQ versions: one worker fits what the editors wrote and publishes it; every process picks it up."""

import hashlib
import logging
from pathlib import Path

from bot.clock import Clock
from bot.content_files import NoContentFolder, content_hash, read_content_files
from bot.core.content.loading import effective_files, load_content
from bot.core.knowledge import DetectLanguage, Knowledge
from bot.core.matching.encoder import Encoder
from bot.core.matching.matcher import Matcher, fit
from bot.core.matching.prior import Prior
from bot.store.chores import taken_chore
from bot.store.database import Database
from bot.store.faq_versions import FaqVersion, load_version, newest_version_id, publish_version

logger = logging.getLogger(__name__)


class NotPublishedYet(Exception):
    """No version of the FAQ has been published; a worker does that within seconds of its start."""


class FaqShelf:
    """The version of the FAQ that serves now, and the way to a newer one."""

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
    ) -> None:
        self._database = database
        self._clock = clock
        self._folder = folder
        self._shipped_wording = shipped_wording
        self._encoder = encoder
        self._prior = prior
        self._detect = detect
        self._seen: str | None = None  # the state of the folder that was looked at last
        self._loaded: int | None = None
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
        """Publish what the editors changed, and take up what was published. Called again and again by a worker."""
        self._publish_if_changed()
        self._take_up_newest()

    def _publish_if_changed(self) -> None:
        try:
            files = read_content_files(self._folder)
        except NoContentFolder:
            logger.exception("the FAQ cannot be followed")
            return
        state = content_hash(files)
        if state == self._seen:
            return
        with taken_chore(self._database, "fit the FAQ") as ours:
            if not ours:
                return
            newest = self._newest()
            if newest is None or newest.content_hash != state or not self._is_usable(newest):
                self._publish(files, state, newest)
            self._seen = state  # only a change in our own folder counts, so that two folders cannot take turns

    def _publish(self, files: dict[str, bytes], state: str, newest: FaqVersion | None) -> None:
        problems = load_content(files, self._shipped_wording).problems
        for problem in problems:
            logger.error("FAQ: %s", problem)
        serving = effective_files(files, newest.files if newest else {}, self._shipped_wording)
        content = load_content(serving, self._shipped_wording)
        matcher = fit(content.entries, self._encoder, self._prior, sure=content.house.answer_when_sure)
        with self._database.writing() as connection:
            publish_version(
                connection,
                content_hash=state,
                encoder=self._fitted_with,
                files=serving,
                fitted=matcher.to_bytes(),
                problems=tuple(map(str, problems)),
                now=self._clock(),
            )
        logger.info("FAQ %s published: %d entries, %d problems", state[:12], len(content.entries), len(problems))

    def _take_up_newest(self) -> None:
        with self._database.reading() as connection:
            newest_id = newest_version_id(connection)
            if newest_id is None or newest_id == self._loaded:
                return
            version = load_version(connection, newest_id)
        content = load_content(version.files, self._shipped_wording)
        try:
            matcher = Matcher.from_bytes(version.fitted, content.entries, self._encoder)
        except ValueError as error:
            logger.error("FAQ %s cannot be used here: %s", version.content_hash[:12], error)  # noqa: TRY400
        else:
            self._knowledge = Knowledge.of(content, matcher, self._detect, version=version.content_hash[:12])
        self._loaded = newest_id

    def _newest(self) -> FaqVersion | None:
        with self._database.reading() as connection:
            newest_id = newest_version_id(connection)
            return None if newest_id is None else load_version(connection, newest_id)

    def _is_usable(self, version: FaqVersion) -> bool:
        """Whether this program can use what was fitted, perhaps by an older one of its kind."""
        if version.encoder != self._fitted_with:
            return False
        content = load_content(version.files, self._shipped_wording)
        try:
            Matcher.from_bytes(version.fitted, content.entries, self._encoder)
        except ValueError:
            return False
        return True

    @property
    def _fitted_with(self) -> str:
        """Encoder and prior: what beside the content decides how a matcher turns out."""
        prior = hashlib.sha256(self._prior.to_json().encode()).hexdigest()[:12]
        return f"{self._encoder.name if self._encoder else 'none'} {prior}"
