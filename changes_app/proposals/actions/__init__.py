"""The only writers of proposals: a noun a module, a verb a function, keyword-only, ``by=`` the person who acts."""
