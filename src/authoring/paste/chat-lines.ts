/** A conversation as it is copied out of a chat: the times and names before each message are left out. */

const time = '\\d{1,2}[:.]\\d{2}(?:[:.]\\d{2})?(?:\\s?[AaPp]\\.?[Mm]\\.?)?'
const date = '\\d{1,4}[./-]\\d{1,2}[./-]\\d{1,4}'
/** `[10:32 AM] Anna: ...`, `[12.03.24, 10:32:11] Anna: ...`, `12/03/2024, 10:32 - Anna: ...`, `10:32 Anna: ...` */
const head = new RegExp(
  `^\\s*(?:\\[(?:${date},?\\s+)?${time}\\]|(?:${date},?\\s+)?${time}(?:\\s+-)?)\\s+[\\p{L}][\\p{L}\\p{N} ._-]{0,40}:\\s+(?=\\S)`,
  'u',
)
/** `Anna  10:32 AM` and `Anna, [12.03.24 10:32]` alone on a line. */
const alone = new RegExp(
  `^\\s*\\p{L}[\\p{L} ._-]{0,40}(?:\\s{1,4}|,\\s+\\[(?:${date}\\s+)?)${time}\\]?\\s*$`,
  'u',
)

/** The lines without them; null where the text is no chat. */
export function withoutChat(lines: readonly string[]): string[] | null {
  const filled = lines.filter((line) => line.trim() !== '')
  const heads = filled.filter((line) => line.length < 4000 && (head.test(line) || alone.test(line)))
  if (heads.length === 0 || (heads.length < 2 && !head.test(filled[0]!))) return null
  if (heads.length * 4 < filled.length && !(head.test(filled[0]!) || alone.test(filled[0]!))) return null
  return lines.map((line) => (line.length >= 4000 ? line : alone.test(line) ? '' : line.replace(head, '')))
}
