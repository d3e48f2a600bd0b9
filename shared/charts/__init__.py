"""Pictures of figures as SVG text: pure, deterministic, for reports, grey prints and screen readers alike."""
