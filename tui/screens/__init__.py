"""One screen a file. Only screens know the lanes; they hand records to widgets."""
