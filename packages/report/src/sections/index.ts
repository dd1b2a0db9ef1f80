import type { View } from '@cc-report/metrics';
import { read } from '../reading.js';
import type { Section, SectionContext } from '../section.js';
import { contextSection } from './context.js';
import { modelsSection } from './models.js';
import { normalSection } from './normal.js';
import { projectionSection } from './projection.js';
import { qualitySection } from './quality.js';
import { rhythmSection } from './rhythm.js';
import { sessionsSection } from './sessions.js';
import { spendSection } from './spend.js';
import { toolsSection } from './tools.js';

const BUILDERS = {
  spend: spendSection,
  normal: normalSection,
  projection: projectionSection,
  context: contextSection,
  models: modelsSection,
  sessions: sessionsSection,
  rhythm: rhythmSection,
  tools: toolsSection,
  quality: qualitySection,
};

type SectionId = keyof typeof BUILDERS;

const ALL = Object.keys(BUILDERS) as readonly SectionId[];
const ONE_SESSION: readonly SectionId[] = ['sessions', 'spend', 'context', 'tools', 'quality'];
/** Which chapters a view shows, in its order; method and coverage close every view. */
const VIEWS: Readonly<Record<View, readonly SectionId[]>> = {
  admin: ['tools', 'rhythm', 'normal', 'spend', 'sessions', 'quality'],
  finance: ['spend', 'projection', 'normal', 'models', 'rhythm', 'quality'],
  developer: ['sessions', 'context', 'models', 'tools', 'rhythm', 'normal'],
};

/** The chapters of the page's view in their order; one without cards is left out. */
export async function sectionsOf(context: SectionContext): Promise<readonly Section[]> {
  const { result } = context;
  const { view } = result.options;
  // A single session is the whole story: its facts come first.
  const all = read(result, 'sessions').value === 1 ? ONE_SESSION : ALL;
  const sections: Section[] = [];
  for (const id of view === null ? all : VIEWS[view]) {
    const section = await BUILDERS[id](context);
    if (section.cards.length > 0) sections.push(section);
  }
  return sections;
}

/** What the navigation calls a chapter. */
export const SHORT_TITLES: Readonly<Record<string, string>> = {
  normal: 'Normal?',
  context: 'Context',
  models: 'Models',
  sessions: 'Sessions',
  rhythm: 'Rhythm',
  tools: 'Tools',
  quality: 'Gaps',
};
