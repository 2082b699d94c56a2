/** Which token ids a run's events have named: every event speaks of tokens whose texts are known before it. */
export class TokenNames {
  /** By id: the step whose events named it first. */
  private readonly known = new Map<number, number>()

  /** Texts of the ids not named yet, which are from now on; null where all are. */
  name(ids: readonly number[], step: number, piece: (id: number) => string): Record<string, string> | null {
    const fresh = ids.filter((id) => !this.known.has(id))
    if (fresh.length === 0) return null
    for (const id of fresh) this.known.set(id, step)
    return Object.fromEntries(fresh.map((id) => [id, piece(id)]))
  }

  /** As if no step after this one had been. */
  forgetAfter(step: number): void {
    for (const [id, named] of this.known) if (named > step) this.known.delete(id)
  }

  restore(entries: Iterable<[number, number]>): void {
    for (const [id, step] of entries) this.known.set(id, step)
  }

  /** Token id and the step that named it. */
  entries(): [number, number][] {
    return [...this.known]
  }
}
