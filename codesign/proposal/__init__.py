"""The proposal as data: sections of blocks, claims with their evidence, and what is missing."""
