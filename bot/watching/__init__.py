"""Looking after those who wait: who gets them, whether promises can be kept, and who must know of it."""
