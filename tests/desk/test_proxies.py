"""Which client a request comes from, and whether by https."""

from ipaddress import ip_network

import pytest
from flask import Flask, request

from bot.desk.proxies import BehindProxies

CLOUD = (ip_network("198.51.100.0/24"),)


def seen(peer: str, *, forwarded: str = "", proto: str = "") -> str:
    """What the program takes a request for."""
    app = Flask("test")
    app.add_url_rule("/", "seen", lambda: f"{request.scheme} {request.remote_addr}")
    app.wsgi_app = BehindProxies(app.wsgi_app, CLOUD)  # type: ignore[method-assign]
    headers = {"X-Forwarded-For": forwarded, "X-Forwarded-Proto": proto}
    return app.test_client().get("/", headers=headers, environ_base={"REMOTE_ADDR": peer}).get_data(as_text=True)


@pytest.mark.parametrize(
    "peer",
    ["127.0.0.1", "::1", "10.1.2.3", "100.64.0.9", "172.17.0.1", "fd00::1", "::ffff:10.0.0.1", "198.51.100.7", ""],
)
def test_believes_proxies_of_this_machine_of_private_networks_and_of_the_operator(peer: str) -> None:
    assert seen(peer, forwarded="8.8.4.4", proto="https") == "https 8.8.4.4"


@pytest.mark.parametrize("peer", ["9.9.9.9", "2606:4700::1111", "::ffff:9.9.9.9", "nonsense"])
def test_believes_no_stranger(peer: str) -> None:
    assert seen(peer, forwarded="8.8.4.4", proto="https") == f"http {peer}"


def test_what_a_client_writes_itself_is_not_read() -> None:
    assert seen("10.0.0.1", forwarded="1.1.1.1, 8.8.4.4") == "http 8.8.4.4"
    assert seen("10.0.0.1", forwarded="1.1.1.1, 8.8.4.4, 198.51.100.7, 10.0.0.2") == "http 8.8.4.4"


def test_without_a_word_of_a_proxy_the_client_is_who_speaks() -> None:
    assert seen("192.168.1.50") == "http 192.168.1.50"
    assert seen("127.0.0.1", forwarded="192.168.1.50") == "http 192.168.1.50"
