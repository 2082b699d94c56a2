/** Several downloads as one progress. */
import type { Progress } from './live-files.ts'

export class LoadMeter {
  private readonly parts = new Map<string, { loaded: number; total: number }>()
  private what = ''

  constructor(private readonly onProgress: (progress: Progress) => void) {}

  /** Bytes that a part will have, as far as known; counted in the total from now on. */
  expect(part: string, total: number): void {
    this.parts.set(part, { loaded: this.parts.get(part)?.loaded ?? 0, total })
  }

  update(part: string, what: string, loaded: number, total = this.parts.get(part)?.total ?? 0): void {
    this.parts.set(part, { loaded, total: Math.max(total, loaded) })
    this.report(what)
  }

  /** What happens now, with the bytes as they are. */
  report(what: string): void {
    this.what = what
    let [loadedBytes, totalBytes] = [0, 0]
    for (const { loaded, total } of this.parts.values()) {
      loadedBytes += loaded
      totalBytes += total
    }
    this.onProgress({ loadedBytes, totalBytes, what: this.what })
  }
}
