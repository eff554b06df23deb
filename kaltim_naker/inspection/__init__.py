"""Pages for those who watch over the records: the history beside one, and who looked at personal data.

What they show is kept by `kaltim_naker.audit`, which lies below the pages' own base views.
"""
