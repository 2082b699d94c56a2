/**
 * The bundled model's words. Every token is a thing that a person can name: a piece of code
 * (`.filter(x=>x`, `>`, `3`), a word of a ticket, a phrase of feedback, or a section header of the reprompt.
 * `models/tiny/tokenizer.json` is written from this table (experiments/commands/make-tokenizer.ts); training
 * data is encoded straight from it, by longest match, which a test holds equal to the tokenizer file.
 */
import { limitTexts, truncationNote } from '../../../src/problems/families/errors.ts'
import { listInstructions, listOpenings } from '../../../src/problems/tickets/list-instructions.ts'
import { largestNumber, smallestNumber } from '../../../src/problems/tickets/lists.ts'
import {
  concepts,
  recordInstructions,
  recordNames,
  recordOpenings,
  recordPlaces,
} from '../../../src/problems/tickets/record-instructions.ts'

export const specialTokens = {
  pad: '<pad>',
  bos: '<s>',
  eos: '</s>',
  unknown: '<unk>',
  answer: '<answer>',
} as const

/** Section headers of the reprompt and the multi-turn prompt (lasgroup/SDPO's yaml templates), each one token. */
export const headers = {
  solution: 'Correct solution:',
  feedback: 'The following is feedback from your unsuccessful earlier attempt:',
  closing: 'Correctly solve the original question.',
} as const

/** The blank line between two pieces of feedback. */
export const blankLine = '\n\n'

const codePieces = [
  'xs',
  'rows',
  ')',
  '>',
  '<',
  '!==',
  '%2===',
  '%3===',
  '%3!==',
  '*',
  '+',
  '-',
  '%',
  '>>',
  '**',
  'i',
  '.filter(x=>x',
  '.filter((x,i)=>i',
  '.filter((x,i,a)=>',
  'x>a[i-1]',
  'x<a[i-1]',
  'x!==a[i-1]',
  'a.indexOf(x)===i',
  '.map(x=>x',
  '.map((x,i)=>x',
  '.map(x=>',
  '-x)',
  '.sort((a,b)=>',
  'a-b',
  'b-a',
  'a%2-b%2',
  'b%2-a%2',
  'a%3-b%3',
  'b%3-a%3',
  '.reverse()',
  '.slice(0,',
  '.slice(0,-',
  '.slice(',
  '.slice(-',
  '.reduce((s,x)=>',
  's+x',
  'x-s',
  'Math.max(s,x)',
  'Math.min(s,x)',
  ',0)',
  ',9)',
  '.length',
  '.at(',
  '.at(-',
  '.filter(r=>r.',
  '.filter(r=>!r.',
  '.sort((a,b)=>a.',
  '.sort((a,b)=>b.',
  '-a.',
  '-b.',
  '.map(r=>r.',
  '.reduce((s,r)=>s+r.',
]

const feedbackPieces = [
  'Wrong Answer:',
  'Runtime Error:',
  'Input:',
  'Output:',
  'Expected:',
  '[',
  ']',
  '=',
  'too many numbers',
  'too few numbers',
  'wrong order',
  'wrong numbers',
  'wrong value',
  'too high',
  'too low',
  'expected a list',
  'expected one number',
  'expected',
  'got',
  'row',
  'unexpected row with',
  'missing row with',
  'expected the largest',
  'expected the smallest',
  'expected the',
  'first',
  'in row',
  'one number',
  'a list',
  'a row',
  'true',
  'false',
  'null',
  'undefined',
  'NaN',
  'Infinity',
  'TypeError:',
  'SyntaxError:',
  'ReferenceError:',
  'RangeError:',
  'Error:',
  'cannot read the program',
  'not a function',
  'not defined',
  'empty array',
  'cannot read a property of undefined',
  'rows are read-only',
  'unknown field',
  'Did you mean',
  ...Object.values(limitTexts),
  truncationNote.slice(0, -1),
]

const wordsOf = (texts: readonly string[]) => texts.flatMap((text) => text.match(/\w+/g) ?? [])
const ticketWords = wordsOf([
  ...listOpenings,
  ...recordOpenings,
  ...listInstructions.flatMap((instruction) => instruction.wordings),
  ...recordInstructions.flatMap((instruction) => instruction.wordings),
  'then',
])
const numbers = Array.from({ length: largestNumber - smallestNumber + 1 }, (_, i) =>
  String(smallestNumber + i),
)

/** All tokens, in id order. */
export const tokens: readonly string[] = [
  ...new Set([
    ...Object.values(specialTokens),
    ...Object.values(headers),
    blankLine,
    ...codePieces,
    ...numbers,
    ...feedbackPieces,
    ...Object.values(concepts).flat(),
    ...recordNames,
    ...recordPlaces,
    ...ticketWords,
  ]),
]

const tokenIds: ReadonlyMap<string, number> = new Map(tokens.map((token, id) => [token, id]))

export function idOf(token: string): number {
  const id = tokenIds.get(token)
  if (id === undefined) throw new Error(`The vocabulary has no token ${JSON.stringify(token)}.`)
  return id
}

/** Left out when text is encoded: white space, and punctuation that is not part of a token. */
export const droppedCharacters = ',.;:?!'

const isSpecial = new Set<string>([...Object.values(specialTokens), ...Object.values(headers), blankLine])
/** Tokens that text is matched against; specials and headers are found before. */
export const pieces: readonly string[] = tokens.filter((token) => !isSpecial.has(token))
