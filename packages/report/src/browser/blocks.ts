import { find } from './dom.js';

/** The text of a compressed block of the page. */
export async function blockText(id: string): Promise<string> {
  const packed = find(`#block-${id}`)?.textContent ?? '';
  // Not fetch('data:…'): the policy forbids every connection.
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).text();
}

/** The data of a block. */
export async function blockData<Data>(id: string): Promise<Data> {
  return JSON.parse(await blockText(id)) as Data;
}
