"""Through whom a foreign line came."""

# fmt: off

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('api', '0001_tables_of_the_api'),
    ]

    operations = [
        migrations.AddField(
            model_name='foreignline',
            name='through',
            field=models.CharField(default='', max_length=300),
        ),
    ]
