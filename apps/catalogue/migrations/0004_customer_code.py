import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import apps.erp.mirror.models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0003_product_order_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CustomerCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("customer_id", models.BigIntegerField()),
                ("product_id", models.BigIntegerField()),
                ("code", models.CharField(max_length=80, verbose_name="code")),
                ("code_key", apps.erp.mirror.models.KeyField(max_length=80)),
                ("author_name", models.CharField(max_length=150)),
                ("created_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["code_key"], name="customer_code_by_key"),
                    models.Index(fields=["product_id"], name="customer_code_by_product"),
                ],
                "constraints": [models.UniqueConstraint(fields=("customer_id", "code_key"), name="customer_code_once")],
            },
        ),
    ]
