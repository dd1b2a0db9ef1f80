/** A run of text; `strong` runs are the numbers a reader looks for, `code` runs are to be typed as they are. */
interface Run {
  readonly text: string;
  readonly strong: boolean;
  readonly code: boolean;
}

/** A sentence whose emphasised parts are known, so that HTML, Markdown and plain text say the same. */
export type Prose = readonly Run[];

/** Template tag: what is interpolated is emphasised, unless it is prose itself. */
export function prose(texts: TemplateStringsArray, ...values: readonly (string | Prose)[]): Prose {
  return texts
    .flatMap((text, index) => {
      const value = values[index] ?? [];
      return [
        ...plain(text),
        ...(typeof value === 'string' ? [{ text: value, strong: true, code: false }] : value),
      ];
    })
    .filter((run) => run.text !== '');
}

/** A sentence without emphasis. */
export function plain(text: string): Prose {
  return text === '' ? [] : [{ text, strong: false, code: false }];
}

/** Something to type, as a sentence of its own. */
export function code(text: string): Prose {
  return [{ text, strong: false, code: true }];
}

/** Sentences one after the other. */
export function joinProse(sentences: readonly Prose[]): Prose {
  return sentences
    .filter((sentence) => sentence.length > 0)
    .flatMap((sentence, index) => (index === 0 ? sentence : [...plain(' '), ...sentence]));
}

/** The sentence as plain text. */
export function textOfProse(sentence: Prose): string {
  return sentence.map((run) => run.text).join('');
}

/** The sentence as Markdown, numbers in bold. */
export function markdownOfProse(sentence: Prose, escaped: (text: string) => string): string {
  return sentence
    .map((run) =>
      run.code ? `\`${run.text}\`` : run.strong ? `**${escaped(run.text)}**` : escaped(run.text),
    )
    .join('');
}
