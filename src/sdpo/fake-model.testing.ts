/**
 * A model small enough to follow by hand, for tests of the loop: letters are drawn independently of one
 * another from softmax(theta + hint), where the hint is on letters that a prompt's feedback advises, and on the first of its solution. It really
 * samples, scores and learns; only the network is missing.
 */
import type { LanguageModel, Scored, Theta } from '../lm/model.ts'
import { llamaConfigSchema } from '../lm/config.ts'
import { letterTokenizerFiles } from '../lm/letter-tokenizer.testing.ts'
import { NotFiniteError } from '../lm/sampling.ts'
import { Tokenizer } from '../lm/tokenizer.ts'
import type { Problem } from '../problems/problem.ts'
import type { RunEvent } from './events.ts'
import type { Judge } from './judge.ts'
import type { Learner, LearnerConfig, UpdateRow } from './learner.ts'
import { termWeights } from './loss-terms.ts'
import { Run } from './run.ts'
import type { RunParts } from './run.ts'
import { defaultRunConfig } from './config.ts'
import type { RunConfig } from './config.ts'

const answers = ['a', 'b', 'c', 'd']
const text = ' \n.,:?!<>&${}ABCDEFGHIJKLMNOPQRSTUVWXYZefghijklmnopqrstuvwxyz0123456789'
const letters = [...answers, ...text]
const vocabulary = ['</s>', ...letters]
const endToken = 0

export class LetterModel implements LanguageModel {
  readonly config
  readonly tokenizer = new Tokenizer(letterTokenizerFiles(letters))
  readonly thetaLength = vocabulary.length

  constructor(maxPositions = 400) {
    this.config = llamaConfigSchema.parse({
      model_type: 'llama',
      hidden_size: 4,
      num_hidden_layers: 1,
      num_attention_heads: 1,
      intermediate_size: 4,
      vocab_size: vocabulary.length,
      rms_norm_eps: 1e-5,
      max_position_embeddings: maxPositions,
    })
  }

  /** Log-probabilities of any next token after a prompt, [V]. */
  next(theta: Theta, prompt: readonly number[], temperature: number): Float32Array {
    const read = this.tokenizer.decode(prompt)
    const hinted = new Set([
      ...(read.includes('attempt:') ? Array.from(read.matchAll(/try (\w)/g), (match) => match[1]) : []),
      /solution:\s+(\w)/.exec(read)?.[1],
    ])
    const logits = vocabulary.map((letter, id) => {
      if (id > answers.length) return -40
      const hint = hinted.has(letter) ? 4 : 0
      return ((theta?.[id] ?? 0) + (letter === 'd' ? -3 : 0) + hint) / temperature
    })
    const logZ = Math.log(logits.reduce((sum, x) => sum + Math.exp(x), 0))
    return Float32Array.from(logits, (x) => x - logZ)
  }

  async sample({
    prompt,
    theta,
    rngs,
    maxNewTokens,
    temperature,
    onToken,
  }: Parameters<LanguageModel['sample']>[0]) {
    const row = this.next(theta, prompt, temperature)
    if (row.some(Number.isNaN)) throw new NotFiniteError('The model computes no probabilities.')
    const samples = rngs.map((rng) => {
      const tokens: number[] = []
      while (tokens.length < maxNewTokens && tokens.at(-1) !== endToken) {
        let u = rng.uniform()
        const token = row.findIndex((logProb) => (u -= Math.exp(logProb)) < 0)
        tokens.push(token)
      }
      return {
        tokens,
        logProbs: tokens.map((id) => row[id]!),
        finish: tokens.at(-1) === endToken ? ('end' as const) : ('length' as const),
      }
    })
    onToken?.(samples.map((s) => s.tokens))
    return samples
  }

  async score(
    theta: Theta,
    rows: readonly { prompt: readonly number[]; response: readonly number[] }[],
    temperature: number,
  ): Promise<Scored[]> {
    return rows.map(({ prompt, response }) => {
      const row = this.next(theta, prompt, temperature)
      const logProbs = new Float32Array(response.length * row.length)
      response.forEach((_, t) => logProbs.set(row, t * row.length))
      return { logProbs, vocabulary: row.length }
    })
  }
}

/** Gradient descent on the logits: p_S - p_T for distillation, the policy gradient for GRPO. */
export class LetterLearner implements Learner {
  student: Float32Array
  teacher: Float32Array
  start: Float32Array
  updates = 0
  /** Set to make the next update fail as a non-finite gradient would. */
  failNext = false
  /** Set to have the next update leave weights that are no numbers. */
  ruinNext = false

  constructor(private readonly model: LetterModel) {
    this.student = new Float32Array(model.thetaLength)
    this.teacher = new Float32Array(model.thetaLength)
    this.start = this.student
  }

  async update(rows: readonly UpdateRow[], config: LearnerConfig) {
    const divergences = rows.map((row) => new Float32Array(row.response.length))
    if (this.failNext) {
      this.failNext = false
      return { loss: NaN, gradNorm: NaN, skipped: 'The gradient is not finite.', divergences }
    }
    const gradient = new Float32Array(this.student.length)
    let [loss, tokens] = [0, 0]
    const { distillation, policy } = termWeights(config.terms)
    for (const row of rows) {
      const s = this.model.next(this.student, row.prompt, config.temperature)
      const p = this.model.next(this.teacher, row.teacherPrompt, config.temperature)
      for (const token of row.response) {
        tokens++
        for (let id = 0; id < gradient.length; id++) {
          if (row.mask) gradient[id]! += distillation * (Math.exp(s[id]!) - Math.exp(p[id]!))
          gradient[id]! +=
            (row.mask ? policy.unmasked : policy.masked) *
            row.advantage *
            (Math.exp(s[id]!) - (id === token ? 1 : 0))
          if (row.mask) loss += Math.exp(p[id]!) * (p[id]! - s[id]!)
        }
      }
    }
    const gradNorm = Math.hypot(...gradient) / tokens
    this.student = this.student.map((x, id) => x - gradient[id]! / tokens)
    this.teacher = this.teacher.map((x, id) => x + 0.01 * (this.student[id]! - x))
    if (this.ruinNext) this.student = this.student.map(() => NaN)
    this.ruinNext = false
    this.updates++
    return { loss: loss / tokens, gradNorm, divergences }
  }

  async teacherLogProbs(
    rows: readonly Pick<UpdateRow, 'teacherPrompt' | 'response'>[],
    config: LearnerConfig,
  ) {
    return (
      await this.model.score(
        this.teacher,
        rows.map((row) => ({ prompt: row.teacherPrompt, response: row.response })),
        config.temperature,
      )
    ).map((s) => s.logProbs)
  }

  snapshot() {
    const none = new Float32Array(0)
    return {
      student: this.student.slice(),
      teacher: this.teacher.slice(),
      firstMoment: none,
      secondMoment: none,
      updates: this.updates,
    }
  }

  restore(snapshot: ReturnType<LetterLearner['snapshot']>) {
    this.student = snapshot.student.slice()
    this.teacher = snapshot.teacher.slice()
    this.updates = snapshot.updates
  }
}

export const letterProblem: Problem = {
  id: 'letters',
  title: 'The letter',
  statement: 'Which letter?',
  program: { kind: 'expression', parameters: ['x'] },
  tests: [{ args: [1], expected: 1 }],
  feedbackStyle: 'leetcode',
}

/** Passes on 'd' as the first letter; else advises it. */
export const letterJudge: Judge = async (_, response) => {
  const reward = response.startsWith('d') ? 1 : 0
  return {
    verdict: {
      reward,
      status: reward ? 'passed' : 'wrong-answer',
      passedTests: reward,
      totalTests: 1,
      feedback: reward ? '' : `Wrong: ${response.slice(0, 1)}. try d`,
      told: null,
      timeMs: 0,
    },
    records: [],
  }
}

export const letterConfig = (change: Partial<RunConfig> = {}): RunConfig => ({
  ...defaultRunConfig,
  attemptsPerStep: 4,
  budget: 32,
  maxNewTokens: 3,
  stop: 'budget',
  ...change,
  reprompt: { ...defaultRunConfig.reprompt, maxTokens: 300, ...change.reprompt },
})

/** A run on the letter model, with its events. */
/** What a run over letters is made of, but for the model that it is given and the learner that learns on it. */
export function letterParts(
  change: Partial<RunConfig>,
  given: Pick<RunParts, 'model' | 'learner'> & Partial<RunParts>,
): RunParts {
  const { model } = given
  return {
    problem: letterProblem,
    config: letterConfig(change),
    judge: letterJudge,
    modelInfo: {
      id: 'letters',
      name: 'letters',
      parameters: 0,
      adapterParameters: model.thetaLength,
      vocabulary: model.config.vocabulary,
      contextLength: model.config.maxPositions,
      bytes: 0,
    },
    backend: { name: 'node', threads: 1, reason: 'a test' },
    startedAt: 0,
    emit: () => {},
    ...given,
  }
}

export function letterRun(change: Partial<RunConfig> = {}, parts: Partial<RunParts> = {}) {
  const events: RunEvent[] = []
  const model = new LetterModel()
  const learner = new LetterLearner(model)
  const run = new Run(letterParts(change, { model, learner, emit: (event) => events.push(event), ...parts }))
  return { run, events, model, learner }
}
