"""What is made of a version: pages, records, exports, PDF, SQL."""
