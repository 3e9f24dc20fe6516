"""All pages of the desk, put together."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import NoReturn, cast

from flask import Blueprint, Flask, Response, abort, g, render_template, request
from flask_babel import Babel
from flask_bootstrap import Bootstrap5
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter, Map

from bot.core.content.loading import Content
from bot.desk import said, tongue
from bot.desk.access import allowed, check_access
from bot.desk.account import account
from bot.desk.acting import acting
from bot.desk.answering import answering
from bot.desk.audit_log import audit_log
from bot.desk.colleague_drafts import colleague_drafts
from bot.desk.conversation import conversation
from bot.desk.customers import customers
from bot.desk.headers import headers_of, protect
from bot.desk.learning import learning
from bot.desk.numbers import LARGEST
from bot.desk.office import Office
from bot.desk.proxies import BehindProxies
from bot.desk.pulse import pulse
from bot.desk.queue import lists, mentions, queue
from bot.desk.sessions import DeskCookies, find_user
from bot.desk.shifts import shifts
from bot.desk.signing_in import signing_in
from bot.desk.tongue import gettext
from bot.desk.users import users
from bot.store.sessions import LONGEST_MS
from bot.store.users import Role

NO_KEY = (
    "The desk is closed: SECRET_KEY is not set. Set it to a long random text and start again; make one with: "
    'python3 -c "import secrets; print(secrets.token_hex(32))"\n'
)
DESK = "/desk"
PAGES = (
    *(signing_in, account, users, audit_log, colleague_drafts),
    *(queue, conversation, pulse, answering, acting, customers, learning, shifts),
)


class RowId(IntegerConverter):
    """A row's number in an address, no larger than the database has them."""

    def __init__(self, map: Map) -> None:  # noqa: A002  # as Werkzeug calls it
        super().__init__(map, max=LARGEST)


def open_desk(app: Flask, office: Office) -> None:
    """Serve the desk below /desk; without SECRET_KEY its routes refuse, and say why."""
    app.after_request(partial(_protected, headers_of(office)))
    office = replace(office, content=once_a_request(office.content))
    if office.settings.secret_key is None:
        app.register_blueprint(_closed())
        return
    app.config.update(
        SECRET_KEY=office.settings.secret_key,
        SESSION_COOKIE_NAME="svartid",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH=DESK,
        SESSION_REFRESH_EACH_REQUEST=False,  # it lasts as long as what the database keeps of it
        PERMANENT_SESSION_LIFETIME=timedelta(milliseconds=LONGEST_MS),
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(hours=1),
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session
        WTF_CSRF_CHECK_DEFAULT=False,  # the platform's webhooks carry none; the desk asks for it itself
        BOOTSTRAP_SERVE_LOCAL=True,
        BABEL_TRANSLATION_DIRECTORIES="desk/translations",
    )
    app.session_interface = DeskCookies()
    app.wsgi_app = BehindProxies(app.wsgi_app, office.settings.proxies)  # type: ignore[method-assign]  # as Flask says
    app.url_map.converters["id"] = RowId
    Bootstrap5(app)
    Babel(app, locale_selector=tongue.locale, timezone_selector=lambda: str(office.house.timezone))
    app.jinja_env.install_gettext_callables(tongue.gettext, tongue.ngettext, newstyle=True)  # type: ignore[attr-defined]
    csrf = CSRFProtect(app)
    desk = Blueprint("desk", __name__, url_prefix=DESK, template_folder="templates", static_folder="static")

    @desk.before_request
    def find_out_who() -> None:
        find_user(office)

    desk.before_request(_refuse_nul)
    desk.before_request(check_access)
    desk.before_request(csrf.protect)
    for pages in PAGES:
        desk.register_blueprint(pages(office))

    @desk.route("/<path:path>", methods=["GET", "POST"])
    @allowed(Role.TRAINEE)
    def nowhere(path: str) -> NoReturn:  # noqa: ARG001
        abort(404)

    @desk.context_processor
    def at_hand() -> dict[str, object]:
        here = {"house": office.house, "now": office.now(), "languages": tongue.LANGUAGES}
        return here | {
            "tongue": tongue,
            "said": said,
            "lists": partial(lists, office),
            "mentions": partial(mentions, office),
            "user": g.get("user"),
        }

    @desk.errorhandler(HTTPException)
    def refused(error: HTTPException) -> tuple[str, int]:
        """In words, and with what to do."""
        stale = gettext("This page was open for too long. Go back, load it again and repeat what you did.")
        why = stale if isinstance(error, CSRFError) else None
        return render_template("desk/refused.html", code=error.code, why=why), error.code or 500

    app.register_blueprint(desk)


def once_a_request(content: Callable[[], Content]) -> Callable[[], Content]:
    """The content as it was when a request first asked for it."""

    def known() -> Content:
        if "content" not in g:
            g.content = content()
        return cast("Content", g.content)

    return known


def _refuse_nul() -> None:
    """No text has one, and PostgreSQL takes none."""
    values = (value for given in (request.args, request.form) for values in given.listvalues() for value in values)
    if "\0" in request.path or any("\0" in value for value in values):
        abort(400)


def _protected(headers: Mapping[str, str], response: Response) -> Response:
    """Each response of the desk, also where it was not the desk that refused."""
    is_ours = request.path == DESK or request.path.startswith(f"{DESK}/")
    return protect(response, headers) if is_ours else response


def _closed() -> Blueprint:
    closed = Blueprint("desk", __name__, url_prefix=DESK)

    @closed.route("/", defaults={"path": ""}, methods=["GET", "POST"])
    @closed.route("/<path:path>", methods=["GET", "POST"])
    def refuse(path: str) -> Response:  # noqa: ARG001
        return Response(NO_KEY, status=503, mimetype="text/plain")

    return closed
