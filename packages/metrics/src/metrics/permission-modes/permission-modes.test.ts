import { expect, test } from 'vitest';
import { compute, prompt, request } from '../../testing/given.js';
import { permissionModes } from './permission-modes.js';

test('one of four prompts that name a mode bypassed permissions; what names none is in no share', async () => {
  const { of } = await compute([
    [
      prompt('01T10:00', { permissionMode: 'default' }),
      prompt('01T10:01', { permissionMode: 'default' }),
      prompt('01T10:02', { permissionMode: 'plan' }),
      prompt('01T10:03', { permissionMode: 'bypassPermissions' }),
      prompt('01T10:04'),
      request({ at: '01T10:05' }),
    ],
  ]);
  expect(of(permissionModes)).toMatchObject({
    value: 0.25,
    rows: [
      { mode: 'default', prompts: 2, share: 0.5 },
      { mode: 'bypassPermissions', prompts: 1, share: 0.25 },
      { mode: 'plan', prompts: 1, share: 0.25 },
      { mode: 'unknown', prompts: 1, share: null },
    ],
  });
});

test('0 where every prompt asks, null where none names a mode', async () => {
  const asking = [prompt('01T10:00', { permissionMode: 'default' }), request({ at: '01T10:05' })];
  expect((await compute([asking])).of(permissionModes).value).toBe(0);
  expect(
    (await compute([[prompt('01T10:00'), request({ at: '01T10:05' })]])).of(permissionModes),
  ).toMatchObject({ value: null, rows: [{ mode: 'unknown', prompts: 1, share: null }] });
});
