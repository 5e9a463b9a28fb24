"""Migrations, one file each, oldest first."""
