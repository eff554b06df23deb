# syntax=docker/dockerfile:1
# The image that docker-compose.yml runs for web, workers, scheduler and migration alike.

# The Python the tests run on, and a Debian with the Pango that WeasyPrint's output was looked at with.
FROM python:3.11-slim-bookworm AS base
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app

FROM base AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends gettext \
    && rm -rf /var/lib/apt/lists/*
COPY requirements/base.txt requirements/
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --require-hashes --requirement requirements/base.txt
ENV PATH=/opt/venv/bin:$PATH
COPY manage.py ./
COPY kaltim_naker kaltim_naker
COPY programs programs
COPY trainees trainees
COPY certifications certifications
COPY companies companies
COPY templates templates
COPY locale locale
# Settings insist on secrets and servers; these are for this one command, which uses none of them.
RUN find locale -name '*.po' -exec sh -c 'msgfmt --check-format -o "${1%.po}.mo" "$1"' _ {} \; \
    && KALTIM_ENV=demo STATIC_ROOT=/app/static SECRET_KEY=build NIK_ENCRYPTION_KEYS=build NIK_INDEX_KEY=build \
       SIGNING_KEYS=build DATABASE_URL=postgres://build/build REDIS_URL=redis://build python manage.py collectstatic --no-input \
    && python -m compileall -q kaltim_naker programs trainees certifications companies

FROM base
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
       libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-liberation2 \
    && rm -rf /var/lib/apt/lists/* \
    && fc-cache --force \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin kaltim \
    && install --directory --owner=kaltim --mode=0700 /var/lib/kaltim/media
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
COPY deploy/healthcheck.py deploy/
ENV PATH=/opt/venv/bin:$PATH \
    KALTIM_ENV=production \
    KALTIM_DATA_DIR=/var/lib/kaltim \
    STATIC_ROOT=/app/static \
    HOME=/tmp \
    WEB_CONCURRENCY=3
USER kaltim
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "deploy/healthcheck.py"]
CMD ["gunicorn", "kaltim_naker.wsgi", "--bind=0.0.0.0:8000", "--worker-class=gthread", "--threads=4", \
     "--worker-tmp-dir=/dev/shm", "--max-requests=2000", "--max-requests-jitter=200", "--access-logfile=-"]
