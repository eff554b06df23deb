"""Who may do what (`policy`) with which rows (`scope`). Decided here, once, for page, API, task and template."""
