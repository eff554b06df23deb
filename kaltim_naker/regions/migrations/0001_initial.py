import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Region',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(help_text='64, 64.71, 64.71.01', max_length=8, unique=True, verbose_name='Kemendagri code')),
                ('bps_code', models.CharField(blank=True, max_length=4, null=True, unique=True, verbose_name='BPS code')),
                ('name', models.CharField(max_length=80, verbose_name='official name')),
                ('short_name', models.CharField(max_length=60, verbose_name='short name')),
                ('level', models.CharField(choices=[('province', 'province'), ('regency', 'regency (kabupaten)'), ('city', 'city (kota)'), ('district', 'district (kecamatan)')], max_length=10)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='regions.region')),
            ],
            options={
                'verbose_name': 'region',
                'ordering': ['code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('level__in', ['province', 'regency', 'city', 'district'])), name='regions_region_level_known', violation_error_message='This value is not one of the allowed choices.'), models.CheckConstraint(condition=models.Q(models.Q(('level', 'province'), ('parent__isnull', True)), models.Q(models.Q(('level', 'province'), _negated=True), ('parent__isnull', False)), _connector='OR'), name='regions_region_only_provinces_have_no_parent')],
            },
        ),
        migrations.CreateModel(
            name='KbliSection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField(default=2020)),
                ('code', models.CharField(max_length=1)),
                ('title_id', models.CharField(max_length=160)),
                ('title_en', models.CharField(max_length=160)),
            ],
            options={
                'verbose_name': 'sector (KBLI section)',
                'ordering': ['version', 'code'],
                'constraints': [models.UniqueConstraint(fields=('version', 'code'), name='regions_kblisection_unique_code')],
            },
        ),
    ]
