/** A word or a name, also within a sentence: right where it is what the response answers with, and no other option is named. */
import { extractText, isAccepted } from '../answers/exact.ts'
import { orList, type Found, type RuleOf } from './found.ts'

/** Words up to which a response is an answer alone, wherever in it the right one stands. */
const few = 6

export function findWords(text: string, rule: RuleOf<'words'>): Found {
  const accepted = { type: 'exact' as const, accepted: rule.right.flatMap(withArticles) }
  const isRight = (each: string) => isAccepted(each, accepted)
  const answer = extractText(text, isRight)
  const others = rule.options.filter((option) => !isRight(option))
  const named = others.filter((option) => says(text, option))
  const short = text.split(/\s+/).length <= few
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
  return {
    right: answers && named.length === 0 && !denied,
    missing: text === '',
    given: answer?.text ?? text,
    hint: `This is wrong. It is ${kind}.`,
    left:
      left.length === 0
        ? `This is wrong. It is ${kind}.`
        : (rule.sentence ?? 'It is {options}.').replace('{options}', () => orList(left)),
  }
}

const withoutArticle = (words: string) => words.replace(/^(?:an?|the) /i, '')
const withArticles = (words: string) => {
  const plain = withoutArticle(words)
  return [words, plain, `a ${plain}`, `an ${plain}`, `the ${plain}`]
}

const patternOf = (words: string) => withoutArticle(words).replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')

/** As whole words. */
function says(text: string, words: string): boolean {
  return new RegExp(`(?<![\\p{L}\\p{N}])${patternOf(words)}(?![\\p{L}\\p{N}])`, 'iu').test(text)
}

/** "Frankfort is the capital of Kentucky." */
function leads(text: string, words: string): boolean {
  return new RegExp(`^(?:an? |the )?${patternOf(words)} (?:is|are|was|means)\\b`, 'iu').test(text)
}

/** The look of a word, where nobody has said what kind of thing it is. */
function shapeOf(words: string): string {
  const plain = withoutArticle(words)
  const count = plain.split(/\s+/).length
  return count > 1 ? `${count} words` : `one word of ${plain.length} letters`
}
