import { expect, test } from 'vitest';
import { shellAction } from './shell-action.js';

test.each([
  ['git commit -m "x"', true, false],
  ['cd a && git -C /tmp/b commit --amend', true, false],
  ['git log --grep commit', false, false],
  ['git add . && git push; gh pr create --fill', false, true],
  ['git status | grep commit', false, false],
  ['echo done', false, false],
])('%s', (command, isCommit, isPullRequest) => {
  expect(shellAction({ name: 'Bash', input: { command } })).toEqual({ isCommit, isPullRequest });
});

test('only a shell runs commands', () => {
  expect(shellAction({ name: 'Write', input: { command: 'git commit' } })).toEqual({
    isCommit: false,
    isPullRequest: false,
  });
});
