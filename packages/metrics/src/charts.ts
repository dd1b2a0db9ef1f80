import activeTime from './metrics/active-time/active-time.vl.json' with { type: 'json' };
import activityCalendar from './metrics/activity-calendar/activity-calendar.vl.json' with { type: 'json' };
import activityHeatmap from './metrics/activity-heatmap/activity-heatmap.vl.json' with { type: 'json' };
import anomalies from './metrics/anomalies/anomalies.vl.json' with { type: 'json' };
import cacheHitRate from './metrics/cache-hit-rate/cache-hit-rate.vl.json' with { type: 'json' };
import contextGrowthPremium from './metrics/context-growth-premium/context-growth-premium.vl.json' with {
  type: 'json',
};
import cost from './metrics/cost/cost.vl.json' with { type: 'json' };
import costByModel from './metrics/cost-by-model/cost-by-model.vl.json' with { type: 'json' };
import costByTokenClass from './metrics/cost-by-token-class/cost-by-token-class.vl.json' with {
  type: 'json',
};
import costExplained from './metrics/cost-explained/cost-explained.vl.json' with { type: 'json' };
import costExplainedByDay from './metrics/cost-explained/cost-explained-by-day.vl.json' with { type: 'json' };
import costProjection from './metrics/cost-projection/cost-projection.vl.json' with { type: 'json' };
import fiveHourBlocks from './metrics/five-hour-blocks/five-hour-blocks.vl.json' with { type: 'json' };
import savingsLedger from './metrics/savings-ledger/savings-ledger.vl.json' with { type: 'json' };
import sessionGrades from './metrics/session-grades/session-grades.vl.json' with { type: 'json' };
import sessionTimeline from './metrics/session-timeline/session-timeline.vl.json' with { type: 'json' };
import sessionTimelineCostliest from './metrics/session-timeline/session-timeline-costliest.vl.json' with {
  type: 'json',
};
import sessionUsage from './metrics/session-usage/session-usage.vl.json' with { type: 'json' };
import sessions from './metrics/sessions/sessions.vl.json' with { type: 'json' };
import toolDecisions from './metrics/tool-decisions/tool-decisions.vl.json' with { type: 'json' };
import toolDuration from './metrics/tool-duration/tool-duration.vl.json' with { type: 'json' };
import toolErrorRate from './metrics/tool-error-rate/tool-error-rate.vl.json' with { type: 'json' };

/** A Vega-Lite specification without its data: opaque here, validated and compiled by the report. */
export type ChartSpec = Readonly<Record<string, unknown>>;

/** The chart of every metric that has one, by metric id; what follows the id names another chart of it. Its fields are columns of the metric's rows, or what the report writes beside them. */
export const charts: Readonly<Record<string, ChartSpec>> = {
  'active-time': activeTime,
  'activity-calendar': activityCalendar,
  'activity-heatmap': activityHeatmap,
  anomalies,
  'cache-hit-rate': cacheHitRate,
  'context-growth-premium': contextGrowthPremium,
  cost,
  'cost-by-model': costByModel,
  'cost-by-token-class': costByTokenClass,
  'cost-explained': costExplained,
  'cost-explained-by-day': costExplainedByDay,
  'cost-projection': costProjection,
  'five-hour-blocks': fiveHourBlocks,
  'savings-ledger': savingsLedger,
  'session-grades': sessionGrades,
  'session-timeline': sessionTimeline,
  'session-timeline-costliest': sessionTimelineCostliest,
  'session-usage': sessionUsage,
  sessions,
  'tool-decisions': toolDecisions,
  'tool-duration': toolDuration,
  'tool-error-rate': toolErrorRate,
};
