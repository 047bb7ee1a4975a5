from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tokens", "0009_lot_ids_never_recur"),
    ]

    operations = [
        migrations.CreateModel(
            name="OperatorCommand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sent_on", models.DateTimeField()),
                ("operator", models.TextField()),
                ("command", models.TextField()),
                ("subject", models.TextField()),
                ("details", models.JSONField(default=dict)),
                (
                    "outcome",
                    models.TextField(
                        choices=[
                            ("Unknown", "Unknown"),
                            ("Accepted", "Accepted"),
                            ("Refused", "Refused"),
                            ("Awaits approval", "Awaits Approval"),
                        ],
                        default="Unknown",
                    ),
                ),
                ("message", models.TextField(default="")),
                ("correlation_id", models.TextField()),
            ],
            options={
                "verbose_name": "operator's command",
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
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(fields=["operator", "-id"], name="command_by_operator"),
                    models.Index(fields=["subject", "-id"], name="command_by_subject"),
                ],
            },
        ),
    ]
