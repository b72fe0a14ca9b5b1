"""The table of expressions of interest."""

# fmt: off

import django.db.models.deletion
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
            name='ExpressionOfInterest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('record_id', models.CharField(max_length=520)),
                ('own_record_id', models.CharField(blank=True, default='', max_length=520)),
                ('message', models.TextField(max_length=4000)),
                ('terms', models.TextField(blank=True, default='', max_length=20000)),
                ('state', models.CharField(choices=[('sent', 'Waiting for an answer'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('withdrawn', 'Taken back'), ('expired', 'Not answered in time'), ('ended', 'Ended')], default='sent', max_length=10)),
                ('reason', models.CharField(blank=True, default='', max_length=2000)),
                ('sent_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('receiver', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.registeredorganization')),
                ('sender', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.registeredorganization')),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['receiver', '-sent_at'], name='interest_receiver'), models.Index(fields=['sender', '-sent_at'], name='interest_sender'), models.Index(fields=['state', 'expires_at'], name='interest_expiry')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['sent', 'accepted'])), fields=('record_id', 'sender'), name='interest_open_once')],
            },
        ),
    ]
