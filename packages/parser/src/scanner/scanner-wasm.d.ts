/** The compiled scanner in base64: built from assembly/ by `npm run build`. */
export declare const SCANNER_WASM: string;
