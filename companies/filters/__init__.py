"""What lists about companies can be narrowed by, a module for each entity."""
