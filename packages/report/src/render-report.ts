import { createHash } from 'node:crypto';
import type { MetricsResult } from '@cc-report/metrics';
import Handlebars from 'handlebars';
import { type Page, pageOf } from './page.js';
import { assertSchema } from './schema-version.js';
import styles from './styles.css';
import card from './templates/card.hbs';
import coverage from './templates/coverage.hbs';
import figure from './templates/figure.hbs';
import glossary from './templates/glossary.hbs';
import page from './templates/page.hbs';
import prose from './templates/prose.hbs';
import table from './templates/table.hbs';
import top from './templates/top.hbs';

const handlebars = Handlebars.create();
for (const [name, text] of Object.entries({ card, coverage, figure, glossary, prose, table, top })) {
  handlebars.registerPartial(name, text);
}
const OPTIONS = { strict: true, knownHelpersOnly: true, explicitPartialContext: true } as const;
const template = handlebars.compile<Page & { readonly styles: string; readonly policy: string }>(
  page,
  OPTIONS,
);

const sheet = styles.trim();
/** Nothing may load, run or be sent; the one style sheet is allowed by its hash. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(sheet).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/**
 * A result as one self-contained HTML document: no scripts, no requests, light, dark and print in one style sheet.
 * The same result gives the same bytes, also after a round trip through JSON.
 *
 * @throws {ReportError} `unsupported-schema` for a result of another version; `chart-failed` when a chart cannot be drawn.
 */
export async function renderReport(result: MetricsResult): Promise<string> {
  assertSchema(result);
  return template({ ...(await pageOf(result)), styles: sheet, policy });
}
