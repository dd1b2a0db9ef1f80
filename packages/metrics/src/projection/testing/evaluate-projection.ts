import {
  forecastSeries,
  HISTORY_DAYS,
  ORIGIN_DAYS,
  type Outcome,
  type Score,
  scoreOf,
} from './evaluation.js';
import { type Scenario, tunedScenarios, untunedFamilies } from './series.js';

// npm run evaluate-projection -w packages/metrics [-- SERIES [DRAWS]]: the tables of docs/projection.md.
const [series = 200, draws = 1000] = process.argv.slice(2).map(Number);

interface Line {
  readonly name: string;
  readonly outcomes: readonly Outcome[];
  readonly cells: readonly { readonly name: string; readonly score: Score }[];
}

function evaluate(name: string, scenarios: readonly Scenario[]): Line {
  const cells = ORIGIN_DAYS.flatMap((origin) =>
    HISTORY_DAYS.map((history) => ({
      name: `day ${origin}, ${history} d`,
      outcomes: forecastSeries(scenarios, origin, history, series, draws),
    })),
  );
  return {
    name,
    outcomes: cells.flatMap(({ outcomes }) => outcomes),
    cells: cells.map((cell) => ({ name: cell.name, score: scoreOf(cell.outcomes) })),
  };
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

function print(title: string, lines: readonly Line[], lowest: number, highest: number): void {
  const score = (name: string, outcomes: readonly Outcome[]) => {
    const all = scoreOf(outcomes);
    return `| ${[name, percent(all.coverage80), percent(all.coverage50), percent(all.below), percent(all.medianError), percent(all.flatMedianError), percent(1 - all.medianError / all.flatMedianError), percent(all.skill), percent(all.widened)].join(' | ')} |`;
  };
  console.log(`\n## ${title}: ${series} series a cell, ${draws} draws\n`);
  console.log(
    '| | in P10–P90 | in P25–P75 | below P10 | median error | of flat | less by | skill | widened |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|');
  for (const { name, outcomes } of lines) console.log(score(name, outcomes));
  console.log(
    score(
      '**all**',
      lines.flatMap(({ outcomes }) => outcomes),
    ),
  );
  const cells = lines.flatMap((line) => line.cells.map((cell) => ({ ...cell, line: line.name })));
  const names = [...new Set(cells.map(({ name }) => name))];
  for (const name of names) {
    const ofCell = cells.filter((cell) => cell.name === name).map((cell) => cell.score.coverage80);
    console.log(`cell ${name}: coverage ${percent(Math.min(...ofCell))} – ${percent(Math.max(...ofCell))}`);
  }
  const outside = cells.filter(({ score }) => score.coverage80 < lowest || score.coverage80 > highest);
  console.log(`cells outside ${percent(lowest)} – ${percent(highest)}: ${outside.length} of ${cells.length}`);
  for (const { line, name, score } of outside)
    console.log(`- ${line}; ${name}: ${percent(score.coverage80)}`);
}

print(
  'Scenarios the constants were chosen on',
  tunedScenarios.map((scenario) => evaluate(scenario.name, [scenario])),
  0.74,
  0.9,
);
print(
  'Families no constant was chosen on',
  untunedFamilies.map(({ name, scenarios }) => evaluate(name, scenarios)),
  0.72,
  1,
);
