type Severity = 'critical' | 'warning';

/** What is watched, from when on it is too much, and what to do then. */
export interface Rule {
  /** A noun in kebab-case: what fires. */
  readonly id: string;
  /** Id of the metric that says more. */
  readonly metric: string;
  readonly severity: Severity;
  readonly op: '>' | '<';
  /** In `unit`; null: it follows from the budget or from history. */
  readonly threshold: number | null;
  readonly unit: string;
  /** Of what it is one figure. */
  readonly window: string;
  /** With fewer observations the state is `unknown`. */
  readonly minN: number;
  /** Off: evaluated and shown, but never an alert. */
  readonly isOn: boolean;
  readonly nextAction: string;
}

const warning = { severity: 'warning', op: '>', minN: 1, isOn: true } as const;

export const rules = {
  sureOverBudget: {
    ...warning,
    id: 'sure-over-budget',
    metric: 'projection-summary',
    severity: 'critical',
    threshold: null,
    unit: 'USD',
    window: 'period, projected (P10)',
    nextAction: 'Raise the budget or cut now: even a cheap rest of the period ends above it.',
  },
  likelyOverBudget: {
    ...warning,
    id: 'likely-over-budget',
    metric: 'projection-summary',
    threshold: null,
    unit: 'USD',
    window: 'period, projected (P50)',
    nextAction: 'Raise the budget, or hold back what can wait in the costliest projects.',
  },
  budgetPace: {
    ...warning,
    id: 'budget-pace',
    metric: 'cost',
    threshold: null,
    unit: 'USD',
    window: 'period so far',
    nextAction: 'Compare with the projection: a heavy start may even out.',
  },
  dayOverBudget: {
    ...warning,
    id: 'day-over-budget',
    metric: 'cost',
    threshold: null,
    unit: 'USD',
    window: 'day',
    nextAction: "Open the day's heaviest sessions.",
  },
  sessionOverBudget: {
    ...warning,
    id: 'session-over-budget',
    metric: 'session-usage',
    threshold: null,
    unit: 'USD',
    window: 'session',
    nextAction: 'Split long work: start a new session where the restart advice says so.',
  },
  sessionPace: {
    ...warning,
    id: 'session-pace',
    metric: 'cost',
    threshold: null,
    unit: 'USD',
    window: 'hour of a session',
    nextAction:
      'Look for a loop or runaway subagents, and stop it if it still runs; its grade says how well it went.',
  },
  unusualCost: {
    ...warning,
    id: 'unusual-cost',
    metric: 'anomalies',
    threshold: 0,
    unit: 'd',
    window: 'period',
    nextAction: 'Look at what contributed most to these days.',
  },
  unusualUsage: {
    ...warning,
    id: 'unusual-usage',
    metric: 'anomalies',
    threshold: 0,
    unit: 'd',
    window: 'period',
    nextAction: 'Look at what contributed most to these days.',
  },
  unusualErrorRate: {
    ...warning,
    id: 'unusual-error-rate',
    metric: 'anomalies',
    threshold: 0,
    unit: 'd',
    window: 'period',
    nextAction: 'Read the error codes of these days; check the service status and the limits of your plan.',
  },
  dayOverMean: {
    ...warning,
    id: 'day-over-mean',
    metric: 'cost',
    threshold: 1.5,
    unit: '1',
    window: 'day ÷ mean of the 30 days before',
    minN: 14,
    nextAction: 'A busy day, not always an unusual one: see its sessions and projects at the chart of days.',
  },
  errorRate: {
    ...warning,
    id: 'error-rate',
    metric: 'request-success',
    threshold: 0.05,
    unit: '1',
    window: 'period',
    minN: 20,
    nextAction: 'Read the error codes; retry later or with fewer parallel sessions.',
  },
  slowTools: {
    ...warning,
    id: 'slow-tools',
    metric: 'tool-duration',
    threshold: 30,
    unit: 's',
    window: 'period, p99 of tool durations',
    minN: 100,
    nextAction: 'Look at the slowest tools: run long commands in the background, bound their time.',
  },
  tokenBurst: {
    ...warning,
    id: 'token-burst',
    metric: 'effective-tokens',
    threshold: 100_000,
    unit: '{token}',
    window: '3 minutes',
    nextAction: 'Look for large pastes, expired caches and many subagents at once.',
  },
  lowCacheHitRate: {
    ...warning,
    id: 'low-cache-hit-rate',
    metric: 'cache-hit-rate',
    op: '<',
    threshold: 0.95,
    unit: '1',
    window: 'period',
    minN: 20,
    nextAction: 'Look at the causes of cache misses.',
  },
  avoidableMisses: {
    ...warning,
    id: 'avoidable-misses',
    metric: 'cache-misses',
    threshold: 5,
    unit: 'USD',
    window: 'week, mean of the period',
    minN: 0,
    nextAction: 'Compact before long breaks, and choose model and tools when a session starts.',
  },
  limitReached: {
    ...warning,
    id: 'limit-reached',
    metric: 'api-errors',
    threshold: 0,
    unit: '{error}',
    window: 'period',
    nextAction: 'See the five-hour blocks: spread the work, or use a smaller model for parts of it.',
  },
  unpriced: {
    ...warning,
    id: 'unpriced',
    metric: 'cost',
    threshold: 0.01,
    unit: '1',
    window: 'period, share of tokens',
    nextAction: 'Give the prices of these models in a price file: until then costs are too low.',
  },
  blendedPotential: {
    ...warning,
    id: 'blended-potential',
    metric: 'model-efficiency',
    threshold: 0.2,
    unit: '1',
    window: 'period, share of the cost',
    isOn: false,
    nextAction: 'Read the mix of each model first: the figure takes cheap reads for a cheap model.',
  },
  fixedCost: {
    ...warning,
    id: 'fixed-cost',
    metric: 'cost',
    threshold: 100,
    unit: 'USD',
    window: 'period',
    isOn: false,
    nextAction: 'Give a budget of your own instead.',
  },
  fixedRequests: {
    ...warning,
    id: 'fixed-requests',
    metric: 'requests',
    threshold: 1000,
    unit: '{request}',
    window: 'period',
    isOn: false,
    nextAction: 'Give a budget of your own instead.',
  },
} as const satisfies Readonly<Record<string, Rule>>;

export type RuleName = keyof typeof rules;
