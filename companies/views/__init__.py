"""Pages about partner companies, a module for each entity."""
