/** Everyday words in the words of the phrasebook: what a person writes, and what the bundled model's phrases and meanings say for it. */

const senses: readonly (readonly [said: string, ours: string])[] = [
  ['remove delete exclude discard omit without except eliminate', 'drop clear'],
  ['select choose retain only filter where those', 'keep pick'],
  ['greater larger bigger more over exceeding exceed huge great higher', 'large big high above'],
  ['smaller less under fewer tiny lesser lower beneath', 'small low little below'],
  ['double doubled doubling twice', 'times 2 scale boost bigger'],
  ['triple tripled tripling thrice', 'times 3 scale boost bigger'],
  ['multiply multiplied multiplying product', 'times scale boost bigger'],
  ['increase increased increment add added adding grow', 'plus raise boost bigger'],
  ['decrease decreased decrement subtract subtracted subtracting reduce', 'minus lower down smaller'],
  ['halve halved half divide divided', 'halved shrink smaller'],
  ['square squared squares power', 'squared boost bigger'],
  ['modulo mod remainder modulus modular cycle rest', 'remainders wrap left over'],
  ['index indices position positions', 'place'],
  [
    'reverse reversed backwards backward invert inverted opposite negate negative',
    'flip turn mirror back front',
  ],
  ['arrange arranged ascending increasing order ordered sorted', 'sort order rearrange smallest'],
  ['descending decreasing', 'best rank largest sort'],
  [
    'duplicate duplicates repeated repeats repetitions unique distinct dedupe deduplicate',
    'noise clutter once',
  ],
  ['zero zeros zeroes', 'noise clutter 0'],
  ['divisible multiple', 'special multiples'],
  ['odd', 'special odd'],
  ['even', 'special even'],
  ['alternate alternating nth skip skipping', 'gaps every thin'],
  ['third', 'every third gaps thin'],
  ['second other', 'every second gaps thin'],
  ['head beginning begin top', 'start front first'],
  ['tail final', 'end back last'],
  ['first', 'start front'],
  ['last', 'end back'],
  ['two', '2'],
  ['three', '3'],
  ['four', '4'],
  ['five', '5'],
  ['truncate truncated limit shorter cut', 'trim short shorten crop'],
  ['total totals running accumulate cumulative', 'sum figure'],
  ['average mean aggregate combine single', 'one number'],
  ['count counts length amount many', 'measure how size many'],
  ['max maximum highest largest biggest', 'winner largest best big'],
  ['min minimum lowest smallest', 'smallest winner small low'],
  ['price prices cost costs pay fee dollars euros spend', 'money expensive'],
  ['costly pricey', 'expensive dear'],
  ['date dates day days year years month latest newest fresh', 'recent new time when'],
  ['quality rating ratings points grade', 'score strong'],
  ['city cities location locations town towns address', 'where places'],
  ['person people who customer customers title', 'names who'],
  ['active valid live open enabled available ready', 'good usable current'],
  ['inactive invalid broken closed', 'bad drop'],
  ['weight stock volume units', 'size big'],
  ['print return output display', 'show list'],
]

const known = new Map<string, readonly string[]>(
  senses.flatMap(([said, ours]) => said.split(' ').map((word) => [word, ours.split(' ')] as const)),
)

/** A word without its ending: plurals and forms of one verb are one. */
export function stem(word: string): string {
  return word.length < 5 ? word.replace(/s$/, '') : word.replace(/(?:ing|ed|es|er|est|s|e)$/, '')
}

/** The words of a text, lower case, numbers included. */
export const wordsIn = (text: string): string[] => text.toLowerCase().match(/[a-z]+|\d+/g) ?? []

/** What a word says in the phrasebook's words, itself first. */
export function oursFor(word: string): readonly string[] {
  return [word, ...(known.get(word) ?? [])]
}
