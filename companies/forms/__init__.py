"""Forms about companies, a module for each entity."""
