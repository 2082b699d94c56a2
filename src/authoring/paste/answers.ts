/** A question with its answer: multiple choice, a number with its unit, or words. */
import type { Found, NotUnderstood, PasteReader, PastedAnswer } from './pasted.ts'
import { quoted } from './text.ts'

const option = /^\s*[*_]*[([]?([A-Ja-j])[).\]:][*_]*\s+(\S.*)$/
const answerHead =
  /^\s*[*#_>]*\s*(?:(?:the\s+)?(?:correct\s+|right\s+|final\s+)?answer(?:\s+is)?|ans|solution|a|antwort|r\u00e9ponse|respuesta|\u7b54\u6848)\s*[*_]*\s*(?::|\uff1a|=|\bis\b)\s*[*_]*\s*(.*)$/iu
const boxed = /\\boxed\{([^{}]{1,200})\}/
const gsm = /^\s*####\s+(.+)$/
const questionHead =
  /^\s*[*#_>]*\s*(?:q|question|frage|pregunta|\u95ee\u9898)\s*\d{0,3}\s*[*_]*\s*(?::|\uff1a)\s*[*_]*\s*/iu

export const readAnswer: PasteReader = (lines, free) => {
  const options = optionsOf(lines, free)
  const at = answerAt(lines, free)
  const question = lines.findIndex((line, i) => free(i) && line.length < 2000 && questionHead.test(line))
  if (at === null) {
    if (options.length < 2) return null
    return {
      taken: [],
      understood: [`${options.length} choices`],
      notUnderstood: [
        {
          line: options[0]!.line + 1,
          text: quoted(lines[options[0]!.line]!),
          reason: 'Choices, but no line that says which is right ("Answer: B"). Name it under Tests.',
        },
      ],
      answer: { kind: 'choice', value: '', options: options.map(({ letter }) => letter) },
    }
  }
  const notUnderstood: NotUnderstood[] = []
  const answer = answerOf(at.text, options)
  if (!answer)
    notUnderstood.push({
      line: at.line + 1,
      text: quoted(lines[at.line]!),
      reason: 'The answer is empty. Write it under Tests.',
    })
  const found: Found = {
    taken: at.taken,
    understood: answer ? [said(answer)] : [],
    notUnderstood,
    ...(answer && { answer }),
    ...(question >= 0 && { prose: lines[question]!.replace(questionHead, '').trim() }),
  }
  const worked = gsm.test(lines[at.line]!) ? workedLines(lines, at.line, free) : []
  if (worked.length > 0)
    return {
      ...found,
      taken: [...worked, ...at.taken],
      understood: [...found.understood, 'The way to it, left out of the statement'],
    }
  return question < 0 ? found : { ...found, taken: [question, ...at.taken.filter((i) => i !== question)] }
}

/** Between the question and its `####`: how the answer is worked out. */
function workedLines(lines: readonly string[], end: number, free: (index: number) => boolean): number[] {
  const asked = lines.findLastIndex((line, i) => i < end && line.trimEnd().endsWith('?'))
  return asked < 0 ? [] : lines.map((_, i) => i).filter((i) => i > asked && i < end && free(i))
}

function said(answer: PastedAnswer): string {
  switch (answer.kind) {
    case 'choice':
      return `A choice of ${answer.options.length}, ${answer.value} is right`
    case 'number':
      return `The number ${answer.value}${answer.units === '' ? '' : ` ${answer.units}`} as the answer`
    case 'exact':
      return `\u201c${quoted(answer.value)}\u201d as the answer`
    default:
      return answer satisfies never
  }
}

interface Option {
  letter: string
  text: string
  line: number
}

/** A run of options that begins with A and goes on in order. */
function optionsOf(lines: readonly string[], free: (index: number) => boolean): Option[] {
  const found: Option[] = []
  lines.forEach((line, i) => {
    if (!free(i) || line.length > 2000) return
    const match = option.exec(line)
    const letter = match?.[1]!.toUpperCase()
    if (match && letter === String.fromCharCode(65 + found.length))
      found.push({ letter, text: match[2]!.trim(), line: i })
  })
  return found.length >= 2 ? found : []
}

/** The last line that gives the answer, with what follows it where that line is only its heading. */
function answerAt(
  lines: readonly string[],
  free: (index: number) => boolean,
): { line: number; text: string; taken: number[] } | null {
  for (let i = lines.length - 1; i >= 0; i--) {
    const line = lines[i]!
    if (!free(i) || line.length > 2000) continue
    const match = answerHead.exec(line) ?? gsm.exec(line)
    if (!match) continue
    const text = boxed.exec(line)?.[1] ?? match[1]!.trim()
    if (text !== '') return { line: i, text, taken: [i] }
    const next = lines.findIndex((each, k) => k > i && each.trim() !== '')
    return next < 0
      ? { line: i, text: '', taken: [i] }
      : { line: next, text: lines[next]!.trim(), taken: [i, next] }
  }
  const box = lines.findLastIndex((line, i) => free(i) && line.length <= 2000 && boxed.test(line))
  return box < 0 ? null : { line: box, text: boxed.exec(lines[box]!)![1]!, taken: [box] }
}

function answerOf(text: string, options: readonly Option[]): PastedAnswer | null {
  const plain = text
    .replace(/^\$+|\$+$/g, '')
    .replace(/[*_`]+$|^[*_`]+/g, '')
    .trim()
  if (options.length > 0) {
    const letter = /^[([]?([A-Ja-j])(?:[).\]:]|\s|$)/.exec(plain)?.[1]?.toUpperCase()
    const named =
      options.find((each) => each.letter === letter) ??
      options.find((each) => each.text.toLowerCase() === plain.replace(/\.$/, '').toLowerCase())
    if (named) return { kind: 'choice', value: named.letter, options: options.map((each) => each.letter) }
  }
  if (plain === '') return null
  const number = readQuantity(plain)
  return number
    ? { kind: 'number', ...number }
    : { kind: 'exact', value: plain.replace(/(?<=\p{L})\.$/u, '') }
}

const superscripts = '\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079'
const quantity =
  /^(?:about|approximately|approx\.?|roughly|ca\.?|\u2248|~|=|[\p{L}]{1,3}\s*[=\u2248])?\s*[$\u20ac\u00a3]?\s*([-+\u2212]?\s?(?:\d{1,3}(?:[,\u202f ]\d{3})+|\d+)?(?:\.\d+)?)(?:\s*(?:[eE]([-+]?\d{1,3})|(?:\u00d7|x|\*|\\times|\\cdot)\s*10\s*(?:\^?\s*\{?([-+\u2212]?\d{1,3})\}?|\*\*\s*([-+]?\d{1,3})|([\u207b\u2070\u00b9\u00b2\u00b3\u2074-\u2079]{1,4}))))?\s*(.{0,40})$/u
/** Units and nothing that reads like a sentence. */
const unit =
  /^(?:\\?[\p{L}\u00b0%\u00b5\u03a9\u2126$\u20ac\u00a3\u2032'\u2033"][\p{L}\p{N}\u00b0%\u00b5\u03a9\u2126^\u00b7*/().\u2070-\u209c\u00b9\u00b2\u00b3\u207b\u2212{}\\-]*(?:[ \u00b7*/][\p{L}\u00b0%\u00b5\u03a9\u2126(][\p{L}\p{N}^/\u2070-\u209c\u00b9\u00b2\u00b3\u207b\u2212()-]*){0,3})?$/u

/** A number and its unit; null where the text is anything else. */
export function readQuantity(text: string): { value: number; units: string } | null {
  if (text.length > 200) return null
  const match = quantity.exec(text.trim())
  const digits = match?.[1]?.replace(/[,\u202f ]/g, '').replace('\u2212', '-') ?? ''
  if (!match || !/\d/.test(digits)) return null
  const raised =
    match[5] === undefined
      ? undefined
      : [...match[5]].map((char) => (char === '\u207b' ? '-' : superscripts.indexOf(char))).join('')
  const power = match[2] ?? match[3] ?? match[4] ?? raised
  const value = Number(power === undefined ? digits : `${digits}e${power.replace('\u2212', '-')}`)
  const units = match[6]!
    .replace(/\\(?:text|mathrm)\{([^{}]*)\}/g, '$1')
    .replace(/^\\,?\s*/, '')
    .replace(/\.$/, '')
    .trim()
  return Number.isFinite(value) && unit.test(units) ? { value, units } : null
}
