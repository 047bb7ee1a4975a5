from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projections", "0004_approvals"),
    ]

    operations = [
        migrations.CreateModel(
            name="MintedItem",
            fields=[
                ("mint_request_id", models.UUIDField(primary_key=True, serialize=False)),
                ("catalog_id", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Activity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hour", models.DateTimeField()),
                ("catalog_id", models.TextField()),
                ("minted", models.BigIntegerField(default=0)),
                ("reserved", models.BigIntegerField(default=0)),
                ("activated", models.BigIntegerField(default=0)),
                ("redeemed", models.BigIntegerField(default=0)),
                ("voided", models.BigIntegerField(default=0)),
            ],
            options={
                "indexes": [models.Index(fields=["hour"], name="activity_by_hour")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("catalog_id", "hour"), name="activity_by_item"
                    )
                ],
            },
        ),
    ]
