const NAME = /^CREATE OR REPLACE TABLE derived\.(\w+) AS$/m;

/**
 * Of views in the order they are made: those that the queries name, and those that these are made from. What is
 * no table, such as macros, is always needed.
 */
export function neededViews(views: readonly string[], queries: readonly string[]): ReadonlySet<string> {
  const words = new Set(queries.flatMap(wordsOf));
  const needed = new Set<string>();
  for (const view of views.toReversed()) {
    const name = NAME.exec(view)?.[1];
    if (name !== undefined && !words.has(name)) continue;
    needed.add(view);
    for (const word of wordsOf(view)) words.add(word);
  }
  return needed;
}

function wordsOf(sql: string): readonly string[] {
  return sql.match(/\w+/g) ?? [];
}
