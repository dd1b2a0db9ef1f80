/** What a change of the cost is put down to, as a heading of a row. */
export const MECHANISMS: Readonly<Record<string, string>> = {
  volume: 'Number of requests',
  project_mix: 'Mix of projects',
  model_mix: 'Mix of models',
  price: 'List prices',
  context: 'Context carried per request',
  cache: 'Cache misses per request',
  session_start: 'Starts of sessions per request',
  new_material: 'New material per request',
  output: 'Output per request',
  premiums: 'Premium rates',
  fees: 'Searches per request',
};

/** The heading of a mechanism; a new one as it is. */
export function mechanismName(mechanism: string): string {
  return Object.hasOwn(MECHANISMS, mechanism)
    ? (MECHANISMS[mechanism] ?? '')
    : mechanism.replaceAll('_', ' ');
}
