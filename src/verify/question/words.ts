/** A word or a name, also within a sentence: right where it is what the response answers with, and no other option is named. */
import { extractText, isAccepted } from '../answers/exact.ts'
import { escaped } from '../pattern-text.ts'
import { orList, type Found, type RuleOf } from './found.ts'

/** Words up to which a response is an answer alone, wherever in it the right one stands. */
const few = 6

export function findWords(text: string, rule: RuleOf<'words'>): Found {
  const accepted = { type: 'exact' as const, accepted: rule.right.flatMap(withArticles) }
  const isRight = (each: string) => isAccepted(each, accepted)
  const answer = extractText(text, isRight)
  const others = rule.options.filter((option) => !isRight(option))
  const named = others.filter((option) => says(text, option))
  const short = text.split(/\s+/).length <= few && !(rule.options.length === 0 && namesSeveral(text, rule))
  const answers =
    (answer !== null && isRight(answer.text)) ||
    rule.right.some((word) => (short && says(text, word)) || leads(text, word))
  const denied = rule.right.some((word) =>
    new RegExp(`\\bnot (?:an? |the )?${patternOf(word)}`, 'iu').test(text),
  )
  // Whoever names all options has not chosen; of the wrong ones that are named, one is dropped, so that one is left to try.
  const dropped = named[0]
  const left = rule.options.filter((option) => option !== dropped)
  const kind = rule.kind ?? shapeOf(rule.right[0]!)
  const said =
    rule.options.length === 0 && !rule.right.some((word) => says(text, word)) ? saidIn(text, rule) : null
  return {
    right: answers && named.length === 0 && !denied,
    missing: text === '',
    given: answer?.text ?? text,
    hint: `This is wrong. It is ${kind}.`,
    left:
      left.length === 0
        ? `${said === null ? 'This is wrong.' : denial(rule, said)}${said === null || rule.kind ? ` It is ${kind}.` : ''}`
        : (rule.sentence ?? 'It is {options}.').replace('{options}', () => orList(left)),
  }
}

const withoutArticle = (words: string) => words.replace(/^(?:an?|the) /i, '')
const withArticles = (words: string) => {
  const plain = withoutArticle(words)
  return [words, plain, `a ${plain}`, `an ${plain}`, `the ${plain}`]
}

const patternOf = (words: string) => escaped(withoutArticle(words))

/** As whole words. */
function says(text: string, words: string): boolean {
  return new RegExp(`(?<![\\p{L}\\p{N}])${patternOf(words)}(?![\\p{L}\\p{N}])`, 'iu').test(text)
}

/** "Frankfort is the capital of Kentucky." */
function leads(text: string, words: string): boolean {
  return new RegExp(`^(?:an? |the )?${patternOf(words)} (?:is|are|was|means)\\b`, 'iu').test(text)
}

/**
 * Where no options are named: whoever names two has not chosen. What the sentence itself names is no second one
 * ("Sacramento, California"), nor is talk ("Sacramento, I think").
 */
function namesSeveral(text: string, { right, sentence = '' }: RuleOf<'words'>): boolean {
  if (/\b(?:or|and|oder|ou|o)\b|\//iu.test(text)) return true
  const parts = text.split(/[,;]/).map((part) => part.replace(/[.!\s]+$/, '').trim())
  const others = parts.filter(
    (part) =>
      part !== '' && !right.some((word) => says(part, word)) && !/^(?:i|it|that|as|so|in)\b/i.test(part),
  )
  return others.some((part) => parts.length > 2 || (sentence !== '' && !says(sentence, part)))
}

/** More is no name, but talk. */
const longestName = 4

/**
 * What stands in the place of the answer, where it is as short as a name: behind the words that the sentence has before its
 * options, behind another "is", or alone. Null where nothing does.
 */
function saidIn(text: string, { right, sentence = '' }: RuleOf<'words'>): string | null {
  const line = text
    .split('\n', 1)[0]!
    .slice(0, 200)
    .replace(/[*_`"\u201c\u201d]/g, '')
  const named = /^\p{Lu}/u.test(right[0]!)
  const frame = sentence.slice(0, Math.max(0, sentence.indexOf('{options}')))
  const framed = frame !== '' && line.toLowerCase().startsWith(frame.toLowerCase())
  const copula = /\b(?:is|are|was)\s+(?:called\s+|named\s+|known as\s+)?(.+)$/iu.exec(line)?.[1]
  const behind = withoutArticle(framed ? line.slice(frame.length) : (copula ?? line))
  const name = named
    ? /^\p{Lu}[\p{L}\p{N}.'\u2019-]*(?:\s+(?:of\s+|de\s+)?\p{Lu}[\p{L}\p{N}'\u2019-]*)*/u.exec(behind)?.[0]
    : /^[\p{L}\p{N}'\u2019-]+(?:\s+[\p{L}\p{N}'\u2019-]+)*/u.exec(behind)?.[0]
  const plain = name?.replace(/[.'\u2019]+$/, '')
  // A line without a verb is a name where it is nothing else.
  if (!framed && copula === undefined && plain?.length !== behind.replace(/[.!\s]+$/, '').length) return null
  return plain && plain.split(/\s+/).length <= longestName ? plain : null
}

/** "The capital of Kentucky is not Louisville." */
const denial = ({ sentence }: RuleOf<'words'>, said: string): string =>
  sentence?.includes(' is {options}')
    ? sentence.replace('{options}', () => `not ${said}`)
    : `It is not ${said}.`

/** The look of a word, where nobody has said what kind of thing it is. */
function shapeOf(words: string): string {
  const plain = withoutArticle(words)
  const count = plain.split(/\s+/).length
  return count > 1 ? `${count} words` : `one word of ${plain.length} letters`
}
