import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from bot.core.sending import Fate, SendError
from webhooks.speaking.exchange import Exchange


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[int]:
    """The port of a TLS server that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "stranger")])
    now = datetime.now(UTC)
    certificate = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
    pem = tmp_path / "stranger.pem"
    pem.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + certificate.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection, pytest.raises(ssl.SSLError):
                context.wrap_socket(connection, server_side=True)

        serving = threading.Thread(target=serve)
        serving.start()
        yield listening.getsockname()[1]
        serving.join()


@pytest.fixture
def busy_port() -> Iterator[int]:
    """A port whose queue of connections is full."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for caller in waiting:
            caller.setblocking(False)
            caller.connect_ex(listening.getsockname())
        yield listening.getsockname()[1]
        for caller in waiting:
            caller.close()


def failure(url: str) -> SendError:
    with pytest.raises(SendError) as caught:
        Exchange(connect_timeout=0.5, read_timeout=5).request("POST", url, bearer="EAA", body={})
    return caught.value


def test_says_nothing_to_a_host_that_is_not_who_it_claims_to_be(stranger: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    problem = failure(f"https://127.0.0.1:{stranger}/")
    assert problem.fate is Fate.RETRY
    assert "certificate verify failed" in problem.detail


def test_a_host_that_does_not_pick_up_is_tried_again(busy_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    assert failure(f"http://127.0.0.1:{busy_port}/").fate is Fate.RETRY


@pytest.mark.parametrize("url", ["ftp://graph.invalid/", "http:///me"])
def test_an_address_that_is_none_is_never_reached(url: str) -> None:
    assert failure(url).fate is Fate.RETRY
