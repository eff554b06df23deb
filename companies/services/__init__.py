"""What changes companies and what is agreed with them. Every door (page, API, import, command) comes through here."""
