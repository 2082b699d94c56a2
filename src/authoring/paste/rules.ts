/** What a statement says of how answers are compared: any order, any case, how far off, any of several. */
import type { CompareDraft } from '../draft-judging.ts'
import type { PastedTest } from './pasted.ts'

export interface StatedRules {
  compare: Partial<CompareDraft>
  understood: string[]
  /** Several answers are right, and only a checker can tell. */
  several: string | null
}

const anyOrder =
  /(?:return|print|output|list|answers?|solutions?|result|write|give|report)[^.\n]{0,160}?\bin (?:any|arbitrary|whatever) order\b|\border (?:of|in which)[^.\n]{0,80}(?:does not|doesn['\u2019]t|do not|is not) (?:matter|important)|\bthe order (?:does not|doesn['\u2019]t) matter|in beliebiger reihenfolge (?:aus|zur\u00fcck)|dans n['\u2019]importe quel ordre|en cualquier orden|em qualquer ordem|\u4efb\u610f\u987a\u5e8f|\u0432 \u043b\u044e\u0431\u043e\u043c \u043f\u043e\u0440\u044f\u0434\u043a\u0435/i
const nested = /\b(?:triplets?|quadruplets?|groups?|grouped|combinations?|subsets?|anagrams?|partitions?)\b/i
const anyCase =
  /(?:in|of) (?:any|either|arbitrary) case|\bcase[- ]insensitive|upper(?:case)? (?:or|and) lower(?:case)?|any (?:letter )?case\b|gro\u00df- (?:und|oder) klein|may(?:us\u00fa|)sculas? o min\u00fasculas?|\u5927\u5c0f\u5199\u4e0d\u9650|\u5728\u4efb\u610f\u5927\u5c0f\u5199|\u0432 \u043b\u044e\u0431\u043e\u043c \u0440\u0435\u0433\u0438\u0441\u0442\u0440\u0435/i
const several =
  /(?:multiple|several|many|more than one|various)[^.\n]{0,60}?(?:answers?|solutions?|ways?|such|results?|options?|orders?|outputs?)[^.\n]{0,100}?(?:any|one of|either)\b|(?:print|output|return|find|report) any (?:of them|one|valid|such|correct|suitable)|\bany (?:valid|correct|suitable|acceptable|such) (?:answers?|solutions?|output|arrangement|one)|any (?:answer|solution|one of them) (?:will be|is) accepted|gibt es mehrere[^.\n]{0,60}(?:beliebige|eine)|s['\u2019]il y a plusieurs[^.\n]{0,60}(?:n['\u2019]importe|une)|si hay varias[^.\n]{0,60}cualquiera|se houver mais de uma[^.\n]{0,60}qualquer|\u5982\u679c\u6709\u591a[\u4e2a\u7ec4\u79cd][^\u3002\n]{0,30}\u4efb\u610f|\u8f93\u51fa\u4efb\u610f\u4e00|\u0435\u0441\u043b\u0438 [^.\n]{0,40}\u043d\u0435\u0441\u043a\u043e\u043b\u044c\u043a\u043e[^.\n]{0,60}\u043b\u044e\u0431/i
const tolerance =
  /(?:error|within|tolerance|precision|accura|differ|deviat|fehler|erreur|error absoluto|precisi\u00f3n|precis\u00e3o|\u8bef\u5dee|\u8aa4\u5dee|\u043f\u043e\u0433\u0440\u0435\u0448\u043d\u043e\u0441\u0442)[^\n]{0,120}?(?:10\s*\^?\s*\{?\s*[\u2212\u2013-]\s*(\d{1,2})\}?|10([\u207b][\u2070\u00b9\u00b2\u00b3\u2074-\u2079]{1,2})|1e[\u2212-](\d{1,2})|(0\.0*1)\b)/i

/** `tests`: what was read, which shows whether there is any order to be had. */
export function statedRules(prose: string, tests: readonly PastedTest[]): StatedRules {
  const compare: Partial<CompareDraft> = {}
  const understood: string[] = []
  const compared = tests.some((test) => !('assert' in test))
  const text = prose.slice(0, 60_000)
  if (!compared) return { compare, understood, several: null }
  if (anyOrder.test(text) && tests.some(holdsSeveral)) {
    compare.order = deep(text, tests) ? 'any-nested' : 'any'
    understood.push(
      compare.order === 'any'
        ? 'Results may come in any order, as the statement says'
        : 'Results, and what they hold, may come in any order, as the statement says',
    )
  }
  if (anyCase.test(text) && tests.some(holdsWords)) {
    compare.anyCase = true
    understood.push('Capital letters do not count, as the statement says')
  }
  const found = tolerance.exec(text)
  if (found) {
    const raised =
      found[2] &&
      [...found[2].slice(1)]
        .map((char) => '\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079'.indexOf(char))
        .join('')
    const power = found[1] ?? raised ?? found[3]
    compare.tolerance = power === undefined ? found[4]! : `1e-${Number(power)}`
    understood.push(`Numbers may be off by ${compare.tolerance}, as the statement says`)
  }
  const any = compare.order === undefined ? several.exec(text)?.[0] : undefined
  if (any !== undefined) compare.by = 'checker'
  return { compare, understood, several: any ?? null }
}

function holdsSeveral(test: PastedTest): boolean {
  if ('stdout' in test) return test.stdout.trim().split(/\s+/).length > 1
  return 'expected' in test && Array.isArray(test.expected)
}

function holdsWords(test: PastedTest): boolean {
  const text = 'stdout' in test ? test.stdout : 'expected' in test ? JSON.stringify(test.expected) : ''
  return /\p{L}/u.test(text)
}

/** Lists within lists whose own order is free too: as the statement says, and only where no two would then be the same. */
function deep(text: string, tests: readonly PastedTest[]): boolean {
  if (tests.some((test) => 'stdout' in test)) {
    // A line with several words is the list itself, where it is the only one of its kind.
    return tests.every(
      (test) =>
        !('stdout' in test) ||
        test.stdout
          .trim()
          .split('\n')
          .filter((line) => line.trim().includes(' ')).length <= 1,
    )
  }
  const lists = tests.flatMap((test) =>
    'expected' in test && Array.isArray(test.expected) ? [test.expected] : [],
  )
  const inner = lists.some((list) => list.some((item) => Array.isArray(item)))
  if (!inner || !nested.test(text)) return false
  return lists.every((list) => {
    const keys = list.map((item) =>
      JSON.stringify(Array.isArray(item) ? [...item].map((each) => JSON.stringify(each)).sort() : item),
    )
    return new Set(keys).size === keys.length
  })
}

const placeNote =
  /\bin[- ]?place\b|do not return anything|don['\u2019]t return anything|modif(?:y|ies|ying) .{0,40}instead|instead of returning|\u539f\u5730/i

/** Which argument the statement says is changed in place; null where it says nothing of it. */
export function changedInPlace(
  prose: string,
  signature: string,
  parameters: readonly string[],
  returns: string,
): number | null {
  const text = `${prose}\n${signature}`
  const nothing =
    /^(?:None|void)\s*$/.test(returns.replace(/[^A-Za-z]/g, '')) ||
    /do not return anything|don['\u2019]t return anything/i.test(text)
  if (!nothing || parameters.length === 0) return null
  if (!placeNote.test(text) && !/^(?:None|void)/.test(returns.replace(/[^A-Za-z]/g, ''))) return null
  const named = /modify\s+`?(\w+)`?\s+in[- ]?place/i.exec(text)?.[1]
  const at = named === undefined ? -1 : parameters.indexOf(named)
  return at >= 0 ? at : 0
}
