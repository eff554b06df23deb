"""Builders of valid objects for the tests: each runs `full_clean`, so no test starts from what the program forbids.

from tests.factories.certifications import CertificateFactory
CertificateFactory(holder__full_name="Ani", centre=balikpapan, issued_on=date(2025, 3, 12))
"""
