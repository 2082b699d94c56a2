/** The headings of problem statements, in the languages and layouts that sites have them in. */

import {
  ANSWER,
  CONSTRAINTS,
  COPY,
  EXAMPLE,
  EXPLANATION,
  INPUT,
  NOTE,
  OUTPUT,
  QUESTION,
} from './heading-words.ts'

export type HeadingKind =
  | 'input'
  | 'output'
  | 'sample-input'
  | 'sample-output'
  /** Input and output side by side. */
  | 'sample-both'
  | 'example'
  | 'explanation'
  | 'note'
  | 'constraints'
  | 'statement'
  | 'question'
  | 'answer'

export interface Heading {
  kind: HeadingKind
  /** What stands behind it on its line. */
  rest: string
}

const input = `${INPUT}|ingressi?|dati in ingresso|\uc785\ub825|inputs?|stdin|standard input|eingaben?|entr\u00e9es?|entradas?|\u8f93\u5165|\u8f38\u5165|\u5165\u529b|\u0432\u0432\u043e\u0434|\u0432\u0445\u043e\u0434\u043d\u044b\u0435 \u0434\u0430\u043d\u043d\u044b\u0435|\u0432\u0445\u043e\u0434`
const output = `${OUTPUT}|uscit[ae]|dati in uscita|\ucd9c\ub825|outputs?|stdout|standard output|ausgaben?|sorties?|salidas?|sa\u00eddas?|\u8f93\u51fa|\u8f38\u51fa|\u51fa\u529b|\u0432\u044b\u0432\u043e\u0434|\u0432\u044b\u0445\u043e\u0434\u043d\u044b\u0435 \u0434\u0430\u043d\u043d\u044b\u0435|\u0432\u044b\u0445\u043e\u0434`
const example = `${EXAMPLE}|esemp[io]o?|\uc608\uc81c|\uc608\uc2dc|examples?|samples?|sample (?:tests?|cases?|test cases?)|test cases?|beispiele?|exemples?|ejemplos?|exemplos?|\u8f93\u5165\u8f93\u51fa(?:\u6837\u4f8b|\u793a\u4f8b)|\u4f8b\u5b50|\u793a\u4f8b|\u6837\u4f8b|\u4f8b|\u7bc4\u4f8b|\u043f\u0440\u0438\u043c\u0435\u0440\u044b?`
const of = "(?:\\s*(?:-|de |d'|del |da |des |der )\\s*|\\s+)?"
const sample = `(?:${example}|esempio di|beispiel|\u043f\u0440\u0438\u043c\u0435\u0440)`

const table: readonly [HeadingKind, string][] = [
  [
    'sample-input',
    `sample dataset|${sample}${of}(?:${input})|(?:${input})${of}(?:${example})|\u5165\u529b\u4f8b`,
  ],
  ['sample-output', `${sample}${of}(?:${output})|(?:${output})${of}(?:${example})|\u51fa\u529b\u4f8b`],
  [
    'input',
    `(?:${input})|(?:the )?(?:${input})\\s+(?:format|specification|description|data)|(?:formato? (?:de |do |of )?(?:la )?|format d['\u2019]|\u0444\u043e\u0440\u043c\u0430\u0442 )(?:${input}|entr\u00e9e|\u0432\u0432\u043e\u0434\u0430|\u0432\u0445\u043e\u0434\u043d\u044b\u0445 \u0434\u0430\u043d\u043d\u044b\u0445)|eingabeformat|(?:\u8f93\u5165|\u8f38\u5165|\u5165\u529b)(?:\u683c\u5f0f|\u63cf\u8ff0|\u5f62\u5f0f)`,
  ],
  [
    'output',
    `(?:${output})|(?:the )?(?:${output})\\s+(?:format|specification|description|data)|(?:formato? (?:de |da |of )?(?:la )?|format de |\u0444\u043e\u0440\u043c\u0430\u0442 )(?:${output}|sortie|\u0432\u044b\u0432\u043e\u0434\u0430|\u0432\u044b\u0445\u043e\u0434\u043d\u044b\u0445 \u0434\u0430\u043d\u043d\u044b\u0445)|ausgabeformat|(?:\u8f93\u51fa|\u8f38\u51fa|\u51fa\u529b)(?:\u683c\u5f0f|\u63cf\u8ff0|\u5f62\u5f0f)`,
  ],
  ['example', `${example}|for example`],
  [
    'explanation',
    `${EXPLANATION}|spiegazion[ei]|\uc124\uba85|explanations?(?: of (?:the )?(?:sample|example).{0,20})?|erkl\u00e4rung|explications?|explicaci\u00f3n|explica\u00e7\u00e3o|\u89e3\u91ca|\u89e3\u91cb|\u89e3\u8aac|\u043f\u043e\u044f\u0441\u043d\u0435\u043d\u0438[\u0435\u044f]|\u043e\u0431\u044a\u044f\u0441\u043d\u0435\u043d\u0438\u0435`,
  ],
  [
    'note',
    `${NOTE}|\u8bf4\u660e/\u63d0\u793a|notes?|hints?|follow[ -]?up|scoring|subtasks?|tags?|topics|companies|hinweise?|remarques?|notas?|observa\u00e7\u00f5es|\u6ce8\u610f|\u63d0\u793a|\u8bf4\u660e|\u6ce8|\u043f\u0440\u0438\u043c\u0435\u0447\u0430\u043d\u0438[\u0435\u044f]|function description|returns|sources?`,
  ],
  [
    'constraints',
    `${CONSTRAINTS}|vincoli|\uc81c\ud55c|constraints?|limits|einschr\u00e4nkungen|bedingungen|grenzen|contraintes?|restricciones|restri\u00e7\u00f5es|\u5236\u7d04|\u7ea6\u675f|\u6570\u636e\u8303\u56f4|\u043e\u0433\u0440\u0430\u043d\u0438\u0447\u0435\u043d\u0438\u044f`,
  ],
  [
    'statement',
    'problema|testo|\ubb38\uc81c|problem statement|problem description|description|problem|statement|task|aufgabe(?:nstellung)?|\u00e9nonc\u00e9|enunciado|\u9898\u76ee\u63cf\u8ff0|\u9898\u76ee|\u554f\u984c\u6587|\u0443\u0441\u043b\u043e\u0432\u0438\u0435|\u0437\u0430\u0434\u0430\u0447\u0430',
  ],
  [
    'question',
    `${QUESTION}|q|domanda|quesito|\uc9c8\ubb38|question|frage|pregunta|pergunta|\u95ee\u9898|\u95ee|\u554f\u984c|\u8cea\u554f|\u0432\u043e\u043f\u0440\u043e\u0441`,
  ],
  [
    'answer',
    `${ANSWER}|(?:the )?(?:correct|right|final|expected)?\\s*(?:answer|option|choice)(?:\\s+key)?(?:\\s+is)?|correct|right|ans|solution|key|a|(?:la )?(?:risposta|soluzione)(?: corretta| esatta)?|\uc815\ub2f5|\ub2f5|\ub2f5\ubcc0|(?:die )?(?:richtige |korrekte )?(?:antwort|l\u00f6sung)(?: ist)?|(?:la )?(?:bonne )?r\u00e9ponse(?: correcte)?|(?:la )?(?:respuesta|soluci\u00f3n)(?: correcta)?|(?:a )?(?:resposta|solu\u00e7\u00e3o)(?: correta)?|(?:\u6b63\u786e|\u6b63\u78ba)?\u7b54\u6848(?:\u662f|\u4e3a)?|\u6b63\u89e3|\u7b54\u3048|\u89e3\u7b54|\u7b54|(?:\u043f\u0440\u0430\u0432\u0438\u043b\u044c\u043d\u044b\u0439 )?\u043e\u0442\u0432\u0435\u0442|your puzzle answer(?: was)?`,
  ],
]

const patterns = table.map(([kind, words]): readonly [HeadingKind, RegExp] => [
  kind,
  new RegExp(
    `^(?:(?:${words})(?:\\s*(?:#|\u2116|no\\.?)?\\s*\\d{1,3})?|\\d{1,2}[.)]\\s+(?:${words}))\\s*[*_]{0,3}\\s*(?:${COPY})?\\s*(?:(?:[:\uff1a]|\\s=(?!=)|\\u2014)\\s*[*_]{0,3}\\s*(.*)|[-*_#=\\s]*)$`,
    'iu',
  ),
])
const both = new RegExp(
  `^(?:${sample}${of}(?:${input})|(?:${input}))(?:\\s*#?\\s*\\d{1,3})?(?:\\s*(?:${COPY}))?(?:\\t\\s*|\\s{2,}|\\s*\\|\\s*|\\s+(?=sample|example))(?:${sample}${of}(?:${output})|(?:${output}))(?:\\s*#?\\s*\\d{1,3})?(?:\\s*(?:${COPY}))?$`,
  'iu',
)
/** "Ans. (B)", "Answer - B", "Answer (B)", "Ans . ( 3 )". */
const answered =
  /^(?:(?:the )?(?:correct |right )?(?:ans(?:wer)?(?: key)?)\s*(?:\.\s*[:=-]?|[:\uff1a]?[-\u2013\u2014]+>?|\s:)\s*|(?:correct |right )?ans(?:wer)?\s+(?=[([]\s?\w{1,2}\s?[)\]]\s*$|[A-J]$))(\S.*)$/i
const longestHeading = 400

/** Lines are asked about by several readers, and hostile texts repeat theirs. */
const known = new Map<string, Heading | null>()
const mostKnown = 20_000

/** The heading that a line is or begins with; null where it is none. */
export function headingOf(line: string): Heading | null {
  if (line.trim() === '') return null
  if (line.length > longestHeading) return readHeading(line)
  const before = known.get(line)
  if (before !== undefined) return before
  const heading = readHeading(line)
  if (known.size >= mostKnown) known.clear()
  known.set(line, heading)
  return heading
}

function readHeading(line: string): Heading | null {
  const plain = line
    .slice(0, longestHeading)
    .replace(/^[\s*#_>=\-\u2022[\u3010]+/, '')
    .replace(/[\s*#_=\-\u3011\]]+$/, '')
  if (plain === '') return null
  if (plain.length < 80 && both.test(plain)) return { kind: 'sample-both', rest: '' }
  const bracketed = /^[\s*#>-]*[[\u3010]/.test(line)
    ? line.replace(/[\u3010\u3011]|^\s*\[|\]\s*$/g, '')
    : line
  const whole = bracketed.replace(/^[\s*#_>=\-\u2022]+/, '').trimEnd()
  for (const [kind, pattern] of patterns) {
    const found = pattern.exec(whole.length > longestHeading ? whole.slice(0, longestHeading) : whole)
    if (!found) continue
    const rest = found[1] === undefined ? '' : whole.slice(whole.length - tailOf(whole, found[1]))
    return { kind, rest: rest.replace(/^[*_]{1,3}(?=\s|$)/, '').trim() }
  }
  const found = whole.length < 200 ? answered.exec(whole) : null
  return found ? { kind: 'answer', rest: found[1]!.trim() } : null
}

/** Length of what stands behind the heading, where the line was cut to be matched. */
function tailOf(whole: string, rest: string): number {
  return whole.length > longestHeading ? whole.length - longestHeading + rest.length : rest.length
}
