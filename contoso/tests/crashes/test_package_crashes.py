"""Workers are killed while they make packages: each is made once, whole, and nothing stays."""

import uuid
from hashlib import sha256
from zipfile import ZipFile

import pytest

from contoso.tests.api_client import Client
from contoso.tests.crashes.assassin import Assassin
from contoso.tests.waiting import eventually
from tokens.tests.partners import P256

pytestmark = pytest.mark.slow

JOBS, QUANTITY = 4, 60_000
SECONDS = 60


def client(system, name):
    credentials = system.demo["clients"][name]
    return Client(system.address, credentials, lambda: str(uuid.uuid4()))


def read(client_, job):
    return client_.look(f"PrintJobs({job})").expect(200).json


def test_packages_are_whole_and_made_once(system, tmp_path):
    operator, northwind = client(system, "operator"), client(system, "northwind")
    operator.post("CatalogItems", {"id": "card", "name": "Card"}).expect(201)
    body = {"catalogId": "card", "quantity": JOBS * QUANTITY}
    operator.post("MintRequests", body).expect(201)
    northwind.post("Certificates", {"pem": P256.pem}).expect(201)
    asked = {"catalogId": "card", "quantity": QUANTITY}
    jobs = [northwind.post("PrintJobs", asked).expect(201).json["id"] for _ in range(JOBS)]
    assassin = Assassin(system)
    tasks, worker = assassin.task_processes("packages"), assassin.worker("packages")
    assassin.strike([tasks, tasks, worker, tasks], 4)
    assert assassin.kills >= 4
    ids = set()
    eventually(
        lambda: {read(operator, job)["state"] for job in jobs},
        lambda states: states == {"ReadyForDownload"},
        SECONDS,
    )
    for number, job in enumerate(jobs):
        answer = northwind.get(f"PrintJobs({job})/package").expect(200)
        assert answer.tag == f'"{sha256(answer.body).hexdigest()}"'
        place = tmp_path / str(number)
        place.mkdir()
        with ZipFile(P256.opened(answer.body, place)) as archive:
            lines = archive.read("tokens.csv").decode().splitlines()[1:]
        assert len(lines) == QUANTITY
        ids |= {line.partition(",")[0] for line in lines}
        northwind.post(f"PrintJobs({job})/Confirm", If_Match="*").expect(200)
    assert len(ids) == JOBS * QUANTITY
    packages = system.home / "packages"
    eventually(lambda: list(packages.iterdir()), lambda found: found == [], SECONDS)
