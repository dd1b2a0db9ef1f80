import { expect, test } from 'vitest';
import { publicName } from './public-names.js';

const hashed = (kind: Parameters<typeof publicName>[1]) => (name: string) =>
  publicName(name, kind, (part) => `#${part.length}`);

test('models that everybody can have, as every provider writes them, stay', () => {
  const names = [
    'claude-opus-5',
    'claude-opus-4-5-20251101',
    'claude-3-5-sonnet-20241022',
    'claude-instant-1.2',
    'claude-opus-4-6[1m]',
    'claude-sonnet-4@20250514',
    'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    'anthropic/claude-opus-4.5:beta',
    'publishers/anthropic/models/claude-opus-5',
    'arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-opus-4-5-20251101-v1:0',
    'gpt-5-codex',
    'gemini-2.5-pro',
    'kimi-k2-thinking',
    '<synthetic>',
  ];
  expect(names.map(hashed('model'))).toEqual(names);
});

test('of models that name somebody only the public part stays', () => {
  expect(
    [
      'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-opus-5-v1:0',
      'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123',
      'projects/acme-ai/locations/us/publishers/anthropic/models/claude-opus-5',
      'claude-opus-5-acme',
      'acme-prod',
      'claude-acmebank',
      'gpt-acme2024',
      'qwen-max:acme:prod',
      `gpt-${'1'.repeat(900)}_x`,
    ].map(hashed('model')),
  ).toEqual([
    'arn:aws:bedrock:us-east-1:#12:inference-profile/us.anthropic.claude-opus-5-v1:0',
    '#68/#6',
    '#57/claude-opus-5',
    '#18',
    '#9',
    '#15',
    '#12',
    '#18',
    '#906',
  ]);
});

test('tools, agents and skills: what Claude Code brings along', () => {
  expect(
    ['Bash', 'mcp__ide__getDiagnostics', 'mcp__github__get__issue', 'mcp__solo', 'Mine'].map(hashed('tool')),
  ).toEqual(['Bash', 'mcp__ide__getDiagnostics', 'mcp__#6__#10', 'mcp__#4', '#4']);
  expect(['Explore', 'acme:Explore', 'mine'].map(hashed('agent'))).toEqual(['Explore', '#4:Explore', '#4']);
  expect(['review', 'acme:deploy'].map(hashed('skill'))).toEqual(['review', '#4:#6']);
});

test('how Claude Code was started, and its version', () => {
  expect(['cli', 'sdk-py', 'acme-portal'].map(hashed('entrypoint'))).toEqual(['cli', 'sdk-py', '#11']);
  expect(['2.1.220', '2.2.0-beta.1', '2.1.220-acme', 'acme'].map(hashed('version'))).toEqual([
    '2.1.220',
    '2.2.0-beta.1',
    '#12',
    '#4',
  ]);
});
