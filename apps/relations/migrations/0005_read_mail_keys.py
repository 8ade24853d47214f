from django.db import migrations


def forget_hashes(apps, schema_editor):
    """Records read before they had a mail key: the next full reading writes them anew, changed or not."""
    for name in ("Customer", "Supplier"):
        apps.get_model("relations", name).objects.update(content_hash="")


class Migration(migrations.Migration):
    dependencies = [("relations", "0004_mail_keys")]

    operations = [migrations.RunPython(forget_hashes, migrations.RunPython.noop, elidable=True)]
