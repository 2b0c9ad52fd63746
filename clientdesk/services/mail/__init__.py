"""Mail as a witness: heads of messages from files become proposals for the record; bodies are never read."""
