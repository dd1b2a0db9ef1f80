const NAME = /^CREATE OR REPLACE TABLE derived\.(\w+) AS$/m;

/**
 * Of views in the order they are made: those that the queries name, and those that these are made from. What is
 * no table, such as macros, is always needed.
 */
export function neededViews(views: readonly string[], queries: readonly string[]): ReadonlySet<string> {
  const words = new Set<string>();
  const add = (sql: string) => {
    for (const word of wordsOf(sql)) words.add(word);
  };
  for (const query of queries) add(query);
  const needed = new Set<string>();
  for (const view of views.toReversed()) {
    const name = tableOf(view);
    if (name !== undefined && !words.has(name)) continue;
    needed.add(view);
    add(view);
  }
  return needed;
}

/** The table that a view's SQL makes; none for macros. */
export function tableOf(view: string): string | undefined {
  return NAME.exec(view)?.[1];
}

const wordsBySql = new Map<string, ReadonlySet<string>>();

/** Every name that SQL holds; kept, because each run asks it of the same queries. */
export function wordsOf(sql: string): ReadonlySet<string> {
  const known = wordsBySql.get(sql);
  if (known !== undefined) return known;
  const words = new Set(sql.match(/\w+/g));
  wordsBySql.set(sql, words);
  return words;
}
