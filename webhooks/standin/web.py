"""The stand-in's web application: the Graph API, the customers' side, and the page."""

from dataclasses import dataclass

from flask import Flask, Response, jsonify, render_template

from webhooks.standin.accounts import Accounts, ImpossibleError
from webhooks.standin.backstage import backstage_api
from webhooks.standin.clock import Clock, ClockError
from webhooks.standin.commenting import commenting_api
from webhooks.standin.customer import customer_api
from webhooks.standin.delivery import Delivery
from webhooks.standin.faults import Troubles
from webhooks.standin.graph import graph_api
from webhooks.standin.insight import insight_api
from webhooks.standin.wall import Wall
from webhooks.standin.world import World


@dataclass(frozen=True, slots=True)
class Scene:
    """All that the routes work on."""

    app_id: int
    accounts: Accounts
    world: World
    wall: Wall
    delivery: Delivery
    troubles: Troubles
    clock: Clock


def create_app(scene: Scene, *, explain_url: str | None = None, try_url: str | None = None) -> Flask:
    """The application, not yet served."""
    app = Flask(__name__)
    app.register_blueprint(customer_api(scene.accounts, scene.world))
    app.register_blueprint(commenting_api(scene.accounts, scene.world, scene.wall))
    app.register_blueprint(backstage_api(scene.accounts, scene.world, scene.delivery, scene.troubles, scene.clock))
    app.register_blueprint(insight_api(explain_url=explain_url, try_url=try_url))
    app.register_blueprint(graph_api(scene.accounts, scene.world, scene.troubles.sends, app_id=scene.app_id))
    app.add_url_rule("/", "page", lambda: render_template("page.html"))
    app.register_error_handler(ImpossibleError, _refuse)
    app.register_error_handler(ClockError, lambda error: (jsonify(error=str(error)), error.status))
    return app


def _refuse(error: ImpossibleError) -> tuple[Response, int]:
    return jsonify(error=str(error)), 400
