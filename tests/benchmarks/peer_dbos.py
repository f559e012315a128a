"""DBOS doing the job: one durable workflow per account, decide and then send, from a durable queue on PostgreSQL.

A script for the peers' own environment: `python peer_dbos.py DSN COUNT PROCESSES TEMPLATE PROVIDER`; prints seconds.
"""

import json
import multiprocessing
import sys
import time
from pathlib import Path
from typing import Any

import psycopg
import urllib3
from dbos import DBOS, DBOSClient  # type: ignore[import-not-found]

QUEUE = "accounts"
AT_ONCE = 40  # per process: the quickest of 10, 20, 40, 100 and no limit, on two cores
POLL_SECONDS = 0.1
HEADERS = {"Content-Type": "application/json", "Authorization": "Bearer SG.benchmark"}

pool = urllib3.PoolManager(maxsize=AT_ONCE)
page = ""
provider = ""


def decide(account: int) -> str:
    """Answer which mail the account gets."""
    return "onboarding/welcome" if account % 2 else "onboarding/first-project"


def send(account: int, template: str) -> str:
    """Hand the mail to the provider, if there is one."""
    if not provider:
        return f"{template} to {account}"
    mail = {
        "personalizations": [{"to": [{"email": f"person{account}@example.com"}]}],
        "from": {"email": "success@example.com"},
        "subject": template,
        "content": [{"type": "text/html", "value": page.replace("{{ user.first_name }}", f"person{account}")}],
        "custom_args": {"send_key": f"key-{account}"},
    }
    answer = pool.request("POST", provider, body=json.dumps(mail), headers=HEADERS)
    if answer.status != 202:
        raise RuntimeError(f"the provider answered {answer.status}: {answer.data[:200]!r}")
    return answer.headers.get("X-Message-Id", "")


decide_step = DBOS.step()(decide)
send_step = DBOS.step()(send)


def journey(account: int) -> str:
    """Decide, then send: each a step that is recorded before the next begins."""
    sent: str = send_step(account, decide_step(account))
    return sent


journey_workflow = DBOS.workflow()(journey)


def configuration(dsn: str, name: str) -> dict[str, Any]:
    """Answer DBOS's configuration for one executor."""
    return {
        "name": "bench",
        "system_database_url": dsn,
        "log_level": "ERROR",
        "executor_id": name,
        "sys_db_pool_size": 20,
    }


def execute(dsn: str, name: str, ready: Any, done: Any) -> None:
    """Take workflows from the queue until told that all are done."""
    DBOS(config=configuration(dsn, name))
    DBOS.launch()
    DBOS.register_queue(QUEUE, worker_concurrency=AT_ONCE, polling_interval_sec=POLL_SECONDS)
    ready.set()
    done.wait()
    DBOS.destroy()


def measure(dsn: str, count: int) -> float:
    """Enqueue `count` workflows; answer the seconds until every one has succeeded."""
    client = DBOSClient(system_database_url=dsn)
    began = time.perf_counter()
    for account in range(count):
        client.enqueue({"workflow_name": "journey", "queue_name": QUEUE}, account)
    with psycopg.connect(dsn, autocommit=True) as connection:
        while _succeeded(connection) < count:
            time.sleep(0.02)
    return time.perf_counter() - began


def _succeeded(connection: psycopg.Connection[Any]) -> int:
    row = connection.execute("SELECT count(*) FROM dbos.workflow_status WHERE status = 'SUCCESS'").fetchone()
    return int(row[0]) if row else 0


def main(dsn: str, count: int, processes: int) -> None:
    """Start the executors one by one (the first makes DBOS's tables), measure, stop them, print the seconds."""
    context = multiprocessing.get_context("fork")
    done, executors = context.Event(), []
    for number in range(processes):
        ready = context.Event()
        executors.append(context.Process(target=execute, args=(dsn, f"executor-{number}", ready, done)))
        executors[-1].start()
        ready.wait(60)
    sys.stdout.write(str(measure(dsn, count)))
    done.set()
    for executor in executors:
        executor.join()


if __name__ == "__main__":
    page, provider = Path(sys.argv[4]).read_text(), sys.argv[5]
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
