/** Sessions that programs have made, the least recently used released beyond a limit. */
import type { Runtime } from '../runtime/runtime.ts'

/** What a pool keeps: anything that can be let go. */
export interface Pooled {
  release(): Promise<void>
}

export class SessionPool {
  private readonly entries = new Map<string, Promise<Pooled>>()
  private readonly owners = new Map<object, number>()

  /** @param limit how many sessions are kept */
  constructor(
    readonly runtime: Runtime,
    private readonly limit = 48,
  ) {}

  /** What `make` made under this owner and key, made now if it is not there. A failure to make it is not kept. */
  get<T extends Pooled>(owner: object, key: string, make: () => Promise<T>): Promise<T> {
    const id = this.owners.get(owner) ?? this.owners.size
    this.owners.set(owner, id)
    const whole = `${id} ${key}`
    const known = this.entries.get(whole) as Promise<T> | undefined
    const entry = known ?? make()
    this.entries.delete(whole)
    this.entries.set(whole, entry)
    if (!known) entry.catch(() => this.entries.delete(whole))
    if (this.entries.size > this.limit) this.evict()
    return entry
  }

  /** Releases every session. The pool can be used again; what it is asked for is then made anew. */
  async release(): Promise<void> {
    const all = [...this.entries.values()]
    this.entries.clear()
    for (const entry of all) await (await entry).release()
  }

  private evict(): void {
    const [oldest] = this.entries
    if (!oldest) return
    const [key, victim] = oldest
    this.entries.delete(key)
    void victim.then((session) => session.release())
  }
}
