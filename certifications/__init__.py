"""Competence certification: issuers, schemes, assessments, results, certificates."""
