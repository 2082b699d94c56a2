/** Shortens a text that does not fit a window: its middle goes, head and tail stay whole at word borders. */

const cutMark = ' ... '
/** Words, runs of space and single signs; a word of more than 16 letters may be cut. */
const wordPattern = /\w{1,16}|\s+|[^\w\s]/gu

/**
 * The longest `head ... tail` of `text` for which `fits` holds; `text` itself when that fits, '' when not even the mark does.
 * `fits` must be monotone: what is shorter fits where what is longer does.
 */
export function cutMiddle(text: string, fits: (text: string) => boolean): string {
  if (fits(text)) return text
  const words = text.match(wordPattern) ?? []
  const kept = (count: number) => {
    const head = Math.ceil(count / 2)
    return (
      words.slice(0, head).join('').trimEnd() +
      cutMark +
      words
        .slice(words.length - (count - head))
        .join('')
        .trimStart()
    )
  }
  if (!fits(kept(0).trim())) return ''
  let [low, high] = [0, words.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (fits(kept(middle))) low = middle
    else high = middle
  }
  return low === 0 ? cutMark.trim() : kept(low)
}
