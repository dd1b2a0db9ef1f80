-- One row per band of growth, and one for the period (is_total). Sessions without a main thread have no growth.
WITH banded AS (
  SELECT
    context_growth,
    cost_usd,
    CASE WHEN context_growth < 1.5 THEN 1 WHEN context_growth < 2 THEN 2 WHEN context_growth < 3 THEN 3
      WHEN context_growth < 5 THEN 4 WHEN context_growth < 8 THEN 5 ELSE 6 END AS band_no
  FROM period_session
  WHERE context_growth IS NOT NULL
), band (band_no, band) AS (
  VALUES (1, '< 1.5'), (2, '1.5 – 2'), (3, '2 – 3'), (4, '3 – 5'), (5, '5 – 8'), (6, '≥ 8')
)
SELECT true AS is_total, 0 AS band_no, NULL AS band, NULL AS sessions, NULL AS cost_usd, median(context_growth) AS value
FROM banded
UNION ALL
SELECT false, band.band_no, any_value(band.band), count(banded.band_no),
  -- What sessions without a price cost is unknown, not nothing.
  CASE WHEN count(banded.band_no) = 0 THEN 0 ELSE usd(sum(banded.cost_usd)) END, NULL
FROM band
LEFT JOIN banded USING (band_no)
GROUP BY band.band_no
ORDER BY is_total DESC, band_no
