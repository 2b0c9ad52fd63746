"""What a user can do, and the rules of it. No Qt, no wall clock."""
