"""One stand-in and one app for all these tests; every test has customers of its own."""

import itertools
from collections.abc import Iterator

import pytest

from tests.webhooks.standin.running import LINKED, Customer, Receiver, StandIn

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def receiver() -> Iterator[Receiver]:
    """The app."""
    with Receiver() as receiver:
        yield receiver


@pytest.fixture(scope="session")
def standin(receiver: Receiver) -> Iterator[StandIn]:
    """The stand-in, connected to the app."""
    app = receiver.url
    with StandIn(f"{app}/webhook", f"--explain={app}/explain", f"--try={app}/try", "--name=Café Norden") as standin:
        yield standin


@pytest.fixture
def astrid(standin: StandIn) -> Customer:
    """Somebody who writes on Messenger."""
    return standin.customer(f"Astrid Dahl {next(_numbers)}")


@pytest.fixture
def jana(standin: StandIn) -> Customer:
    """Somebody who writes on Instagram."""
    return standin.customer(f"Jana {next(_numbers)}", channel="instagram", account=LINKED)
