// Transcripts of any size to measure with: invented sessions in the shapes and sizes of real ones. The same seed and
// sizes give the same bytes. Most bytes are tool results, as in life, where a line has 1 KB in the middle and MBs at the end.
//   node corpus.mjs --out DIR --mb 512 --files 560 [--seed 1] [--from 2026-06-01] [--days 30]
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const MODELS = ['claude-opus-5', 'claude-opus-5', 'claude-sonnet-4-5-20250929', 'claude-haiku-4-5-20251001'];
const TOOLS = ['Read', 'Read', 'Bash', 'Bash', 'Edit', 'Grep', 'mcp__github__list_issues'];
const WORDS = (
  'const request = await fetch(url); return value.map((item) => item.id) "quoted" \\ path/to/file.ts {"a":1} ' +
  'the a of and to in is für naïve 検索 🚀 \t if (x < 3 && y > 4) // done\n'
).split(' ');

/**
 * @param {{ out: string, megabytes: number, files: number, seed?: number, fromMs?: number, days?: number }} options
 * @returns {{ files: number, bytes: number, requests: number }} what was written
 */
export function writeCorpus({ out, megabytes, files, seed = 1, fromMs = Date.UTC(2026, 5, 1), days = 30 }) {
  const random = mulberry32(seed);
  const filler = fillerText(random);
  const bytesPerFile = (megabytes * 1e6) / files;
  let bytes = 0;
  let requests = 0;
  for (let index = 0; index < files; index++) {
    const project = `-home-dev-project-${index % 12}`;
    const session = uuid(random);
    const path = join(out, 'projects', project, `${session}.jsonl`);
    mkdirSync(dirname(path), { recursive: true });
    const transcript = new Transcript(session, `/home/dev/project-${index % 12}`, random, filler);
    transcript.nowMs = fromMs + Math.floor(((index * 0.618034) % 1) * days * DAY_MS);
    const file = openSync(path, 'w');
    let size = 0;
    while (size < bytesPerFile) size += writeSync(file, transcript.turn());
    closeSync(file);
    bytes += size;
    requests += transcript.requests;
  }
  return { files, bytes, requests };
}

class Transcript {
  requests = 0;
  nowMs = 0;
  #context = 18_000;
  #parent = null;

  constructor(session, cwd, random, filler) {
    this.session = session;
    this.cwd = cwd;
    this.random = random;
    this.filler = filler;
    this.model = MODELS[Math.floor(random() * MODELS.length)];
  }

  /** A prompt and the requests that answer it, as lines. */
  turn() {
    const lines = [this.#line('user', { message: { role: 'user', content: this.#text(40, 600) } })];
    const steps = 1 + Math.floor(this.random() ** 2 * 14);
    for (let step = 0; step < steps; step++) lines.push(...this.#request(step === steps - 1));
    lines.push(this.#line('system', { subtype: 'turn_duration', durationMs: steps * 9_000 }));
    this.nowMs += Math.floor(this.random() ** 4 * 90 * MINUTE_MS);
    return `${lines.join('\n')}\n`;
  }

  #request(isLast) {
    this.requests++;
    const written = 300 + Math.floor(this.random() * 3_000);
    const isCold = this.random() < 0.03;
    const usage = {
      input_tokens: 3,
      cache_creation_input_tokens: isCold ? this.#context : written,
      cache_read_input_tokens: isCold ? 0 : this.#context,
      cache_creation: {
        ephemeral_5m_input_tokens: isCold ? this.#context : written,
        ephemeral_1h_input_tokens: 0,
      },
      output_tokens: 20 + Math.floor(this.random() ** 3 * 3_000),
      service_tier: 'standard',
      server_tool_use: { web_search_requests: 0, web_fetch_requests: 0 },
    };
    this.#context = this.#context > 150_000 ? 20_000 : this.#context + written;
    const id = `msg_${hex(this.random, 24)}`;
    const requestId = `req_${hex(this.random, 24)}`;
    const say = (block, stop) =>
      this.#line('assistant', {
        requestId,
        message: {
          model: this.model,
          id,
          type: 'message',
          role: 'assistant',
          content: [block],
          stop_reason: stop,
          stop_sequence: null,
          usage,
        },
      });
    const lines = [say({ type: 'thinking', thinking: '', signature: hex(this.random, 400) }, null)];
    if (isLast) return [...lines, say({ type: 'text', text: this.#text(100, 2_000) }, 'end_turn')];
    const toolUseId = `toolu_${hex(this.random, 24)}`;
    const name = TOOLS[Math.floor(this.random() * TOOLS.length)];
    const input =
      name === 'Bash'
        ? { command: this.#text(20, 300) }
        : { file_path: `${this.cwd}/src/${hex(this.random, 6)}.ts`, new_string: this.#text(20, 900) };
    lines.push(say({ type: 'tool_use', id: toolUseId, name, input }, 'tool_use'));
    const text = this.#text(200, this.random() < 0.02 ? 400_000 : 24_000);
    const isError = this.random() < 0.04;
    lines.push(
      this.#line('user', {
        message: {
          role: 'user',
          content: [
            {
              tool_use_id: toolUseId,
              type: 'tool_result',
              content: isError ? `Exit code 1\n${text}` : text,
              ...(isError ? { is_error: true } : {}),
            },
          ],
        },
        toolUseResult: isError
          ? `Error: Exit code 1\n${text}`
          : { stdout: text, stderr: '', interrupted: false, isImage: false },
      }),
    );
    if (this.random() < 0.1)
      lines.push(
        this.#line('attachment', { attachment: { type: 'todo_reminder', content: this.#text(50, 500) } }),
      );
    return lines;
  }

  #line(type, more) {
    this.nowMs += 400 + Math.floor(this.random() * 6_000);
    const id = uuid(this.random);
    const line = JSON.stringify({
      parentUuid: this.#parent,
      isSidechain: false,
      userType: 'external',
      cwd: this.cwd,
      sessionId: this.session,
      version: '2.1.220',
      gitBranch: 'main',
      type,
      ...more,
      uuid: id,
      timestamp: new Date(this.nowMs).toISOString(),
    });
    this.#parent = id;
    return line;
  }

  /** Few are long: the cube of a random number bends the sizes down. */
  #text(least, most) {
    const length = least + Math.floor(this.random() ** 3 * (most - least));
    const start = Math.floor(this.random() * (this.filler.length - length));
    return this.filler.slice(start, start + length);
  }
}

function fillerText(random) {
  const words = [];
  for (let length = 0; length < 1_000_000; ) {
    const word = WORDS[Math.floor(random() * WORDS.length)];
    words.push(word);
    length += word.length + 1;
  }
  return words.join(' ').toWellFormed();
}

function uuid(random) {
  const digits = hex(random, 32);
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20)}`;
}

function hex(random, digits) {
  let text = '';
  while (text.length < digits)
    text += Math.floor(random() * 0x100000000)
      .toString(16)
      .padStart(8, '0');
  return text.slice(0, digits);
}

/** https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
function mulberry32(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      mb: { type: 'string', default: '64' },
      files: { type: 'string', default: '70' },
      seed: { type: 'string', default: '1' },
      from: { type: 'string', default: '2026-06-01' },
      days: { type: 'string', default: '30' },
    },
  });
  if (values.out === undefined) throw new Error('name a directory with --out');
  const written = writeCorpus({
    out: values.out,
    megabytes: Number(values.mb),
    files: Number(values.files),
    seed: Number(values.seed),
    fromMs: Date.parse(values.from),
    days: Number(values.days),
  });
  console.log(JSON.stringify(written));
}
