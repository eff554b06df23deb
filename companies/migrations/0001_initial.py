import django.core.validators
import django.db.models.deletion
import kaltim_naker.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('regions', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Company',
            fields=[
                ('id', models.UUIDField(default=kaltim_naker.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('nib', models.CharField(blank=True, max_length=13, null=True, validators=[django.core.validators.RegexValidator('^\\d{13}$', 'A NIB has 13 digits.')], verbose_name='NIB')),
                ('is_invented', models.BooleanField(default=False, help_text='Part of the demo, not a real company.')),
            ],
            options={
                'verbose_name': 'company',
                'verbose_name_plural': 'companies',
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('nib',), name='companies_company_nib_once', violation_error_message='A company with this NIB exists already.'), models.CheckConstraint(condition=models.Q(('nib__isnull', True), ('nib__regex', '^\\d{13}$'), _connector='OR'), name='companies_company_nib_has_13_digits', violation_error_message='A NIB has 13 digits.')],
            },
        ),
        migrations.CreateModel(
            name='CompanyEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='companies.company')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.UUIDField(default=kaltim_naker.core.ids.uuid7, editable=False, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('nib', models.CharField(blank=True, max_length=13, null=True, validators=[django.core.validators.RegexValidator('^\\d{13}$', 'A NIB has 13 digits.')], verbose_name='NIB')),
                ('is_invented', models.BooleanField(default=False, help_text='Part of the demo, not a real company.')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.UUIDField(default=kaltim_naker.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('kind', models.CharField(choices=[('mou', 'memorandum of understanding (MoU)'), ('pks', 'cooperation agreement (PKS)'), ('addendum', 'addendum')], max_length=8, verbose_name='kind')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='companies.company', verbose_name='partner')),
                ('starts_on', models.DateField(verbose_name='in force from')),
                ('ends_on', models.DateField(verbose_name='in force until')),
                ('target_companies', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='companies to be reached')),
                ('source', models.CharField(max_length=200, verbose_name='source')),
                ('regions', models.ManyToManyField(blank=True, related_name='+', to='regions.region', verbose_name='regions')),
            ],
            options={
                'verbose_name': 'agreement',
                'verbose_name_plural': 'agreements',
                'ordering': ['-starts_on'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['mou', 'pks', 'addendum'])), name='companies_agreement_kind_known', violation_error_message='This value is not one of the allowed choices.'), models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), ('ends_on__isnull', True), ('starts_on__lte', models.F('ends_on')), _connector='OR'), name='companies_agreement_days_in_order', violation_error_message='The agreement ends before it begins.')],
            },
        ),
        migrations.CreateModel(
            name='AgreementEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='companies.agreement')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.UUIDField(default=kaltim_naker.core.ids.uuid7, editable=False, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('kind', models.CharField(choices=[('mou', 'memorandum of understanding (MoU)'), ('pks', 'cooperation agreement (PKS)'), ('addendum', 'addendum')], max_length=8, verbose_name='kind')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('company', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='companies.company', verbose_name='partner')),
                ('starts_on', models.DateField(verbose_name='in force from')),
                ('ends_on', models.DateField(verbose_name='in force until')),
                ('target_companies', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='companies to be reached')),
                ('source', models.CharField(max_length=200, verbose_name='source')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
