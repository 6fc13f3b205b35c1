"""The world, written in the formats of those who would send it."""
