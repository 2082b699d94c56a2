/** How large the letters of a token strip are. Lengths in pixels. */

/** JetBrains Mono: every letter is .6 em wide; a token has 3 of padding on both sides, 24 at least, and 2 between. */
const em = 0.6
const padding = 6
const least = 24
const gap = 2

export interface StripSize {
  size: number
  rows: number
  /** Of every token. */
  widths: number[]
}

/** `largest` where that fits one line; smaller, down to three quarters of it, where that brings one line; else a size for several lines: that of an attempt that is still `growing`. */
export function stripSize(
  letters: readonly number[],
  width: number,
  largest: number,
  growing = false,
): StripSize {
  const widthsAt = (size: number) => letters.map((n) => Math.max(least, n * em * size + padding))
  const total = (size: number) => widthsAt(size).reduce((sum, w) => sum + w + gap, -gap)
  for (let size = largest; !growing && size >= largest * 0.75; size -= 0.5)
    if (total(size) <= width) return { size, rows: 1, widths: widthsAt(size) }
  const size = Math.round(largest * 0.86)
  let rows = 1
  let at = 0
  for (const w of widthsAt(size)) {
    if (at > 0 && at + w > width) {
      rows++
      at = 0
    }
    at += w + gap
  }
  return { size, rows, widths: widthsAt(size) }
}
