/** Every mention of an option in prose, and how the sentence stands to it. */
import { escaped } from '../pattern-text.ts'
import type { AnswerRule } from '../../problems/problem.ts'
import { COPULAS, DENIES, DISCARDS, HEDGES, PREDICATES, REASONS, takes, TURNS } from './choice-words.ts'

type ChoiceRule = Extract<AnswerRule, { type: 'choice' }>

export interface Named {
  label: string
  /** By its label, not by its text. */
  byLabel: boolean
  /** With its text behind the label: `B) gold`. */
  paired: boolean
  sentence: number
  stand: 'taken' | 'aside' | 'named' | 'open'
}

/** In the order of the text. */
export const namedOptions = (text: string, rule: ChoiceRule): Named[] => new Reading(text, rule).read()

/** "A quick look", "I think": the label's letter as a word of its own. */
function isWordHere(label: string, after: string): boolean {
  const next = /^\s+(\p{L}+(?:['\u2019]\p{L}+)?)/u.exec(after)?.[1]
  if (!/^[AIEOYaieoy]$/.test(label) || next === undefined) return false
  const word = next.toLowerCase().replace(/\u2019/g, "'")
  return !(/^i$/i.test(label) ? /^(?:is|was|because|since|and|or)$/.test(word) : PREDICATES.has(word))
}

const ALL = /^(?:anything|all|everything|any|nothing|everyone)$/
const NOT_A_LABEL =
  /(?:vitamin|hepatitis|plan|type|group|point|grade|class|section|figure|part|influenza|phase|table|appendix|step)\s+$/i

/** One pass over the words of a response. */
class Reading {
  private readonly named: Named[] = []
  private sentence = 0
  private polarity: 'none' | 'taking' | 'denying' | 'discarding' = 'none'
  private hedged = false
  /** Options in a row, "A, C and D", of which the next verb speaks. */
  private subject: Named[] = []
  private inRow = false
  private joined: 'or' | 'and' | null = null
  /** The word before; empty after an option or a mark. */
  private word = ''
  private sinceBreak = 0
  private readonly text: string
  private readonly rule: ChoiceRule
  /** After a comma: another option of a row. */
  private readonly next: RegExp

  constructor(text: string, rule: ChoiceRule) {
    this.text = text
    this.rule = rule
    const labels = rule.options.map(({ label }) => escaped(label)).join('|')
    this.next = new RegExp(
      `^[\\s*_(]{0,3}(?:(?:and|or|und|oder)\\s+)?[(*_]{0,2}(?:${labels})[)*_\\s.,;]`,
      'u',
    )
  }

  read(): Named[] {
    for (const found of this.text.matchAll(this.pattern())) {
      const { end, label, option, word, mark } = found.groups as Record<string, string | undefined>
      if (end !== undefined) this.stop(end)
      else if (label !== undefined) this.label(label, found.groups!['behind'], found.index)
      else if (option !== undefined)
        this.name(this.rule.options.find((each) => spaced(each.text) === spaced(option))!.label, false, false)
      else if (word !== undefined) this.say(word.toLowerCase().replace(/\u2019/g, "'"))
      else if (mark !== undefined) this.punctuate(mark, found.index)
    }
    return this.named
  }

  /** Sentence ends, options by label (with their text, if it follows) or text, words, marks. */
  private pattern(): RegExp {
    const texts = [...this.rule.options]
      .filter(({ text }) => text.trim().length > 1 || /\d/.test(text))
      .sort((a, b) => b.text.length - a.text.length)
    const option =
      texts.map(({ text }) => escaped(text.trim().slice(0, 300)).replace(/\s+/g, '\\s{1,3}')).join('|') ||
      '(?!)'
    const labels = [...this.rule.options]
      .map(({ label }) => escaped(label))
      .sort((a, b) => b.length - a.length)
      .join('|')
    const before = '(?<![\\p{Script=Latin}\\p{Script=Cyrillic}\\p{N}])'
    const after = '(?![\\p{Script=Latin}\\p{Script=Cyrillic}\\p{N}])'
    return new RegExp(
      `${before}(?<label>${labels})${after}(?!['\\u2019]\\p{L})(?:[\\s*_]{0,2}[)\\].:,]{1,2}[\\s*_"']{0,3}(?<behind>${option})${after})?` +
        `|${before}(?<option>${option})${after}|(?<end>[.!?\\u3002\\uff01\\uff1f]+(?=[\\s*_"')\\]]|$)|\\n+)|(?<word>[\\p{Script=Latin}\\p{Script=Cyrillic}\\p{M}]+(?:['\\u2019][\\p{L}]+)?|(?:(?![\\p{Script=Latin}\\p{Script=Cyrillic}])[\\p{L}\\p{M}])+)|(?<mark>[,;:()\\u2013\\u2014\\uff0c\\uff1a\\u3001\\u2192-])`,
      'giu',
    )
  }

  private label(written: string, behind: string | undefined, at: number): void {
    const option =
      this.rule.options.find(({ label }) => label === written) ??
      this.rule.options.find(({ label }) => label.toLowerCase() === written.toLowerCase())!
    const own = behind !== undefined && spaced(option.text) === spaced(behind)
    const [before, after] = [
      this.text.slice(Math.max(0, at - 14), at),
      this.text.slice(at + written.length, at + written.length + 24),
    ]
    const wrapped = /[([{*_$"'`\u201c]$/.test(before) && /^[)\]}*_$"'`.:\u201d]/.test(after)
    const closed = /^\s?\)/.test(after) && /(?:^|[\s*])$/.test(before)
    const called =
      /(?:option|choice|answer|letter|antwort)[\s*_:(]{1,4}$/i.test(before) || this.polarity === 'taking'
    if (!(wrapped || closed || own)) {
      if (written !== option.label && !called) return this.say(written.toLowerCase())
      if (NOT_A_LABEL.test(before)) return
      if (isWordHere(written, after)) return this.say(written.toLowerCase())
      if (/^[a-z\d]+$/.test(option.label) && !called && !COPULAS.has(this.word)) return
    }
    this.name(option.label, true, own)
    // The text behind a label that is another's is named by itself.
    if (behind !== undefined && !own)
      this.name(this.rule.options.find((each) => spaced(each.text) === spaced(behind))!.label, false, false)
  }

  private name(label: string, byLabel: boolean, paired: boolean): void {
    const copula = COPULAS.has(this.word) || this.word === 'be'
    const stand =
      this.polarity === 'denying' || this.polarity === 'discarding'
        ? 'aside'
        : this.hedged
          ? 'named'
          : this.polarity === 'taking' || copula
            ? 'taken'
            : 'named'
    const one: Named = { label, byLabel, paired, sentence: this.sentence, stand }
    const before = this.subject.at(-1)
    if (this.inRow && before && this.joined !== null && before.label !== label && stand !== 'aside') {
      // "A or B", "A and B": none of them is chosen.
      if (before.stand === 'taken' || (this.hedged && this.joined === 'or')) {
        for (const each of this.subject) each.stand = 'open'
        one.stand = 'open'
      }
    }
    if (!this.inRow) this.subject = []
    this.subject.push(one)
    this.named.push(one)
    this.inRow = true
    this.joined = null
    this.word = ''
    this.sinceBreak++
  }

  private say(word: string): void {
    const denies = DENIES.has(word) || word.endsWith("n't")
    if (
      word === 'or' ||
      word === 'and' ||
      word === 'und' ||
      word === 'oder' ||
      word === 'et' ||
      word === 'ou' ||
      word === 'y' ||
      word === 'o'
    ) {
      this.joined = /^(?:or|oder|ou|o)$/.test(word) ? 'or' : 'and'
      this.word = word
      return
    }
    // "instead of B", "anything but B"
    if ((word === 'of' && this.word === 'instead') || (word === 'but' && ALL.test(this.word))) {
      this.polarity = 'denying'
      this.inRow = false
      this.word = word
      return
    }
    if (REASONS.has(word) && this.inRow) this.polarity = 'none'
    if (denies) {
      // "A is not", "A isn't": of what stands before; "B, not D" of what follows.
      if (
        this.subject.length > 0 &&
        !this.inRow &&
        (COPULAS.has(this.word) || word.includes("'") || word === 'cannot')
      )
        this.putAside()
      else if (this.inRow && (word.includes("'") || word === 'cannot')) this.putAside()
      if (this.polarity !== 'discarding') this.polarity = 'denying'
    } else if (DISCARDS.has(word)) {
      if (
        this.subject.length > 0 &&
        this.polarity !== 'denying' &&
        !this.subject.some((each) => each.stand === 'taken' && this.word !== 'is' && !COPULAS.has(this.word))
      ) {
        this.putAside()
        this.subject = []
      } else if (this.subject.length === 0) this.polarity = 'discarding'
    } else if (TURNS.has(word)) {
      this.polarity = /^(?:but|mais|sino|sondern|mas|ma|pero)$/.test(word)
        ? this.polarity === 'denying'
          ? 'taking'
          : 'none'
        : 'taking'
      this.hedged = false
      if (word === 'left') this.polarity = this.subject.length > 0 ? this.polarity : 'taking'
    } else if (HEDGES.has(word)) this.hedged = true
    else if (takes(word)) {
      if (this.subject.length > 0 && word !== 'it') {
        if (this.polarity !== 'denying' && this.polarity !== 'discarding' && !this.hedged)
          for (const each of this.subject)
            if (each.stand === 'named' && this.subject.length === 1) each.stand = 'taken'
      }
      if (this.polarity === 'none' && !(word === 'it')) this.polarity = 'taking'
    } else if (this.inRow && this.polarity === 'taking' && !COPULAS.has(word)) this.polarity = 'none'
    this.inRow = false
    this.word = word
  }

  private putAside(): void {
    for (const each of this.subject) each.stand = 'aside'
  }

  private punctuate(mark: string, at: number): void {
    if (mark === ';' || mark === '\u2014' || mark === '\u2013') this.clause()
    else if (mark === ',' || mark === '\uff0c' || mark === '\u3001') {
      // "Between B and C, B is": the row is over.
      const settled = this.hedged && this.subject.length > 1
      if (settled) this.hedged = false
      const listed = !settled && this.next.test(`${this.text.slice(at + 1, at + 24)} `)
      if (!(this.inRow && listed) && this.polarity === 'denying') this.polarity = 'none'
      if (this.inRow && !listed) {
        if (this.polarity === 'taking') this.polarity = 'none'
        this.subject = []
        this.inRow = false
      }
    } else if (mark === ':' || mark === '\uff1a' || mark === '\u2192') {
      if (mark === '\u2192') this.polarity = 'taking'
      else if (this.polarity === 'denying') this.polarity = 'none'
    } else if (mark === '(' || mark === ')' || mark === '-') return
    this.word = mark === ':' ? this.word : ''
  }

  private clause(): void {
    if (this.polarity !== 'discarding') this.polarity = 'none'
    this.subject = []
    this.inRow = false
    this.joined = null
    this.word = ''
  }

  private stop(end: string): void {
    if (/[?\uff1f]/.test(end))
      for (const each of this.named) if (each.sentence === this.sentence) each.stand = 'aside'
    // "Final answer" and a line below it, "B".
    const heading = end.includes('\n') && this.polarity === 'taking' && this.sinceBreak === 0
    this.clause()
    this.polarity = heading ? 'taking' : 'none'
    this.hedged = false
    this.sentence++
    this.sinceBreak = 0
  }
}

const spaced = (text: string) => text.trim().slice(0, 300).replace(/\s+/g, ' ').toLowerCase()
