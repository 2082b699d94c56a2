/** Where a response says that its answer stands: `<answer>`, `\boxed{}`, `####`, JSON, "the answer is". Time is linear in its length. */
import type { Extracted } from '../extract/extracted.ts'

export interface Mark extends Extracted {
  at: number
  /** Past the mark and its content. */
  end: number
  /** A mark that nothing but an answer bears; prose that speaks of an answer is none. */
  kind: 'tag' | 'box' | 'hashes' | 'json' | 'said'
}

/** What is called an answer is looked at so far. */
const FAR = 600

/** Of each kind, this many are looked at. */
const MOST = 24

/** The last marks of each kind, in the order of the text. */
export function marksOf(text: string): Mark[] {
  return [tags, boxes, hashes, json, said]
    .flatMap((find) => [...find(text)].slice(-MOST))
    .sort((a, b) => a.at - b.at)
}

function* tags(text: string): Generator<Mark> {
  const open = /<(answer|final_answer|solution)>|\[(answer|final_answer|solution)\]/gi
  for (let found = open.exec(text); found; found = open.exec(text)) {
    const from = found.index + found[0].length
    const name = found[1] ?? found[2]!
    const close = new RegExp(found[1] ? `</${name}>` : `\\[/${name}\\]`, 'gi')
    close.lastIndex = from
    const end = close.exec(text)
    const content = text.slice(from, end?.index)
    yield {
      text: content.trim(),
      from: found[1] ? `what stands in <${name.toLowerCase()}>` : `what stands in [${name.toUpperCase()}]`,
      at: found.index,
      end: end ? end.index : text.length,
      kind: 'tag',
    }
    if (!end) return
    open.lastIndex = end.index
  }
}

/** The outermost boxes. */
function* boxes(text: string): Generator<Mark> {
  const open = /\\f?boxed?\s{0,2}(?:\{|(?=[\dA-Za-z]))|\\framebox\s{0,2}\{/g
  for (let found = open.exec(text); found; found = open.exec(text)) {
    const from = found.index + found[0].length
    const braced = found[0].endsWith('{')
    const end = braced
      ? closing(text, from)
      : from + /^\S{1,20}?(?=[\s$.]|$)|/.exec(text.slice(from, from + 24))![0].length
    if (end === null) return
    yield {
      text: text.slice(from, end).trim(),
      from: 'what stands in \\boxed{}',
      at: found.index,
      end,
      kind: 'box',
    }
    open.lastIndex = Math.max(end, from)
  }
}

/** The brace that closes the one before `from`. */
function closing(text: string, from: number): number | null {
  let depth = 1
  for (let i = from; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === '{') depth++
    else if (text[i] === '}' && --depth === 0) return i
  }
  return null
}

function* hashes(text: string): Generator<Mark> {
  for (const found of text.matchAll(/^[ \t]{0,8}####[ \t]*(\S.*)$/gm))
    yield {
      text: found[1]!.slice(0, FAR).trim(),
      from: 'what follows ####',
      at: found.index,
      end: found.index + found[0].length,
      kind: 'hashes',
    }
}

const KEY =
  /["'](?:(?:final|correct)[_ ]?)?(?:answer|choice|option|result)["']\s{0,4}:\s{0,4}(?:"((?:[^"\\]|\\.){0,600})"|'((?:[^'\\]|\\.){0,600})'|([-\w.+]{1,60}))/gi

function* json(text: string): Generator<Mark> {
  for (const found of text.matchAll(KEY)) {
    const content = (found[1] ?? found[2] ?? found[3]!).replace(/\\(["'\\])/g, '$1').replace(/\\n/g, '\n')
    yield {
      text: content.trim(),
      from: 'the answer in JSON',
      at: found.index,
      end: found.index + found[0].length,
      kind: 'json',
    }
  }
}

const NOUN =
  /(?<![\p{L}\p{N}_])(?:answers?|ans|solution|result|antwort|ergebnis|r\u00e9ponse|r\u00e9sultat|respuesta|resultado|resposta|risposta|\u043e\u0442\u0432\u0435\u0442)(?![\p{L}\p{N}_])|\u7b54\u6848|\u7b54\u3048|\uc815\ub2f5/giu
const COPULA =
  /(?:[ \t*_"'`]{0,4}\([^()\n]{0,30}\))?[ \t*_"'`]{0,4}(?:(?:,[ \t]*)?(?:therefore|thus|then|hence|simply)[ \t,]*)?(?:(?:is|are|was|be|would be|should be|must be|will be|lautet|ist|est|es|\u00e9|\u00e8)(?![\p{L}\p{N}_'])|[:=\uff1a]|[-\u2013\u2014](?=[ \t])|\u2192|->|\u662f|\u4e3a|\u306f)(?:[ \t*_]{0,4}[:\uff1a])?[ \t*_]{0,4}(?:(?:therefore|thus|then|hence|simply|probably|exactly|now|indeed|option|choice)(?![\p{L}]))?[ \t*_:,]{0,4}/iuy
const HEADING = /[ \t*_:#]{0,6}\n/y

function* said(text: string): Generator<Mark> {
  for (const found of [...text.matchAll(NOUN)].slice(-8 * MOST)) {
    const after = found.index + found[0].length
    COPULA.lastIndex = HEADING.lastIndex = after
    const copula = COPULA.exec(text) ?? HEADING.exec(text)
    if (!copula) continue
    let from = after + copula[0].length
    // The line below, where the mark is a heading.
    const blank = /^[\s*_#]{0,20}/.exec(text.slice(from, from + 20))![0]
    if (blank.includes('\n') || copula[0].endsWith('\n')) from += blank.length
    const content = sentence(text.slice(from, from + FAR))
    if (content.trim() !== '')
      yield {
        text: content.trim(),
        from: 'what is called the answer',
        at: found.index,
        end: from + content.length,
        kind: 'said',
      }
  }
}

const ABBREVIATED = /(?:\b(?:approx|ca|vs|etc|e\.g|i\.e|no|dr|mr|mrs|st)|(?:^|\s)\p{L})$/iu

/** Up to the end of the line or of the sentence. */
function sentence(text: string): string {
  const line = /^[^\n]*/.exec(text)![0]
  for (const found of line.matchAll(/[.!?\u3002](?=[\s"*)\]]|$)/g)) {
    if (
      found[0] === '.' &&
      ABBREVIATED.test(line.slice(Math.max(0, found.index - 8), found.index)) &&
      /^\.\s+[\p{Ll}\d]/u.test(line.slice(found.index, found.index + 8))
    )
      continue
    return line.slice(0, found.index + (found[0] === '!' ? 1 : 0))
  }
  return line
}

/** Lines with something on them, the last first. */
export function linesUp(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .reverse()
}
