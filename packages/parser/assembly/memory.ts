// Memory of one scanner: static tables, what the host allocates at the start (input, columns), then the heap of one file.

/** First byte of the heap that `resetHeap` empties. */
let heapBase: usize = __heap_base;
let heapTop: usize = __heap_base;

/** Memory that stays until the scanner is thrown away. Call before the first file. */
export function reserve(bytes: usize): usize {
  const at = (heapTop + 63) & ~(<usize>63);
  grow(at + bytes);
  heapBase = heapTop = at + bytes;
  return at;
}

/** Memory that stays until `resetHeap`. Never moves, so addresses serve as ids. */
export function allocate(bytes: usize): usize {
  const at = (heapTop + 7) & ~(<usize>7);
  heapTop = at + bytes;
  // Vector loads read up to 64 bytes past what they need.
  if (heapTop + 64 > (<usize>memory.size()) << 16) grow(heapTop);
  return at;
}

export function resetHeap(): void {
  heapTop = heapBase;
}

export function heapEnd(): usize {
  return heapTop;
}

/** Gives back everything from `at` on. */
export function release(at: usize): void {
  heapTop = at;
}

/** Memory as large as a file needs: it doubles so that few calls detach the host's views. */
function grow(top: usize): void {
  const wanted = <i32>((top + 64 + 0xffff) >> 16);
  const have = memory.size();
  if (wanted <= have) return;
  const step = max(wanted - have, min(have >> 1, 256));
  if (memory.grow(step) < 0 && memory.grow(wanted - have) < 0) unreachable();
}
