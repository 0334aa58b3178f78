"""The e-mails about accounts and memberships."""
