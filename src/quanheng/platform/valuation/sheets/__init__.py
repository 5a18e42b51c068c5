"""The figures that each method asks for, and how they become a value. No rows of the database, no people."""
