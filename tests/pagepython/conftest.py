"""The tests of this folder import each other's helpers."""
