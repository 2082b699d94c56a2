/** A question with its choices in one field, whatever the set calls them: AQuA, MathQA, AGIEval, LogiQA, MMLU-Pro, OpenMMLU's like. */
import { z } from 'zod'
import { contextOf } from './named-fields.ts'
import { choiceRow, letterOf, rowKind, type RowReading } from './row.ts'

const text = z.union([z.string(), z.number().transform(String)])
const choiceFields = ['options', 'choices', 'candidates', 'endings', 'ending_options'] as const
const askFields = ['question', 'query', 'problem', 'prompt', 'stem', 'input', 'instruction'] as const
/** Those that count from 0, or name a letter or the text itself. */
const rightFields = [
  'answer_index',
  'answer_idx',
  'correct',
  'correct_option',
  'correct_answer',
  'correct_index',
  'answer',
  'answerkey',
  'answer_key',
  'label',
  'gold',
  'gold_index',
  'target',
] as const

export const listed = rowKind(
  'a question with its choices',
  z.record(z.string(), z.unknown()),
  (given): RowReading | null => {
    const row = Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]))
    const ask = askFields
      .map((name) => row[name])
      .find((value): value is string => typeof value === 'string' && value.trim() !== '')
    const texts = choiceFields.map((name) => textsOf(row[name])).find((each) => each !== null)
    if (ask === undefined || !texts) return null
    const right = rightFields.map((name) => rightOf(row[name], texts)).find((each) => each !== null)
    return choiceRow(contextOf(row, ask), texts, right ?? null)
  },
)

/** A list, or one text that holds labels: "a ) rs. 400 , b ) rs. 300". Labels that all of them have are left out. */
function textsOf(value: unknown): string[] | null {
  const list = z.array(text).min(2).max(26).safeParse(value)
  if (list.success) return unlabelled(list.data)
  if (typeof value !== 'string') return null
  const marks = [...value.matchAll(/(?<![\p{L}\p{N}])\(?([A-Ja-j])\s*[).:]\s*/gu)]
  const ordered: RegExpExecArray[] = []
  for (const mark of marks) if (mark[1]!.toUpperCase() === letterOf(ordered.length)) ordered.push(mark)
  if (ordered.length < 2) return null
  return ordered.map((mark, i) =>
    value.slice(mark.index + mark[0].length, ordered[i + 1]?.index ?? value.length).replace(/[\s,;|]+$/, ''),
  )
}

function unlabelled(texts: readonly string[]): string[] {
  const label = (i: number) => new RegExp(`^\\s*[([]?${letterOf(i)}\\s*[).:\\]\uff0e\u3001]\\s*`, 'i')
  return texts.every((each, i) => label(i).test(each))
    ? texts.map((each, i) => each.replace(label(i), ''))
    : [...texts]
}

function rightOf(value: unknown, texts: readonly string[]): string | null {
  if (typeof value === 'number') return value >= 0 && value < texts.length ? letterOf(value) : null
  if (typeof value !== 'string') return null
  const plain = value.trim()
  const at = texts.findIndex((each) => each.trim() === plain)
  if (at >= 0) return letterOf(at)
  const letter = /^[([]?([A-Za-z])\s*[)\].:]?$/.exec(plain)?.[1]?.toUpperCase()
  if (letter !== undefined) return letter.charCodeAt(0) - 65 < texts.length ? letter : null
  return /^\d+$/.test(plain) && Number(plain) < texts.length ? letterOf(Number(plain)) : null
}
