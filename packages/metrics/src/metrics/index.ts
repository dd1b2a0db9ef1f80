import type { Metric } from '../metric.js';
import { activeTime } from './active-time/active-time.js';
import { apiErrors } from './api-errors/api-errors.js';
import { cacheCreationTokens } from './cache-creation-tokens/cache-creation-tokens.js';
import { cacheHitRate } from './cache-hit-rate/cache-hit-rate.js';
import { cacheMisses } from './cache-misses/cache-misses.js';
import { cacheReadRatio } from './cache-read-ratio/cache-read-ratio.js';
import { cacheReadTokens } from './cache-read-tokens/cache-read-tokens.js';
import { cacheSavings } from './cache-savings/cache-savings.js';
import { compactions } from './compactions/compactions.js';
import { contextGrowth } from './context-growth/context-growth.js';
import { contextGrowthCrux } from './context-growth-crux/context-growth-crux.js';
import { contextGrowthPremium } from './context-growth-premium/context-growth-premium.js';
import { contextGrowthPremiumCrux } from './context-growth-premium-crux/context-growth-premium-crux.js';
import { cost } from './cost/cost.js';
import { costByModel } from './cost-by-model/cost-by-model.js';
import { costByProject } from './cost-by-project/cost-by-project.js';
import { costByTokenClass } from './cost-by-token-class/cost-by-token-class.js';
import { costExplained } from './cost-explained/cost-explained.js';
import { costProjection } from './cost-projection/cost-projection.js';
import { dailyUsage } from './daily-usage/daily-usage.js';
import { effectiveTokens } from './effective-tokens/effective-tokens.js';
import { gradeCrux } from './grade-crux/grade-crux.js';
import { heaviestSessions } from './heaviest-sessions/heaviest-sessions.js';
import { inputTokens } from './input-tokens/input-tokens.js';
import { outputTokens } from './output-tokens/output-tokens.js';
import { prompts } from './prompts/prompts.js';
import { readsPerEffective } from './reads-per-effective/reads-per-effective.js';
import { requestSuccess } from './request-success/request-success.js';
import { requests } from './requests/requests.js';
import { sessionDays } from './session-days/session-days.js';
import { sessionErrors } from './session-errors/session-errors.js';
import { sessionExplained } from './session-explained/session-explained.js';
import { sessionGrades } from './session-grades/session-grades.js';
import { sessionSubagents } from './session-subagents/session-subagents.js';
import { sessionTimeline } from './session-timeline/session-timeline.js';
import { sessionTools } from './session-tools/session-tools.js';
import { sessionUsage } from './session-usage/session-usage.js';
import { sessions } from './sessions/sessions.js';
import { subagents } from './subagents/subagents.js';
import { toolCalls } from './tool-calls/tool-calls.js';
import { toolErrorRate } from './tool-error-rate/tool-error-rate.js';
import { toolOutcomes } from './tool-outcomes/tool-outcomes.js';

/** Every metric, in the order of the report. */
export const metrics = [
  cost,
  costByModel,
  costByProject,
  costByTokenClass,
  costExplained,
  costProjection,
  requests,
  sessions,
  prompts,
  inputTokens,
  outputTokens,
  cacheCreationTokens,
  cacheReadTokens,
  effectiveTokens,
  cacheHitRate,
  cacheReadRatio,
  readsPerEffective,
  cacheSavings,
  cacheMisses,
  contextGrowth,
  contextGrowthCrux,
  contextGrowthPremium,
  contextGrowthPremiumCrux,
  compactions,
  sessionGrades,
  gradeCrux,
  toolCalls,
  toolOutcomes,
  toolErrorRate,
  requestSuccess,
  apiErrors,
  subagents,
  activeTime,
  dailyUsage,
  heaviestSessions,
  sessionUsage,
  sessionDays,
  sessionExplained,
  sessionTimeline,
  sessionTools,
  sessionSubagents,
  sessionErrors,
] as const satisfies readonly Metric[];

export type MetricId = (typeof metrics)[number]['id'];
