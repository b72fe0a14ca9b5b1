"""The first tables of matching: what was asked, what was shown, what people made of it."""

# fmt: off

import django.db.models.deletion
import duijie.learn.feedback.events
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_languages_tokens_invitations'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='StoredRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=520)),
                ('title', models.CharField(blank=True, default='', max_length=500)),
                ('text', models.TextField(blank=True, default='', max_length=20000)),
                ('source_id', models.CharField(blank=True, default='', max_length=520)),
                ('asked_at', models.DateTimeField()),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.registeredorganization')),
            ],
        ),
        migrations.CreateModel(
            name='ShownList',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('asked_at', models.DateTimeField()),
                ('filters', models.JSONField(default=dict)),
                ('where', models.TextField(blank=True, default='')),
                ('release', models.CharField(blank=True, default='', max_length=200)),
                ('spent_ms', models.FloatField(default=0.0)),
                ('shown', models.JSONField(default=list)),
                ('base', models.JSONField(default=list)),
                ('nearest', models.JSONField(default=list)),
                ('missing', models.JSONField(default=list)),
                ('next_steps', models.JSONField(default=list)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lists', to='matching.storedrequest')),
            ],
        ),
        migrations.CreateModel(
            name='ShortlistEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record_id', models.CharField(max_length=520)),
                ('place', models.PositiveIntegerField()),
                ('note', models.CharField(blank=True, default='', max_length=2000)),
                ('added_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('shown_list', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='matching.shownlist')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shortlist', to='matching.storedrequest')),
            ],
            options={
                'ordering': ('place', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Share',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.CharField(blank=True, default='', max_length=2000)),
                ('shared_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('shared_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='matching.storedrequest')),
            ],
        ),
        migrations.CreateModel(
            name='SetAside',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record_id', models.CharField(max_length=520)),
                ('reason', models.CharField(choices=[(duijie.learn.feedback.events.EventReason['NOT_RELEVANT'], 'It is about something else'), (duijie.learn.feedback.events.EventReason['ONLY_PARTLY_FITS'], 'It fits only in part'), (duijie.learn.feedback.events.EventReason['TOO_EXPENSIVE'], 'Too expensive'), (duijie.learn.feedback.events.EventReason['CONFIDENTIAL'], 'Too little may be known of it'), (duijie.learn.feedback.events.EventReason['TIMING'], 'The timing does not suit'), (duijie.learn.feedback.events.EventReason['NOT_MATURE'], 'Not mature enough'), (duijie.learn.feedback.events.EventReason['HOLDER_SILENT'], 'The holder does not answer'), (duijie.learn.feedback.events.EventReason['ALREADY_KNOWN'], 'We know it already'), (duijie.learn.feedback.events.EventReason['OTHER'], 'Another reason')], max_length=40)),
                ('note', models.CharField(blank=True, default='', max_length=2000)),
                ('set_aside_at', models.DateTimeField()),
                ('set_aside_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('shown_list', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='matching.shownlist')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='set_aside', to='matching.storedrequest')),
            ],
        ),
        migrations.AddConstraint(
            model_name='storedrequest',
            constraint=models.UniqueConstraint(fields=('organization', 'name'), name='request_once'),
        ),
        migrations.AddIndex(
            model_name='shownlist',
            index=models.Index(fields=['asked_by', '-asked_at'], name='list_asked_by'),
        ),
        migrations.AddIndex(
            model_name='shownlist',
            index=models.Index(fields=['request', '-asked_at'], name='list_request'),
        ),
        migrations.AddConstraint(
            model_name='shortlistentry',
            constraint=models.UniqueConstraint(fields=('request', 'record_id'), name='shortlisted_once'),
        ),
        migrations.AddIndex(
            model_name='share',
            index=models.Index(fields=['person', '-shared_at'], name='share_person'),
        ),
        migrations.AddConstraint(
            model_name='share',
            constraint=models.UniqueConstraint(fields=('request', 'person'), name='shared_once'),
        ),
        migrations.AddConstraint(
            model_name='setaside',
            constraint=models.UniqueConstraint(fields=('request', 'record_id'), name='set_aside_once'),
        ),
    ]
