import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
import kaltim_naker.core.ids
import kaltim_naker.imports.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.UUIDField(default=kaltim_naker.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('state', models.CharField(choices=[('queued', 'waiting'), ('running', 'running'), ('done', 'done'), ('failed', 'failed'), ('cancelled', 'cancelled')], default='queued', max_length=10)),
                ('attempt', models.PositiveSmallIntegerField(default=0)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('queued_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('progress', models.PositiveSmallIntegerField(default=0)),
                ('step', models.CharField(blank=True, max_length=120)),
                ('error', models.TextField(blank=True)),
                ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='import_runs', to='accounts.office', verbose_name='office')),
                ('file_name', models.CharField(max_length=100, verbose_name='file')),
                ('file', models.FileField(blank=True, upload_to=kaltim_naker.imports.models.private_name)),
                ('sha256', models.CharField(max_length=64, verbose_name='fingerprint (SHA-256)')),
                ('size', models.PositiveIntegerField(verbose_name='size in bytes')),
                ('options', models.JSONField(blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('places', models.JSONField(blank=True, null=True)),
                ('stage', models.CharField(choices=[('uploaded', 'uploaded'), ('checked', 'checked'), ('accepting', 'being taken in'), ('accepted', 'taken in'), ('rejected', 'refused'), ('discarded', 'discarded')], default='uploaded', max_length=10, verbose_name='stage')),
                ('verdict', models.JSONField(blank=True, default=dict)),
                ('mode', models.CharField(blank=True, choices=[('all_or_none', 'all rows or none'), ('good_rows', 'the good rows')], max_length=11, null=True, verbose_name='way of taking in')),
                ('confirmations', models.JSONField(blank=True, default=dict)),
                ('notice', models.TextField(blank=True)),
                ('receipt', models.JSONField(blank=True, default=dict)),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'import',
                'verbose_name_plural': 'imports',
                'ordering': ['-created_at'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'running', 'done', 'failed', 'cancelled'])), name='imports_importrun_state_known', violation_error_message='This value is not one of the allowed choices.'), models.CheckConstraint(condition=models.Q(('progress__lte', 100)), name='imports_importrun_progress_is_percent'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'running'), _negated=True), ('lease_until__isnull', False), _connector='OR'), name='imports_importrun_running_has_lease'), models.CheckConstraint(condition=models.Q(('stage__in', ['uploaded', 'checked', 'accepting', 'accepted', 'rejected', 'discarded'])), name='imports_importrun_stage_known', violation_error_message='This value is not one of the allowed choices.'), models.CheckConstraint(condition=models.Q(('mode__in', ['all_or_none', 'good_rows'])), name='imports_importrun_mode_known', violation_error_message='This value is not one of the allowed choices.'), models.CheckConstraint(condition=models.Q(models.Q(('stage__in', ['accepting', 'accepted']), _negated=True), models.Q(('accepted_by__isnull', False), ('mode__isnull', False)), _connector='OR'), name='imports_importrun_accepted_by_somebody', violation_error_message='Who takes a file in, and how, has to be known.')],
            },
        ),
        migrations.CreateModel(
            name='ImportRunEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='kind_office_file_name_sha256_options_places_stage_mode_confirmations_receipt_requested_by_accepted_by_events', to='imports.importrun')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('office', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.office', verbose_name='office')),
                ('file_name', models.CharField(max_length=100, verbose_name='file')),
                ('sha256', models.CharField(max_length=64, verbose_name='fingerprint (SHA-256)')),
                ('options', models.JSONField(blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('places', models.JSONField(blank=True, null=True)),
                ('stage', models.CharField(choices=[('uploaded', 'uploaded'), ('checked', 'checked'), ('accepting', 'being taken in'), ('accepted', 'taken in'), ('rejected', 'refused'), ('discarded', 'discarded')], default='uploaded', max_length=10, verbose_name='stage')),
                ('mode', models.CharField(blank=True, choices=[('all_or_none', 'all rows or none'), ('good_rows', 'the good rows')], max_length=11, null=True, verbose_name='way of taking in')),
                ('confirmations', models.JSONField(blank=True, default=dict)),
                ('receipt', models.JSONField(blank=True, default=dict)),
                ('requested_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('accepted_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
