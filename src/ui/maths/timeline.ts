/** Where updates and attempts stand on the timeline. Lengths in pixels. */

export interface TimelineShape {
  columns: number
  /** Width of a column. */
  pitch: number
  /** Attempts side by side in a column, and stacked. */
  across: number
  high: number
  /** Distance between marks, and their size. */
  gap: number
  mark: number
}

/** Fits `columns` updates of `group` attempts into `width`, marks as large as they can be (7 apart, 4 wide at most). */
export function timelineShape(width: number, columns: number, group: number, height = 28): TimelineShape {
  const pitch = width / Math.max(1, columns)
  for (let gap = 7; gap >= 3; gap--) {
    const high = Math.max(1, Math.floor((height + gap / 2) / gap))
    const across = Math.ceil(group / high)
    if (across * gap <= Math.max(pitch - 2, gap))
      return { columns, pitch, across, high, gap, mark: Math.max(2, Math.round(gap * 0.6)) }
  }
  const high = Math.floor(height / 3)
  return { columns, pitch, across: Math.ceil(group / high), high, gap: Math.min(3, pitch), mark: 2 }
}

/** Centre of a mark relative to its column's centre and the baseline; row 0 at the bottom, filled left to right. */
export function markOffset(
  shape: Pick<TimelineShape, 'across' | 'gap'>,
  group: number,
  index: number,
): { x: number; y: number } {
  const across = Math.min(shape.across, group)
  const row = Math.floor(index / across)
  const column = index % across
  return { x: (column - (across - 1) / 2) * shape.gap, y: -(row + 0.5) * shape.gap }
}

/** A round mark, as a part of a path. */
export function dot({ x, y }: { x: number; y: number }, radius: number): string {
  const [r, width] = [rounded(radius), rounded(2 * radius)]
  return `M${rounded(x - radius)} ${rounded(y)}a${r} ${r} 0 1 0 ${width} 0a${r} ${r} 0 1 0 ${-width} 0`
}

/** A square mark, as a part of a path. */
export function square({ x, y }: { x: number; y: number }, size: number): string {
  return `M${rounded(x - size / 2)} ${rounded(y - size / 2)}h${rounded(size)}v${rounded(size)}h${-rounded(size)}z`
}

const rounded = (length: number): number => Math.round(length * 100) / 100

/** Numbered columns: 1, round steps, and the current one, never crowding it. */
export function timelineTicks(columns: number, pitch: number, current: number | null): number[] {
  const step = [1, 2, 4, 8, 16, 32, 64, 128, 256].find((s) => s * pitch >= 64) ?? 512
  const ticks = [1]
  for (let tick = step; tick <= columns; tick += step)
    if (tick > 1 && (tick - 1) * pitch >= 26) ticks.push(tick)
  if (current === null) return ticks
  const clear = ticks.filter((tick) => tick === current || Math.abs(tick - current) * pitch >= 24)
  return clear.includes(current) ? clear : [...clear, current].sort((a, b) => a - b)
}

/** The column (from 1) under x. */
export function columnAt(shape: TimelineShape, x: number): number {
  return Math.min(shape.columns, Math.max(1, Math.floor(x / shape.pitch) + 1))
}
