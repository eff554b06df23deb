import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('regions', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail')),
                ('full_name', models.CharField(max_length=150, verbose_name='full name')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('is_staff', models.BooleanField(default=False, verbose_name='may use the support pages')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='account since')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='accounts_user_email_once', violation_error_message='An account with this e-mail exists already.')],
            },
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=30, unique=True, verbose_name='code')),
                ('kind', models.CharField(choices=[('province', 'provincial office'), ('training_centre', 'training centre'), ('regional_office', 'regional office')], max_length=16, verbose_name='kind')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('short_name', models.CharField(max_length=60, verbose_name='short name')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='regions.region', verbose_name='region')),
            ],
            options={
                'verbose_name': 'office',
                'verbose_name_plural': 'offices',
                'ordering': ['kind', 'code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['province', 'training_centre', 'regional_office'])), name='accounts_office_kind_known', violation_error_message='This value is not one of the allowed choices.'), models.UniqueConstraint(condition=models.Q(('kind', 'regional_office')), fields=('region',), name='accounts_office_one_regional_office')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='accounts.office', verbose_name='office')),
                ('role', models.CharField(choices=[('system_admin', 'System administrator'), ('planner', 'Provincial planner'), ('centre_admin', 'Training centre administrator'), ('instructor', 'Instructor'), ('certification_officer', 'Certification officer'), ('apprenticeship_officer', 'Apprenticeship officer'), ('partnership_officer', 'Partnership and productivity officer'), ('regional_operator', 'Regional office operator'), ('head_of_office', 'Head of office'), ('auditor', 'Auditor and data protection officer')], max_length=30, verbose_name='role')),
            ],
            options={
                'verbose_name': 'role in an office',
                'verbose_name_plural': 'roles in offices',
                'ordering': ['office', 'role'],
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['system_admin', 'planner', 'centre_admin', 'instructor', 'certification_officer', 'apprenticeship_officer', 'partnership_officer', 'regional_operator', 'head_of_office', 'auditor'])), name='accounts_membership_role_known', violation_error_message='This value is not one of the allowed choices.'), models.UniqueConstraint(fields=('user', 'office', 'role'), name='accounts_membership_once', violation_error_message='This person already holds this role in this office.')],
            },
        ),
    ]
