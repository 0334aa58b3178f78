"""What is written down for good: the events of changes and people, the locks under which they are written, e-mails to be sent."""
