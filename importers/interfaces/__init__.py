"""What job boards and applicant tracking systems answer, each known by its shape."""
