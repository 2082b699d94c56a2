/**
 * Words that the model in use cannot read, as they are typed: where they stand, and words near them
 * that it can read. The bundled model knows a few hundred; models that read bytes know all.
 */

export interface UnknownWord {
  word: string
  /** Every place of it in the text, as [start, end) character indices. */
  places: readonly (readonly [number, number])[]
}

/** What a model can read. */
export interface Vocabulary {
  /** Words of a text it has no token for, punctuation that it skips included. */
  unknownWords(text: string): readonly string[]
  /** Plain words that it knows; empty where it knows all. */
  words: readonly string[]
}

/** Longer texts are read up to here: no question to the bundled model is as long. */
const longestRead = 4_000

/** Words of a text that the model cannot read, with their places, by what its tokenizer says is unknown. */
export function markUnknown(text: string, unknownWords: Vocabulary['unknownWords']): UnknownWord[] {
  const read = text.slice(0, longestRead)
  const bare = unknownWords(read).map((word) =>
    word.replace(/^[^\p{L}\p{N}]+(?=[\p{L}\p{N}])|(?<=[\p{L}\p{N}])[^\p{L}\p{N}]+$/gu, ''),
  )
  return [...new Set(bare)].map((word) => {
    const places: [number, number][] = []
    for (let at = read.indexOf(word); at >= 0; at = read.indexOf(word, at + word.length)) {
      const joined = (i: number) => /[\p{L}\p{N}_]/u.test(read[i] ?? '')
      const [first, last] = [/^[\p{L}\p{N}_]/u.test(word), /[\p{L}\p{N}_]$/u.test(word)]
      if (!(first && joined(at - 1)) && !(last && joined(at + word.length)))
        places.push([at, at + word.length])
    }
    return { word, places }
  })
}

/** Everyday words for what the bundled families speak of. */
const meanings: Readonly<Record<string, readonly string[]>> = {
  remove: ['drop', 'clear'],
  delete: ['drop'],
  exclude: ['drop'],
  discard: ['drop'],
  filter: ['keep', 'drop'],
  select: ['pick', 'keep'],
  choose: ['pick'],
  retain: ['keep'],
  maximum: ['large', 'best'],
  largest: ['large', 'big'],
  biggest: ['big', 'large'],
  greater: ['large', 'high'],
  minimum: ['small', 'low'],
  smallest: ['small', 'little'],
  less: ['small', 'low'],
  double: ['boost', 'scale'],
  triple: ['boost', 'scale'],
  multiply: ['scale', 'boost'],
  increase: ['raise', 'boost'],
  increment: ['raise'],
  add: ['raise', 'sum'],
  decrease: ['lower', 'shrink'],
  subtract: ['lower'],
  halve: ['shrink'],
  array: ['list'],
  integers: ['numbers'],
  values: ['numbers'],
  elements: ['numbers', 'ones'],
  items: ['ones'],
  entries: ['ones', 'rows'],
  reverse: ['flip', 'turn'],
  invert: ['flip'],
  order: ['sort', 'rank'],
  arrange: ['sort', 'rearrange'],
  ascending: ['order', 'sort'],
  descending: ['rank', 'best'],
  beginning: ['start', 'front'],
  head: ['front', 'start'],
  tail: ['end', 'back'],
  final: ['end', 'last'],
  truncate: ['trim', 'shorten', 'crop'],
  shorter: ['short'],
  total: ['sum'],
  count: ['size', 'number'],
  length: ['size', 'measure'],
  return: ['give', 'tell'],
  output: ['give', 'tell'],
  compute: ['measure', 'give'],
  modulo: ['remainders', 'wrap'],
  index: ['place'],
  position: ['place'],
}

/** The words nearest to one that cannot be read: of like meaning, of the same stem, or that a slip of the hand made it of; `most` at most. */
export function nearWords(word: string, known: readonly string[], most = 3): string[] {
  const wanted = word.toLowerCase()
  const set = new Set(known)
  const meant = (meanings[wanted] ?? meanings[stem(wanted)] ?? []).filter((each) => set.has(each))
  const kin = known.filter((each) => wanted.length > 3 && stem(each) === stem(wanted)).sort()
  const slips = known.filter((each) => isSlip(wanted, each)).sort()
  const same = set.has(wanted) ? [wanted] : []
  return [...new Set([...same, ...meant, ...kin, ...slips])].filter((each) => each !== word).slice(0, most)
}

function stem(word: string): string {
  return word.length < 5 ? word.replace(/s$/, '') : word.replace(/(?:ing|ed|es|er|est|s|e)$/, '')
}

/** Typed with two neighbours exchanged, a letter left out or one doubled. A letter changed for another makes a word of its own too often: "string" is not "strong". */
function isSlip(typed: string, meant: string): boolean {
  if (typed.length < 4 || typed === meant || Math.abs(typed.length - meant.length) > 1) return false
  let at = 0
  while (at < typed.length && typed[at] === meant[at]) at++
  if (typed.length < meant.length) return typed.slice(at) === meant.slice(at + 1)
  if (typed.length > meant.length)
    return typed[at] === typed[at - 1] && typed.slice(at + 1) === meant.slice(at)
  return (
    typed[at] === meant[at + 1] && typed[at + 1] === meant[at] && typed.slice(at + 2) === meant.slice(at + 2)
  )
}
