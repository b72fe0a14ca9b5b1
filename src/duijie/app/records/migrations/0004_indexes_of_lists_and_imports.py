"""Indexes for one's own list, for what waits for a review, and for what an import brought."""

# fmt: off

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_one_place_of_notices'),
        ('records', '0003_life_of_a_record'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='achievement',
            index=models.Index(condition=models.Q(('owner__isnull', False)), fields=['owner', 'state', 'updated_at', 'id'], name='achievement_own'),
        ),
        migrations.AddIndex(
            model_name='achievement',
            index=models.Index(condition=models.Q(('state', 'under_review')), fields=['state', 'updated_at'], name='achievement_waiting'),
        ),
        migrations.AddIndex(
            model_name='achievement',
            index=models.Index(fields=['first_run', 'state', 'id'], name='achievement_run_state'),
        ),
        migrations.AddIndex(
            model_name='achievement',
            index=models.Index(fields=['first_run', 'id'], name='achievement_run'),
        ),
        migrations.AddIndex(
            model_name='expert',
            index=models.Index(condition=models.Q(('owner__isnull', False)), fields=['owner', 'state', 'updated_at', 'id'], name='expert_own'),
        ),
        migrations.AddIndex(
            model_name='expert',
            index=models.Index(condition=models.Q(('state', 'under_review')), fields=['state', 'updated_at'], name='expert_waiting'),
        ),
        migrations.AddIndex(
            model_name='expert',
            index=models.Index(fields=['first_run', 'state', 'id'], name='expert_run_state'),
        ),
        migrations.AddIndex(
            model_name='expert',
            index=models.Index(fields=['first_run', 'id'], name='expert_run'),
        ),
        migrations.AddIndex(
            model_name='need',
            index=models.Index(condition=models.Q(('owner__isnull', False)), fields=['owner', 'state', 'updated_at', 'id'], name='need_own'),
        ),
        migrations.AddIndex(
            model_name='need',
            index=models.Index(condition=models.Q(('state', 'under_review')), fields=['state', 'updated_at'], name='need_waiting'),
        ),
        migrations.AddIndex(
            model_name='need',
            index=models.Index(fields=['first_run', 'state', 'id'], name='need_run_state'),
        ),
        migrations.AddIndex(
            model_name='need',
            index=models.Index(fields=['first_run', 'id'], name='need_run'),
        ),
        migrations.AddIndex(
            model_name='organization',
            index=models.Index(condition=models.Q(('owner__isnull', False)), fields=['owner', 'state', 'updated_at', 'id'], name='organization_own'),
        ),
        migrations.AddIndex(
            model_name='organization',
            index=models.Index(condition=models.Q(('state', 'under_review')), fields=['state', 'updated_at'], name='organization_waiting'),
        ),
        migrations.AddIndex(
            model_name='organization',
            index=models.Index(fields=['first_run', 'state', 'id'], name='organization_run_state'),
        ),
        migrations.AddIndex(
            model_name='organization',
            index=models.Index(fields=['first_run', 'id'], name='organization_run'),
        ),
        migrations.AddIndex(
            model_name='patent',
            index=models.Index(condition=models.Q(('owner__isnull', False)), fields=['owner', 'state', 'updated_at', 'id'], name='patent_own'),
        ),
        migrations.AddIndex(
            model_name='patent',
            index=models.Index(condition=models.Q(('state', 'under_review')), fields=['state', 'updated_at'], name='patent_waiting'),
        ),
        migrations.AddIndex(
            model_name='patent',
            index=models.Index(fields=['first_run', 'state', 'id'], name='patent_run_state'),
        ),
        migrations.AddIndex(
            model_name='patent',
            index=models.Index(fields=['first_run', 'id'], name='patent_run'),
        ),
    ]
