/**
 * What an interpreter's memory held at a moment, to be put back: every byte, so that nothing that ran since is left in
 * it. Handles to what was there then are valid again afterwards; those to what came later are not.
 */

const wordBytes = 8

export class MemoryImage {
  private readonly bytes: Uint8Array

  constructor(private readonly memory: WebAssembly.Memory) {
    this.bytes = new Uint8Array(memory.buffer.slice(0, usedBytes(memory.buffer)))
  }

  restore(): void {
    const all = new Uint8Array(this.memory.buffer)
    all.set(this.bytes)
    all.fill(0, this.bytes.length)
  }
}

/** Up to the last byte that is not 0. */
function usedBytes(buffer: ArrayBuffer): number {
  const words = new BigUint64Array(buffer)
  let used = words.length
  while (used > 0 && words[used - 1] === 0n) used--
  return used * wordBytes
}
