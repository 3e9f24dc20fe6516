"""The stand-in's web application: the Graph API, the customers' side, and the page."""

from flask import Flask, render_template

from webhooks.standin.clock import Clock
from webhooks.standin.customer import customer_api
from webhooks.standin.delivery import Delivery
from webhooks.standin.faults import Faults
from webhooks.standin.graph import graph_api
from webhooks.standin.world import World


def create_app(world: World, delivery: Delivery, clock: Clock, *, app_id: int, explain_url: str | None = None) -> Flask:
    """The application, not yet served."""
    app = Flask(__name__)
    faults = Faults()
    app.register_blueprint(customer_api(world, delivery, faults, clock, explain_url=explain_url))
    app.register_blueprint(graph_api(world, faults, app_id=app_id))
    app.add_url_rule("/", "page", lambda: render_template("page.html"))
    return app
