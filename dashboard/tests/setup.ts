/** Dates and numbers are the same wherever the tests run. */
process.env.TZ = 'UTC';
