import type { MetricResult, Value } from '@cc-report/metrics';

type Row = Record<string, Value>;

const DAY_MS = 86_400_000;
type Add = (
  id: string,
  words: readonly [string, string, string, string],
  value: number | null,
  rows?: readonly Row[],
  more?: Partial<MetricResult>,
) => void;

/** What the rest of an invented result is made from. */
export interface SampleFacts {
  /** Costliest first. */
  readonly sessions: readonly Row[];
  readonly days: readonly string[];
  /** Cost of each day. */
  readonly dayUsd: readonly number[];
  readonly cost: number | null;
  readonly costBefore: number | null;
  readonly requests: number;
  readonly budgetUsd: number | null;
  readonly planUsd: number | null;
  readonly dayCount: number;
  readonly tools: readonly string[];
}

/** The metrics beyond the first set: one or a few plausible rows each, whose money is a part of the sample's cost. */
export function addSampleMetrics(add: Add, metrics: Record<string, MetricResult>, facts: SampleFacts): void {
  const { sessions, days, dayUsd, cost, costBefore, requests, budgetUsd, planUsd, tools } = facts;
  const usd = (part: number) => (cost === null ? null : Math.round(cost * part * 1e6) / 1e6);
  const put = (id: string, title: string, unit: string, value: number | null, rows: readonly Row[] = []) =>
    add(id, [title, `What about ${title.toLowerCase()}?`, unit, `how ${id} is computed`], value, rows, {
      previous: null,
    });
  const projects = [...new Set(sessions.map((row) => String(row['project'])))];
  const models = [...new Set(sessions.map((row) => String(row['model'])))];
  const first = sessions[0] ?? {};
  const id = String(first['session_id'] ?? '');

  addProjection(put, metrics, facts);
  put('cost-by-branch', 'Cost by branch', 'USD', cost, [
    {
      project: projects[0] ?? '',
      branch: String(first['branch'] ?? ''),
      sessions: 9,
      requests: 120,
      cost_usd: usd(0.6),
      share: 0.6,
    },
    {
      project: projects[0] ?? '',
      branch: 'feature/retry-policy',
      sessions: 4,
      requests: 60,
      cost_usd: usd(0.4),
      share: 0.4,
    },
  ]);
  put('cost-by-entrypoint', 'Cost by entrypoint', 'USD', cost, [
    { entrypoint: 'cli', version: null, sessions: 10, requests: 150, cost_usd: usd(0.7), share: 0.7 },
    { entrypoint: 'claude-vscode', version: null, sessions: 3, requests: 40, cost_usd: usd(0.3), share: 0.3 },
    { entrypoint: 'cli', version: '2.0.42', sessions: 10, requests: 150, cost_usd: usd(0.7), share: 0.7 },
  ]);
  put('savings-ledger', 'Savings ledger', 'USD', usd(0.2), [
    { step: 'avoidable_cold_cache', cause: 'ttl_expiry', requests: 20, cost_usd: usd(0.12), share: 0.12 },
    { step: 'carry_above_restart', cause: 'runaway_growth', requests: 81, cost_usd: usd(0.08), share: 0.08 },
  ]);
  put('unit-costs', 'Unit costs', 'USD', usd(0.02), [
    {
      unit: 'request',
      events: requests,
      cost_usd: usd(1 / Math.max(1, requests)),
      median_usd: usd(0.0001),
      per_usd: 5,
    },
    { unit: 'turn', events: 295, cost_usd: usd(1 / 295), median_usd: usd(0.002), per_usd: 1 },
    { unit: 'commit', events: 0, cost_usd: null, median_usd: null, per_usd: null },
    { unit: 'pull_request', events: 13, cost_usd: usd(1 / 13), median_usd: null, per_usd: 0.04 },
  ]);
  put(
    'model-efficiency',
    'Model efficiency',
    'USD',
    usd(0.4),
    models.map((model, index) => ({
      model,
      requests: 100 * (index + 1),
      cost_usd: usd(1 / models.length),
      share: 1 / models.length,
      tokens: 1_000_000,
      read_share: 0.9,
      write_share: 0.06,
      input_share: 0.01,
      output_share: 0.03,
      blended_usd: cost === null ? null : 2.5,
      output_1k_usd: cost === null ? null : 0.05 * (index + 1),
      request_usd: cost === null ? null : 0.1 * (index + 1),
      potential_usd: usd(0.1),
      potential_share: 0.1,
    })),
  );
  put('reprice-savings', 'Reprice savings', 'USD', usd(0.01), [
    {
      policy: 'small_turn',
      model: models[0] ?? '',
      requests: 5,
      cost_usd: usd(0.012),
      repriced_usd: usd(0.002),
      savings_usd: usd(0.01),
    },
  ]);
  const dueShare = 0.7;
  put(
    'plan-comparison',
    'Plans compared',
    '1',
    cost === null ? null : cost / (200 * dueShare),
    cost === null
      ? []
      : [200, 100, 20].map((usdAMonth) => ({
          name: `plan of $${usdAMonth}`,
          plan_usd: usdAMonth,
          plan_cost_usd: usdAMonth * dueShare,
          leverage: cost / (usdAMonth * dueShare),
        })),
  );
  put(
    'plan-value',
    'Plan value',
    '1',
    planUsd === null || cost === null ? null : cost / (planUsd * 0.7),
    planUsd === null
      ? []
      : [
          {
            plan_usd: planUsd,
            days: 21,
            plan_cost_usd: planUsd * 0.7,
            cost_usd: cost,
            leverage: cost === null ? null : cost / (planUsd * 0.7),
            surplus_usd: cost === null ? null : cost - planUsd * 0.7,
            break_even_day: days.at(-2) ?? null,
          },
        ],
  );
  put('cost-concentration', 'Cost concentration', '1', 0.57, [
    { top: 'top_1_percent', sessions: 2, cost_usd: usd(0.1), share: 0.1 },
    { top: 'top_10_percent', sessions: 12, cost_usd: usd(0.45), share: 0.45 },
    { top: 'top_10', sessions: 10, cost_usd: usd(0.39), share: 0.39 },
  ]);
  put('pull-requests', 'Pull requests', '{pr}', 2, [
    { repository: `example/${projects[0] ?? ''}`, number: 1114, sessions: 1, cost_usd: usd(0.05) },
    { repository: 'example/web', number: 119, sessions: 1, cost_usd: usd(0.03) },
  ]);
  put('input-equivalents', 'Input equivalents', '{token}', 5_000_000, [
    {
      model: models[0] ?? '',
      requests,
      tokens: 9_000_000,
      input_equivalents: 5_000_000,
      sonnet_equivalents: 8_000_000,
      cost_usd: cost,
    },
  ]);
  put('output-efficiency', 'Output efficiency', '1', cost === null ? null : 0.17, [
    { time: days[0] ?? '', output_cost_share: 0.17, output_per_context: 0.01, output_per_context_crux: 0.01 },
  ]);
  put('cache-savings', 'Cache savings', 'USD', usd(2.1), [{ time: days[0] ?? '', savings_usd: usd(0.1) }]);
  put('cache-reuse', 'Cache reuse', '1', 8.5, [{ time: days[0] ?? '', cache_reuse: 8.5 }]);
  put(
    'cache-by-project',
    'Cache by project',
    '1',
    0.91,
    projects.map((project, index) => ({
      project,
      requests: 100,
      cache_hit_rate: 0.89,
      warm_hit_rate: 0.92,
      cache_reuse: 8 + index,
      misses: 5,
      miss_usd: usd(0.02),
      avoidable_usd: usd(0.01 / (index + 1)),
    })),
  );
  put('cache-lifetime', 'Cache lifetime', 'USD', null, [
    {
      policy: 'never change',
      lifetime: 'as recorded',
      sessions: 100,
      reproduced: 0.95,
      cost_usd: cost,
      savings_usd: 0,
      regret_usd: usd(0.05),
      reason: null,
    },
    {
      policy: 'advice',
      lifetime: null,
      sessions: 100,
      reproduced: 0.95,
      cost_usd: null,
      savings_usd: null,
      regret_usd: null,
      reason: 'on later sessions the change saved nothing',
    },
    {
      policy: 'always one hour',
      lifetime: 'one hour',
      sessions: 100,
      reproduced: 0.95,
      cost_usd: usd(1.1),
      savings_usd: usd(-0.1),
      regret_usd: usd(0.1),
      reason: null,
    },
  ]);
  put('restart-backtest', 'Restart backtest', 'USD', null, [
    { policy: 'never', sessions: 99, restarts: 0, cost_usd: cost, savings_usd: 0, regret_usd: usd(0.1) },
    {
      policy: 'advice',
      sessions: 99,
      restarts: 22,
      cost_usd: usd(0.95),
      savings_usd: usd(0.05),
      regret_usd: usd(0.05),
    },
  ]);
  put('restart-advice', 'Restart advice', '{session}', 1, [
    {
      session_id: id,
      context_tokens: 190_000,
      base_tokens: 20_000,
      context_fill: 0.95,
      carry_usd: usd(0.05),
      break_even: 3.4,
      remaining: 30,
      advice: 'YES',
      advice_crux: 'YES',
      reason: null,
    },
    {
      session_id: id,
      context_tokens: 50_000,
      base_tokens: 20_000,
      context_fill: 0.25,
      carry_usd: usd(0.01),
      break_even: 12,
      remaining: null,
      advice: null,
      advice_crux: 'NO',
      reason: 'fewer than 20 threads came this far',
    },
  ]);
  put('context-shape', 'Context shape', '1', 2.7, [
    { statistic: 'mean_growth', sessions: sessions.length, median: 1.8, p90: 4.4 },
    { statistic: 'peak_fill', sessions: sessions.length, median: 0.28, p90: 0.83 },
  ]);
  put('context-slope', 'Context slope', '{token}', 5500);
  put('context-fill', 'Nearly full sessions', '{session}', 1, [
    {
      session_id: id,
      context_peak_tokens: 189_000,
      window_tokens: 200_000,
      context_fill: 0.945,
      cost_usd: first['cost_usd'] ?? null,
    },
  ]);
  put('context-drops', 'Context drops', '{drop}', 1, [
    { kind: 'inferred', drops: 1, tokens_before: 264_000, tokens_shed: 208_000 },
  ]);
  put(
    'grade-deductions',
    'Grade deductions',
    'USD',
    usd(0.1),
    sessions
      .filter((row) => typeof row['grade'] === 'string' && row['grade'] !== 'A')
      .slice(0, 40)
      .map((row) => ({
        session_id: row['session_id'] ?? null,
        deduction: 'carried history',
        points: 17.4,
        cost_usd: Number(row['cost_usd'] ?? 0) * 0.3,
      })),
  );
  addTools(put, metrics, facts);
  addPeople(put, usd);
  addRhythm(put, facts, usd);
  put('subagents', 'Subagents', '1', cost === null ? null : 0.06, [
    {
      agent_type: 'Explore',
      runs: 21,
      requests: 127,
      cost_usd: usd(0.04),
      share: 0.04,
      consumed_tokens: 2_600_000,
      returned_runs: 21,
      returned_characters: 23_100,
      returned_tokens: 8_000,
      consumed_per_returned_token: 325,
      p50_s: 46,
    },
    {
      agent_type: tools[0] ?? '',
      runs: 9,
      requests: 54,
      cost_usd: usd(0.02),
      share: 0.02,
      consumed_tokens: 1_000_000,
      returned_runs: 9,
      returned_characters: 9_900,
      returned_tokens: 3_400,
      consumed_per_returned_token: 294,
      p50_s: 45,
    },
  ]);
  put(
    'session-norms',
    'Sessions against their norm',
    '1',
    0.2,
    sessions.slice(0, 30).map((row, index) => ({
      session_id: row['session_id'] ?? null,
      project: row['project'] ?? null,
      cost_usd: row['cost_usd'] ?? null,
      median_usd: row['cost_usd'] === null ? null : Number(row['cost_usd']) / (index < 3 ? 8 : 1.5),
      sessions: 20,
      ratio: row['cost_usd'] === null ? null : index < 3 ? 8 : 1.5,
    })),
  );
  put(
    'anomalies',
    'Unusual days',
    'd',
    cost === null ? null : 0,
    days.map((day, index) => ({
      day,
      measure: 'cost',
      unit: 'USD',
      value: dayUsd[index] ?? 0,
      median: cost === null ? null : cost / Math.max(1, days.length),
      z: 0.3,
      robust_z: 0.5,
      low: null,
      n: cost === null ? null : 22,
      is_z_flag: false,
      is_flag: false,
      severity: null,
      contributor_kind: null,
      contributor: null,
      contributor_value: null,
      contributor_median: null,
    })),
  );
  put('alerts', 'Alerts', '{alert}', 1, [
    {
      rule: 'slow-tools',
      severity: 'warning',
      state: 'firing',
      is_on: true,
      unit: 's',
      op: '>',
      value: 49,
      threshold: 30,
      n: 1484,
      min_n: 100,
      window: 'period, p99 of tool durations',
      scope: 'all',
      first_seen: null,
      evidence: `${tools[0] ?? ''}: up to 81 s`,
      next_action: 'Look at the slowest tools.',
    },
    {
      rule: 'unusual-cost',
      severity: 'warning',
      state: 'ok',
      is_on: true,
      unit: 'd',
      op: '>',
      value: 0,
      threshold: 0,
      n: 23,
      min_n: 1,
      window: 'period',
      scope: 'all',
      first_seen: null,
      evidence: null,
      next_action: 'Look.',
    },
    {
      rule: 'sure-over-budget',
      severity: 'critical',
      state: budgetUsd === null ? 'unknown' : 'ok',
      is_on: true,
      unit: 'USD',
      op: '>',
      value: null,
      threshold: budgetUsd,
      n: 1,
      min_n: 1,
      window: 'period',
      scope: 'all',
      first_seen: null,
      evidence: null,
      next_action: 'Raise.',
    },
  ]);
  const difference = cost === null || costBefore === null ? null : cost - costBefore;
  const part = (share: number) => (difference === null ? null : difference * share);
  put(
    'what-changed',
    'What changed',
    'USD',
    difference,
    difference === null
      ? []
      : [
          {
            scope: 'all',
            project: null,
            mechanism: 'volume',
            previous_usd: null,
            current_usd: null,
            previous_count: 1248,
            current_count: requests,
            contribution_usd: part(0.7),
          },
          {
            scope: 'all',
            project: null,
            mechanism: 'output',
            previous_usd: usd(0.1),
            current_usd: usd(0.2),
            previous_count: null,
            current_count: null,
            contribution_usd: part(0.4),
          },
          {
            scope: 'all',
            project: null,
            mechanism: 'cache',
            previous_usd: usd(0.2),
            current_usd: usd(0.1),
            previous_count: null,
            current_count: null,
            contribution_usd: part(-0.1),
          },
          {
            scope: 'project',
            project: projects[0] ?? '',
            mechanism: 'volume',
            previous_usd: null,
            current_usd: null,
            previous_count: 10,
            current_count: 20,
            contribution_usd: part(0.5),
          },
        ],
  );
  put('change-points', 'Change points', '{change}', 0);
  put('unobserved-cost', 'Unobserved cost', 'USD', usd(0.01), [
    {
      source: 'compaction',
      unit: '{compaction}',
      session_id: null,
      events: 21,
      low_usd: usd(0.01),
      high_usd: usd(0.05),
      recorded_usd: null,
      computed_usd: null,
    },
    {
      source: 'history',
      unit: 'd',
      session_id: null,
      events: 53,
      low_usd: null,
      high_usd: null,
      recorded_usd: null,
      computed_usd: null,
    },
  ]);
  put('versions', 'Versions', '{version}', 1, [
    {
      entrypoint: 'cli',
      version: '2.0.42',
      requests,
      sessions: sessions.length,
      first_day: days[0] ?? null,
      last_day: days.at(-1) ?? null,
      executed: 383,
      errors: 10,
      error_rate: 0.0261,
      error_rate_low: 0.0142,
      error_rate_high: 0.0474,
    },
  ]);
}

type Put = (id: string, title: string, unit: string, value: number | null, rows?: readonly Row[]) => void;

/** Bands around the flat line of the sample, wider day by day. */
function addProjection(put: Put, metrics: Record<string, MetricResult>, facts: SampleFacts): void {
  const projection = metrics['cost-projection'];
  const end = projection?.value ?? null;
  const now = facts.cost ?? 0;
  put(
    'cost-projection',
    'Cost projection',
    'USD',
    end,
    (projection?.rows ?? []).map((row) => {
      const at = row['projected_usd'];
      const spread = typeof at === 'number' ? at - now : null;
      const times = (factor: number) => (spread === null ? null : now + spread * factor);
      return {
        ...row,
        flat_usd: at ?? null,
        p10_usd: times(0.6),
        p25_usd: times(0.8),
        p50_usd: times(1),
        p75_usd: times(1.4),
        p90_usd: times(2),
      };
    }),
  );
  put('projection-summary', 'Expected cost of the period', 'USD', end, []);
  put(
    'projection-backtest',
    'Projection backtest',
    '1',
    null,
    end === null
      ? []
      : [
          {
            horizon: '7 d',
            origins: 25,
            effective_origins: 4,
            coverage_80: 0.76,
            coverage_80_low: 0.3,
            coverage_80_high: 0.95,
            coverage_50: 0.4,
            coverage_50_low: 0.1,
            coverage_50_high: 0.8,
            pinball_10_usd: 5.7,
            pinball_50_usd: 22.7,
            pinball_90_usd: 18.9,
            interval_score_usd: 246,
            median_error: 0.37,
            flat_median_error: 0.47,
            skill: 0.34,
            calibration_windows: null,
            calibration_coverage: null,
            spread_factor: null,
          },
        ],
  );
}

function addTools(put: Put, metrics: Record<string, MetricResult>, { days, tools }: SampleFacts): void {
  const calls = metrics['tool-calls']?.value ?? 0;
  put('tool-outcomes', 'Tool outcomes', '{call}', calls, [
    { outcome: 'ok', calls: Math.round(calls * 0.95), share: 0.95 },
    { outcome: 'error', calls: calls - Math.round(calls * 0.95), share: 0.05 },
  ]);
  put('tool-errors', 'Tool errors', '{call}', 61, [
    { class: 'command_failed', kind: 'command', tool: tools[0] ?? '', errors: 37, share: 37 / 61 },
    { class: 'file_modified', kind: 'malfunction', tool: 'Edit', errors: 24, share: 24 / 61 },
  ]);
  const duration = { reported: 0, max_s: 81, wait_outliers: 0 };
  put('tool-duration', 'Tool duration', 's', 22.9, [
    { day: null, tool: null, calls, p50_s: 0.37, p95_s: 22.9, p99_s: 49, ...duration },
    { day: null, tool: tools[0] ?? '', calls, p50_s: 8.2, p95_s: 29.8, p99_s: 36, ...duration },
    ...days.map(
      (day, index): Row => ({
        day,
        tool: null,
        calls: 60,
        p50_s: 0.2 + (index % 5) / 10,
        p95_s: index % 6 === 5 ? null : 9 + (index % 7) * 3,
        p99_s: null,
        ...duration,
      }),
    ),
  ]);
  put(
    'tool-decisions',
    'Decisions about tool calls',
    '1',
    0.01,
    tools.slice(0, 5).map((tool, index) => ({
      tool,
      calls: 100,
      ran_unasked: 10,
      ran_asking: 80 - index,
      ran_unknown: 5,
      rejected: index,
      denied_rule: 5,
      denied_classifier: 0,
      denied_hook: 0,
      rejection_rate: index / 100,
    })),
  );
  put('mcp-servers', 'MCP servers', '{call}', 23, [
    {
      server: 'github',
      calls: 23,
      executed: 23,
      errors: 0,
      error_rate: 0,
      error_rate_low: 0,
      error_rate_high: 0.143,
      p95_s: 1.37,
      sessions: 17,
      last_day: days.at(-1) ?? null,
    },
  ]);
  put('skills', 'Skills, plugins and MCP servers', 'USD', null, []);
  put('hooks', 'Hooks', '1', 0.0118, [
    {
      event: 'PostToolUse',
      runs: 496,
      succeeded: 480,
      non_blocking_errors: 0,
      blocking_errors: 16,
      cancelled: 0,
      unknown: 0,
      error_rate: 0.032,
      p50_s: 0.3,
      p95_s: 2.2,
    },
  ]);
  put('lines-changed', 'Lines changed', '{line}', 1993, [
    { kind: 'lines_added', events: 1445 },
    { kind: 'lines_removed', events: 548 },
  ]);
  put('request-success', 'Request success', '1', 0.9994, [
    { kind: 'request', status: null, ok: 1737, failed: 1, rate: 0.9994 },
    { kind: 'tool', status: null, ok: 1437, failed: 47, rate: 0.968 },
    { kind: 'turn', status: null, ok: 284, failed: 17, rate: 0.943 },
    { kind: 'status', status: '429', ok: null, failed: 1, rate: null },
  ]);
}

function addPeople(put: Put, usd: (part: number) => number | null): void {
  put('user-decisions', 'User decisions', '1', 0.0116, [
    {
      permission_mode: 'default',
      tool: null,
      calls: 324,
      executed: 307,
      rejected: 3,
      denied_rule: 0,
      denied_classifier: 0,
      denied_hook: 0,
      rejection_rate: 0.0093,
      implied_accept: 0.9903,
    },
    {
      permission_mode: 'bypassPermissions',
      tool: null,
      calls: 36,
      executed: 36,
      rejected: 0,
      denied_rule: 0,
      denied_classifier: 0,
      denied_hook: 0,
      rejection_rate: 0,
      implied_accept: null,
    },
  ]);
  put('permission-modes', 'Permission modes', '1', 0.029, [
    { mode: 'default', prompts: 264, share: 0.971 },
    { mode: 'bypassPermissions', prompts: 8, share: 0.029 },
    { mode: 'unknown', prompts: 29, share: null },
  ]);
  put('repeated-work', 'Repeated work', 'USD', usd(0.05), [
    { kind: 'reread', groups: 57, calls: 341, repeats: 284, requests: 219, cost_usd: usd(0.05) },
  ]);
  put('turns', 'Turns', '{turn}', 301, [
    {
      day: null,
      turns: 301,
      answered: 295,
      p50_s: 261,
      p95_s: 872,
      requests_per_turn: 5.9,
      tool_calls_per_turn: 5.2,
      interrupted: 16,
      interruption_rate: 0.0532,
      search_share: 0.17,
    },
  ]);
  put('queue-waits', 'Queue waits', 's', 14.5, [
    { operation: 'remove', operations: 22, waits: 22, p50_s: 8.2, p95_s: 36, max_s: 85 },
  ]);
}

function addRhythm(
  put: Put,
  { days, dayUsd, cost, requests, dayCount }: SampleFacts,
  usd: (part: number) => number | null,
): void {
  const heat = Array.from({ length: 168 }, (_, index): Row => {
    const [weekday, hour] = [Math.floor(index / 24) + 1, index % 24];
    const level = hour < 8 || hour > 19 || weekday > 5 ? 0 : ((hour + weekday) % 4) + 1;
    return {
      weekday,
      hour,
      occurrences: 3,
      requests: level * 9,
      cost_usd: cost === null ? null : (cost * level) / 150,
      active_s: level * 600,
      errors: 0,
      usd_per_occurrence: null,
      level: cost === null ? 0 : level,
    };
  });
  put('activity-heatmap', 'Activity by weekday and hour', '1', cost === null ? null : 0.024, heat);
  put(
    'daily-rhythm',
    'Daily rhythm',
    'USD',
    usd(0.04),
    days.map((day, index) => ({
      day,
      weekday: (index % 7) + 1,
      cost_usd: dayUsd[index] ?? 0,
      change: 0.2,
      same_weekday_change: -0.1,
      rolling_7_usd: usd(0.04),
      requests: 40,
      active_s: 3600,
      is_active: true,
      is_over: index < days.length - 1 || days.length === dayCount,
      level: 2,
    })),
  );
  const monday = Date.parse(days.at(-1) ?? '') - ((new Date(days.at(-1) ?? '').getUTCDay() + 6) % 7) * DAY_MS;
  const weeks = dayCount > 300 ? 53 : 10;
  const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  put(
    'activity-calendar',
    'Activity calendar',
    'd',
    weeks * 5,
    days.length === 0
      ? []
      : Array.from({ length: weeks * 7 }, (_, index): Row => {
          const level = index % 7 > 4 ? 0 : (index % 5) + 1;
          const weekMs = monday + (Math.floor(index / 7) + 1 - weeks) * 7 * DAY_MS;
          return {
            day: dayOf(weekMs + (index % 7) * DAY_MS),
            week: dayOf(weekMs),
            weekday: (index % 7) + 1,
            requests: level * 9,
            cost_usd: cost === null && level > 0 ? null : level ** 2,
            level: cost === null ? null : level,
          };
        }),
  );
  put('streaks', 'Streaks', 'd', 19, [
    { kind: 'current', days: 19, first_day: days[0] ?? null, last_day: days.at(-1) ?? null },
    { kind: 'longest', days: 19, first_day: days[0] ?? null, last_day: days.at(-1) ?? null },
    { kind: 'active days', days: 49, first_day: '2026-09-01', last_day: days.at(-1) ?? null },
  ]);
  put(
    'recent-windows',
    'Recent windows',
    'USD',
    usd(0.02),
    ['hour', 'today', 'yesterday', '7 days', '30 days', 'month', 'last month'].map((name, index) => ({
      name,
      cost_usd: usd(0.02 * (index + 1)),
      requests: Math.round((requests * (index + 1)) / 10),
      sessions: 3,
      effective_tokens: 700_000,
      active_s: 3600,
      usd_per_active_hour: usd(0.02),
      previous_cost_usd: name === '30 days' ? null : usd(0.01),
      previous_requests: 50,
      previous_sessions: 3,
      previous_effective_tokens: 500_000,
      change: name === '30 days' ? null : 1,
    })),
  );
  put(
    'five-hour-blocks',
    'Five-hour blocks',
    '{block}',
    days.length,
    days.flatMap((day, index): Row[] => {
      const row = {
        ended_at: `${day}T14:00:00+01:00`,
        last_at: `${day}T13:00:00+01:00`,
        is_active: false,
        requests: 30,
        prompts: 8,
        input_tokens: 100,
        output_tokens: 80_000,
        cache_creation_tokens: 300_000,
        cache_read_tokens: 1_000_000,
        effective_tokens: 380_000,
        usd_per_hour: null,
        projected_usd: null,
      };
      return [
        {
          started_at: `${day}T09:00:00+01:00`,
          ...row,
          is_gap: false,
          cost_usd: cost === null ? null : (dayUsd[index] ?? 0),
          models: 'claude-opus-4-5',
        },
        {
          started_at: `${day}T14:00:00+01:00`,
          ...row,
          is_gap: true,
          requests: 0,
          prompts: 0,
          cost_usd: 0,
          models: null,
        },
      ];
    }),
  );
  put('rolling-limits', 'Rolling limits', 'USD', usd(0.2), [
    {
      window: '5 hours',
      quantity: 'cost_usd',
      used: usd(0.05),
      peak: usd(0.2),
      peak_at: `${days[0] ?? ''}T12:46:40+01:00`,
      bound: usd(0.1),
      basis: 'your P90, not a limit',
      limits_seen: 0,
      share: 0.5,
      resets_at: null,
      plan_usd: null,
    },
    {
      window: '7 days',
      quantity: 'prompts',
      used: 69,
      peak: 141,
      peak_at: `${days[0] ?? ''}T08:01:20+01:00`,
      bound: null,
      basis: null,
      limits_seen: 0,
      share: null,
      resets_at: null,
      plan_usd: null,
    },
  ]);
}
