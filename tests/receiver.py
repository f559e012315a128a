"""Another system that is told things: a real HTTPS server in a thread, which answers as it is told to."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from workers.clocks import machine_time

HERE = "127.0.0.1"
PEM = serialization.Encoding.PEM


@dataclass
class Receiver:
    """A receiver that is up: what it was sent, and the answers it still has to give (none: 204)."""

    certificate: Path
    url: str = ""
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[int | None] = field(default_factory=list)  # None: hang up without a word


@contextmanager
def receiver(folder: Path) -> Iterator[Receiver]:
    """Run a receiver for as long as the block lasts; `folder` gets the certificate by which it is known."""
    place = Receiver(_certificate(folder))
    with HTTPServer((HERE, 0), _handler(place)) as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(place.certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        place.url = f"https://{HERE}:{server.server_port}/hooks?from=tenure"
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield place
        server.shutdown()
        thread.join()


def _handler(place: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            place.heard.append((dict(self.headers.items()), body))
            status = place.answers.pop(0) if place.answers else 204
            if status is None:
                return
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", place.url)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    return Handler


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HERE)])
    today = machine_time()
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HERE))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    secret = key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, plain)
    file = folder / "receiver.pem"
    file.write_bytes(secret + made.public_bytes(PEM))
    return file
