import django.db.models.deletion
import django.utils.timezone
import kaltim_naker.core.ids
import kaltim_naker.core.nip
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('programs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReportRun',
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
                ('reference', models.CharField(editable=False, max_length=24, unique=True, verbose_name='report number')),
                ('kind', models.SlugField(max_length=40)),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('quarter', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='quarter')),
                ('centre', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.trainingcentre', verbose_name='centre')),
                ('language', models.CharField(choices=[('id', 'Indonesian'), ('en', 'English')], default='id', max_length=2, verbose_name='language')),
                ('scope', models.JSONField(editable=False)),
                ('facts', models.JSONField(editable=False, null=True)),
                ('facts_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('file', models.FileField(blank=True, editable=False, max_length=200, upload_to='reports/%Y')),
                ('file_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('pages', models.PositiveSmallIntegerField(editable=False, null=True)),
            ],
            options={
                'verbose_name': 'report',
                'verbose_name_plural': 'reports',
                'ordering': ['-created_at'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'running', 'done', 'failed', 'cancelled'])), name='reports_reportrun_state_known', violation_error_message='This value is not one of the allowed choices.'), models.CheckConstraint(condition=models.Q(('progress__lte', 100)), name='reports_reportrun_progress_is_percent'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'running'), _negated=True), ('lease_until__isnull', False), _connector='OR'), name='reports_reportrun_running_has_lease'), models.CheckConstraint(condition=models.Q(('language__in', ['id', 'en'])), name='reports_reportrun_language_known', violation_error_message='This value is not one of the allowed choices.'), models.UniqueConstraint(condition=models.Q(('state__in', ('queued', 'running'))), fields=('kind', 'year', 'quarter', 'language', 'centre'), name='reports_reportrun_one_live', nulls_distinct=False, violation_error_message='This report is being made already.'), models.CheckConstraint(condition=models.Q(('quarter__isnull', True), ('quarter__range', (1, 4)), _connector='OR'), name='reports_reportrun_quarter', violation_error_message='A quarter is 1, 2, 3 or 4.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), models.Q(models.Q(('file', ''), _negated=True), models.Q(('file_sha256', ''), _negated=True), models.Q(('facts_sha256', ''), _negated=True), ('facts__isnull', False), ('pages__isnull', False)), _connector='OR'), name='reports_reportrun_done_has_file')],
            },
        ),
        migrations.CreateModel(
            name='ReportRunEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.reportrun')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.UUIDField(default=kaltim_naker.core.ids.uuid7, editable=False, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('state', models.CharField(choices=[('queued', 'waiting'), ('running', 'running'), ('done', 'done'), ('failed', 'failed'), ('cancelled', 'cancelled')], default='queued', max_length=10)),
                ('attempt', models.PositiveSmallIntegerField(default=0)),
                ('queued_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('error', models.TextField(blank=True)),
                ('requested_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('reference', models.CharField(editable=False, max_length=24, verbose_name='report number')),
                ('kind', models.SlugField(db_index=False, max_length=40)),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('quarter', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='quarter')),
                ('centre', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programs.trainingcentre', verbose_name='centre')),
                ('language', models.CharField(choices=[('id', 'Indonesian'), ('en', 'English')], default='id', max_length=2, verbose_name='language')),
                ('scope', models.JSONField(editable=False)),
                ('facts_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('file', models.FileField(blank=True, editable=False, max_length=200, upload_to='reports/%Y')),
                ('file_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('pages', models.PositiveSmallIntegerField(editable=False, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Signatory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatories', to='accounts.office', verbose_name='office')),
                ('title', models.CharField(help_text='As under the report, for example “Kepala Dinas”.', max_length=80, verbose_name='position')),
                ('name', models.CharField(max_length=120, verbose_name='name with degrees')),
                ('rank', models.CharField(blank=True, help_text='For example “Pembina Utama Madya (IV/d)”.', max_length=60, verbose_name='rank')),
                ('nip', models.CharField(blank=True, max_length=18, validators=[kaltim_naker.core.nip.validate_nip], verbose_name='NIP')),
                ('valid_from', models.DateField(verbose_name='valid from')),
            ],
            options={
                'verbose_name': 'signatory',
                'verbose_name_plural': 'signatories',
                'ordering': ['office', '-valid_from'],
                'constraints': [models.UniqueConstraint(fields=('office', 'valid_from'), name='reports_signatory_one_per_day', violation_error_message='This office has a signatory from this day on already.')],
            },
        ),
        migrations.CreateModel(
            name='SignatoryEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.signatory')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('office', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.office', verbose_name='office')),
                ('title', models.CharField(help_text='As under the report, for example “Kepala Dinas”.', max_length=80, verbose_name='position')),
                ('name', models.CharField(max_length=120, verbose_name='name with degrees')),
                ('rank', models.CharField(blank=True, help_text='For example “Pembina Utama Madya (IV/d)”.', max_length=60, verbose_name='rank')),
                ('nip', models.CharField(blank=True, max_length=18, validators=[kaltim_naker.core.nip.validate_nip], verbose_name='NIP')),
                ('valid_from', models.DateField(verbose_name='valid from')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
