/**
 * A token as a person reads it, drawn or spoken: white space is visible, and the end token goes by its name.
 * Boxes, bars, sentences, labels and the live region all ask here, so that ear and eye get the same word.
 */

export interface TokenText {
  /** What a box shows: the token with the spaces around it. */
  shown: string
  /** Without surrounding space, for labels and prose; never blank. */
  bare: string
  /** Special tokens are set smaller. */
  special: boolean
}

/** The text of a token by its id, known or not. */
export function pieceOf(vocabulary: Readonly<Record<number, string>>, id: number): string {
  return vocabulary[id] ?? `#${id}`
}

export function tokenText(piece: string): TokenText {
  if (piece === '') return named('empty')
  if (end.test(piece)) return named('end')
  if (special.test(piece)) return named(piece)
  const visible = piece.replaceAll(/\p{Cc}/gu, control)
  if (/^[\s\p{Cf}]+$/u.test(visible) || /^\s+$/.test(piece)) {
    const drawn = visible.replaceAll(/\p{Cf}/gu, codePoint).replaceAll(/\s/g, '␣')
    return { shown: drawn, bare: drawn, special: false }
  }
  return { shown: visible, bare: visible.trim(), special: false }
}

const special = /^(<[|｜]?[^<>]*[|｜]?>|\[[A-Z_]+\]|#\d+)$/

/** What ends an answer in the vocabularies of the families that the lab opens; a header's or a role's end is another thing. */
const end =
  /^(<[|｜]?(end|eos|eot|eot_id|eom_id|im_end|end_?of_?(text|turn|sentence)|end▁of▁sentence)[|｜]?>|<\/s>|\[(EOS|SEP)\])$/i

const controls: Readonly<Record<string, string>> = { '\n': '⏎', '\t': '⇥', '\r': '␍' }

const named = (name: string): TokenText => ({ shown: name, bare: name, special: true })

const control = (letter: string) => controls[letter] ?? codePoint(letter)

const codePoint = (letter: string) =>
  `U+${letter.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
