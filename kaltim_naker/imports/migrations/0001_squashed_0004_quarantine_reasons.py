import django.contrib.postgres.fields
import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
import kaltim_naker.core.ids
import kaltim_naker.core.migrating
import kaltim_naker.imports.models.marked
import kaltim_naker.imports.models.runs
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('imports', '0001_initial'), ('imports', '0002_quarantine_memory_and_undo'), ('imports', '0003_files_given_back_and_undo'), ('imports', '0004_quarantine_reasons')]

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('core', '0001_extensions'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        kaltim_naker.core.migrating.CreateModels(
            models=[
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
                        ('file', models.FileField(blank=True, upload_to=kaltim_naker.imports.models.runs.private_name)),
                        ('file_purpose', models.CharField(choices=[('check', 'to be checked and decided about'), ('give_back', 'to give the rows that were not taken in back to the sender, with the errors marked')], default='check', max_length=9, verbose_name='kept for')),
                        ('sha256', models.CharField(max_length=64, verbose_name='fingerprint (SHA-256)')),
                        ('size', models.PositiveIntegerField(verbose_name='size in bytes')),
                        ('options', models.JSONField(blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                        ('places', models.JSONField(blank=True, null=True)),
                        ('replacements', models.JSONField(blank=True, default=dict)),
                        ('stage', models.CharField(choices=[('uploaded', 'uploaded'), ('checked', 'checked'), ('accepting', 'being taken in'), ('accepted', 'taken in'), ('rejected', 'refused'), ('discarded', 'discarded'), ('undoing', 'being undone'), ('undone', 'undone')], default='uploaded', max_length=10, verbose_name='stage')),
                        ('verdict', models.JSONField(blank=True, default=dict)),
                        ('mode', models.CharField(blank=True, choices=[('all_or_none', 'all rows or none'), ('good_rows', 'the good rows')], max_length=11, null=True, verbose_name='way of taking in')),
                        ('confirmations', models.JSONField(blank=True, default=dict)),
                        ('notice', models.TextField(blank=True)),
                        ('receipt', models.JSONField(blank=True, default=dict)),
                        ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('contexts', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list, editable=False, size=None)),
                        ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone at')),
                        ('undo_reason', models.CharField(blank=True, max_length=200, verbose_name='reason for undoing')),
                    ],
                    options={
                        'verbose_name': 'import',
                        'verbose_name_plural': 'imports',
                        'ordering': ['-created_at'],
                        'abstract': False,
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'running', 'done', 'failed', 'cancelled'])), name='imports_importrun_state_known', violation_error_message='This value is not one of the allowed choices.'), models.CheckConstraint(condition=models.Q(('progress__lte', 100)), name='imports_importrun_progress_is_percent'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'running'), _negated=True), ('lease_until__isnull', False), _connector='OR'), name='imports_importrun_running_has_lease'), models.CheckConstraint(condition=models.Q(('stage__in', ['uploaded', 'checked', 'accepting', 'accepted', 'rejected', 'discarded', 'undoing', 'undone'])), name='imports_importrun_stage_known', violation_error_message='This value is not one of the allowed choices.'), models.CheckConstraint(condition=models.Q(('mode__in', ['all_or_none', 'good_rows'])), name='imports_importrun_mode_known', violation_error_message='This value is not one of the allowed choices.'), models.CheckConstraint(condition=models.Q(('file_purpose__in', ['check', 'give_back'])), name='imports_importrun_file_purpose_known', violation_error_message='This value is not one of the allowed choices.'), models.CheckConstraint(condition=models.Q(models.Q(('stage__in', ['accepting', 'accepted']), _negated=True), models.Q(('accepted_by__isnull', False), ('mode__isnull', False)), _connector='OR'), name='imports_importrun_accepted_by_somebody', violation_error_message='Who takes a file in, and how, has to be known.'), models.CheckConstraint(condition=models.Q(models.Q(('stage', 'undone'), _negated=True), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='imports_importrun_undone_by_somebody', violation_error_message='Who undoes an import has to be known.')],
                    },
                ),
                migrations.CreateModel(
                    name='ImportRunEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='kind_office_file_name_sha256_options_places_replacements_stage_mode_confirmations_receipt_requested_by_accepted_by_undone_by_undone_at_undo_reason_events', to='imports.importrun')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('kind', models.CharField(max_length=20, verbose_name='kind')),
                        ('office', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.office', verbose_name='office')),
                        ('file_name', models.CharField(max_length=100, verbose_name='file')),
                        ('sha256', models.CharField(max_length=64, verbose_name='fingerprint (SHA-256)')),
                        ('options', models.JSONField(blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                        ('places', models.JSONField(blank=True, null=True)),
                        ('replacements', models.JSONField(blank=True, default=dict)),
                        ('stage', models.CharField(choices=[('uploaded', 'uploaded'), ('checked', 'checked'), ('accepting', 'being taken in'), ('accepted', 'taken in'), ('rejected', 'refused'), ('discarded', 'discarded'), ('undoing', 'being undone'), ('undone', 'undone')], default='uploaded', max_length=10, verbose_name='stage')),
                        ('mode', models.CharField(blank=True, choices=[('all_or_none', 'all rows or none'), ('good_rows', 'the good rows')], max_length=11, null=True, verbose_name='way of taking in')),
                        ('confirmations', models.JSONField(blank=True, default=dict)),
                        ('receipt', models.JSONField(blank=True, default=dict)),
                        ('requested_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('accepted_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('undone_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone at')),
                        ('undo_reason', models.CharField(blank=True, max_length=200, verbose_name='reason for undoing')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='MarkedFile',
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
                        ('run', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='marked', to='imports.importrun', verbose_name='import')),
                        ('language', models.CharField(max_length=5)),
                        ('file', models.FileField(blank=True, upload_to=kaltim_naker.imports.models.marked.marked_name)),
                        ('rows', models.PositiveIntegerField(default=0, verbose_name='marked rows')),
                    ],
                    options={
                        'verbose_name': 'file with the errors marked',
                        'verbose_name_plural': 'files with the errors marked',
                        'abstract': False,
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'running', 'done', 'failed', 'cancelled'])), name='imports_markedfile_state_known', violation_error_message='This value is not one of the allowed choices.'), models.CheckConstraint(condition=models.Q(('progress__lte', 100)), name='imports_markedfile_progress_is_percent'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'running'), _negated=True), ('lease_until__isnull', False), _connector='OR'), name='imports_markedfile_running_has_lease')],
                    },
                ),
                migrations.CreateModel(
                    name='MarkedFileEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='run_language_rows_requested_by_events', to='imports.markedfile')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('run', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='imports.importrun', verbose_name='import')),
                        ('language', models.CharField(max_length=5)),
                        ('rows', models.PositiveIntegerField(default=0, verbose_name='marked rows')),
                        ('requested_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='RememberedLayout',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('office', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.office')),
                        ('kind', models.CharField(max_length=20)),
                        ('layout', models.CharField(max_length=64)),
                        ('places', models.JSONField(default=dict)),
                        ('last_used_at', models.DateTimeField(auto_now=True)),
                    ],
                    options={
                        'verbose_name': 'remembered layout',
                        'verbose_name_plural': 'remembered layouts',
                        'ordering': ['office', 'kind'],
                        'constraints': [models.UniqueConstraint(fields=('office', 'kind', 'layout'), name='imports_rememberedlayout_once')],
                    },
                ),
                migrations.CreateModel(
                    name='RememberedLayoutEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='imports.rememberedlayout')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('office', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.office')),
                        ('kind', models.CharField(max_length=20)),
                        ('layout', models.CharField(max_length=64)),
                        ('places', models.JSONField(default=dict)),
                        ('last_used_at', models.DateTimeField(auto_now=True)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='RememberedCorrection',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('office', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.office')),
                        ('kind', models.CharField(max_length=20)),
                        ('column', models.CharField(max_length=40)),
                        ('given', models.CharField(max_length=200)),
                        ('corrected', models.CharField(max_length=200)),
                        ('times', models.PositiveIntegerField(default=1)),
                        ('last_used_at', models.DateTimeField(auto_now=True)),
                    ],
                    options={
                        'verbose_name': 'remembered correction',
                        'verbose_name_plural': 'remembered corrections',
                        'ordering': ['office', 'kind', 'column'],
                        'constraints': [models.UniqueConstraint(fields=('office', 'kind', 'column', 'given'), name='imports_rememberedcorrection_once')],
                    },
                ),
                migrations.CreateModel(
                    name='RememberedCorrectionEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='imports.rememberedcorrection')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('office', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.office')),
                        ('kind', models.CharField(max_length=20)),
                        ('column', models.CharField(max_length=40)),
                        ('given', models.CharField(max_length=200)),
                        ('corrected', models.CharField(max_length=200)),
                        ('times', models.PositiveIntegerField(default=1)),
                        ('last_used_at', models.DateTimeField(auto_now=True)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='QuarantinedRow',
                    fields=[
                        ('id', models.UUIDField(default=kaltim_naker.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quarantine', to='imports.importrun', verbose_name='import')),
                        ('line', models.PositiveIntegerField(verbose_name='line')),
                        ('cells_cipher', models.BinaryField(blank=True)),
                        ('findings', models.JSONField(blank=True, default=list, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                        ('state', models.CharField(choices=[('open', 'waiting for a correction'), ('taken_in', 'corrected and taken in'), ('dropped', 'given up')], default='open', max_length=8, verbose_name='state')),
                        ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                    ],
                    options={
                        'verbose_name': 'quarantined row',
                        'verbose_name_plural': 'quarantined rows',
                        'ordering': ['run', 'line'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'taken_in', 'dropped'])), name='imports_quarantinedrow_state_known', violation_error_message='This value is not one of the allowed choices.'), models.UniqueConstraint(fields=('run', 'line'), name='imports_quarantinedrow_once'), models.CheckConstraint(condition=models.Q(('state', 'open'), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='imports_quarantinedrow_decided_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'dropped'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='imports_quarantinedrow_dropped_with_a_reason', violation_error_message='Say why the row is given up.')],
                    },
                ),
                migrations.CreateModel(
                    name='QuarantinedRowEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='run_line_state_decided_by_decided_at_reason_events', to='imports.quarantinedrow')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('run', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='imports.importrun', verbose_name='import')),
                        ('line', models.PositiveIntegerField(verbose_name='line')),
                        ('state', models.CharField(choices=[('open', 'waiting for a correction'), ('taken_in', 'corrected and taken in'), ('dropped', 'given up')], default='open', max_length=8, verbose_name='state')),
                        ('decided_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
            ],
        ),
    ]
