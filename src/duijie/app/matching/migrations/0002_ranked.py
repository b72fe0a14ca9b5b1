"""The order of the ranking gets its name."""

# fmt: off

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0001_requests_and_lists'),
    ]

    operations = [
        migrations.RenameField(model_name='shownlist', old_name='base', new_name='ranked'),
    ]
