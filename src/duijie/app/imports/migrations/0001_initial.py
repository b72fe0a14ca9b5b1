"""The table of imports in the browser."""

# fmt: off

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_languages_tokens_invitations'),
        ('jobs', '0002_phrases_tries_schedule'),
        ('records', '0003_life_of_a_record'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FileImport',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=200)),
                ('size', models.BigIntegerField()),
                ('sheet', models.CharField(blank=True, default='', max_length=200)),
                ('lang', models.CharField(default='zh', max_length=2)),
                ('step', models.CharField(choices=[('uploaded', 'Columns to be assigned'), ('mapped', 'To be looked at'), ('running', 'Importing'), ('done', 'Imported'), ('undoing', 'Being taken back'), ('undone', 'Taken back')], default='uploaded', max_length=10)),
                ('columns', models.JSONField(default=list)),
                ('visibility', models.CharField(blank=True, default='', max_length=20)),
                ('publishes', models.BooleanField(default=False)),
                ('checked', models.JSONField(default=dict)),
                ('report', models.JSONField(default=dict)),
                ('taken_back', models.JSONField(default=dict)),
                ('uploaded_at', models.DateTimeField()),
                ('imported_at', models.DateTimeField(blank=True, null=True)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='jobs.job')),
                ('organization', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.registeredorganization')),
                ('run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='records.importrun')),
            ],
            options={
                'indexes': [models.Index(fields=['asked_by', '-uploaded_at'], name='import_asked_by'), models.Index(fields=['organization', '-uploaded_at'], name='import_organization')],
            },
        ),
    ]
