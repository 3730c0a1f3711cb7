"""What was measured, as ratios in one run. Nothing here passes or fails."""
