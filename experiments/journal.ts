/**
 * What an experiment has measured so far, beside its report, so that one that was stopped goes on where it was.
 * An entry is kept only for the settings it was measured with.
 */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

export class Journal {
  private entries: Record<string, unknown> = {}
  private saved = 0

  /** `path` null keeps nothing. Throws where the file at `path` was measured with other settings. */
  constructor(
    private readonly path: string | null,
    private readonly settings: string,
    private readonly everyMs = 5000,
  ) {
    if (!path || !existsSync(path)) return
    const found = JSON.parse(readFileSync(path, 'utf8')) as { settings: string; entries: Record<string, unknown> }
    if (found.settings !== settings) throw new Error(`${path} holds a part of this experiment with other settings (${found.settings}). Remove it, or name another --json.`)
    this.entries = found.entries
  }

  /** Entries known from before. */
  get size(): number {
    return Object.keys(this.entries).length
  }

  get<T>(key: string): T | undefined {
    return this.entries[key] as T | undefined
  }

  set(key: string, value: unknown): void {
    this.entries[key] = value
    if (this.path && Date.now() - this.saved >= this.everyMs) this.save()
  }

  /** The entry, measured now if it is not known. */
  async once<T>(key: string, measure: () => Promise<T>): Promise<T> {
    const known = this.get<T>(key)
    if (known !== undefined) return known
    const value = await measure()
    this.set(key, value)
    return value
  }

  save(): void {
    if (!this.path) return
    writeFileSync(`${this.path}.new`, JSON.stringify({ settings: this.settings, entries: this.entries }))
    renameSync(`${this.path}.new`, this.path)
    this.saved = Date.now()
  }

  /** The report is written, so the parts are not needed. */
  remove(): void {
    if (this.path) rmSync(this.path, { force: true })
  }
}
