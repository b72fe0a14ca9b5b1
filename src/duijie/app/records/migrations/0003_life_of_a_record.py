"""What the life of a record needs: reviews, grants, openings, files, forms, reminders."""

# fmt: off

import django.core.validators
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('records', '0002_owners_states_versions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='achievement',
            name='partner_details',
            field=models.TextField(blank=True, default='', max_length=50000, verbose_name='Details for partners'),
        ),
        migrations.AddField(
            model_name='importrun',
            name='state_of_new',
            field=models.CharField(choices=[('draft', 'Draft'), ('under_review', 'Under review'), ('published', 'Published'), ('expired', 'Expired'), ('withdrawn', 'Withdrawn')], default='published', max_length=12),
        ),
        migrations.AddField(
            model_name='need',
            name='partner_details',
            field=models.TextField(blank=True, default='', max_length=50000, verbose_name='Details for partners'),
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('record_id', models.CharField(db_index=True, max_length=520)),
                ('name', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.BigIntegerField()),
                ('media_type', models.CharField(max_length=100)),
                ('disclosure', models.CharField(choices=[('public', 'public'), ('members', 'members'), ('partners', 'partners')], max_length=10)),
                ('added_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record_id', models.CharField(max_length=520)),
                ('due_on', models.DateField()),
                ('sent_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('record_id', 'due_on'), name='reminder_once')],
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record_id', models.CharField(max_length=520)),
                ('basis', models.CharField(max_length=100)),
                ('granted_at', models.DateTimeField()),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.registeredorganization')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('record_id', 'organization', 'basis'), name='grant_once')],
            },
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record_id', models.CharField(max_length=520)),
                ('part', models.CharField(choices=[('members', "Members' part"), ('partners', "Partners' part"), ('attachment', 'File'), ('official', 'Opened by an officer, with a reason')], max_length=10)),
                ('detail', models.CharField(blank=True, default='', max_length=300)),
                ('reason', models.CharField(blank=True, default='', max_length=1000)),
                ('opened_at', models.DateTimeField()),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('organization', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.registeredorganization')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['record_id', '-opened_at'], name='opening_record')],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record_id', models.CharField(max_length=520)),
                ('revision', models.BigIntegerField()),
                ('decision', models.CharField(choices=[('publish', 'Publish'), ('return', 'Return for correction')], max_length=10)),
                ('novelty', models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(5)])),
                ('novelty_reason', models.CharField(max_length=1000)),
                ('maturity', models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(5)])),
                ('maturity_reason', models.CharField(max_length=1000)),
                ('market', models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(5)])),
                ('market_reason', models.CharField(max_length=1000)),
                ('evidence', models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(5)])),
                ('evidence_reason', models.CharField(max_length=1000)),
                ('advice', models.CharField(blank=True, default='', max_length=2000)),
                ('reviewed_at', models.DateTimeField()),
                ('reviewer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['record_id', '-id'], name='review_record')],
            },
        ),
        migrations.CreateModel(
            name='TypedForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(max_length=540)),
                ('typed', models.JSONField(default=dict)),
                ('saved_at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'form'), name='typed_form_once')],
            },
        ),
    ]
