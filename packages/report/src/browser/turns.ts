/** Lets the browser paint and take input before the work goes on. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

let last: Promise<unknown> = Promise.resolve();

/** Works off what is given to it one after the other, with a turn of the browser between. */
export function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  const result = last.then(turn).then(work);
  last = result.catch(() => {});
  return result;
}
