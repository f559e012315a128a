"""Whether a message comes from SendGrid; raised as a problem if not.

How old it is does not matter: SendGrid tells for a day what it could not tell at first, and whatever is told twice is
known.
"""

from collections.abc import Mapping, Sequence

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from sendgrid.helpers.eventwebhook import EventWebhookHeader

from console.ingest.problem import Problem
from emails.sendgrid_signature import is_signed

UNPREPARED = (
    "this installation does not know SendGrid's verification key yet: set SENDGRID_WEBHOOK_KEY to the one that it "
    "shows under Event Webhook, Signature Verification; until then SendGrid tells it again"
)
UNSIGNED = (
    "the headers of a signature are missing: switch on Signature Verification for this webhook in SendGrid's settings"
)
FORGED = (
    "the signature does not fit: SENDGRID_WEBHOOK_KEY must be the verification key of this very webhook, and whatever "
    "stands between SendGrid and Tenure must leave the body as it is"
)


def verify(body: bytes, headers: Mapping[str, str], keys: Sequence[EllipticCurvePublicKey]) -> None:
    """Return if one of the keys signed the body; raise a Problem otherwise."""
    if not keys:
        raise Problem(503, "no_key", UNPREPARED)
    signature, timestamp = headers.get(EventWebhookHeader.SIGNATURE), headers.get(EventWebhookHeader.TIMESTAMP)
    if not signature or not timestamp:
        raise Problem(401, "unsigned", UNSIGNED)
    if not is_signed(body, signature, timestamp, keys):
        raise Problem(403, "bad_signature", FORGED)
