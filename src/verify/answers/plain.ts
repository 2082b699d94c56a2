/** Text without the marks that people, Markdown and LaTeX put around it. */

/** Commands of LaTeX that only set their argument in another type. */
const TYPE =
  /\\(?:text|textbf|textit|textrm|textsf|texttt|mathrm|mathbf|mathit|mathsf|operatorname|mbox|bf|rm|boxed|fbox|left|right|displaystyle|[Bb]igg?[lr]?)(?![a-zA-Z])\*?/g

/** Without type commands, the braces around whole words, and math delimiters. */
export function plainText(text: string): string {
  return text
    .replace(TYPE, '')
    .replace(/\\[ ,;:!]/g, ' ')
    .replace(/\\([%$&#_])/g, '$1')
    .replace(/\\[()[\]]/g, '')
    .replace(/\{([^{}\\^_]{0,400})\}/g, (all, inner: string, at: number, whole: string) =>
      /[\^_]$|\\[a-zA-Z]+$|\}$/.test(whole.slice(Math.max(0, at - 20), at)) ? all : inner,
    )
    .replace(/\$/g, '')
    .trim()
}

const PAIRS: readonly (readonly [open: string, close: string])[] = [
  ['**', '**'], ['__', '__'], ['$$', '$$'], ['$', '$'], ['`', '`'], ['"', '"'], ["'", "'"], ['\u201c', '\u201d'], ['\u2018', '\u2019'], ['\u00ab', '\u00bb'], ['\u201e', '\u201c'],
  ['*', '*'], ['_', '_'], ['\\(', '\\)'], ['\\[', '\\]'], ['\\text{', '}'], ['\\mathrm{', '}'], ['\\mathbf{', '}'], ['\\textbf{', '}'], ['\\boxed{', '}'], ['{', '}'], ['```', '```'],
] // prettier-ignore

/** No answer is longer; a longer text is left as it is. */
const LONGEST = 2000

/** Without the marks around an answer, and the point or the picture behind it. */
export function bare(text: string): string {
  let inner = text.trim()
  if (inner.length > LONGEST) return inner
  for (let before = ''; before !== inner;) {
    before = inner
    const ended = endless(inner)
    const pair = PAIRS.find(
      ([open, close]) =>
        ended.length > open.length + close.length &&
        ended.startsWith(open) &&
        ended.endsWith(close) &&
        closesLast(ended, open, close),
    )
    inner = (
      pair ? ended.slice(pair[0].length, -pair[1].length) : ended.replace(/^(?:\*\*|__)|(?:\*\*|__)$/g, '')
    ).trim()
  }
  return inner
}

/** `{a} + {b}` is not wrapped. */
function closesLast(text: string, open: string, close: string): boolean {
  if (close !== '}') return !text.slice(open.length, -close.length).includes(close) || open !== close
  let depth = 0
  for (let i = open.length - 1; i < text.length; i++) {
    if (text[i] === '{') depth++
    else if (text[i] === '}' && --depth === 0) return i === text.length - 1
  }
  return false
}

/** Without full stops, commas, white space and pictures at the end; `!` after a digit is a factorial. */
function endless(text: string): string {
  let end = text.length
  while (end > 0) {
    const c = text[end - 1]!
    const before = text[end - 2] ?? ''
    if (
      /\s/.test(c) ||
      (/[.;,:]/.test(c) && /[^\s.]/.test(before)) ||
      (c === '!' && /[^\d)\]}!]/.test(before)) ||
      c === '\u3002'
    )
      end--
    else if (/[\udc00-\udfff]/.test(c) && /[\ud83c-\ud83e]/.test(before)) end -= 2
    else if (/[\ufe0f\u2705\u2714\u2728]/.test(c)) end--
    else break
  }
  return text.slice(0, end)
}
