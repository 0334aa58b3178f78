"""From stored events to e-mails: messages are written beside the event and sent once the transaction is safe."""
