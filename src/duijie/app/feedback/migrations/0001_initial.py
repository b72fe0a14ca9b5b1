"""The first tables of feedback."""

# fmt: off

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='FeedbackEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_id', models.CharField(max_length=200, unique=True)),
                ('kind', models.CharField(max_length=40)),
                ('request_id', models.CharField(max_length=200)),
                ('record_id', models.CharField(max_length=200)),
                ('occurred_at', models.DateTimeField()),
                ('list_id', models.CharField(blank=True, default='', max_length=200)),
                ('actor', models.CharField(blank=True, default='', max_length=40)),
                ('actor_kind', models.CharField(default='unknown', max_length=40)),
                ('seconds', models.FloatField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, default='', max_length=40)),
                ('stage', models.CharField(blank=True, default='', max_length=40)),
            ],
            options={
                'indexes': [models.Index(fields=['request_id', 'record_id'], name='event_pair')],
            },
        ),
        migrations.CreateModel(
            name='Impression',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('list_id', models.CharField(max_length=200)),
                ('request_id', models.CharField(max_length=200)),
                ('record_id', models.CharField(max_length=200)),
                ('rank', models.PositiveIntegerField()),
                ('shown_at', models.DateTimeField()),
                ('propensity', models.FloatField(default=1.0)),
                ('places', models.JSONField(default=list)),
                ('list_propensity', models.FloatField(default=0.0)),
                ('release', models.CharField(blank=True, default='', max_length=200)),
                ('page', models.CharField(blank=True, default='', max_length=200)),
                ('actor', models.CharField(blank=True, default='', max_length=40)),
                ('actor_kind', models.CharField(default='unknown', max_length=40)),
            ],
            options={
                'indexes': [models.Index(fields=['request_id', 'record_id'], name='impression_pair')],
                'constraints': [models.UniqueConstraint(fields=('list_id', 'record_id'), name='impression_once')],
            },
        ),
        migrations.CreateModel(
            name='ShadowRank',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('list_id', models.CharField(max_length=200)),
                ('record_id', models.CharField(max_length=200)),
                ('release', models.CharField(max_length=200)),
                ('rank', models.PositiveIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('list_id', 'release', 'record_id'), name='shadow_rank_once')],
            },
        ),
        migrations.CreateModel(
            name='StoredJudgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('judge', models.CharField(max_length=200)),
                ('request_id', models.CharField(max_length=200)),
                ('record_id', models.CharField(max_length=200)),
                ('level', models.PositiveSmallIntegerField()),
                ('weight', models.FloatField(default=1.0)),
                ('stored_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['judge', 'request_id', 'record_id'], name='judgement_pair')],
            },
        ),
    ]
