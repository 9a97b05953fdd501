-- Each kind of timer is looked at by itself.
CREATE INDEX timer_by_kind ON timer (kind, due);
