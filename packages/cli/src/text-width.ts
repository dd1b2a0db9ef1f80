/** Stands in for `string-width` in the bundle: the columns that an ASCII text takes. */
// biome-ignore lint/style/noDefaultExport: what it stands in for has one.
export default function textWidth(text: string): number {
  return text.length;
}
