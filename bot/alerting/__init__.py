"""How alarms and digests reach people: by mail, and by a webhook into their chat."""
