"""Changes to many records, and what became of each."""

# fmt: off

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BulkChange',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=40)),
                ('what', models.CharField(max_length=30)),
                ('values', models.JSONField(default=dict)),
                ('asked_at', models.DateTimeField()),
                ('undo_asked_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='BulkStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record_id', models.CharField(max_length=520)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('done', 'Done'), ('same', 'Same'), ('refused', 'Refused'), ('undone', 'Undone'), ('kept', 'Kept')], default='waiting', max_length=8)),
                ('revision', models.BigIntegerField(blank=True, null=True)),
                ('problem', models.JSONField(default=dict)),
                ('change', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='libraries.bulkchange')),
            ],
            options={
                'indexes': [models.Index(fields=['change', 'state'], name='bulk_step_state')],
            },
        ),
    ]
