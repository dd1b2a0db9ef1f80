import { describe, expect, test } from 'vitest';
import { parseBytes } from './testing/given-transcript.js';

const RECORD = '{"type":"user","uuid":"u1","timestamp":"2026-03-01T10:00:00.000Z"}';

const ledgerOf = (input: string | Uint8Array) => {
  const { ledger, facts } = parseBytes(input);
  const { lines, recordLines, blankLines, unreadableLines } = ledger;
  return {
    lines,
    recordLines,
    blankLines,
    unreadableLines,
    issues: facts('issue').map(({ line, code }) => `${line} ${code}`),
  };
};
const bytes = (...parts: (string | number[])[]) =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...new TextEncoder().encode(part)] : part)),
  );

describe('the ledger: every line is a record line, blank or unreadable', () => {
  test.each([
    ['nothing', '', [0, 0, 0, 0], []],
    ['one record', `${RECORD}\n`, [1, 1, 0, 0], []],
    ['Windows line ends', `${RECORD}\r\n${RECORD}\r\n`, [2, 2, 0, 0], []],
    ['a byte-order mark', `\ufeff${RECORD}\n`, [1, 1, 0, 0], []],
    ['blank lines', `\n \t\r\n${RECORD}\n`, [3, 1, 2, 0], []],
    ['broken JSON', `${RECORD}\n{"type":"user",\n${RECORD}\n`, [3, 2, 0, 1], ['2 broken-json']],
    ['text', 'hello\n', [1, 0, 0, 1], ['1 broken-json']],
    [
      'JSON that is no object',
      '[1]\n"text"\n12\nnull\n',
      [4, 0, 0, 4],
      ['1 not-an-object', '2 not-an-object', '3 not-an-object', '4 not-an-object'],
    ],
    ['two records on a line', `${RECORD}${RECORD}\n`, [1, 1, 0, 0], ['1 several-records']],
    ['a record and a broken one', `${RECORD}{"type":\n`, [1, 1, 0, 0], ['1 broken-json']],
    ['text before a record', `oops ${RECORD}\n`, [1, 1, 0, 0], ['1 broken-json']],
    ['NUL bytes around a record', `\0\0${RECORD}\0\n`, [1, 1, 0, 0], ['1 nul-bytes']],
    ['only NUL bytes', '\0\0\0\n', [1, 0, 0, 1], ['1 nul-bytes', '1 broken-json']],
    ['an unfinished tail', `${RECORD}\n{"type":"us`, [1, 1, 0, 0], ['2 unfinished-tail']],
    ['a tail that is complete but for its newline', `${RECORD}\n${RECORD}`, [2, 2, 0, 0], []],
    ['a tail of white space', `${RECORD}\n  `, [1, 1, 0, 0], []],
    ['a lone surrogate', '{"type":"user","cwd":"a\\ud800b"}\n', [1, 1, 0, 0], []],
    ['a duplicate key', '{"type":"a","type":"user"}\n', [1, 1, 0, 0], []],
  ])('%s', (_, input, [lines, recordLines, blankLines, unreadableLines], issues) => {
    expect(ledgerOf(input)).toEqual({ lines, recordLines, blankLines, unreadableLines, issues });
  });

  test('invalid UTF-8 is replaced, and the line counts', () => {
    const input = bytes('{"type":"user","cwd":"a', [0xff, 0xc3], 'b"}\n');
    expect(ledgerOf(input)).toEqual({
      lines: 1,
      recordLines: 1,
      blankLines: 0,
      unreadableLines: 0,
      issues: ['1 invalid-utf8'],
    });
    expect(parseBytes(input).facts('record')[0]?.cwd).toBe('a\ufffd\ufffdb');
  });

  test('a lone surrogate becomes the replacement character: the store holds valid text', () => {
    expect(parseBytes('{"type":"user","cwd":"a\\ud800b"}\n').facts('record')[0]?.cwd).toBe('a\ufffdb');
  });

  test('every issue has a line, a code and a sentence without content', () => {
    const [issue] = parseBytes('{"secret": oops\n').facts('issue');
    expect(issue).toMatchObject({
      line: 1,
      code: 'broken-json',
      reason: 'The line is not valid JSON; it was skipped',
    });
  });

  test('consumedBytes ends after the last newline, where the next read starts', () => {
    expect(parseBytes(`${RECORD}\n{"type":`).ledger).toMatchObject({
      bytes: RECORD.length + 9,
      consumedBytes: RECORD.length + 1,
    });
  });

  test('a line of 64 MB is one line', () => {
    const text = 'x'.repeat(64 * 1024 * 1024);
    const { ledger, facts } = parseBytes(`{"type":"user","message":{"content":"${text}"}}\n`, 1 << 20);
    expect(ledger.recordLines).toBe(1);
    expect(facts('prompt')[0]?.characters).toBe(67_108_864);
  });
});

describe('hostile records', () => {
  const NAMES = ['constructor', '__proto__', 'toString', 'hasOwnProperty'];
  const values: readonly unknown[] = [
    ...NAMES,
    { toString: 1, valueOf: 1 },
    { toString: null },
    [],
    5,
    true,
    'a\u0000b',
  ];
  const record = (value: unknown) => [
    { type: 'attachment', timestamp: '2026-03-01T10:00:00Z', attachment: { type: value } },
    { type: value },
    { type: 'user', entrypoint: value, message: { content: 'x' } },
    {
      type: 'user',
      toolDenialKind: value,
      message: { content: [{ type: 'tool_result', content: value, is_error: true }] },
    },
    {
      type: 'assistant',
      timestamp: '2026-03-01T10:00:00Z',
      sessionId: value,
      cwd: value,
      message: { id: value, model: value, usage: {}, content: [value] },
    },
    { type: 'system', subtype: value, compactMetadata: value, error: value },
  ];

  test.each(values.map((value) => [JSON.stringify(value), value]))(
    '%s in any place loses nothing after it',
    (_, value) => {
      const lines = record(value).map((each) => `${JSON.stringify(each)}\n`);
      const { facts, ledger } = parseBytes([...lines, `${RECORD}\n`].join(''));
      expect(ledger.recordLines).toBe(lines.length + 1);
      expect(facts('record')).toHaveLength(lines.length + 1);
      for (const fact of facts('record'))
        expect(typeof fact.type === 'string' || fact.type === null).toBe(true);
    },
  );

  test('a sentence in the place of a name is not kept', () => {
    const input = { type: 'the prompt said: my secret', error: 'API Error: my secret' };
    const failure = {
      type: 'assistant',
      timestamp: '2026-03-01T10:00:00Z',
      isApiErrorMessage: true,
      error: 'API Error: my secret',
      message: { model: '<synthetic>' },
    };
    const { events, facts } = parseBytes(`${JSON.stringify(input)}\n${JSON.stringify(failure)}\n`);
    expect(facts('record')[0]?.type).toBe('(other)');
    expect(facts('apiError')[0]?.code).toBe('(other)');
    expect(JSON.stringify(events)).not.toContain('secret');
  });
});
