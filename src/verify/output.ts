/** What a whole program printed, compared with what it should have. */

const NUMBER = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/

/**
 * Line by line, white space at the ends of lines and of the whole aside. With a tolerance, word by word:
 * numbers may differ by it, absolutely or relatively.
 */
export function sameOutput(actual: string, expected: string, tolerance: number | undefined): boolean {
  const lines = (text: string) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => line.trimEnd())
  const [a, b] = [lines(actual), lines(expected)]
  if (a.length !== b.length) return false
  return a.every((line, i) => line === b[i] || (tolerance !== undefined && sameWords(line, b[i]!, tolerance)))
}

function sameWords(actual: string, expected: string, tolerance: number): boolean {
  const words = (line: string) => line.trim().split(/\s+/)
  const [a, b] = [words(actual), words(expected)]
  return (
    a.length === b.length &&
    a.every(
      (word, i) =>
        word === b[i] ||
        (NUMBER.test(word) &&
          NUMBER.test(b[i]!) &&
          Math.abs(Number(word) - Number(b[i])) <= tolerance * Math.max(1, Math.abs(Number(b[i])))),
    )
  )
}
