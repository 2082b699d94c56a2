/** The vague instructions of the lists family: how each is worded, and what it may mean, from usual to unusual. */
import {
  keep,
  keepAt,
  rising,
  falling,
  changed,
  distinct,
  each,
  byPlace,
  from,
  up,
  down,
  evenFirst,
  oddFirst,
  threesFirst,
  threesLast,
  reverse,
  first,
  last,
  skip,
  dropLast,
  sum,
  alternating,
  largest,
  smallest,
  length,
  at,
  type Step,
} from './list-steps.ts'

export type Kind = 'filter' | 'map' | 'order' | 'slice' | 'fold'

/** A vague instruction: its wordings, and what it may mean, from usual to unusual. */
export interface Instruction {
  kind: Kind
  wordings: readonly string[]
  meanings: readonly Step[]
}

const wordings = (frames: readonly string[], words: readonly string[]): string[] =>
  frames.flatMap((frame) => words.map((word) => frame.replace('_', () => word)))

export const listInstructions: readonly Instruction[] = [
  {
    kind: 'filter',
    wordings: wordings(
      ['keep the _ ones', 'pick the _ ones', 'hold on to the _ ones'],
      ['large', 'big', 'high'],
    ),
    meanings: [keep('>', 5), keep('>', 4), keep('>', 6), keep('>', 3), rising, keep('>', 7), keep('>', 2)],
  },
  {
    kind: 'filter',
    wordings: wordings(
      ['keep the _ ones', 'pick the _ ones', 'hold on to the _ ones'],
      ['small', 'low', 'little'],
    ),
    meanings: [keep('<', 5), keep('<', 4), keep('<', 6), keep('<', 7), falling, keep('<', 3), keep('<', 8)],
  },
  {
    kind: 'filter',
    wordings: wordings(['keep the _ ones', 'pick the _ ones'], ['special', 'lucky', 'interesting']),
    meanings: [
      keep('%2===', 1),
      keep('%2===', 0),
      keep('%3===', 0),
      keep('>', 6),
      keep('%3!==', 0),
      keep('%3===', 1),
      keep('%3===', 2),
      keep('<', 3),
    ],
  },
  {
    kind: 'filter',
    wordings: [
      'clear out the noise',
      'clear out the clutter',
      'drop the noise',
      'drop the clutter',
      'drop what we do not need',
    ],
    meanings: [
      distinct,
      keep('!==', 0),
      keep('>', 1),
      changed,
      keep('%2===', 0),
      keep('>', 2),
      keepAt('>', 0),
    ],
  },
  {
    kind: 'filter',
    wordings: ['keep some of them', 'thin them out', 'leave gaps', 'keep every few'],
    meanings: [
      keepAt('%2===', 0),
      keepAt('%2===', 1),
      keepAt('%3===', 0),
      keepAt('>', 0),
      keepAt('%3!==', 0),
      keepAt('!==', 1),
      keepAt('%3!==', 1),
    ],
  },
  {
    kind: 'map',
    wordings: ['scale them up', 'boost them', 'raise them', 'make them bigger'],
    meanings: [
      each('*', 2),
      each('+', 1),
      each('*', 3),
      each('+', 2),
      each('+', 5),
      each('**', 2),
      each('+', 3),
      byPlace('+'),
    ],
  },
  {
    kind: 'map',
    wordings: ['bring them down', 'lower them', 'make them smaller', 'shrink them'],
    meanings: [
      each('-', 1),
      each('>>', 1),
      each('-', 2),
      each('%', 5),
      each('-', 3),
      byPlace('-'),
      each('%', 3),
    ],
  },
  {
    kind: 'map',
    wordings: ['wrap them around', 'take the remainders', 'roll them over'],
    meanings: [each('%', 5), each('%', 3), each('%', 2), each('%', 4), each('%', 6), each('%', 7)],
  },
  {
    kind: 'map',
    wordings: ['weigh them by place', 'adjust them by place', 'let the place count'],
    meanings: [byPlace('*'), byPlace('+'), byPlace('-'), keepAt('>', 0), each('*', 2), each('+', 1)],
  },
  {
    kind: 'map',
    wordings: ['flip them', 'turn them around', 'mirror them'],
    meanings: [reverse, from(9), from(10), down, from(5), from(0), from(1)],
  },
  {
    kind: 'order',
    wordings: ['rearrange them', 'sort them', 'put them in order', 'tidy them up'],
    meanings: [up, down, reverse, evenFirst, threesFirst, oddFirst, threesLast],
  },
  {
    kind: 'order',
    wordings: ['put the best first', 'rank them', 'lead with the best'],
    meanings: [down, up, oddFirst, threesLast, evenFirst, threesFirst],
  },
  {
    kind: 'slice',
    wordings: ['trim the list', 'cut it short', 'shorten the list', 'crop the list'],
    meanings: [first(3), first(2), skip(1), dropLast(1), last(2), skip(2), last(3), dropLast(2)],
  },
  {
    kind: 'slice',
    wordings: ['take the start', 'take the front', 'stay near the front'],
    meanings: [first(2), first(3), first(1), dropLast(1), first(4), dropLast(2)],
  },
  {
    kind: 'slice',
    wordings: ['take the end', 'take the back', 'stay near the end'],
    meanings: [last(2), last(3), skip(1), last(1), skip(2), skip(3)],
  },
  {
    kind: 'fold',
    wordings: ['boil it down to one number', 'sum it up', 'give one number'],
    meanings: [sum, length, largest, at(-1), alternating, smallest, at(0)],
  },
  {
    kind: 'fold',
    wordings: ['measure it', 'tell how much it is', 'size it up'],
    meanings: [length, sum, largest, alternating, smallest, at(-1)],
  },
  {
    kind: 'fold',
    wordings: ['pick one', 'choose a winner', 'name the winner'],
    meanings: [at(0), largest, at(-1), smallest, at(1), at(-2)],
  },
]

export const listOpenings = ['Given the numbers xs', 'For a list xs', 'From xs'] as const
