"""README's walk, word for word, against the running system."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from contoso.tests.running_system import RunningSystem
from tokens.tests.partners import has_openssl

README = Path(__file__).resolve().parents[2] / "README.md"

pytestmark = pytest.mark.slow


def commands():
    """The shell blocks of the walk, in their order, as far as they can be run here."""
    walk = README.read_text().split("## From mint to redeem")[1].split("\n## ")[0]
    blocks = re.findall(r"```sh\n(.*?)```", walk, re.DOTALL)
    return [block for block in blocks if has_openssl() or "openssl" not in block]


@pytest.fixture(scope="module")
def said():
    system = RunningSystem.throwaway().start()
    try:
        script = "set -euo pipefail\n" + "echo ----\n".join(commands())
        done = subprocess.run(
            ["bash", "-c", script],
            env={**os.environ, "PORT": str(system.port), "CONTOSO_HOME": str(system.home)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        system.stop()
        system.remove()
    assert done.returncode == 0, done.stderr
    return done.stdout.split("----\n")


def test_mints_a_billion(said):
    assert "1000000000" in said[1].splitlines()


def test_shows_a_code(said):
    assert re.search(r"the first code: (\w{5}-){4}\w{5}$", said[2], re.MULTILINE)


def test_redeems_once_and_explains_the_refusal(said):
    redeemed, refused = said[3].strip().splitlines()
    assert '"state":"Redeemed"' in redeemed
    assert "TokenAlreadyRedeemed" in refused


def test_shows_what_was_redeemed_and_the_stock(said):
    tokens, item = said[4].strip().splitlines()
    assert '"redeemedByAccountId":"ada"' in tokens
    assert '"minted":1000000000' in item
    assert '"redeemed":1' in item


def test_gives_the_rest_back(said):
    assert '"state":"Fulfilled"' in said[5]


@pytest.mark.skipif(not has_openssl(), reason="needs openssl 3")
def test_prints_a_thousand_and_opens_the_package(said):
    header, first, *_, confirmed = said[6].strip().splitlines()
    assert header.strip() == "id,code,catalogId,sequence"
    assert re.fullmatch(r"\w{28,29},(\w{5}-){4}\w{5},game-card-10,\d+", first.strip())
    assert '"state":"Printed"' in confirmed
