import django.db.models.deletion
import kaltim_naker.core.codes
import kaltim_naker.core.ids
from django.conf import settings
from django.db import migrations, models


def give_codes(apps, schema_editor):
    """Reports that were made before have no code on their pages, and get one all the same: it is asked for by none."""
    runs = apps.get_model("reports", "ReportRun")
    for run in runs.objects.filter(code=None).only("pk").iterator():
        runs.objects.filter(pk=run.pk).update(code=kaltim_naker.core.codes.checked_code())


class Migration(migrations.Migration):

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('reports', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='reportrun',
            name='code',
            field=models.CharField(editable=False, max_length=13, null=True),
        ),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='reportrun',
            name='code',
            field=models.CharField(default=kaltim_naker.core.codes.checked_code, editable=False, max_length=13, unique=True),
        ),
        migrations.AddField(
            model_name='reportrun',
            name='figures',
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AddField(
            model_name='reportrun',
            name='is_scheduled',
            field=models.BooleanField(default=False, editable=False, verbose_name='made by the calendar'),
        ),
        migrations.AddField(
            model_name='reportrunevent',
            name='is_scheduled',
            field=models.BooleanField(default=False, editable=False, verbose_name='made by the calendar'),
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.UUIDField(default=kaltim_naker.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('number', models.CharField(max_length=30, unique=True, verbose_name='publication number')),
                ('letter', models.CharField(blank=True, max_length=80, verbose_name='number of the letter')),
                ('published_at', models.DateTimeField(verbose_name='published at')),
                ('signed_file', models.FileField(blank=True, editable=False, max_length=200, upload_to='reports/%Y')),
                ('signed_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('signed_is_extension', models.BooleanField(default=False, editable=False)),
                ('signed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='signed copy received at')),
                ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='published by')),
                ('run', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='publication', to='reports.reportrun')),
                ('signed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'publication',
                'verbose_name_plural': 'publications',
                'ordering': ['-published_at'],
            },
        ),
        migrations.CreateModel(
            name='PublicationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=kaltim_naker.core.ids.uuid7, editable=False, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('number', models.CharField(max_length=30, verbose_name='publication number')),
                ('letter', models.CharField(blank=True, max_length=80, verbose_name='number of the letter')),
                ('published_at', models.DateTimeField(verbose_name='published at')),
                ('signed_file', models.FileField(blank=True, editable=False, max_length=200, upload_to='reports/%Y')),
                ('signed_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('signed_is_extension', models.BooleanField(default=False, editable=False)),
                ('signed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='signed copy received at')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.publication')),
                ('published_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='published by')),
                ('run', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.reportrun')),
                ('signed_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('signed_at__isnull', True), ('signed_by__isnull', True), ('signed_file', ''), ('signed_sha256', '')), models.Q(models.Q(('signed_sha256', ''), _negated=True), models.Q(('signed_file', ''), _negated=True), ('signed_at__isnull', False), ('signed_by__isnull', False)), _connector='OR'), name='reports_publication_signed_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.UniqueConstraint(condition=models.Q(('signed_sha256', ''), _negated=True), fields=('signed_sha256',), name='reports_publication_signed_once'),
        ),
    ]
