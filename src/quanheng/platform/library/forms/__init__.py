"""What people type about an achievement."""
