/** Sessions that programs have made, the least recently used released beyond a limit, or where they have not been wanted for long. */
import type { Runtime } from '../runtime/runtime.ts'

/** What a pool keeps: anything that can be let go. */
export interface Pooled {
  release(): Promise<void>
}

export class SessionPool {
  /** The least recently used first. */
  private readonly entries = new Map<string, { session: Promise<Pooled>; wanted: number }>()
  private readonly owners = new Map<object, number>()
  /** How often another session was asked for than the time before. */
  private turns = 0
  private last = ''

  /**
   * @param limit how many sessions are kept
   * @param idle one that was not asked for while others were so many times in turn is released: a heap that has grown for
   *   shapes that come once in a while never shrinks
   */
  constructor(
    readonly runtime: Runtime,
    private readonly limit = 48,
    private readonly idle = Infinity,
  ) {}

  /** What `make` made under this owner and key, made now if it is not there. A failure to make it is not kept. */
  get<T extends Pooled>(owner: object, key: string, make: () => Promise<T>): Promise<T> {
    const id = this.owners.get(owner) ?? this.owners.size
    this.owners.set(owner, id)
    const whole = `${id} ${key}`
    if (whole !== this.last) this.turns++
    this.last = whole
    const known = this.entries.get(whole)?.session as Promise<T> | undefined
    // Before another is made, so that it has their room.
    if (!known) this.evict(this.limit - 1)
    const session = known ?? Promise.resolve().then(make)
    this.entries.delete(whole)
    this.entries.set(whole, { session, wanted: this.turns })
    if (!known) session.catch(() => this.entries.delete(whole))
    return session
  }

  /** Releases every session. The pool can be used again; what it is asked for is then made anew. */
  async release(): Promise<void> {
    const all = [...this.entries.values()]
    this.entries.clear()
    for (const { session } of all) await (await session).release()
  }

  /** Down to so many, and to those that were wanted lately. */
  private evict(most: number): void {
    for (const [key, { session, wanted }] of this.entries) {
      if (this.entries.size <= most && this.turns - wanted <= this.idle) return
      this.entries.delete(key)
      void session.then((made) => made.release())
    }
  }
}
