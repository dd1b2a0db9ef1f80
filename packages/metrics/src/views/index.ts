import activeInterval from './active_interval.sql';
import activeStretch from './active_stretch.sql';
import apiError from './api_error.sql';
import compaction from './compaction.sql';
import file from './file.sql';
import historyDay from './history/history_day.sql';
import projectionDay from './history/projection_day.sql';
import hookRun from './hook_run.sql';
import inheritedRequest from './inherited_request.sql';
import interruption from './interruption.sql';
import macros from './macros.sql';
import costliestSession from './period/costliest_session.sql';
import periodActive from './period/period_active.sql';
import periodCostPart from './period/period_cost_part.sql';
import periodPrompt from './period/period_prompt.sql';
import periodRequest from './period/period_request.sql';
import periodRequestTurn from './period/period_request_turn.sql';
import periodSession from './period/period_session.sql';
import periodThreadStep from './period/period_thread_step.sql';
import periodToolCall from './period/period_tool_call.sql';
import periodTurn from './period/period_turn.sql';
import periodUsage from './period/period_usage.sql';
import periodWaste from './period/period_waste.sql';
import prompt from './prompt.sql';
import queueOperation from './queue_operation.sql';
import request from './request.sql';
import requestCost from './request_cost.sql';
import retryLoop from './retry_loop.sql';
import sessionDirectory from './session_directory.sql';
import threadStep from './thread_step.sql';
import toolCall from './tool_call.sql';
import turn from './turn.sql';
import usageBlock from './usage_block.sql';
import usageLine from './usage_line.sql';

/** From facts to requests and the sessions that own them. Needs nothing but the store. */
export const identityViews: readonly string[] = [
  macros,
  file,
  usageLine,
  request,
  inheritedRequest,
  sessionDirectory,
];

/** From requests to money and threads. Needs `price`, `priced_model` and `session_project`. */
export const threadViews: readonly string[] = [
  requestCost,
  compaction,
  threadStep,
  prompt,
  toolCall,
  retryLoop,
  interruption,
  apiError,
  turn,
  activeInterval,
  activeStretch,
  usageBlock,
  queueOperation,
  hookRun,
];

/** What lies in a period, in order. Needs `period`, `step`, `day` and `day_step`; made anew for each period. */
export const periodViews: readonly string[] = [
  periodRequest,
  periodUsage,
  periodThreadStep,
  periodToolCall,
  periodPrompt,
  periodTurn,
  periodActive,
  periodSession,
  periodRequestTurn,
];

/** What only metrics without a value for the period before read: details, waste, and every day up to now. Needs `calendar` too. */
export const currentViews: readonly string[] = [
  costliestSession,
  periodCostPart,
  periodWaste,
  historyDay,
  projectionDay,
];
