"""Days and numbers of agreements."""

from companies.choices import AgreementStage

# Before it is signed, an agreement goes back and forth between these.
BEFORE_SIGNING = (AgreementStage.DRAFT, AgreementStage.LEGAL_REVIEW, AgreementStage.READY)

# An agreement is renewed in good time, or it is not renewed: three notices before its end (domain.md §7.3).
NOTICE_DAYS = (90, 30, 7)
# Signed this long and nothing that names it: it goes on the list “signed, but nothing happened”.
QUIET_DAYS = 30
# An agreement has at least the office and a partner.
FEWEST_PARTIES = 2
FILE_MAX_BYTES = 20 * 1024 * 1024
FIND_NOTICES = "companies.find_notices"
