"""Everything that is kept: one repository per noun; it takes and gives domain values, and rows never leave."""
