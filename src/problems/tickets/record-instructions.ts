/** What a ticket of the records family leaves open: the names of fields, and what each clause may mean, from usual to unusual. */

/** What a field may be called, from usual to unusual; a schema has exactly one name per concept. */
export const concepts = {
  money: ['price', 'cost', 'amount', 'fee', 'total', 'pay'],
  name: ['name', 'title', 'label', 'tag', 'alias', 'handle'],
  flag: ['active', 'live', 'open', 'valid', 'ready', 'public'],
  time: ['year', 'day', 'week', 'month', 'hour', 'age'],
  place: ['city', 'town', 'area', 'zone', 'site', 'region'],
  score: ['score', 'rank', 'rating', 'points', 'level', 'grade'],
  count: ['size', 'stock', 'units', 'weight', 'volume', 'parts'],
} as const
export type Concept = keyof typeof concepts
export const conceptNames = Object.keys(concepts) as Concept[]

export const recordNames = [
  'ann',
  'bob',
  'cleo',
  'dan',
  'eve',
  'finn',
  'gus',
  'hal',
  'ida',
  'jo',
  'kim',
  'leo',
] as const
export const recordPlaces = [
  'oslo',
  'rome',
  'lima',
  'kyiv',
  'cairo',
  'delhi',
  'paris',
  'tokyo',
  'quito',
  'bern',
] as const

/** One meaning of a clause, over concepts rather than fields. */
export type Meaning =
  | { kind: 'flag'; wanted: boolean }
  | { kind: 'limit'; by: Concept; test: '>' | '<'; value: number }
  | { kind: 'order'; by: Concept; descending: boolean }
  | { kind: 'slice'; from: number; to: number | null }
  | { kind: 'show'; what: Concept }
  | { kind: 'total'; what: Concept }
  | { kind: 'length' }

export type Kind = 'filter' | 'order' | 'slice' | 'show'

export interface Instruction {
  kind: Kind
  wordings: readonly string[]
  meanings: readonly Meaning[]
}

const flag = (wanted: boolean): Meaning => ({ kind: 'flag', wanted })
const over = (by: Concept, value: number): Meaning => ({ kind: 'limit', by, test: '>', value })
const under = (by: Concept, value: number): Meaning => ({ kind: 'limit', by, test: '<', value })
const upBy = (by: Concept): Meaning => ({ kind: 'order', by, descending: false })
const downBy = (by: Concept): Meaning => ({ kind: 'order', by, descending: true })
const first = (k: number): Meaning => ({ kind: 'slice', from: 0, to: k })
const skip = (k: number): Meaning => ({ kind: 'slice', from: k, to: null })
const last = (k: number): Meaning => ({ kind: 'slice', from: -k, to: null })
const show = (what: Concept): Meaning => ({ kind: 'show', what })
const total = (what: Concept): Meaning => ({ kind: 'total', what })

export const recordInstructions: readonly Instruction[] = [
  {
    kind: 'filter',
    wordings: ['keep the good ones', 'keep the usable ones', 'keep the current ones', 'drop the bad ones'],
    meanings: [flag(true), flag(false)],
  },
  {
    kind: 'filter',
    wordings: ['keep the recent ones', 'keep the new ones', 'drop the old ones'],
    meanings: [
      over('time', 5),
      over('time', 4),
      over('time', 6),
      over('time', 3),
      under('time', 4),
      under('time', 5),
    ],
  },
  {
    kind: 'filter',
    wordings: ['keep the expensive ones', 'keep the dear ones', 'drop the cheap ones'],
    meanings: [over('money', 5), over('money', 4), over('money', 6), over('money', 3), over('money', 7)],
  },
  {
    kind: 'filter',
    wordings: ['keep the cheap ones', 'drop the expensive ones', 'drop the dear ones'],
    meanings: [under('money', 5), under('money', 4), under('money', 6), under('money', 7), under('money', 3)],
  },
  {
    kind: 'filter',
    wordings: ['keep the strong ones', 'drop the weak ones'],
    meanings: [
      over('score', 5),
      over('score', 4),
      over('score', 6),
      over('score', 3),
      under('score', 4),
      under('score', 5),
    ],
  },
  {
    kind: 'filter',
    wordings: ['keep the big ones', 'drop the small ones', 'keep the important ones'],
    meanings: [
      over('count', 5),
      over('count', 4),
      over('money', 5),
      over('score', 5),
      over('count', 6),
      over('count', 3),
      over('money', 4),
      over('score', 4),
    ],
  },
  {
    kind: 'order',
    wordings: ['order them by money', 'sort by money'],
    meanings: [upBy('money'), downBy('money')],
  },
  {
    kind: 'order',
    wordings: ['order them by time', 'sort by time'],
    meanings: [upBy('time'), downBy('time')],
  },
  {
    kind: 'order',
    wordings: ['order them by score', 'sort by score'],
    meanings: [downBy('score'), upBy('score')],
  },
  {
    kind: 'order',
    wordings: ['order them by size', 'sort by size'],
    meanings: [downBy('count'), upBy('count')],
  },
  {
    kind: 'order',
    wordings: ['put the best first', 'rank them', 'lead with the best'],
    meanings: [
      downBy('score'),
      upBy('money'),
      upBy('score'),
      downBy('time'),
      downBy('money'),
      downBy('count'),
    ],
  },
  {
    kind: 'slice',
    wordings: ['keep a few', 'take some', 'stop after a few', 'shorten the list'],
    meanings: [first(3), first(2), first(1), first(4), skip(1), last(2)],
  },
  {
    kind: 'slice',
    wordings: ['skip the start', 'take the end', 'take the rest'],
    meanings: [skip(1), skip(2), last(2), last(1), last(3), skip(3)],
  },
  { kind: 'show', wordings: ['show the names', 'list the names', 'say who it is'], meanings: [show('name')] },
  { kind: 'show', wordings: ['show where', 'list the places', 'say where it is'], meanings: [show('place')] },
  {
    kind: 'show',
    wordings: ['identify them', 'show which', 'list them'],
    meanings: [show('name'), show('place')],
  },
  { kind: 'show', wordings: ['show the money', 'list the money'], meanings: [show('money')] },
  { kind: 'show', wordings: ['show when', 'list the times'], meanings: [show('time')] },
  {
    kind: 'show',
    wordings: ['add it up', 'work out the sum', 'give one figure'],
    meanings: [total('money'), { kind: 'length' }, total('count'), total('score')],
  },
]

export const recordOpenings = ['Given rows', 'From the rows', 'For a report on rows'] as const
