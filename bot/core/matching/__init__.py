"""From a message to the entries that may answer it, each with a calibrated confidence."""
