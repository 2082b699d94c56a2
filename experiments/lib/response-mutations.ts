/** Variants of a response that mean the same: other spaces and line ends, thinking before it, marks of its turn's end, words around its code or its answer, other fences. */
import type { Problem } from '../../src/problems/problem.ts'
import { Rng } from '../../src/rng.ts'
import type { Variant } from './mutations.ts'

type Mutation = (response: string) => string

const hasThinking = (text: string) => /<\/?think|\bthinking>/i.test(text)
const fenced = /^```[^\n`]*\n[^]*\n```\s*$/m

const ofAny: Readonly<Record<string, Mutation>> = {
  'line ends of Windows': (text) => text.replaceAll('\n', '\r\n'),
  'blank lines around': (text) => `\n\n${text}\n\n`,
  'thinking before': (text) =>
    hasThinking(text) ? text : `<think>\nLet me think about it.\n</think>\n\n${text}`,
  'thinking whose beginning is in the prompt': (text) =>
    hasThinking(text) ? text : `First I look at the question.\n</think>\n\n${text}`,
  'thinking that considers nothing': (text) => (hasThinking(text) ? text : `<think>\n\n</think>\n\n${text}`),
  'the end of a turn': (text) => `${text}<|im_end|>`,
  'the end of a text': (text) => `${text}\n<|endoftext|>`,
}

const ofCode: Readonly<Record<string, Mutation>> = {
  'a remark before': (text) => `Sure! Here is what I came up with.\n\n${text}`,
  'a remark after': (text) => `${text}\n\nThis goes through the input once and handles the edge cases.`,
  'tildes for fences': (text) => (text.includes('~~~') ? text : text.replace(/^```/gm, '~~~')),
  'longer fences': (text) => (text.includes('````') ? text : text.replace(/^```/gm, '````')),
  'in a list': (text) =>
    `1. Here it is:\n\n${text
      .split('\n')
      .map((line) => (line === '' ? '' : `   ${line}`))
      .join('\n')}`,
  'spaces behind the fences': (text) => text.replace(/^(```.*)$/gm, '$1  '),
}

const ofAnswer: Readonly<Record<string, Mutation>> = {
  'a remark before': (text) => `Let us go through this carefully.\n\n${text}`,
  'spaces behind': (text) => `${text}   `,
}

/** A response that is one fence with words around it, whose words may be more; a code block within text is not. */
function changesOf(response: string, { program }: Problem): [string, Mutation][] {
  const isAnswer = program.kind === 'answer'
  const isMarked = /\\boxed\{|^(?:#+ |\*\*)?(?:final )?answer\s*:|^####|answer is/im.test(response)
  const isFenced = fenced.test(response) && (response.match(/^```/gm) ?? []).length === 2
  return [
    ...(program.kind === 'custom' ? [] : Object.entries(ofAny)),
    ...(!isAnswer && program.kind !== 'custom' && isFenced ? Object.entries(ofCode) : []),
    ...(isAnswer && isMarked ? Object.entries(ofAnswer) : []),
  ]
}

/** `count` variants, each by one to three changes; none where nothing applies. */
export function responseVariantsOf(
  response: string,
  problem: Problem,
  count: number,
  seed: number,
): Variant[] {
  const rng = Rng.of(seed, 'responses')
  const changes = changesOf(response, problem)
  const variants: Variant[] = []
  for (let tries = 0; changes.length > 0 && variants.length < count && tries < 8 * count; tries++) {
    let text = response
    const names: string[] = []
    for (let k = 1 + Math.floor(rng.uniform() * 3); k > 0; k--) {
      const [name, change] = changes[Math.floor(rng.uniform() * changes.length)]!
      if (names.includes(name)) continue
      const next = change(text)
      if (next !== text) names.push(name)
      text = next
    }
    if (names.length > 0) variants.push({ names, text })
  }
  return variants
}
