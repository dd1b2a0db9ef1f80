import { randomLcg, randomNormal } from 'd3-random';
import type { PastDays } from '../past-days.js';

/** How made-up daily costs behave. */
export interface Scenario {
  readonly name: string;
  /** Log-normal σ of a day. */
  readonly sigma: number;
  /** A weekend day's cost as a share of a weekday's. */
  readonly weekend: number;
  /** Share of days at $0. */
  readonly zero: number;
  /** Correlation of a day's logarithm with the day before. */
  readonly correlation: number;
  /** Growth a day. */
  readonly drift: number;
  /** What happens once, on a day that is as likely as any other, before or after the origin. */
  readonly event?: 'regime switch' | 'holiday gap' | 'launch spike';
}

/** Every combination of metrics.md §9.1's generator: the scheme's constants were measured on these. */
export const tunedScenarios: readonly Scenario[] = [1, 1.3].flatMap((sigma) =>
  [0.25, 1].flatMap((weekend) =>
    [0.05, 0.2].flatMap((zero) =>
      [0, 0.4].flatMap((correlation) =>
        [-0.01, 0, 0.01].map((drift) => ({
          name: `σ ${sigma}, weekend ${weekend}, zero ${zero}, lag-1 ${correlation}, drift ${drift}`,
          sigma,
          weekend,
          zero,
          correlation,
          drift,
        })),
      ),
    ),
  ),
);

/** Scenarios that have one thing in common. */
export interface Family {
  readonly name: string;
  readonly scenarios: readonly Scenario[];
}

/** Four families no constant was chosen on. σ, weekend and zero days vary from series to series as above. */
export const untunedFamilies: readonly Family[] = [
  family('regime switch', { event: 'regime switch' }),
  family('holiday gap', { event: 'holiday gap' }),
  family('launch spike', { event: 'launch spike' }),
  family('lag-1 correlation 0.8', { correlation: 0.8 }),
];

function family(name: string, more: Partial<Scenario>): Family {
  const scenarios = tunedScenarios.filter(({ correlation, drift }) => correlation === 0 && drift === 0);
  return {
    name,
    scenarios: scenarios.map((scenario) => ({ ...scenario, ...more, name: `${name}, ${scenario.name}` })),
  };
}

/**
 * Daily costs of a scenario. A regime switch is × 3 or ÷ 3 from its day on, a holiday gap is ten days at $0, a launch
 * spike is five days at × 5.
 */
export function makeSeries(scenario: Scenario, count: number, seed: number): PastDays {
  const uniform = randomLcg(seed);
  const normal = randomNormal.source(uniform)(0, 1);
  const { sigma, weekend, zero, correlation, drift, event } = scenario;
  // The first numbers of generators with neighbouring seeds are alike.
  for (let i = 0; i < 10; i++) uniform();
  const firstWeekday = Math.floor(uniform() * 7);
  const eventDay = Math.floor(uniform() * count);
  const switchFactor = uniform() < 0.5 ? 3 : 1 / 3;
  const usd = new Float64Array(count);
  const isWeekend = new Uint8Array(count);
  let state = normal();
  for (let day = 0; day < count; day++) {
    if (day > 0) state = correlation * state + Math.sqrt(1 - correlation ** 2) * normal();
    isWeekend[day] = (day + firstWeekday) % 7 >= 5 ? 1 : 0;
    let amount = 10 * Math.exp(sigma * state) * (1 + drift) ** day * (isWeekend[day] === 1 ? weekend : 1);
    if (uniform() < zero) amount = 0;
    if (event === 'regime switch' && day >= eventDay) amount *= switchFactor;
    if (event === 'holiday gap' && day >= eventDay && day < eventDay + 10) amount = 0;
    if (event === 'launch spike' && day >= eventDay && day < eventDay + 5) amount *= 5;
    usd[day] = amount;
  }
  return { usd, isWeekend };
}
