/** A text within a pattern, where it stands for itself: also inside brackets, and under the flag `u`. */
export const escaped = (text: string): string =>
  text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/-/g, '\\x2d')
