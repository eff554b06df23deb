"""Fixed figures about companies, a module for each entity."""
