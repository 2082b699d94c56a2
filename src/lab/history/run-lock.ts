/**
 * Which tab goes on with a kept run: the one that holds its lock, which the browser frees when the tab is gone. Two tabs that
 * went on with one would count its updates twice.
 */

/** The part of the Web Locks API that is used. */
export interface RunLocks {
  request(
    name: string,
    options: { ifAvailable: true },
    held: (lock: unknown) => Promise<void> | undefined,
  ): Promise<unknown>
}

/** Null where the browser has none. */
export const browserLocks = (): RunLocks | null =>
  (globalThis.navigator as Partial<Navigator> | undefined)?.locks ?? null

export class RunLock {
  /** What lets go of each run that is held, by its id. */
  private readonly held = new Map<string, () => void>()

  constructor(private readonly locks: RunLocks | null) {}

  /** False where another tab has the run. */
  async take(id: string): Promise<boolean> {
    if (!this.locks || this.held.has(id)) return true
    return new Promise((resolve, reject) => {
      this.locks!.request(`sdpo-lab/run/${id}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null)
        return lock === null ? undefined : new Promise<void>((release) => this.held.set(id, release))
      }).catch(reject)
    })
  }

  release(id: string): void {
    this.held.get(id)?.()
    this.held.delete(id)
  }
}
