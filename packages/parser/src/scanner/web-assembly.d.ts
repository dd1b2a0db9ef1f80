/** What the scanner uses of a global that TypeScript declares for browsers only. */
declare namespace WebAssembly {
  interface Memory {
    readonly buffer: ArrayBuffer;
  }
  interface Global<T extends ValueType = ValueType> {
    value: ValueTypeMap[T];
  }
  interface ValueTypeMap {
    i32: number;
  }
  type ValueType = keyof ValueTypeMap;
  interface Module {
    readonly [Symbol.toStringTag]: string;
  }
  interface Instance {
    readonly exports: Readonly<Record<string, unknown>>;
  }
  const Module: new (bytes: Uint8Array) => Module;
  const Instance: new (
    module: Module,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => Instance;
  function validate(bytes: Uint8Array): boolean;
}
