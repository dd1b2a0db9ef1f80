import type { MetricsResult } from '@cc-report/metrics';
import { formatCount, formatPlural } from './format.js';
import { clipName } from './name.js';
import { code, type Prose, plain, prose } from './prose.js';

/** A line at the top of the page that changes how every number below is read. */
export interface Notice {
  readonly tone: 'bad' | 'info';
  readonly text: Prose;
}

const MOST_MODELS = 5;

/** Missing prices first, because they make the headline too low. */
export function notices(result: MetricsResult): readonly Notice[] {
  const { coverage, options } = result;
  const found: Notice[] = [];
  const models = Object.entries(coverage.unpricedModels);
  if (models.length > 0) {
    const named = models
      .slice(0, MOST_MODELS)
      .map(([model, requests]) => `${clipName(model, 60)} (${formatPlural(requests, 'request')})`)
      .join(', ');
    const more = models.length > MOST_MODELS ? ` and ${formatCount(models.length - MOST_MODELS)} more` : '';
    found.push({
      tone: 'bad',
      text: prose`${'No price known.'} ${plain(`The cost of ${named}${more} is not in any figure below. Add it with`)} ${code('--prices FILE')}.`,
    });
  }
  if (coverage.unreadableLines > 0) {
    found.push({
      tone: 'bad',
      text: prose`${`${formatPlural(coverage.unreadableLines, 'line')} could not be read.`} ${plain('What they hold is in no figure; the list is under Method.')}`,
    });
  }
  if (options.demo) {
    found.push({
      tone: 'info',
      text: prose`${'Demo data.'} ${plain('These are the bundled example transcripts, not yours.')}`,
    });
  }
  if (options.redacted) {
    found.push({
      tone: 'info',
      text: prose`${'Redacted.'} ${plain('Every name that is not public is a keyed hash: projects, branches, users, MCP servers, your own skills, agents, models and entry points. Session ids are random and stay.')}`,
    });
  }
  return found;
}
