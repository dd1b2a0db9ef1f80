-- Functions that the views share. Money is DECIMAL(38,16) in USD until `usd` makes it a DOUBLE.

-- Through text, because the direct cast rounds twice and can miss the nearest double.
CREATE OR REPLACE MACRO derived.usd(amount) AS CAST(CAST(amount AS VARCHAR) AS DOUBLE);

-- x between two bounds; NULL stays NULL, unlike with least and greatest, which pass NULL over.
CREATE OR REPLACE MACRO derived.bounded(x, low, high) AS CASE WHEN x < low THEN low WHEN x > high THEN high ELSE x END;

-- Length of the common part of [a, b) and [c, d); NULL when a bound is.
CREATE OR REPLACE MACRO derived.overlap(a, b, c, d) AS
  CASE WHEN a + b + c + d IS NOT NULL THEN greatest(0, least(b, d) - greatest(a, c)) END;

-- Score of a share, 0 – 100: 100 where it is good or better, 0 where it is bad or worse.
CREATE OR REPLACE MACRO derived.score_of(x, good, bad) AS
  CASE WHEN x < good THEN 100 WHEN x > bad THEN 0 ELSE 100 * (bad - x) / (bad - good) END;

-- Level of a cost among others, for shades: fifths of the root, because costs have a heavy tail; 0 is kept for no cost at all.
CREATE OR REPLACE MACRO derived.level_of(cost, highest) AS CASE WHEN cost = 0 THEN 0 ELSE ceil(5 * sqrt(cost / nullif(highest, 0))) END;

-- Bounds of the Wilson 95 % interval of a share of k in n; NULL when n is 0. Not `bounded`, which would plan the long term three times.
CREATE OR REPLACE MACRO derived.wilson_low(k, n) AS CASE WHEN n > 0 THEN
  greatest(0, (k + 1.9207294103470627e0 - 1.959963984540054e0 * sqrt(k * (n - k) / n + 0.9603647051735313e0))
    / (n + 3.8414588206941254e0)) END;
CREATE OR REPLACE MACRO derived.wilson_high(k, n) AS CASE WHEN n > 0 THEN
  least(1, (k + 1.9207294103470627e0 + 1.959963984540054e0 * sqrt(k * (n - k) / n + 0.9603647051735313e0))
    / (n + 3.8414588206941254e0)) END;

-- Cost of tokens at prices per token, times the factor of speed, region and batch.
CREATE OR REPLACE MACRO derived.token_cost(input, write_5m, write_1h, cache_read, output, p_input, p_write_5m, p_write_1h, p_read, p_output, factor) AS
  -- 19 digits make DuckDB multiply in 128 bits; with 18 and 18 the product would stay in 64 and overflow at $100.
  CAST((CAST(input AS DECIMAL(19, 0)) * p_input + CAST(write_5m AS DECIMAL(19, 0)) * p_write_5m
    + CAST(write_1h AS DECIMAL(19, 0)) * p_write_1h + CAST(cache_read AS DECIMAL(19, 0)) * p_read
    + CAST(output AS DECIMAL(19, 0)) * p_output) * factor AS DECIMAL(38, 16));

-- How many of the first x written tokens live for five minutes: which ones is not recorded, so floor(x · share).
CREATE OR REPLACE MACRO derived.written_5m(x, written, of_5m) AS
  CASE WHEN written = 0 THEN 0 ELSE x::HUGEINT * of_5m // written END;

-- Cost of the prompt's positions [a, b), of which the first `cache_read` were read, the next `written` written, the rest sent
-- uncached: a cache always covers a prefix.
CREATE OR REPLACE MACRO derived.segment_cost(a, b, cache_read, written, of_5m, context, p_input, p_write_5m, p_write_1h, p_read) AS
  token_cost(
    overlap(a, b, cache_read + written, context),
    written_5m(bounded(b - cache_read, 0, written), written, of_5m) - written_5m(bounded(a - cache_read, 0, written), written, of_5m),
    overlap(a, b, cache_read, cache_read + written)
      - written_5m(bounded(b - cache_read, 0, written), written, of_5m) + written_5m(bounded(a - cache_read, 0, written), written, of_5m),
    overlap(a, b, 0, cache_read),
    0, p_input, p_write_5m, p_write_1h, p_read, 0, 1);

-- UTC day of an instant in milliseconds.
CREATE OR REPLACE MACRO derived.utc_day(time_ms) AS CAST(epoch_ms(CAST(time_ms AS BIGINT)) AS DATE);

-- Aggregate: the session that owns a record with copies in other files. The one that produced it, where a line says so;
-- else that of the file whose first line of its own is earliest.
CREATE OR REPLACE MACRO derived.owner_session(producer, session, own_from_ms) AS
  coalesce(min(producer), arg_min(session, (own_from_ms, session)));
