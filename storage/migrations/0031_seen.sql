-- Two days of deliveries are read through once a night: an index for that was written at every vote.
DROP INDEX seen_day;
