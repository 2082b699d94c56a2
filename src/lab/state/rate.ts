/** How fast bytes come, over the last seconds: one slow second is not yet a slow connection. */

const windowMs = 4000

export class Rate {
  private readonly seen: { at: number; bytes: number }[] = []

  constructor(private readonly now: () => number) {}

  /** Bytes a second with this many there now; null until half a second has been seen. */
  at(bytes: number): number | null {
    const at = this.now()
    this.seen.push({ at, bytes })
    while (this.seen.length > 2 && at - this.seen[0]!.at > windowMs) this.seen.shift()
    const first = this.seen[0]!
    return at - first.at < 500 ? null : ((bytes - first.bytes) / (at - first.at)) * 1000
  }
}

/** `12 s left`, `4 min left`; '' where nothing can be said. */
export function timeLeft(bytes: number, rate: number | null): string {
  if (rate === null || rate <= 0 || bytes <= 0) return ''
  const seconds = bytes / rate
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s left`
  if (seconds < 3600) return `${Math.round(seconds / 60)} min left`
  return `${(seconds / 3600).toFixed(1)} h left`
}
