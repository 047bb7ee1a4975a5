"""The statement of a redemption by PostgreSQL's own pgbench: no Python in between."""

import re
import subprocess
from typing import Final

from django.conf import settings

from benchmarks.load import CLIENTS
from benchmarks.stock import Stock
from contoso.startup import embedded_postgres
from contoso.startup.places import Places

A_CLIENT: Final = 20_000
SCRIPT: Final = """
\\set i :i + 1
\\set n :first + :client_id * {a_client} + :i
SELECT tokens_append(jsonb_build_array(
    jsonb_build_array('{prefix}' || lpad((:n)::text, 13, '0'), {version}, 'token.drawn.v1',
        '{{"state": "Activated", "catalog_id": "{item}", "order_id": "{order}",
           "account_id": "northwind"}}'::jsonb,
        gen_random_uuid(), 'pgbench', gen_random_uuid(), 'storefront'),
    jsonb_build_array('{prefix}' || lpad((:n)::text, 13, '0'), {version} + 1,
        'token.redeemed.v1', '{{"account_id": "ada"}}'::jsonb,
        gen_random_uuid(), 'pgbench', gen_random_uuid(), 'storefront')),
    now(), '{{{{{lot}}}}}');
"""


def redemptions_a_second(stock: Stock, seconds: float, clients: int = CLIENTS) -> float:
    """Return the transactions a second of so many connections, statements prepared."""
    places = Places(settings.CONTOSO_HOME)
    script = places.home / "redeem.pgbench"
    script.write_text(
        SCRIPT.format(
            a_client=A_CLIENT,
            lot=stock.lot,
            prefix=f"token-{stock.mint_request_id.hex}-",
            version=stock.version,
            item=stock.item,
            order=stock.order_id,
        )
    )
    first = stock.pass_over(A_CLIENT * (CLIENTS + 1))
    done = subprocess.run(
        [
            str(embedded_postgres.programs() / "pgbench"),
            *("--no-vacuum", "--protocol=prepared", f"--file={script}"),
            *(f"--client={clients}", f"--jobs={min(clients, 2)}", f"--time={round(seconds)}"),
            *("-D", "i=0", "-D", f"first={first}", places.database_url),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    if found is None:
        raise RuntimeError(done.stdout, done.stderr)
    return float(found[1])
