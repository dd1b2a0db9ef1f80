/** The compiled body of a thread: built from reading-worker.ts by `npm run build`. */
export declare const WORKER_SCRIPT: string;
