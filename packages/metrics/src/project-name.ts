const WORKTREE = /[/\\]\.claude[/\\]worktrees[/\\][^/\\]+(?:[/\\].*)?$/;

/** A worktree that Claude Code made belongs to the repository it was made in. */
export function withoutWorktree(cwd: string): { readonly path: string; readonly isWorktree: boolean } {
  const path = cwd.replace(WORKTREE, '');
  return { path: path === '' ? cwd : path, isWorktree: path !== cwd };
}

/**
 * Short names of project paths: the last part, lengthened to the left until no other path has the name.
 * @param taken names that are somebody else's.
 * @returns path → name, for each distinct path.
 */
export function projectNames(
  paths: readonly string[],
  taken: ReadonlySet<string> = new Set(),
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  let open = [...new Set(paths)].sort().map((path) => ({
    path,
    parts: path.split(/[/\\]/).filter((part) => part !== ''),
  }));
  for (let length = 1; open.length > 0; length++) {
    const nameOf = (each: (typeof open)[number]) => each.parts.slice(-length).join('/') || each.path;
    const count = new Map<string, number>();
    for (const each of open) count.set(nameOf(each), (count.get(nameOf(each)) ?? 0) + 1);
    const isTaken = (name: string) => (count.get(name) ?? 0) > 1 || taken.has(name);
    for (const each of open) {
      const name = nameOf(each);
      if (!isTaken(name)) names.set(each.path, name);
      // Out of parts, as `/b` beside `/a/b`: the whole path is the only name left.
      else if (length >= each.parts.length) names.set(each.path, each.path);
    }
    open = open.filter(({ path }) => !names.has(path));
  }
  return names;
}
