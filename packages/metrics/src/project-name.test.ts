import { expect, test } from 'vitest';
import { projectNames, withoutWorktree } from './project-name.js';

test('the last part of the path, lengthened until it is unique', () => {
  expect([...projectNames(['/home/ana/work/api', '/home/ana/play/api', '/home/ana/shop'])]).toEqual([
    ['/home/ana/play/api', 'play/api'],
    ['/home/ana/shop', 'shop'],
    ['/home/ana/work/api', 'work/api'],
  ]);
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
