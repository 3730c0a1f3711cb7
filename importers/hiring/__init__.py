"""The monthly threads of Who is hiring."""
