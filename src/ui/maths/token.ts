/** A token as a person reads it: spaces kept, line ends visible, the end token by name. */

export interface TokenText {
  /** What the box shows. */
  shown: string
  /** Without surrounding space, for labels and prose. */
  bare: string
  /** Special tokens are set smaller. */
  special: boolean
}

const special = /^(<\|?[^<>]*\|?>|\[[A-Z_]+\]|#\d+)$/
const end = /^(<\|?(end|eos|im_end|endoftext|end_of_text|eot_id)[^<>]*\|?>|<\/s>|\[(EOS|SEP)\])$/i

export function tokenText(piece: string): TokenText {
  if (end.test(piece)) return { shown: 'end', bare: 'end', special: true }
  if (special.test(piece)) return { shown: piece, bare: piece, special: true }
  const visible = piece.replaceAll('\n', '⏎').replaceAll('\t', '⇥')
  const bare = visible.trim()
  return {
    shown: bare === '' && visible !== '' ? visible.replaceAll(' ', '␣') : visible,
    bare: bare === '' ? (visible === '' ? '∅' : '␣') : bare,
    special: false,
  }
}
