"""Titles as phrases, who runs a job, and the schedule."""

# fmt: off

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Periodic',
            fields=[
                ('name', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('due_at', models.DateTimeField()),
                ('ran_at', models.DateTimeField(blank=True, null=True)),
                ('problem', models.CharField(blank=True, default='', max_length=1000)),
            ],
        ),
        migrations.CreateModel(
            name='ScheduleLease',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('worker', models.CharField(blank=True, default='', max_length=64)),
                ('seen_at', models.DateTimeField()),
            ],
        ),
        # No job had been started when titles were plain texts: nothing is lost.
        migrations.RemoveField(model_name='job', name='title'),
        migrations.AddField(model_name='job', name='title', field=models.JSONField(default=dict)),
        migrations.AddField(model_name='job', name='link', field=models.CharField(blank=True, default='', max_length=300)),
        migrations.AddField(model_name='job', name='note', field=models.CharField(blank=True, default='', max_length=300)),
        migrations.AddField(model_name='job', name='task_id', field=models.UUIDField(editable=False, null=True)),
        migrations.AddField(model_name='job', name='worker', field=models.CharField(blank=True, default='', max_length=64)),
    ]
