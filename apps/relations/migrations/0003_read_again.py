from django.db import migrations


def forget_hashes(apps, schema_editor):
    """Customers read before they had these columns: the next full reading writes them anew, changed or not."""
    apps.get_model("relations", "Customer").objects.update(content_hash="")


class Migration(migrations.Migration):
    dependencies = [("relations", "0002_suppliers")]

    operations = [migrations.RunPython(forget_hashes, migrations.RunPython.noop, elidable=True)]
