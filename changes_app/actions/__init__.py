"""The only writers of change requests: a noun a module, a verb a function, keyword-only, `by=` the person who acts."""
