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

/** A credit's number as it stands beside its token's bar. */
export interface StripNumber {
  /** Of its token. */
  width: number
  credit: number
  /** Of its bar. */
  height: number
  /** Drawn where there is room. */
  wanted: boolean
}

/** Which numbers are drawn: the louder of two that would stand over one another. `letter`: width of a digit. */
export function numbersShown(tokens: readonly StripNumber[], letter: number): boolean[] {
  const shown = tokens.map(() => false)
  const half = (i: number) => (Math.abs(tokens[i]!.credit) >= 10 ? 6 : 5) * letter * 0.5
  const collide = (i: number, j: number) => {
    const [a, b] = [Math.min(i, j), Math.max(i, j)]
    const between = tokens.slice(a + 1, b).reduce((sum, t) => sum + t.width + gap, gap)
    const apart = (tokens[a]!.width + tokens[b]!.width) / 2 + between
    const sameSide = Math.sign(tokens[i]!.credit) === Math.sign(tokens[j]!.credit)
    return (
      sameSide && apart < half(i) + half(j) && Math.abs(tokens[i]!.height - tokens[j]!.height) < 2.2 * letter
    )
  }
  const loudest = tokens
    .map((_, i) => i)
    .sort((i, j) => Math.abs(tokens[j]!.credit) - Math.abs(tokens[i]!.credit) || i - j)
  for (const i of loudest)
    shown[i] =
      tokens[i]!.wanted &&
      [i - 2, i - 1, i + 1, i + 2].every((j) => !shown[j] || !tokens[j] || !collide(i, j))
  return shown
}
