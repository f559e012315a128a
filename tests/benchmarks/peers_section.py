"""(c) The same job in the peers."""

import tempfile
from pathlib import Path

from emails.standin.handle import in_process
from tests.benchmarks.figure import Section, interleave
from tests.benchmarks.peers import PeersMissing, install_peers
from tests.benchmarks.plan import Plan
from tests.postgres import PostgresServer

DRIP = "django-drip-campaigns, posting to the provider"
DRIP_ALONE = "django-drip-campaigns, without a provider"
DBOS = "DBOS, posting to the provider"
DBOS_ALONE = "DBOS, without a provider"

METHOD = """\
**django-drip-campaigns** runs its `send_drips` job: a query for who matches, then for each of them a template rendered,
the mail sent, a `SentDrip` written. It is one process by design: nothing keeps two from sending the same mail twice.
**DBOS** runs one workflow of two durable steps for each account, decide and send, from its durable queue, in as many
processes as Tenure has workers. Both with and without the provider; the mail is the one Tenure sends."""


def measure_peers(server: PostgresServer, plan: Plan, mail: str) -> Section:
    """Answer how fast the peers are; `mail` is the page to send, in Django's template language."""
    section = Section("(c) The peers", METHOD)
    with tempfile.TemporaryDirectory() as folder:
        template, ledger = Path(folder) / "mail.html", Path(folder) / "ledger"
        template.write_text(mail)
        try:
            peers = install_peers(server)
            with in_process(ledger, "--no-fsync") as provider:
                url = f"{provider.url}/v3/mail/send"
                drips = {DRIP: peers.drip(plan.peer_mails, template, url)}
                drips[DRIP_ALONE] = peers.drip(plan.peer_mails, template, "")
                section.figures += interleave(plan.runs, "mails/s", drips)
                flows = {DBOS: peers.dbos(plan.peer_workflows, plan.processes, template, url)}
                flows[DBOS_ALONE] = peers.dbos(plan.peer_workflows, plan.processes, template, "")
                section.figures += interleave(plan.runs, "workflows/s", flows)
        except PeersMissing as missing:
            section.remarks.append(f"Not measured: {missing}")
    return section
