"""Whether a message comes from Stripe: its signature, by Stripe's own library, over the bytes as they came."""

from collections.abc import Sequence

from stripe import SignatureVerificationError, WebhookSignature

from console.ingest.problem import Problem

TOLERANCE = 300  # seconds by the machine's clock; an older message may be a recorded one
UNPREPARED = (
    "this installation does not know Stripe's signing secret yet: set STRIPE_WEBHOOK_SECRET to the whsec_… that the "
    "Stripe dashboard shows for this endpoint; until then Stripe sends again"
)
TOO_OLD = f"the signature is older than {TOLERANCE} seconds, or this machine's clock is ahead"
FORGED = (
    "the signature does not fit: STRIPE_WEBHOOK_SECRET must be the whsec_… of this very endpoint, and whatever stands "
    "between Stripe and Tenure must leave the body as it is"
)


def verify(body: bytes, header: str | None, secrets: Sequence[str]) -> None:
    """Return if one of the secrets signed the body, within the last minutes; raise a Problem otherwise."""
    if not secrets:
        raise Problem(503, "no_secret", UNPREPARED)
    if not header or not header.isascii():
        raise Problem(400, "unsigned", "the header Stripe-Signature is missing, or is none")
    said = [_fault(body, header, secret) for secret in secrets]
    if None not in said:
        raise Problem(400, "bad_signature", next((why for why in said if why == TOO_OLD), FORGED))


def _fault(body: bytes, header: str, secret: str) -> str | None:
    try:
        WebhookSignature.verify_header(body, header, secret, TOLERANCE)
    except SignatureVerificationError as error:
        return TOO_OLD if "tolerance" in str(error) else FORGED
    except UnicodeDecodeError:
        return "the body is not UTF-8"
    return None
