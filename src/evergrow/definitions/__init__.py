"""What the operator declares: documents in YAML, the API and the dashboard alike, with one schema."""
