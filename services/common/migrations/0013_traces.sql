-- The trace (W3C traceparent) of what set a timer or asked for a job: its work goes on with it.
ALTER TABLE timer ADD traceparent text NOT NULL DEFAULT '';
ALTER TABLE job ADD traceparent text NOT NULL DEFAULT '';
