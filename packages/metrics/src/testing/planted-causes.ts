import { Dice } from './dice.js';

/**
 * Transcripts whose rebuilt context has known causes. A session is simulated against a cache as the API
 * documents it: per model, by exact prefix, with a lifetime that every read renews. What happens to a prompt
 * is planted; what it costs is read off the cache, never off the product's own formulas.
 */
export type PlantedCause = 'ttl_expiry' | 'model_switch' | 'prefix_change' | 'compaction' | 'rewind';

export const PLANTED_CAUSES: readonly PlantedCause[] = [
  'ttl_expiry',
  'model_switch',
  'prefix_change',
  'compaction',
  'rewind',
];

/** What a request really rebuilt: USD above the price of reading it from the cache, and why. */
interface PlantedRebuild {
  readonly messageId: string;
  readonly cause: PlantedCause;
  readonly usd: number;
}

export interface Planted {
  /** One list of records a transcript. */
  readonly transcripts: readonly (readonly object[])[];
  readonly rebuilds: readonly PlantedRebuild[];
}

/** USD per million tokens. */
const PRICES = {
  'claude-opus-5': { read: 0.5, write5m: 6.25, write1h: 10 },
  'claude-sonnet-4-5-20250929': { read: 0.3, write5m: 3.75, write1h: 6 },
} as const;
type Model = keyof typeof PRICES;

interface Block {
  readonly id: number;
  readonly tokens: number;
}

const FROM_MS = Date.UTC(2026, 2, 2, 8);
const MINUTE_MS = 60_000;

/** @param seed of every choice; the same seed gives the same records. */
export function plantCauses(seed: number, sessions = 40): Planted {
  const dice = new Dice(seed);
  const random = () => dice.next();
  const rebuilds: PlantedRebuild[] = [];
  const transcripts = Array.from({ length: sessions }, (_, index) =>
    new Session(index, random, rebuilds).records(),
  );
  return { transcripts, rebuilds };
}

class Session {
  readonly #name: string;
  readonly #random: () => number;
  readonly #rebuilds: PlantedRebuild[];
  readonly #isHourly: boolean;
  readonly #records: object[] = [];
  /** model, then prefix → when it dies. */
  readonly #cache = new Map<string, number>();
  #model: Model = 'claude-opus-5';
  #blocks: Block[] = [];
  /** After each response: how long the conversation was, and its last record. */
  #turns: { readonly blocks: number; readonly uuid: string }[] = [];
  #baseTokens = 0;
  #previousContext = 0;
  #nextBlock = 0;
  #nextRecord = 0;
  #parent: string | null = null;
  #nowMs: number;

  constructor(index: number, random: () => number, rebuilds: PlantedRebuild[]) {
    this.#name = `session-${String(index).padStart(3, '0')}`;
    this.#random = random;
    this.#rebuilds = rebuilds;
    this.#isHourly = random() < 0.5;
    this.#nowMs = FROM_MS + index * 7 * MINUTE_MS + Math.floor(random() * MINUTE_MS);
  }

  records(): readonly object[] {
    this.#blocks = [this.#block(8_000, 16_000), this.#block(3_000, 6_000)];
    this.#prompt();
    this.#respond(null);
    const requests = this.#between(12, 45);
    for (let request = 1; request < requests; request++) {
      const cause = this.#random() < 0.16 ? this.#pick(PLANTED_CAUSES) : null;
      this.#pause(cause);
      this.#happen(cause);
      this.#respond(cause);
    }
    return this.#records;
  }

  /** People and tools pause, but only an expiry lets the cache die. */
  #pause(cause: PlantedCause | null): void {
    const ttlMs = this.#ttlMs();
    const minutes =
      cause === 'ttl_expiry'
        ? (ttlMs / MINUTE_MS) * (1.05 + this.#random() * 3)
        : (ttlMs / MINUTE_MS) * this.#random() ** 6 * 0.95;
    this.#nowMs += Math.max(1_000, Math.floor(minutes * MINUTE_MS));
  }

  #happen(cause: PlantedCause | null): void {
    switch (cause) {
      case 'model_switch':
        this.#model = this.#model === 'claude-opus-5' ? 'claude-sonnet-4-5-20250929' : 'claude-opus-5';
        // The one it switches to has never seen this conversation, or has forgotten it.
        for (const key of [...this.#cache.keys()]) if (key.startsWith(this.#model)) this.#cache.delete(key);
        break;
      case 'prefix_change':
        // A tool came or went: either every block after it is new to the cache, or all of them.
        this.#blocks[this.#random() < 0.5 ? 0 : 1] = this.#block(6_000, 12_000);
        break;
      case 'compaction':
        this.#boundary();
        this.#blocks = [...this.#blocks.slice(0, 2), this.#block(2_000, 9_000)];
        this.#turns = [];
        break;
      case 'rewind': {
        this.#turns = this.#turns.slice(0, Math.max(1, this.#turns.length - this.#between(2, 6)));
        const last = this.#turns.at(-1);
        this.#blocks = this.#blocks.slice(0, last?.blocks);
        this.#parent = last?.uuid ?? null;
        this.#blocks.push(this.#block(500, 20_000));
        this.#prompt();
        return;
      }
      default:
    }
    this.#blocks.push(this.#block(200, 4_000));
    if (this.#random() < 0.3) this.#prompt();
  }

  #respond(cause: PlantedCause | null): void {
    const context = tokensOf(this.#blocks);
    const read = this.#readable();
    const written = context - read;
    if (this.#baseTokens === 0) this.#baseTokens = context;
    const messageId = `msg_${this.#name}_${this.#nextRecord}`;
    if (cause !== null) {
      // Below the context before, tokens were there already and are paid a second time.
      const seen = Math.min(this.#previousContext, context);
      const base = Math.min(this.#baseTokens, context);
      const again = Math.max(0, Math.max(seen, base) - read);
      const price = PRICES[this.#model];
      const usd = (again * ((this.#isHourly ? price.write1h : price.write5m) - price.read)) / 1e6;
      if (usd > 0) this.#rebuilds.push({ messageId, cause, usd });
    }
    const durationMs = this.#between(2, 50) * 1_000;
    const output = this.#between(50, 900);
    this.#record({
      type: 'assistant',
      requestId: `req_${messageId}`,
      message: {
        id: messageId,
        model: this.#model,
        stop_reason: 'end_turn',
        content: [],
        usage: {
          input_tokens: 0,
          output_tokens: output,
          cache_read_input_tokens: read,
          cache_creation_input_tokens: written,
          cache_creation: {
            ephemeral_5m_input_tokens: this.#isHourly ? 0 : written,
            ephemeral_1h_input_tokens: this.#isHourly ? written : 0,
          },
        },
      },
    });
    // A prefix lives on from the response that used it.
    this.#nowMs += durationMs;
    for (let length = 1; length <= this.#blocks.length; length++) {
      this.#cache.set(this.#key(length), this.#nowMs + this.#ttlMs());
    }
    this.#blocks.push({ id: this.#nextBlock++, tokens: output });
    this.#turns.push({ blocks: this.#blocks.length, uuid: this.#parent ?? '' });
    this.#previousContext = context;
  }

  /** Tokens of the longest prefix the cache still holds. */
  #readable(): number {
    for (let length = this.#blocks.length; length > 0; length--) {
      if ((this.#cache.get(this.#key(length)) ?? 0) >= this.#nowMs)
        return tokensOf(this.#blocks.slice(0, length));
    }
    return 0;
  }

  #key(length: number): string {
    const ids = this.#blocks.slice(0, length).map((block) => block.id);
    return `${this.#model} ${ids.join(',')}`;
  }

  #prompt(): void {
    this.#record({ type: 'user', message: { role: 'user', content: 'go on' } });
  }

  #boundary(): void {
    this.#record({
      type: 'system',
      subtype: 'compact_boundary',
      compactMetadata: { trigger: 'manual', preTokens: this.#previousContext },
    });
  }

  #record(record: object): void {
    const uuid = `${this.#name}-${this.#nextRecord++}`;
    this.#records.push({
      uuid,
      parentUuid: this.#parent,
      sessionId: this.#name,
      timestamp: new Date(this.#nowMs).toISOString(),
      cwd: '/work/shop',
      version: '2.1.220',
      isSidechain: false,
      ...record,
    });
    this.#parent = uuid;
  }

  #ttlMs(): number {
    return (this.#isHourly ? 60 : 5) * MINUTE_MS;
  }

  #block(least: number, most: number): Block {
    return { id: this.#nextBlock++, tokens: this.#between(least, most) };
  }

  #between(least: number, most: number): number {
    return least + Math.floor(this.#random() * (most - least + 1));
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.#random() * items.length)] as Item;
  }
}

function tokensOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, block) => sum + block.tokens, 0);
}
