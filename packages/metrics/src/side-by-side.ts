import type { DuckDBConnection } from '@duckdb/node-api';

/** A query to run, and the tables it needs. */
export interface Task {
  /** The table it makes; absent: none. */
  readonly makes?: string;
  /** Every name that its SQL holds; those that no task makes do not count. */
  readonly reads: ReadonlySet<string>;
  /** Runs it. What it returns is called while the connection is busy with the next query. */
  run(connection: DuckDBConnection): Promise<() => void>;
}

/**
 * Runs tasks on all connections at once: each once the tables that it reads are made, the first in order before the others.
 * After a failure, nothing more is begun.
 */
export async function runSideBySide(
  connections: readonly DuckDBConnection[],
  tasks: readonly Task[],
): Promise<void> {
  const waiting = [...tasks];
  const unmade = new Set(tasks.flatMap(({ makes }) => makes ?? []));
  const idle = [...connections];
  const running = new Set<Promise<void>>();
  const isReady = ({ makes, reads }: Task) =>
    [...unmade].every((table) => table === makes || !reads.has(table));

  const beginAll = () => {
    for (;;) {
      const connection = idle[0];
      const index = waiting.findIndex(isReady);
      const task = waiting[index];
      if (connection === undefined || task === undefined) return;
      idle.shift();
      waiting.splice(index, 1);
      const ended = run(task, connection).finally(() => running.delete(ended));
      running.add(ended);
    }
  };
  const run = async (task: Task, connection: DuckDBConnection) => {
    const useAnswer = await task.run(connection);
    if (task.makes !== undefined) unmade.delete(task.makes);
    idle.push(connection);
    beginAll();
    useAnswer();
  };

  beginAll();
  try {
    while (running.size > 0) await Promise.race(running);
    if (waiting.length > 0) throw new Error(`tables that need each other: ${[...unmade].join(', ')}`);
  } finally {
    waiting.length = 0;
    await Promise.allSettled(running);
  }
}
