import django.db.models.deletion
import django.utils.timezone
import kaltim_naker.core.ids
import kaltim_naker.core.migrating
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('audit', '0001_initial'), ('audit', '0002_rows_to_correct')]

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('core', '0001_extensions'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('regions', '0001_initial'),
    ]

    operations = [
        kaltim_naker.core.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='AccessLog',
                    fields=[
                        ('id', models.UUIDField(default=kaltim_naker.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('kind', models.CharField(choices=[('unmask_nik', 'saw a full NIK'), ('search_nik', 'searched by NIK'), ('view_person', "opened a person's page"), ('export', 'exported a list'), ('download', 'downloaded a document'), ('correct_rows', 'opened rows of an import to correct them')], max_length=12)),
                        ('subject', models.CharField(blank=True, max_length=80)),
                        ('rows', models.PositiveIntegerField(default=1)),
                        ('reason', models.CharField(blank=True, max_length=200)),
                        ('path', models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        'verbose_name': 'look at personal data',
                        'ordering': ['-created_at'],
                        'indexes': [models.Index(fields=['subject'], name='audit_accesslog_subject')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['unmask_nik', 'search_nik', 'view_person', 'export', 'download', 'correct_rows'])), name='audit_accesslog_kind_known', violation_error_message='This value is not one of the allowed choices.')],
                    },
                ),
                migrations.CreateModel(
                    name='UserHistory',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to=settings.AUTH_USER_MODEL)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                        ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                        ('full_name', models.CharField(max_length=150, verbose_name='full name')),
                        ('is_active', models.BooleanField(default=True, verbose_name='active')),
                        ('is_staff', models.BooleanField(default=False, verbose_name='may use the support pages')),
                        ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='account since')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='OfficeHistory',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.office')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('code', models.SlugField(db_index=False, max_length=30, verbose_name='code')),
                        ('kind', models.CharField(choices=[('province', 'provincial office'), ('training_centre', 'training centre'), ('regional_office', 'regional office')], max_length=16, verbose_name='kind')),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('short_name', models.CharField(max_length=60, verbose_name='short name')),
                        ('region', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='regions.region', verbose_name='region')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='MembershipHistory',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.membership')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('office', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.office', verbose_name='office')),
                        ('role', models.CharField(choices=[('system_admin', 'System administrator'), ('planner', 'Provincial planner'), ('centre_admin', 'Training centre administrator'), ('instructor', 'Instructor'), ('certification_officer', 'Certification officer'), ('apprenticeship_officer', 'Apprenticeship officer'), ('partnership_officer', 'Partnership and productivity officer'), ('regional_operator', 'Regional office operator'), ('head_of_office', 'Head of office'), ('auditor', 'Auditor and data protection officer')], max_length=30, verbose_name='role')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
            ],
        ),
    ]
