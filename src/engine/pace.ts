/** How far a run may be ahead of what the page has kept of it: a closed tab loses no more than that. */
/** How far that is, by what comes next: an update begins while the one before it is being kept, and ends once that is. */
const most = { begins: 1, goesOn: 0 } as const

export class Pace {
  private unkept = 0
  private waiting: { most: number; next: () => void } | null = null

  /** An update was told; settles when the page has kept it. */
  track(kept: Promise<void> | void): void {
    if (!kept) return
    this.unkept++
    const settled = () => {
      this.unkept--
      this.goOn()
    }
    kept.then(settled, settled)
  }

  /** Does the last that was asked for: at once where there is room, else as soon as there is. */
  whenThereIsRoom(toDo: keyof typeof most, next: () => void): void {
    this.waiting = { most: most[toDo], next }
    this.goOn()
  }

  private goOn(): void {
    const { waiting } = this
    if (!waiting || this.unkept > waiting.most) return
    this.waiting = null
    waiting.next()
  }
}
