"""Whether what SendGrid's Event Webhook tells comes from SendGrid: ECDSA over the timestamp and the bytes as they came.

As SendGrid's own `EventWebhook` does it, which takes text only, and raises for a signature that is none.
"""

import base64
import binascii
from collections.abc import Iterable

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

LONGEST = 500  # characters of a header: a signature has about a hundred


def public_key(text: str) -> EllipticCurvePublicKey:
    """Answer the key that SendGrid shows as one line of base64; raise ValueError for what is none."""
    try:
        key = load_der_public_key(base64.b64decode(text, validate=True))
    except (ValueError, binascii.Error, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, EllipticCurvePublicKey):
        raise ValueError("it is no verification key: take the one that SendGrid shows, `MFkwEwYHKoZIzj0CAQ…`")  # noqa: TRY004 - of a text
    return key


def is_signed(body: bytes, signature: str, timestamp: str, keys: Iterable[EllipticCurvePublicKey]) -> bool:
    """Answer whether one of the keys signed exactly these bytes at that time. Garbage is not signed."""
    if len(signature) > LONGEST or len(timestamp) > LONGEST or not timestamp.isascii():
        return False
    try:
        given = base64.b64decode(signature, validate=True)
    except (ValueError, binascii.Error):
        return False
    return any(_fits(key, given, timestamp.encode() + body) for key in keys)


def _fits(key: EllipticCurvePublicKey, signature: bytes, signed: bytes) -> bool:
    try:
        key.verify(signature, signed, ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True
