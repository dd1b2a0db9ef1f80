import { expect, test } from 'vitest';
import { demoStore } from '../testing/stores-reference.js';
import { dailyUsage } from './daily-usage/daily-usage.js';

/**
 * What ccusage 20.0.24 prints of the demo: `CLAUDE_CONFIG_DIR=<the demo> ccusage claude daily --json --offline --timezone UTC`.
 * Day, input, output, cache creation and cache read tokens, USD. To be run again when the demo changes.
 */
const CCUSAGE = [
  ['2026-09-01', 318, 379267, 613807, 9428936, 19.02766745],
  ['2026-09-02', 57, 43965, 132085, 310412, 2.300321],
  ['2026-09-03', 245, 182790, 521065, 3687286, 10.9766069],
  ['2026-09-04', 185, 114446, 471778, 2933172, 9.046441],
  ['2026-09-05', 35, 48547, 75931, 155963, 2.0511415],
  ['2026-09-07', 266, 145314, 633991, 4169397, 11.789561],
  ['2026-09-08', 342, 417871, 814045, 6537957, 16.3958019],
  ['2026-09-09', 197, 276589, 476087, 3359807, 9.4022204],
  ['2026-09-10', 488, 348000, 1115775, 7297692, 21.83428655],
  ['2026-09-11', 141, 208084, 300244, 1314208, 8.49293885],
  ['2026-09-12', 39, 60947, 109832, 632241, 2.9383105],
  ['2026-09-14', 403, 419600, 908485, 6955405, 22.0766767],
  ['2026-09-15', 81, 60743, 202963, 360195, 3.1233684],
  ['2026-09-16', 96, 138389, 234457, 947545, 6.2785475],
  ['2026-09-17', 536, 472630, 1255919, 11977744, 25.6082502],
  ['2026-09-18', 197, 267410, 408261, 2091484, 6.8870942],
  ['2026-09-19', 141, 72974, 236038, 1306842, 3.7007013],
  ['2026-09-20', 128, 37714, 290268, 2897978, 5.295159],
  ['2026-09-21', 219, 152877, 527763, 3570466, 9.28319745],
  ['2026-09-22', 260, 367242, 443841, 5559211, 16.1221611],
  ['2026-09-23', 32, 20863, 188943, 339297, 2.3045603],
  ['2026-09-24', 136, 112738, 292718, 1516626, 5.9702369],
  ['2026-09-25', 90, 58841, 330176, 915798, 4.96505185],
  ['2026-09-26', 44, 4756, 60379, 225032, 0.3774887],
  ['2026-09-28', 425, 468261, 1019479, 9325565, 19.94644995],
  ['2026-09-29', 107, 157451, 272891, 1501532, 7.416486],
  ['2026-09-30', 173, 200663, 443028, 2791931, 9.3312636],
  ['2026-10-01', 132, 111796, 413544, 1434880, 6.5568414],
  ['2026-10-02', 106, 148531, 208941, 1286401, 4.5886934],
  ['2026-10-03', 30, 11064, 84745, 332032, 1.290216],
  ['2026-10-05', 577, 853452, 1405532, 10490003, 39.8385365],
  ['2026-10-06', 338, 448026, 960504, 6063449, 5.3095186],
  ['2026-10-07', 202, 239633, 584245, 3517467, 7.22972605],
  ['2026-10-08', 139, 143991, 295094, 858731, 4.3988385],
  ['2026-10-09', 256, 314581, 490516, 7666195, 16.4150625],
  ['2026-10-10', 290, 370035, 589980, 10090933, 20.1975915],
  ['2026-10-11', 170, 259115, 380134, 3698988, 12.129559],
  ['2026-10-12', 402, 425223, 785102, 5511606, 19.92262395],
  ['2026-10-13', 1257, 1503619, 2795477, 25777419, 70.67790765],
  ['2026-10-14', 539, 535010, 1233080, 15988060, 32.54347685],
  ['2026-10-15', 199, 217201, 302080, 1803921, 8.887574],
  ['2026-10-16', 177, 194488, 296524, 1386202, 7.74714895],
  ['2026-10-17', 50, 43054, 130926, 281180, 2.52645],
  ['2026-10-18', 23, 48461, 64186, 166114, 1.936557],
  ['2026-10-19', 196, 235606, 550249, 1920301, 10.3562871],
  ['2026-10-20', 80, 92165, 198288, 522189, 4.1216685],
  ['2026-10-21', 191, 173714, 393817, 1632857, 8.6478215],
  ['2026-10-22', 208, 261612, 405406, 2438526, 11.814663],
  ['2026-10-23', 560, 601696, 1105270, 12819318, 31.7939366],
] as const;

/** Model, day and our USD of what ccusage lists as `unpricedModels`: it counts the tokens and prices them at $0. */
const UNPRICED_BY_CCUSAGE = [
  ['claude-sonnet-5-5', '2026-10-06', 4.9687585],
  ['claude-sonnet-5-5', '2026-10-09', 0.0525195],
  ['claude-sonnet-5-5', '2026-10-13', 2.6777234],
  ['claude-sonnet-5-5', '2026-10-14', 0.0718409],
  ['claude-sonnet-5-5', '2026-10-15', 0.1251193],
  ['claude-sonnet-5-5', '2026-10-19', 0.599867],
  ['claude-sonnet-5-5', '2026-10-20', 0.1145837],
] as const;

test('the demo has the tokens of ccusage on every day, and its dollars, but for a model that ccusage has no price of', async () => {
  using db = await demoStore();
  const result = await db.compute({
    period: { kind: 'all' },
    timezone: 'UTC',
    now: new Date('2026-11-22T00:00:00Z'),
    metrics: [dailyUsage],
  });
  const rows = result.metrics[dailyUsage.id]?.rows ?? [];
  const total = (column: string, day: string, model?: string) =>
    rows
      .filter((row) => row['day'] === day && (model === undefined || row['model'] === model))
      .reduce((sum, row) => sum + Number(row[column]), 0);

  const days = [...new Set(rows.map((row) => row['day']))].sort();
  expect(days).toEqual(CCUSAGE.map(([day]) => day));
  const tokens = ['input_tokens', 'output_tokens', 'cache_creation_tokens', 'cache_read_tokens'];
  expect(CCUSAGE.map(([day]) => [day, ...tokens.map((column) => total(column, day))])).toEqual(
    CCUSAGE.map((line) => line.slice(0, 5)),
  );

  for (const [model, day, usd] of UNPRICED_BY_CCUSAGE)
    expect(total('cost_usd', day, model)).toBeCloseTo(usd, 8);
  const differing = CCUSAGE.flatMap(([day, , , , , usd]) => {
    const difference = total('cost_usd', day) - usd;
    return Math.abs(difference) < 1e-8 ? [] : [[day, Math.round(difference * 1e8) / 1e8]];
  });
  // Nothing else differs: not the fast mode, the one-hour cache or the subagents of the demo.
  expect(differing).toEqual(UNPRICED_BY_CCUSAGE.map(([, day, usd]) => [day, usd]));
});
