import { open } from "node:fs/promises";

/**
 * The bytes of a file, at most one more than so many: who gets that one knows that it is larger. Not to its end, since
 * somebody may have given a device, and piece by piece, since it may be a pipe. Rejects as node:fs does.
 */
export async function readBounded(file: string, mostBytes: number): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const buffer = new Uint8Array(mostBytes + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < buffer.length; length += read) {
      read = (await handle.read(buffer, length, buffer.length - length, null)).bytesRead;
    }
    return buffer.subarray(0, length);
  } finally {
    await handle.close();
  }
}
