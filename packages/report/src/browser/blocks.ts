import { blockBytes } from '../block-text.js';
import { find } from './dom.js';

/** The text of a compressed block of the page. */
export async function unpackedBlock(id: string): Promise<string> {
  const bytes = blockBytes(find(`#block-${id}`)?.textContent ?? '');
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).text();
}

/** The data of a block. */
export async function blockData<Data>(id: string): Promise<Data> {
  return JSON.parse(await unpackedBlock(id)) as Data;
}
