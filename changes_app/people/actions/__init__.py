"""The only writers of what people are: a noun a module, a verb a function, keyword-only, ``by=`` the person who acts."""
