/** How far a run may be ahead of what the page has kept of it: a closed tab loses no more than that. */
export class Pace {
  private unkept = 0
  private waiting: (() => void) | null = null

  /** @param most updates that may be told and not kept when the next one begins */
  constructor(private readonly most = 1) {}

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
  whenThereIsRoom(next: () => void): void {
    this.waiting = next
    this.goOn()
  }

  private goOn(): void {
    if (this.unkept > this.most) return
    const next = this.waiting
    this.waiting = null
    next?.()
  }
}
