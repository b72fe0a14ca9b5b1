"""Notices have one table, that of their own app."""

# fmt: off

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_languages_tokens_invitations'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='user',
            name='notices_waiting',
        ),
        migrations.DeleteModel(
            name='Notice',
        ),
    ]
