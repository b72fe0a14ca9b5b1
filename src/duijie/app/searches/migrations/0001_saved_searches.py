"""The tables of saved searches, of what was told of them, and of its letters."""

# fmt: off

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('matching', '0002_ranked'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedSearch',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('filters', models.JSONField(default=dict)),
                ('kind', models.CharField(blank=True, default='', max_length=40)),
                ('address', models.TextField(blank=True, default='')),
                ('rhythm', models.CharField(choices=[('at_once', 'At once'), ('daily', 'Once a day'), ('weekly', 'Once a week')], default='daily', max_length=10)),
                ('state', models.CharField(choices=[('active', 'Watched'), ('paused', 'Paused'), ('stopped', 'Stopped')], default='active', max_length=10)),
                ('since', models.BigIntegerField()),
                ('since_at', models.DateTimeField()),
                ('seen_revision', models.BigIntegerField()),
                ('due_at', models.DateTimeField()),
                ('looked_at', models.DateTimeField(blank=True, null=True)),
                ('problem', models.JSONField(blank=True, default=dict)),
                ('saved_at', models.DateTimeField()),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='matching.storedrequest')),
            ],
        ),
        migrations.CreateModel(
            name='Telling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('told_at', models.DateTimeField()),
                ('count', models.PositiveIntegerField()),
                ('mail', models.CharField(choices=[('none', 'No letter: there is no address'), ('waiting', 'The letter is on its way'), ('claimed', 'It is not known whether the letter was sent'), ('sent', 'The letter was sent'), ('failed', 'The letter could not be sent'), ('left_out', 'No letter: there was nothing left to tell')], max_length=10)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('mailed_at', models.DateTimeField(blank=True, null=True)),
                ('search', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tellings', to='searches.savedsearch')),
            ],
        ),
        migrations.CreateModel(
            name='ToldRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record_id', models.CharField(max_length=520)),
                ('place', models.PositiveIntegerField()),
                ('level', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('search', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='told', to='searches.savedsearch')),
                ('telling', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='records', to='searches.telling')),
            ],
        ),
        migrations.AddIndex(
            model_name='savedsearch',
            index=models.Index(fields=['state', 'due_at'], name='search_due'),
        ),
        migrations.AddIndex(
            model_name='savedsearch',
            index=models.Index(fields=['owner', '-saved_at'], name='search_owner'),
        ),
        migrations.AddIndex(
            model_name='telling',
            index=models.Index(fields=['mail', 'told_at'], name='telling_mail'),
        ),
        migrations.AddConstraint(
            model_name='toldrecord',
            constraint=models.UniqueConstraint(fields=('search', 'record_id'), name='told_once'),
        ),
    ]
