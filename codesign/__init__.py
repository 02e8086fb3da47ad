"""Co-design Workbook: from employer interviews to a program proposal that can be checked line by line."""

__version__ = "0.1.0"
__all__ = ["__version__"]
