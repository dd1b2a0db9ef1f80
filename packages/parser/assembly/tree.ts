// The conversation tree of one file: the same rules as FileMemory, on ids.
import { ABOVE_RESPONSE, RESPONSE_ABOVE, SIDECHAIN_ROOT } from './dictionary';

/** As `FileMemory.note`. */
export function noteRecord(uuid: usize, parent: usize, message: usize): usize {
  const above: usize = parent === 0 ? 0 : load<u32>(parent, RESPONSE_ABOVE);
  const isSameResponse = message !== 0 && above === message;
  const result: usize = isSameResponse ? <usize>load<u32>(message, ABOVE_RESPONSE) : above;
  if (uuid !== 0) store<u32>(uuid, <u32>(message !== 0 ? message : above), RESPONSE_ABOVE);
  if (message !== 0 && !isSameResponse) store<u32>(message, <u32>above, ABOVE_RESPONSE);
  return result;
}

/** As `FileMemory.sidechainRoot`. */
export function sidechainRoot(uuid: usize, parent: usize): usize {
  let root: usize = parent === 0 ? 0 : load<u32>(parent, SIDECHAIN_ROOT);
  if (root === 0) root = uuid;
  if (uuid !== 0 && root !== 0) store<u32>(uuid, <u32>root, SIDECHAIN_ROOT);
  return root;
}
