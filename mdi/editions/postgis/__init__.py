"""PostGIS: editions written into a database in one go, tables and shapes read from one."""
