"""The portal as one site: settings, addresses, serving. Wiring only."""
