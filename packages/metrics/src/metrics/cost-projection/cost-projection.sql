-- One row per local day from the first request, or the start of the period, to its end.
SELECT * FROM projection_day ORDER BY day_no
