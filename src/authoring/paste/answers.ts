/** A question with its answer: one of several choices, a number with its unit, or words. */
import { headingOf } from './headings.ts'
import { blockAt, fieldsAnswer } from './json-answer.ts'
import { optionsOf, type Option, type Options } from './options.ts'
import type { Found, NotUnderstood, PasteReader, PastedAnswer } from './pasted.ts'
import { readQuantity } from './quantity.ts'
import { quoted } from './text.ts'

const gsm = /^\s*####\s+(.+)$/
const sentence =
  /^(?:(?:so|thus|therefore|hence),?\s+)?(?:the\s+)?(?:correct\s+|right\s+|final\s+)?(?:answer|option|choice)\s+(?:is|was|would be)\s*:?\s*(.+?)\.?$|^(?:die (?:richtige )?antwort|la (?:bonne )?r\u00e9ponse|la respuesta(?: correcta)?|a resposta(?: correta)?)\s+(?:ist|est|es|\u00e9)\s*:?\s*(.+?)\.?$|^your puzzle answer was\s*:?\s*(.+?)\.?$|^(?:\u6b63\u786e)?\u7b54\u6848[\u662f\u4e3a]\s*(.+?)[\u3002.]?$/i
const longest = 2000

export const readAnswer: PasteReader = (lines, free) => {
  const all = optionsOf(lines, free)
  const optionLines = new Set(all && all.style === 'letters' ? all.options.map(({ line }) => line) : [])
  const found = answersAt(lines, (i) => free(i) && !(optionLines.has(i) && all!.options.length > 1))
  const at = found.at(-1) ?? null
  const options = at === null ? asChoices(all, lines) : fitting(all, at.text)
  const question = lines.findIndex(
    (line, i) => free(i) && line.length < longest && headingOf(line)?.kind === 'question',
  )
  const marked = options.filter((each) => each.marked)
  if (at === null) {
    if (options.length < 2) return null
    if (marked.length === 1) return choice(options, marked[0]!.label, [], lines, question)
    return {
      ...choice(options, '', [], lines, question),
      understood: [`${options.length} choices`],
      notUnderstood: [
        {
          line: options[0]!.line + 1,
          text: quoted(lines[options[0]!.line]!),
          reason: 'Choices, but no line that says which is right ("Answer: B"). Name it under Answer.',
        },
      ],
    }
  }
  const answer = answerOf(at.text, options)
  const notUnderstood: NotUnderstood[] = []
  if (!answer)
    notUnderstood.push({
      line: at.line + 1,
      text: quoted(lines[at.line]!),
      reason: 'The answer is empty. Write it under Answer.',
    })
  const other = found.find(
    (each) => each !== at && JSON.stringify(answerOf(each.text, options)) !== JSON.stringify(answer),
  )
  if (other)
    notUnderstood.push({
      line: other.line + 1,
      text: quoted(lines[other.line]!),
      reason: `Another answer stands in line ${at.line + 1}, which is the one that is taken.`,
    })
  if (options.length >= 2 && answer && answer.kind !== 'choice')
    notUnderstood.push({
      line: at.line + 1,
      text: quoted(lines[at.line]!),
      reason: `It names none of the ${options.length} choices. It is taken as an answer in words; choose “One of several” under Answer where it is one of them.`,
    })
  const worked = [
    ...(gsm.test(lines[at.line]!) ? workedLines(lines, at.line, free) : []),
    ...explainedAfter(lines, at.line, free),
  ]
  const taken = [...worked, ...at.taken, ...found.filter((each) => each !== at).flatMap((each) => each.taken)]
  const base =
    answer?.kind === 'choice'
      ? choice(options, answer.value, taken, lines, question)
      : {
          taken: question < 0 ? taken : [question, ...taken],
          understood: answer ? [said(answer)] : [],
          ...(answer && { answer }),
          ...(question >= 0 && { prose: headingOf(lines[question]!)!.rest }),
        }
  return {
    ...base,
    notUnderstood,
    understood:
      worked.length > 0 ? [...base.understood, 'The way to it, left out of the statement'] : base.understood,
  }
}

function choice(
  options: readonly Option[],
  value: string,
  taken: readonly number[],
  lines: readonly string[],
  question: number,
): Found {
  const answer: PastedAnswer = {
    kind: 'choice',
    value,
    options: options.map(({ label, text }) => ({ label, text })),
  }
  const rest = question < 0 ? null : headingOf(lines[question]!)!.rest
  return {
    taken: question < 0 ? taken : [question, ...taken],
    ...(options.some(({ marked, labelled }) => marked || !labelled) && { replaced: shownLines(options) }),
    understood: [said(answer)],
    notUnderstood: [],
    answer,
    ...(rest !== null && { prose: rest }),
  }
}

/** The lines of choices as the question shows them: each with its label, none with a mark that says which is right. */
function shownLines(options: readonly Option[]): ReadonlyMap<number, string> {
  const shown = new Map<number, string>()
  for (const { line, label, text } of options) {
    const before = shown.get(line)
    shown.set(line, `${before === undefined ? '' : `${before}  `}${label}. ${text}`)
  }
  return shown
}

/** Between the question and its `####`: how the answer is worked out. */
function workedLines(lines: readonly string[], end: number, free: (index: number) => boolean): number[] {
  const asked = lines.findLastIndex((line, i) => i < end && /[?\uff1f]\s*$/.test(line))
  return asked < 0 ? [] : lines.map((_, i) => i).filter((i) => i > asked && i < end && free(i))
}

const explains =
  /^[\s*_>#-]*(?:reason(?:ing|s)?|rationale|why|because|justification|proof|work(?:ing|ings|ed solution)?|steps|begr\u00fcndung|rechnung|raison|raz\u00f3n)\b\s*[*_]{0,2}\s*[:\uff1a]/i

/** What is said of the answer below it, up to the next part of the text: it would tell the answer. */
function explainedAfter(lines: readonly string[], at: number, free: (index: number) => boolean): number[] {
  const is = (line: string) => explains.test(line) || headingOf(line)?.kind === 'explanation'
  const from = lines.findIndex((line, i) => i > at && free(i) && line.length < longest && is(line))
  if (from < 0) return []
  const end = lines.findIndex(
    (line, i) => i > from && line.length < longest && headingOf(line) !== null && !is(line),
  )
  return lines.map((_, i) => i).filter((i) => i >= from && (end < 0 || i < end) && free(i))
}

function said(answer: PastedAnswer): string {
  switch (answer.kind) {
    case 'choice':
      return `A choice of ${answer.options.length}, ${answer.value} is right`
    case 'number':
      return `The number ${Number(answer.value.toPrecision(7))}${answer.units === '' ? '' : ` ${answer.units}`} as the answer`
    case 'exact':
      return answer.value.includes('\n')
        ? `Any of ${answer.value
            .split('\n')
            .map((each) => `“${quoted(each)}”`)
            .join(', ')} as the answer`
        : `“${quoted(answer.value)}” as the answer`
    case 'fields':
      return `A JSON object with ${answer.names.join(', ')} as the answer; the feedback names the field that is off`
    default:
      return answer satisfies never
  }
}

/** Labels of digits and bullets may be steps or a list: they are choices where the answer is one of them. */
function fitting(all: Options | null, text: string): Option[] {
  if (!all) return []
  return all.style === 'letters' || named(text, all.options) ? all.options : []
}

/** Without an answer: letters are choices, digits are where a question stands right above them. */
function asChoices(all: Options | null, lines: readonly string[]): Option[] {
  if (!all) return []
  if (all.style === 'letters' || all.options.some((each) => each.marked)) return all.options
  const above = lines.findLast((line, i) => i < all.options[0]!.line && line.trim() !== '')
  return all.style === 'digits' && above !== undefined && /[?\uff1f]\s*$/.test(above) ? all.options : []
}

interface AnswerPlace {
  line: number
  text: string
  taken: number[]
}

/** Every line that gives the answer, in order, with what follows it where that line is only its heading. */
function answersAt(lines: readonly string[], free: (index: number) => boolean): AnswerPlace[] {
  const found: AnswerPlace[] = []
  lines.forEach((line, i) => {
    if (!free(i) || line.length > longest) return
    const heading = headingOf(line)
    const hash = gsm.exec(line)?.[1]
    const plain = line.replace(/^[\s*_>#-]+|[\s*_]+$/g, '')
    const spoken = heading?.kind === 'answer' ? null : sentence.exec(plain)
    const text =
      hash ??
      (heading?.kind === 'answer' ? heading.rest : (spoken?.[1] ?? spoken?.[2] ?? spoken?.[3] ?? spoken?.[4]))
    if (text === undefined) return
    if (text !== '') {
      found.push({ line: i, text: boxed(text) ?? text, taken: [i] })
      return
    }
    let next = i + 1
    while (next < lines.length && lines[next]!.trim() === '') next++
    const block = blockAt(lines, next)
    if (block) found.push({ line: next, text: block.text, taken: [i, ...block.lines] })
    else
      found.push(
        next >= lines.length
          ? { line: i, text: '', taken: [i] }
          : { line: next, text: boxed(lines[next]!) ?? lines[next]!.trim(), taken: [i, next] },
      )
  })
  if (found.length > 0) return found
  const box = lines.findLastIndex((line, i) => free(i) && line.length <= longest && boxed(line) !== null)
  return box < 0 ? [] : [{ line: box, text: boxed(lines[box]!)!, taken: [box] }]
}

/** What the last \\boxed{} of a text holds, whatever braces are within it; null where there is none. */
export function boxed(text: string): string | null {
  const at = Math.max(text.lastIndexOf('\\boxed{'), text.lastIndexOf('\\fbox{'))
  if (at < 0) return null
  const from = text.indexOf('{', at) + 1
  let depth = 1
  for (let i = from; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === '{') depth++
    else if (text[i] === '}' && --depth === 0) return text.slice(from, i).trim()
  }
  return null
}

/** The choice that an answer names, by its label or by its text. */
function named(text: string, options: readonly Option[]): Option | undefined {
  const plain = bare(text)
  const label = /^[([]?\s?([\p{L}]|\d{1,2}|[ivx]{2,5})\s?(?:[).\]:\uff0e\u3001]|\s|$)/iu
    .exec(plain)?.[1]
    ?.toUpperCase()
  const same = (a: string, b: string) =>
    a
      .toLowerCase()
      .replace(/[\s.]+/g, ' ')
      .trim() ===
    b
      .toLowerCase()
      .replace(/[\s.]+/g, ' ')
      .trim()
  return (
    options.find((each) => same(each.text, plain)) ??
    options.find((each) => each.label === label) ??
    options.find((each) => same(each.text, plain.replace(/^[([]?[\p{L}\d]{1,2}[).\]:]\s*/u, '')))
  )
}

function bare(text: string): string {
  return text
    .replace(/^\$+|\$+$/g, '')
    .replace(/\\(?:text|textbf|mathrm|mathbf)\s*\{([^{}]*)\}/g, '$1')
    .replace(/[*_`]+$|^[*_`]+/g, '')
    .replace(/^(?:option|choice|antwort)\s+/i, '')
    .trim()
}

function answerOf(text: string, options: readonly Option[]): PastedAnswer | null {
  const plain = (boxed(text) ?? text)
    .replace(/^\$+([^$]*)\$+$/s, '$1')
    .replace(/(?<=\S)[*_`]+$|^[*_`]+(?=\S)/g, '')
    .trim()
  if (options.length >= 2) {
    const found = named(plain, options)
    if (found)
      return {
        kind: 'choice',
        value: found.label,
        options: options.map(({ label, text: words }) => ({ label, text: words })),
      }
  }
  return answerFromText(plain)
}

/** "William Shakespeare or Shakespeare", "Au / gold": answers of which each will do; null where the text is one. */
function eitherOf(text: string): string[] | null {
  const parts = text
    .replace(/(?<=\p{L})\.$/u, '')
    .split(/\s+or\s+|\s+\/\s+|\s+oder\s+/i)
    .map((part) => part.trim())
  const names = parts.every(
    (part) =>
      /^[\p{L}\p{N}][^=<>\\]{1,80}$/u.test(part) &&
      !/^(?:true|false|yes|no|not|both|either|neither)\b/i.test(part),
  )
  return parts.length > 1 && parts.length < 5 && names ? parts : null
}

/** A number with its unit, else words; null where nothing stands there. */
export function answerFromText(text: string): PastedAnswer | null {
  if (text === '') return null
  const fields = fieldsAnswer(text)
  if (fields) return fields
  const number = readQuantity(text)
  if (number) return { kind: 'number', ...number }
  const either = eitherOf(text)
  if (either) return { kind: 'exact', value: either.join('\n') }
  return {
    kind: 'exact',
    value: text.replace(/(?<=\p{L})\.$/u, '').replace(/^["\u201c](.*)["\u201d]$/s, '$1'),
  }
}
