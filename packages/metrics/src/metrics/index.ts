import type { Metric } from '../metric.js';
import { activeTime } from './active-time/active-time.js';
import { activityCalendar } from './activity-calendar/activity-calendar.js';
import { activityHeatmap } from './activity-heatmap/activity-heatmap.js';
import { alerts } from './alerts/alerts.js';
import { anomalies } from './anomalies/anomalies.js';
import { apiErrors } from './api-errors/api-errors.js';
import { cacheByProject } from './cache-by-project/cache-by-project.js';
import { cacheCreationTokens } from './cache-creation-tokens/cache-creation-tokens.js';
import { cacheHitRate } from './cache-hit-rate/cache-hit-rate.js';
import { cacheLifetime } from './cache-lifetime/cache-lifetime.js';
import { cacheMisses } from './cache-misses/cache-misses.js';
import { cacheReadRatio } from './cache-read-ratio/cache-read-ratio.js';
import { cacheReadTokens } from './cache-read-tokens/cache-read-tokens.js';
import { cacheReuse } from './cache-reuse/cache-reuse.js';
import { cacheSavings } from './cache-savings/cache-savings.js';
import { changePoints } from './change-points/change-points.js';
import { compactions } from './compactions/compactions.js';
import { contextDrops } from './context-drops/context-drops.js';
import { contextFill } from './context-fill/context-fill.js';
import { contextGrowth } from './context-growth/context-growth.js';
import { contextGrowthCrux } from './context-growth-crux/context-growth-crux.js';
import { contextGrowthPremium } from './context-growth-premium/context-growth-premium.js';
import { contextGrowthPremiumCrux } from './context-growth-premium-crux/context-growth-premium-crux.js';
import { contextShape } from './context-shape/context-shape.js';
import { contextSlope } from './context-slope/context-slope.js';
import { cost } from './cost/cost.js';
import { costByBranch } from './cost-by-branch/cost-by-branch.js';
import { costByEntrypoint } from './cost-by-entrypoint/cost-by-entrypoint.js';
import { costByModel } from './cost-by-model/cost-by-model.js';
import { costByProject } from './cost-by-project/cost-by-project.js';
import { costByTokenClass } from './cost-by-token-class/cost-by-token-class.js';
import { costConcentration } from './cost-concentration/cost-concentration.js';
import { costExplained } from './cost-explained/cost-explained.js';
import { costExplainedBy } from './cost-explained-by/cost-explained-by.js';
import { costProjection } from './cost-projection/cost-projection.js';
import { dailyRhythm } from './daily-rhythm/daily-rhythm.js';
import { dailyUsage } from './daily-usage/daily-usage.js';
import { effectiveTokens } from './effective-tokens/effective-tokens.js';
import { fiveHourBlocks } from './five-hour-blocks/five-hour-blocks.js';
import { gradeCrux } from './grade-crux/grade-crux.js';
import { gradeDeductions } from './grade-deductions/grade-deductions.js';
import { heaviestSessions } from './heaviest-sessions/heaviest-sessions.js';
import { hooks } from './hooks/hooks.js';
import { inputEquivalents } from './input-equivalents/input-equivalents.js';
import { inputTokens } from './input-tokens/input-tokens.js';
import { linesChanged } from './lines-changed/lines-changed.js';
import { listPrices } from './list-prices/list-prices.js';
import { mcpServers } from './mcp-servers/mcp-servers.js';
import { modelEfficiency } from './model-efficiency/model-efficiency.js';
import { outputEfficiency } from './output-efficiency/output-efficiency.js';
import { outputTokens } from './output-tokens/output-tokens.js';
import { permissionModes } from './permission-modes/permission-modes.js';
import { planComparison } from './plan-comparison/plan-comparison.js';
import { planValue } from './plan-value/plan-value.js';
import { projectionBacktest } from './projection-backtest/projection-backtest.js';
import { projectionSummary } from './projection-summary/projection-summary.js';
import { prompts } from './prompts/prompts.js';
import { pullRequests } from './pull-requests/pull-requests.js';
import { queueWaits } from './queue-waits/queue-waits.js';
import { readsPerEffective } from './reads-per-effective/reads-per-effective.js';
import { recentWindows } from './recent-windows/recent-windows.js';
import { repeatedWork } from './repeated-work/repeated-work.js';
import { repriceSavings } from './reprice-savings/reprice-savings.js';
import { requestSuccess } from './request-success/request-success.js';
import { requests } from './requests/requests.js';
import { restartAdvice } from './restart-advice/restart-advice.js';
import { restartBacktest } from './restart-backtest/restart-backtest.js';
import { rollingLimits } from './rolling-limits/rolling-limits.js';
import { savingsLedger } from './savings-ledger/savings-ledger.js';
import { sessionDays } from './session-days/session-days.js';
import { sessionErrors } from './session-errors/session-errors.js';
import { sessionExplained } from './session-explained/session-explained.js';
import { sessionGrades } from './session-grades/session-grades.js';
import { sessionNorms } from './session-norms/session-norms.js';
import { sessionSubagents } from './session-subagents/session-subagents.js';
import { sessionTimeline } from './session-timeline/session-timeline.js';
import { sessionTools } from './session-tools/session-tools.js';
import { sessionUsage } from './session-usage/session-usage.js';
import { sessions } from './sessions/sessions.js';
import { skills } from './skills/skills.js';
import { streaks } from './streaks/streaks.js';
import { subagents } from './subagents/subagents.js';
import { toolCalls } from './tool-calls/tool-calls.js';
import { toolDecisions } from './tool-decisions/tool-decisions.js';
import { toolDuration } from './tool-duration/tool-duration.js';
import { toolErrorRate } from './tool-error-rate/tool-error-rate.js';
import { toolErrors } from './tool-errors/tool-errors.js';
import { toolOutcomes } from './tool-outcomes/tool-outcomes.js';
import { turns } from './turns/turns.js';
import { unitCosts } from './unit-costs/unit-costs.js';
import { unobservedCost } from './unobserved-cost/unobserved-cost.js';
import { userDecisions } from './user-decisions/user-decisions.js';
import { users } from './users/users.js';
import { versions } from './versions/versions.js';
import { whatChanged } from './what-changed/what-changed.js';

/** Every metric, in the order of the report. */
export const metrics = [
  cost,
  costByModel,
  costByProject,
  costByBranch,
  costByEntrypoint,
  users,
  costByTokenClass,
  costExplained,
  costExplainedBy,
  savingsLedger,
  unitCosts,
  listPrices,
  modelEfficiency,
  repriceSavings,
  planValue,
  planComparison,
  costConcentration,
  pullRequests,
  costProjection,
  projectionBacktest,
  projectionSummary,
  requests,
  sessions,
  prompts,
  inputTokens,
  outputTokens,
  cacheCreationTokens,
  cacheReadTokens,
  effectiveTokens,
  inputEquivalents,
  cacheHitRate,
  cacheByProject,
  cacheReuse,
  cacheReadRatio,
  readsPerEffective,
  cacheSavings,
  cacheMisses,
  cacheLifetime,
  contextGrowth,
  contextShape,
  contextSlope,
  contextFill,
  contextGrowthCrux,
  contextGrowthPremium,
  contextGrowthPremiumCrux,
  compactions,
  contextDrops,
  outputEfficiency,
  restartBacktest,
  restartAdvice,
  sessionGrades,
  gradeDeductions,
  gradeCrux,
  toolCalls,
  toolOutcomes,
  toolErrorRate,
  toolErrors,
  toolDuration,
  mcpServers,
  skills,
  hooks,
  userDecisions,
  toolDecisions,
  permissionModes,
  repeatedWork,
  turns,
  queueWaits,
  requestSuccess,
  apiErrors,
  subagents,
  linesChanged,
  versions,
  activeTime,
  dailyUsage,
  dailyRhythm,
  activityHeatmap,
  activityCalendar,
  streaks,
  recentWindows,
  fiveHourBlocks,
  rollingLimits,
  heaviestSessions,
  sessionNorms,
  anomalies,
  whatChanged,
  changePoints,
  unobservedCost,
  sessionUsage,
  sessionDays,
  sessionExplained,
  sessionTimeline,
  sessionTools,
  sessionSubagents,
  sessionErrors,
  // Its rules read the metrics before it.
  alerts,
] as const satisfies readonly Metric[];

export type MetricId = (typeof metrics)[number]['id'];
