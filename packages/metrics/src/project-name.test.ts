import { expect, test } from 'vitest';
import { projectNames, withoutWorktree } from './project-name.js';

test('the last part of the path, lengthened until it is unique', () => {
  const names = projectNames(['/home/ana/work/api', '/home/ana/play/api', '/home/ana/shop']);
  expect(Object.fromEntries(names)).toEqual({
    '/home/ana/play/api': 'play/api',
    '/home/ana/shop': 'shop',
    '/home/ana/work/api': 'work/api',
  });
});

test('one path inside another, Windows paths, the root', () => {
  expect(projectNames(['/a/b', '/b']).get('/a/b')).toBe('a/b');
  expect(projectNames(['/a/b', '/b']).get('/b')).toBe('/b');
  expect(projectNames(['C:\\work\\shop']).get('C:\\work\\shop')).toBe('shop');
  expect(projectNames(['/']).get('/')).toBe('/');
});

test('a worktree that Claude Code made is its repository', () => {
  expect(withoutWorktree('/work/shop/.claude/worktrees/fix-1')).toEqual({
    path: '/work/shop',
    isWorktree: true,
  });
  expect(withoutWorktree('/work/shop/.claude/worktrees/fix-1/src')).toEqual({
    path: '/work/shop',
    isWorktree: true,
  });
  expect(withoutWorktree('/work/shop')).toEqual({ path: '/work/shop', isWorktree: false });
});

test('thousands of paths take no time to speak of', () => {
  const paths = Array.from({ length: 20_000 }, (_, n) => `/home/user-${n % 100}/work-${n}/api`);
  expect(projectNames(paths).get('/home/user-7/work-7/api')).toBe('work-7/api');
});

test('a name that somebody else has is lengthened', () => {
  expect(projectNames(['/home/y/work'], new Set(['work']))).toEqual(new Map([['/home/y/work', 'y/work']]));
});
