"""A module for each chapter's exercises, named after the chapter."""
