/**
 * The answer where people write it offhand: behind the question on its line, after an arrow, in brackets, as the last line.
 * The text is put in the form that the reader of answers knows: "Answer: …" on a line of its own. Linear in its length.
 */
import { headingOf } from './headings.ts'
import { blockAt } from './json-answer.ts'
import { asksForCode } from './spoken-calls.ts'

/** An answer that stands offhand is short, and so is its line. */
const longestAnswer = 120
const longestLine = 2000

/** Words that say what is expected, where no input stands beside it. */
const expected =
  /^[\s*_>#-]*(?:the )?(?:expected|desired|target|reference|gold|ideal|sample)?\s*(?:output|result|answer|response|value|label|completion|target|expected|reference|gold|assistant|ai|bot|gpt|model)(?:\s+(?:is|should be))?\s*[*_]{0,2}\s*:\s*[*_]{0,2}\s*(.*)$/i
/** What begins so tells how to answer, and is no answer. */
const instructs =
  /^(?:answer|give|round|use|write|assume|hint|note|express|show|explain|return|respond|reply|in|with|without|please|you|do|don['\u2019]t|if|as|to|think|say|choose|select|pick|only|just|your|e\.g|for example|thanks|thank|help|i|we|and|or|but|also|my|it|this|that|there|these|those|here|he|she|they|what|why|how|because)\b/i
const closed = /^(?:true|false|yes|no|wahr|falsch|ja|nein|vrai|faux|oui|non|[-+\u2212]?\d[\d.,]*(?:\s?%)?)$/i

const arrows = /->|\u2192|=>/

/** The text with its answer on a line of its own; null where none stands there. */
export function answerApart(written: readonly string[]): string[] | null {
  if (asksForCode(written)) return null
  const lines = withoutTags(written)
  const at = lines.findLastIndex((line) => line.trim() !== '')
  const last = lines[at]
  if (last === undefined || last.length > longestLine) return null
  const above = lines.slice(0, at)
  const put = (question: readonly string[], answer: string) =>
    answer.trim() === '' || answer.length > longestAnswer ? null : [...question, `Answer: ${answer.trim()}`]
  const told = toldIn(lines)
  if (told) return told.map((line, i) => (i === 0 ? line.replace(speaker, '') : line))
  const block = lines.findIndex((line) => /^\s*(?:```json\s*$|\{)/i.test(line))
  const json = lines.slice(0, block).some((line) => line.trim() !== '') ? blockAt(lines, block) : null
  if (json?.lines.at(-1) === at) return [...lines.slice(0, block), `Answer: ${json.text}`]
  const before = above.findLast((line) => line.trim() !== '')
  if (before !== undefined && isAnswerBelow(last, before, above)) return put(above, valueOf(last))
  // Arrows on several lines are examples.
  const examples = arrows.test(last) && above.some((line) => arrows.test(line))
  const behind = examples ? null : behindOn(last)
  return behind && (behind.question !== '' || before !== undefined)
    ? put([...above, behind.question], behind.answer)
    : null
}

/** Who asks, in records of a talk and in prompts. */
const speaker = /^[\s#*<|]*(?:user|human|prompt|instruction|input|student|teacher)[\s*|>]*:\s*/i
const asking = /<\/?(?:question|prompt|problem|instruction|query)>/gi
const answering = /<(\/?)(?:answer|response|solution|completion|final_answer)>/gi

/** `<question>…</question>` and `<answer>…</answer>` as lines; the text as it is where no tag closes an answer. */
function withoutTags(lines: readonly string[]): readonly string[] {
  const closes = lines.some(
    (line) =>
      line.length <= longestLine && [...line.matchAll(answering)].some(([tag]) => tag.startsWith('</')),
  )
  if (!closes) return lines
  return lines
    .flatMap((line) =>
      line.length > longestLine
        ? [line]
        : line
            .replace(asking, '')
            .replace(answering, (_, closed) => (closed ? '' : 'Expected: '))
            .split(/(?=Expected: )/),
    )
    .filter((line) => line.trim() !== '')
}

/** `Expected: 1101`, and "The answer is 30." or "(Answer: 30)" behind a sentence, wherever they stand. */
function toldIn(lines: readonly string[]): string[] | null {
  for (let i = lines.length - 1; i >= 0; i--) {
    const line = lines[i]!
    if (line.length > longestLine || line.trim() === '') continue
    const found = i > 0 ? expected.exec(line) : null
    if (found)
      return found[1] === '' && !lines[i + 1]?.trim()
        ? null
        : [...lines.slice(0, i), `Answer: ${found[1]}`, ...lines.slice(i + 1)]
    // From the front: an answer may hold what ends a sentence.
    for (const end of line.matchAll(
      /[.?!\u2026"\u201d'\u2019)\]:,;\u3002\uff1f]\s*[-\u2013\u2014]*\s*[([]?\s*(?=\p{L})/gu,
    )) {
      const rest = line.slice(end.index + end[0].length)
      const inBrackets = /[([]\s*$/.test(end[0])
      const heading = saysAnswer(rest)
      if (heading === null || /\?$/.test(heading) || (heading === '' && !lines[i + 1]?.trim())) continue
      const answer = inBrackets ? heading.replace(/\s*[)\]]\s*[.]?$/, '') : heading
      return [...lines.slice(0, i), line.slice(0, end.index + 1), `Answer: ${answer}`, ...lines.slice(i + 1)]
    }
  }
  return null
}

const sentence =
  /^(?:the\s+)?(?:correct\s+|right\s+|final\s+)?answer\s+(?:is|was|would be|should be)\s*:?\s*(.+?)\.?$/i
/** Headings of answers that are words of their own within a line too. */
const within =
  /^(?:(?:the )?(?:correct |right |final |expected )?answer|ans|antwort|r\u00e9ponse|respuesta|resposta|risposta|solution|expected(?: (?:output|result|response))?|a)\s*(?:is)?\s*[:=]/i

function saysAnswer(text: string): string | null {
  const spoken = sentence.exec(text)?.[1]
  if (spoken !== undefined) return spoken
  const heading = within.exec(text)
  return heading && text.slice(heading[0].length).trim()
}

/** What begins so is a task of one line, where what it is about stands in it. */
const task =
  /^(?:translate|unscramble|solve|compute|calculate|evaluate|convert|simplify|factor|complete|fill|name|spell|decode|encode|reverse|rearrange|sort|round|add|subtract|multiply|divide|find|correct|fix|rewrite)\b/i
const holdsItsOwn = /:\s*\S|["\u201c\u2018'].+["\u201d\u2019']|\d/
/** Whether a short text goes on talking, or is code, and so answers nothing. */
const reads = (text: string): boolean =>
  instructs.test(text) || /[;{}]|\w\(/.test(text) || (/[.!]$/.test(text) && text.split(/\s+/).length > 2)

/** A last line that answers the line before it: short, below a question or a gap that is left, or what x is. */
function isAnswerBelow(last: string, before: string, above: readonly string[]): boolean {
  const plain = last.trim()
  if (plain.length > longestAnswer || /[?\uff1f:]$/.test(plain) || headingOf(last)) return false
  if (/^\s*(?:[-*\u2022\u2610]\s|\(?[A-Za-z0-9]{1,2}[).]\s)/.test(last)) return false
  const variable = /^([A-Za-z])\s*=\s*[^=]/.exec(plain)?.[1]
  if (variable !== undefined)
    return above.some(
      (line) => /[=<>^]|\d/.test(line) && new RegExp(`(?<![A-Za-z])${variable}(?![A-Za-z])`).test(line),
    )
  if (/^(?:=|->|\u2192|=>)\s*\S/.test(plain)) return true
  const words = plain.split(/\s+/).length
  const asked = /[?\uff1f]["\u201d)]?\s*$|_{2,}|\.{3}\s*$|\u2026\s*$/.test(before)
  const alone = above.filter((line) => line.trim() !== '').length === 1
  return !reads(plain) && words <= 8 && (asked || (alone && task.test(before) && holdsItsOwn.test(before)))
}

const valueOf = (line: string) =>
  line
    .trim()
    .replace(/^(?:=|->|\u2192|=>)\s*/, '')
    .replace(/^([A-Za-z])\s*=\s*(?=[^=])/, '')

/** An answer behind the question, on the same line. */
function behindOn(line: string): { question: string; answer: string } | null {
  const arrow = /^(.*\S)\s*(?:->|\u2192|=>)\s*(\S.*)$/u.exec(line)
  if (arrow && !arrows.test(arrow[1]!) && !/^[["'{]/.test(arrow[1]!) && arrow[2]!.length <= longestAnswer)
    return { question: arrow[1]!, answer: arrow[2]! }
  const sum =
    /^\s*([-+\u2212(]*\d[\d\s.,+\-*/\u00d7\u00f7\u00b7^%()\u2212]*)=\s*([-+\u2212]?\d[\d.,/]*)\s*$/u.exec(
      line,
    )
  if (sum) return { question: `${sum[1]!.trim()} =`, answer: sum[2]! }
  const bracket = /^(.*\S)\s+[([]\s*([^()[\]]{1,80}?)\s*[)\]]\s*\.?$/u.exec(line)
  if (bracket && (closed.test(bracket[2]!) || /_{2,}/.test(bracket[1]!)) && !instructs.test(bracket[2]!))
    return { question: bracket[1]!, answer: bracket[2]! }
  const stated =
    /^((?:true or false|t\/f|yes or no|wahr oder falsch|vrai ou faux|ja oder nein|oui ou non)\b.*[.!:;"\u201d])\s+(\S+?)\.?$/iu.exec(
      line,
    )
  if (stated && closed.test(stated[2]!)) return { question: stated[1]!, answer: stated[2]! }
  const asked = /^(.*[?\uff1f]["\u201d]?)\s*(?:[-\u2013\u2014:=]\s*)?(\S.*)$/u.exec(line)
  if (!asked) return null
  const tail = asked[2]!.trim()
  const fits = tail.length <= 80 && tail.split(/\s+/).length <= 6 && !/^[([]|[?\uff1f:]$/.test(tail)
  return fits && !reads(tail) ? { question: asked[1]!, answer: tail } : null
}
