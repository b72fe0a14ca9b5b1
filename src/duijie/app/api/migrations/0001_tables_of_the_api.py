"""The first tables of the API."""

# fmt: off

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CallWindow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('caller', models.CharField(max_length=80)),
                ('minute', models.BigIntegerField()),
                ('calls', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('caller', 'minute'), name='call_window_once')],
            },
        ),
        migrations.CreateModel(
            name='ForeignLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('type', models.CharField(max_length=40)),
                ('origin', models.CharField(max_length=300)),
                ('origin_id', models.CharField(max_length=520)),
                ('record_id', models.CharField(blank=True, db_index=True, default='', max_length=520)),
                ('content', models.JSONField(default=dict)),
                ('digest', models.CharField(max_length=64)),
                ('licence', models.CharField(blank=True, default='', max_length=200)),
                ('visibility', models.CharField(max_length=20)),
                ('changed_at', models.DateTimeField()),
                ('received_at', models.DateTimeField()),
                ('seen_in', models.CharField(max_length=32)),
                ('is_withdrawn', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('type', 'origin', 'origin_id'), name='foreign_once')],
            },
        ),
        migrations.CreateModel(
            name='KeptAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200)),
                ('call', models.CharField(max_length=64)),
                ('status', models.PositiveSmallIntegerField(default=0)),
                ('headers', models.JSONField(default=dict)),
                ('body', models.BinaryField(default=bytes)),
                ('kept_at', models.DateTimeField(db_index=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'key'), name='kept_answer_once')],
            },
        ),
    ]
