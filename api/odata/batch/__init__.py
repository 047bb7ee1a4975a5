"""Batches: many requests in one (OData 4.01 Part 1, 11.7; JSON Format, 19), without HTTP."""
