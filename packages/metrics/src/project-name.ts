const WORKTREE = /[/\\]\.claude[/\\]worktrees[/\\][^/\\]+(?:[/\\].*)?$/;

/** A worktree that Claude Code made belongs to the repository it was made in. */
export function withoutWorktree(cwd: string): { readonly path: string; readonly isWorktree: boolean } {
  const path = cwd.replace(WORKTREE, '');
  return { path: path === '' ? cwd : path, isWorktree: path !== cwd };
}

/**
 * Short names of project paths: the last part, lengthened to the left until no other path has the name.
 * @returns path → name, for each distinct path.
 */
export function projectNames(paths: readonly string[]): ReadonlyMap<string, string> {
  const distinct = [...new Set(paths)].sort();
  const parts = new Map(distinct.map((path) => [path, path.split(/[/\\]/).filter((part) => part !== '')]));
  const names = new Map<string, string>();
  const nameOf = (path: string, length: number) => (parts.get(path) ?? []).slice(-length).join('/') || path;
  for (const path of distinct) {
    const depth = parts.get(path)?.length ?? 0;
    let length = 1;
    const isTaken = () =>
      distinct.some((other) => other !== path && nameOf(other, length) === nameOf(path, length));
    while (length < depth && isTaken()) length++;
    names.set(path, isTaken() ? path : nameOf(path, length));
  }
  return names;
}
