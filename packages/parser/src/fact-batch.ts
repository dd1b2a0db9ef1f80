import {
  type ColumnSpec,
  type ColumnType,
  type Fact,
  type FactTableName,
  factTableNames,
  factTables,
} from './fact-tables.js';

/**
 * A text column: each distinct text once, in UTF-8 one behind the other, and per row its number, -1 for null.
 * Read it with `textsOf`, make one with `textColumn`.
 */
export interface TextColumn {
  readonly type: 'text';
  readonly codes: Int32Array;
  readonly bytes: Uint8Array;
  /** Where in `bytes` each text ends. */
  readonly ends: Uint32Array;
}

/** Integers, numbers and times; NaN for null. */
export interface NumericColumn {
  readonly type: 'integer' | 'number' | 'time';
  readonly values: Float64Array;
}

/** 0, 1, or -1 for null. */
export interface BooleanColumn {
  readonly type: 'boolean';
  readonly values: Int8Array;
}

export type FactColumn = TextColumn | NumericColumn | BooleanColumn;

export interface FactTable {
  readonly rowCount: number;
  /** Keyed and ordered as in `factTables`. */
  readonly columns: Readonly<Record<string, FactColumn>>;
}

/** The distinct texts of a column, by code. */
export function textsOf({ bytes, ends }: TextColumn): string[] {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from(ends, (end, code) => all.toString('utf8', ends[code - 1] ?? 0, end));
}

/** @param texts by code. */
export function textColumn(codes: Int32Array, texts: readonly string[]): TextColumn {
  const encoded = texts.map((text) => Buffer.from(text));
  const ends = new Uint32Array(texts.length);
  let end = 0;
  for (const [code, { length }] of encoded.entries()) {
    end += length;
    ends[code] = end;
  }
  return { type: 'text', codes, bytes: Buffer.concat(encoded, end), ends };
}

/** Facts in columns, for loading: the same facts as the events. Tables without rows are left out. */
export type FactBatch = { readonly [Table in FactTableName]?: FactTable };

/** Collects facts into columns until `take` hands them over. */
export class FactBatchBuilder {
  rowCount = 0;
  #tables = new Map<FactTableName, TableBuilder>();

  add<Table extends FactTableName>(table: Table, fact: Fact<Table>): void {
    let builder = this.#tables.get(table);
    if (builder === undefined) {
      builder = new TableBuilder(factTables[table]);
      this.#tables.set(table, builder);
    }
    builder.add(fact as Readonly<Record<string, unknown>>);
    this.rowCount++;
  }

  /** The facts since the last call. */
  take(): FactBatch {
    const batch: { [Table in FactTableName]?: FactTable } = {};
    for (const name of factTableNames) {
      const builder = this.#tables.get(name);
      if (builder !== undefined) batch[name] = builder.build();
    }
    this.#tables = new Map();
    this.rowCount = 0;
    return batch;
  }
}

/** The rows of a table in a batch, one by one: the way back from columns to facts. */
export function* factsOf<Table extends FactTableName>(batch: FactBatch, name: Table): Generator<Fact<Table>> {
  const table = batch[name];
  if (table === undefined) return;
  const columns = Object.entries(table.columns).map(([key, column]) => [key, cellReader(column)] as const);
  for (let row = 0; row < table.rowCount; row++) {
    yield Object.fromEntries(columns.map(([key, cell]) => [key, cell(row)])) as Fact<Table>;
  }
}

function cellReader(column: FactColumn): (row: number) => string | number | boolean | null {
  if (column.type === 'text') {
    const texts = textsOf(column);
    return (row) => texts[column.codes[row] ?? -1] ?? null;
  }
  return (row) => {
    const value = column.values[row] ?? Number.NaN;
    if (column.type === 'boolean') return value === -1 ? null : value === 1;
    return Number.isNaN(value) ? null : value;
  };
}

class TableBuilder {
  #rowCount = 0;
  readonly #columns: readonly ColumnBuilder[];

  constructor(specs: Readonly<Record<string, ColumnSpec>>) {
    this.#columns = Object.entries(specs).map(([name, spec]) => new ColumnBuilder(name, spec.type));
  }

  add(fact: Readonly<Record<string, unknown>>): void {
    for (const column of this.#columns) column.add(fact[column.name]);
    this.#rowCount++;
  }

  build(): FactTable {
    return {
      rowCount: this.#rowCount,
      columns: Object.fromEntries(this.#columns.map((column) => [column.name, column.build()])),
    };
  }
}

class ColumnBuilder {
  readonly name: string;
  readonly #type: ColumnType;
  readonly #values: number[] = [];
  readonly #codes = new Map<string, number>();

  constructor(name: string, type: ColumnType) {
    this.name = name;
    this.#type = type;
  }

  add(value: unknown): void {
    if (this.#type === 'text') this.#values.push(value === null ? -1 : this.#code(value as string));
    else if (this.#type === 'boolean') this.#values.push(value === null ? -1 : value ? 1 : 0);
    else this.#values.push(value === null ? Number.NaN : (value as number));
  }

  build(): FactColumn {
    if (this.#type === 'text') {
      return textColumn(Int32Array.from(this.#values), [...this.#codes.keys()]);
    }
    if (this.#type === 'boolean') return { type: 'boolean', values: Int8Array.from(this.#values) };
    return { type: this.#type, values: Float64Array.from(this.#values) };
  }

  #code(value: string): number {
    let code = this.#codes.get(value);
    if (code === undefined) {
      code = this.#codes.size;
      this.#codes.set(value, code);
    }
    return code;
  }
}
