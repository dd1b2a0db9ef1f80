import { createHash } from 'node:crypto';
import type { MetricsResult } from '@cc-report/metrics';
import Handlebars from 'handlebars/runtime.js';
import script from './browser/main.js?bundle';
import runtime from './browser/second.js?packed';
import type { ChartCache } from './chart-cache.js';
import { compactHtml } from './compact-html.js';
import { type Page, pageOf } from './page.js';
import { assertSchema } from './schema-version.js';
import styles from './styles.css';
import card from './templates/card.hbs';
import coverage from './templates/coverage.hbs';
import figure from './templates/figure.hbs';
import filters from './templates/filters.hbs';
import glossary from './templates/glossary.hbs';
import page from './templates/page.hbs';
import prose from './templates/prose.hbs';
import table from './templates/table.hbs';
import term from './templates/term.hbs';
import top from './templates/top.hbs';

const handlebars = Handlebars.create();
const partials = { card, coverage, figure, filters, glossary, prose, table, term, top };
for (const [name, partial] of Object.entries(partials)) {
  handlebars.registerPartial(name, handlebars.template(partial));
}
const template = handlebars.template<
  Page & {
    readonly styles: string;
    readonly policy: string;
    readonly script: string;
    readonly runtime: string;
  }
>(page);

/** Nothing may load or be sent; the one style sheet and the two scripts are allowed by their hashes. */
const policy = [
  "default-src 'none'",
  `script-src '${hashOf(script)}' 'sha256-${runtime.hash}'`,
  `style-src '${hashOf(styles)}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** What a report can be given beside its result. */
export interface ReportOptions {
  /** Keeps drawn charts from one run to the next; the bytes of the page are the same without it. */
  readonly cache?: ChartCache;
}

/**
 * A result as one self-contained HTML document: complete without scripts, interactive with them, no requests,
 * light, dark and print in one style sheet. The same result gives the same bytes, also after a round trip through JSON.
 *
 * @throws {ReportError} `unsupported-schema` for a result of another version; `chart-failed` when a chart cannot be drawn.
 */
export async function renderReport(result: MetricsResult, options: ReportOptions = {}): Promise<string> {
  assertSchema(result);
  return compactHtml(
    template({
      ...(await pageOf(result, options.cache)),
      styles,
      policy,
      script,
      runtime: runtime.packed,
    }),
  );
}
