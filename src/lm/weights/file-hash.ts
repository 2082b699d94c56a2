/** The hashes of a file, taken as its bytes come, and held to the one that its server publishes. */
import { createSHA1, createSHA256, type IHasher } from 'hash-wasm'
import type { RemoteFile } from './remote.ts'

export class FileHash {
  private sha256: IHasher | null = null
  /** Git's name of the file, where that is what its server publishes. */
  private gitSha1: IHasher | null = null

  constructor(private readonly file: RemoteFile) {}

  /** Before the first byte, and before it again where a file is begun anew. */
  async begin(): Promise<void> {
    this.sha256 = (await createSHA256()).init()
    this.gitSha1 =
      this.file.hash?.kind === 'git-sha1'
        ? (await createSHA1()).init().update(new TextEncoder().encode(`blob ${this.file.size}\0`))
        : null
  }

  update(bytes: Uint8Array): void {
    this.sha256?.update(bytes)
    this.gitSha1?.update(bytes)
  }

  /** After the last byte. A file without a published hash matches. Throws where it was never begun. */
  end(): { sha256: string; matches: boolean } {
    if (!this.sha256) throw new Error('The hash of a file was ended before it was begun.')
    const sha256 = this.sha256.digest('hex')
    const { hash } = this.file
    const got = this.gitSha1?.digest('hex') ?? sha256
    return { sha256, matches: hash === null || got === hash.hex }
  }
}
