/**
 * Whole lines of a transcript: what was appended, or one share of a large file. What records say about earlier
 * ones (`parentMessageId`, `sidechainRoot`, whether a summary had a boundary) ends at the start of the part.
 */
export interface TranscriptPart {
  /** 0, or behind a newline. */
  readonly startByte: number;
  /** Behind a newline; null: the end of the file, with its tail. */
  readonly endByte: number | null;
  /** Lines before the part, so that lines keep their number; 0 numbers them from the start of the part. */
  readonly linesBefore: number;
}

export const WHOLE_FILE: TranscriptPart = { startByte: 0, endByte: null, linesBefore: 0 };
