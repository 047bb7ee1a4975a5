"""What the pages of the console are called; the tables stay as they are."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("tokens", "0013_low_stock_threshold"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="event",
            options={
                "managed": False,
                "ordering": ("-position",),
                "verbose_name_plural": "event log",
            },
        ),
        migrations.AlterModelOptions(
            name="lot",
            options={
                "managed": False,
                "ordering": ("mint_request_id", "tokens"),
                "verbose_name": "lot of the vault",
                "verbose_name_plural": "vault",
            },
        ),
        migrations.AlterModelOptions(
            name="operatorcommand",
            options={
                "default_permissions": ("view",),
                "ordering": ("-id",),
                "permissions": (
                    ("send_mint", "May mint, cancel and void mint requests"),
                    ("send_orders", "May order, print, activate, return, cancel and void"),
                    ("send_tokens", "May act on single tokens"),
                    (
                        "manage_machinery",
                        "May pause projections and replay or discard messages",
                    ),
                    ("manage_keys", "May rotate keys and quarantine"),
                    (
                        "decide_approvals",
                        "May approve or reject what another operator asked for",
                    ),
                ),
                "verbose_name": "operator's command",
                "verbose_name_plural": "audit",
            },
        ),
    ]
