"""Which days are worked, and on which days a task comes round again; dates in, dates out."""
