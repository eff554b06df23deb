"""The statements that make certificates by the million; `bench.many_certificates` says what they stand for.

`key` makes the key of the n-th row of a table, growing as keys made by the clock do (core.ids.uuid7); `chance` is a
number below `most` that depends on its argument alone.
"""

FUNCTIONS = """
    CREATE OR REPLACE FUNCTION pg_temp.key(n bigint, kind int) RETURNS uuid IMMUTABLE LANGUAGE sql AS
        $$ SELECT (lpad(to_hex(n), 12, '0') || '7000800000000000000' || kind)::uuid $$;
    CREATE OR REPLACE FUNCTION pg_temp.chance(n bigint, most int) RETURNS int IMMUTABLE LANGUAGE sql AS
        $$ SELECT (hashint8(n) & 2147483647) % most $$;
    CREATE OR REPLACE FUNCTION pg_temp.person(n bigint, gap bigint) RETURNS bigint IMMUTABLE LANGUAGE sql AS
        $$ SELECT CASE WHEN n % 5 = 0 AND n > gap + 1 THEN n - gap - 1 ELSE n END $$;
"""

PROGRAMME = """
    INSERT INTO programs_trainingprogram (
        id, created_at, updated_at, title, field_id, sector_id, scheme, competence_units)
    VALUES (pg_temp.key(%(n)s, 7), now(), now(), 'Program ' || %(n)s, %(field)s, %(sector)s, '', '')
"""

SCHEME = """
    INSERT INTO certifications_scheme (
        id, created_at, updated_at, title, kind, code, validity_months, counts_toward_target)
    VALUES (pg_temp.key(%(n)s, 6), now(), now(), 'Skema ' || %(n)s, 'cluster', '', 36, true)
"""

ISSUER = """
    INSERT INTO certifications_issuer (code, kind, name, short_name)
    SELECT 'bench-' || n, 'bnsp', 'LSP ' || n, 'LSP ' || n FROM generate_series(1, %(missing)s) AS n
"""

PEOPLE = """
    INSERT INTO trainees_jobseeker (
        id, created_at, updated_at, full_name, nik_cipher, nik_index, nik_masked, nik_mismatch_reason, birth_place,
        birth_date, sex, address, domicile_id, phone, education, work_status, trained_elsewhere,
        trained_elsewhere_note, ak1_number, purpose, legal_basis, notice_version, registered_by_id, is_invented)
    SELECT pg_temp.key(%(first_enrolment)s + n, 3), now(), now(), 'Peserta Rekaan ' || %(first_enrolment)s + n,
        '\\x00', int8send(%(first_enrolment)s + n), '6471********0000', '', '',
        date '1970-01-01' + pg_temp.chance(n, 13000), CASE WHEN pg_temp.chance(n + 1, 10) < 4 THEN 'P' ELSE 'L' END,
        '', (%(regions)s::bigint[])[1 + pg_temp.chance(n + 2, 514)], '', 1 + pg_temp.chance(n + 3, 7),
        'never_worked', 'not_asked', '', '', 'bench', 'public_task', '', %(office)s, true
    FROM generate_series(1, %(enrolments)s::bigint) AS n WHERE pg_temp.person(n, %(gap)s) = n
"""

# `batch` tells the rows of one growth from those before it; `classes` is a multiple of all cells of the matrix.
CLASSES = """
    INSERT INTO programs_trainingclass (
        id, created_at, updated_at, centre_id, programme_id, fiscal_year, label, funding_source, budget_line, number,
        skillhub_id, seats, venue, minimum_attendance, starts_on, ends_on, state, closed_on, closing_document,
        cancel_reason)
    SELECT pg_temp.key(%(first_class)s + n, 1), now(), now(), (%(centres)s::bigint[])[1 + place %% 40],
        pg_temp.key(place / 40 %% 17, 7), year, 'Paket ' || %(batch)s || '.' || place / 680, 'apbd_province', '', '',
        '', 500, '', 80, starts_on, starts_on + 25, 'closed', starts_on + 25, 'BA-1', ''
    FROM generate_series(0, %(classes)s - 1) AS n,
        LATERAL (SELECT 2021 + n / %(per_year)s AS year, n %% %(per_year)s AS place) AS placed,
        LATERAL (SELECT make_date(year, 1, 4) + (place::bigint * 295 / %(per_year)s)::int AS starts_on) AS dated
"""

ASSESSMENTS = """
    INSERT INTO certifications_assessment (
        id, created_at, updated_at, training_class_id, scheme_id, issuer_id, round, state, place_kind, place,
        decision_document, request_letter, cancel_reason)
    SELECT pg_temp.key((%(first_class)s + n) * 5 + issuer, 2), now(), now(), pg_temp.key(%(first_class)s + n, 1),
        pg_temp.key(n %% %(per_year)s / 40 %% 17, 6), (%(issuers)s::bigint[])[1 + issuer], 1, 'assessed',
        'temporary', '', '', '', ''
    FROM generate_series(0, %(classes)s - 1) AS n, generate_series(0, 4) AS issuer
"""

ENROLMENTS = """
    INSERT INTO trainees_enrolment (
        id, created_at, updated_at, job_seeker_id, training_class_id, state, enrolled_on, ended_on, end_reason,
        work_status)
    SELECT pg_temp.key(%(first_enrolment)s + n, 4), now(), now(),
        pg_temp.key(%(first_enrolment)s + pg_temp.person(n, %(gap)s), 3), training.id, 'passed', training.starts_on,
        training.ends_on, '', 'never_worked'
    FROM generate_series(1, %(enrolments)s::bigint) AS n JOIN programs_trainingclass training
        ON training.id = pg_temp.key(%(first_class)s + (n - 1) * %(classes)s / %(enrolments)s, 1)
"""

# The first paper of each participation, and a second one by another issuer of every fourth.
PAPERS = """
    CREATE TEMPORARY TABLE papers ON COMMIT DROP AS
    SELECT %(first_paper)s + paper AS paper, %(first_enrolment)s + n AS enrolment,
        pg_temp.key(%(first_enrolment)s + pg_temp.person(n, %(gap)s), 3) AS person,
        %(first_class)s + (n - 1) * %(classes)s / %(enrolments)s AS class,
        (pg_temp.chance(n + 4, 5) + is_second::int) %% 5 AS issuer, pg_temp.chance(n + 5, 30) AS wait
    FROM generate_series(1, %(papers)s::bigint) AS paper,
        LATERAL (SELECT paper %% 5 = 0 AS is_second, (paper - 1) / 5 * 4 + least((paper - 1) %% 5, 3) + 1 AS n) AS given
"""

RESULTS = """
    INSERT INTO certifications_result (
        id, created_at, updated_at, assessment_id, enrolment_id, job_seeker_id, attempt, assessed_on, outcome)
    SELECT pg_temp.key(paper, 5), now(), now(), pg_temp.key(class * 5 + issuer, 2), pg_temp.key(enrolment, 4), person,
        1, training.ends_on + 1, 'K'
    FROM papers JOIN programs_trainingclass training ON training.id = pg_temp.key(class, 1)
"""

CERTIFICATES = """
    INSERT INTO certifications_certificate (
        id, created_at, updated_at, code, short_code, state, ended_on, end_reason, end_document, result_id, issuer_id,
        job_seeker_id, number, number_key, registration_number, blank_number, holder_name, scheme_title, issued_on,
        valid_until, handed_over_on, handed_over_to)
    SELECT pg_temp.key(paper, 8), now(), now(), 'bench' || paper, 'bench',
        CASE WHEN is_revoked THEN 'revoked' ELSE 'active' END, CASE WHEN is_revoked THEN issued_on END,
        CASE WHEN is_revoked THEN 'Salah' ELSE '' END, '', pg_temp.key(paper, 5),
        (%(issuers)s::bigint[])[1 + issuer], person, 'B' || paper, 'B' || paper, '', '', 'Peserta Rekaan', 'Skema',
        issued_on, issued_on + 1095, issued_on, ''
    FROM papers JOIN programs_trainingclass training ON training.id = pg_temp.key(class, 1),
        LATERAL (SELECT training.ends_on + 2 + wait AS issued_on, paper %% 100 = 0 AS is_revoked) AS dated
"""
