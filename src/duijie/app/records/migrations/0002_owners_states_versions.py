"""Owners, states and versions of records."""

# fmt: off

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def rename_published(apps: Any, schema_editor: Any) -> None:
    for name in ("Achievement", "Need", "Organization", "Expert", "Patent"):
        apps.get_model("records", name).objects.filter(state="live").update(state="published")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('records', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='achievement',
            name='first_run',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.importrun'),
        ),
        migrations.AddField(
            model_name='achievement',
            name='owner',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.registeredorganization'),
        ),
        migrations.AddField(
            model_name='expert',
            name='first_run',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.importrun'),
        ),
        migrations.AddField(
            model_name='expert',
            name='owner',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.registeredorganization'),
        ),
        migrations.AddField(
            model_name='importrun',
            name='asked_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='importrun',
            name='owner',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.registeredorganization'),
        ),
        migrations.AddField(
            model_name='need',
            name='first_run',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.importrun'),
        ),
        migrations.AddField(
            model_name='need',
            name='owner',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.registeredorganization'),
        ),
        migrations.AddField(
            model_name='organization',
            name='first_run',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.importrun'),
        ),
        migrations.AddField(
            model_name='organization',
            name='owner',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.registeredorganization'),
        ),
        migrations.AddField(
            model_name='patent',
            name='first_run',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.importrun'),
        ),
        migrations.AddField(
            model_name='patent',
            name='owner',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.registeredorganization'),
        ),
        migrations.AlterField(
            model_name='achievement',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('under_review', 'Under review'), ('published', 'Published'), ('expired', 'Expired'), ('withdrawn', 'Withdrawn')], default='published', max_length=12),
        ),
        migrations.AlterField(
            model_name='expert',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('under_review', 'Under review'), ('published', 'Published'), ('expired', 'Expired'), ('withdrawn', 'Withdrawn')], default='published', max_length=12),
        ),
        migrations.AlterField(
            model_name='need',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('under_review', 'Under review'), ('published', 'Published'), ('expired', 'Expired'), ('withdrawn', 'Withdrawn')], default='published', max_length=12),
        ),
        migrations.AlterField(
            model_name='organization',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('under_review', 'Under review'), ('published', 'Published'), ('expired', 'Expired'), ('withdrawn', 'Withdrawn')], default='published', max_length=12),
        ),
        migrations.AlterField(
            model_name='patent',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('under_review', 'Under review'), ('published', 'Published'), ('expired', 'Expired'), ('withdrawn', 'Withdrawn')], default='published', max_length=12),
        ),
        migrations.CreateModel(
            name='RecordVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record_id', models.CharField(max_length=520)),
                ('revision', models.BigIntegerField()),
                ('state_before', models.CharField(choices=[('draft', 'Draft'), ('under_review', 'Under review'), ('published', 'Published'), ('expired', 'Expired'), ('withdrawn', 'Withdrawn')], max_length=12)),
                ('before', models.JSONField(default=dict)),
                ('changed_at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, default='', max_length=1000)),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='records.importrun')),
            ],
            options={
                'indexes': [models.Index(fields=['record_id', '-revision'], name='version_record')],
            },
        ),
        migrations.RunPython(rename_published, migrations.RunPython.noop),
    ]
