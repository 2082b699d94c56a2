/** What a real model answers before anything is learned: how long its attempts may be, as the page chooses it, and how many of its first ones pass. */
import { settingsFor } from '../../src/engine/catalogue.ts'
import { rightAnswerOf, usualTokens } from '../../src/outlook/known.ts'
import { attemptLength } from '../../src/outlook/room.ts'
import type { LlamaModel } from '../../src/lm/llama-model.ts'
import type { Problem } from '../../src/problems/problem.ts'
import { questionOf } from '../../src/problems/prompt.ts'
import { Rng } from '../../src/rng.ts'
import { defaultRunConfig, type RunConfig } from '../../src/sdpo/config.ts'
import type { Headless } from './headless.ts'

/** What the student reads. */
export const questionTokens = ({ tokenizer }: LlamaModel, problem: Problem): number[] =>
  tokenizer.encodeChat([{ role: 'user', content: questionOf(problem, tokenizer) }])

/** Tokens of an attempt at a problem: the model's own setting, or more where the known answer is longer or one of its kind usually is. */
export function lengthOn({ model, source }: Headless, problem: Problem, config: RunConfig): number {
  const { maxNewTokens } = { ...defaultRunConfig, ...settingsFor(source.info(config.adapter)) }
  const right = rightAnswerOf(problem)
  return attemptLength(
    {
      answerTokens: right === null ? null : model.tokenizer.encode(right).length + 1,
      usual: usualTokens(problem),
    },
    model.config.maxPositions - questionTokens(model, problem).length,
    maxNewTokens,
  )
}

export interface Untouched {
  passes: number
  /** Of how many, those that met the limit. */
  cut: number
  /** As they were written, with the words of the judge; '' for one that passed. */
  answers: { text: string; feedback: string }[]
}

/** So many first attempts of the untouched model. */
export async function untouchedOn(
  { model, judge }: Headless,
  problem: Problem,
  { temperature, topP, maxNewTokens }: RunConfig,
  count: number,
): Promise<Untouched> {
  const samples = await model.sample({
    prompt: questionTokens(model, problem),
    theta: null,
    rngs: Array.from({ length: count }, (_, n) => Rng.of(0, 'class', problem.id, n)),
    maxNewTokens,
    temperature,
    topP,
  })
  const found: Untouched = { passes: 0, cut: 0, answers: [] }
  for (const { tokens, finish } of samples) {
    const truncated = finish === 'length'
    const text = model.tokenizer.decode(tokens)
    const { verdict } = await judge(problem, text, { truncated })
    if (verdict.reward >= 1) found.passes++
    if (truncated) found.cut++
    found.answers.push({ text, feedback: verdict.reward >= 1 ? '' : verdict.feedback })
  }
  return found
}
