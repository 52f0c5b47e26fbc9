"""The two legs: ask and land; the only room a front end calls for work."""
