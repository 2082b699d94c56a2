/** The run that the live engine has in hand: how it is made, what of it is kept for later, and its adapter, in and out. */
import { openPeft, type OpenedAdapter } from '../lm/peft.ts'
import type { Problem } from '../problems/problem.ts'
import { arms } from '../sdpo/arms.ts'
import type { RunConfig } from '../sdpo/config.ts'
import type { RunSnapshot } from '../sdpo/run-snapshot.ts'
import type { LearnerSnapshot } from '../sdpo/learner.ts'
import { unlessCalledOff } from '../verify/call-off.ts'
import { Run, type RunParts } from '../sdpo/run.ts'
import type { Host, Loaded } from './host.ts'
import { EngineFault } from './live-fault.ts'
import type { Stage, ResumableRun } from './protocol.ts'

export interface RunUnderWay {
  /** Goes back: another from there. */
  id: number
  run: Run
  problem: Problem
  adapter: RunConfig['adapter']
  thinking: RunConfig['thinking']
  /** Steps whose weights were kept with the host. */
  sent: Set<number>
  /** The last step that the host was told whole. */
  told: number
  /** The last stage done, if any since the start or a rewind. */
  last: { step: number; stage: Stage } | null
}

/** What a run goes on from: itself as it was kept, or an adapter; else the base model. */
export interface Beginning {
  kept?: { run: RunSnapshot; weights: ReadonlyMap<number, LearnerSnapshot> }
  start?: { name: string; adapter: OpenedAdapter } | undefined
  /** The problem's own solution is being judged: no attempt is before it passes, and where it fails the first verdict is that. */
  checked?: Promise<unknown>
}

/** Throws an EngineFault where the adapter that it starts from does not go with the settings. */
export async function newRun(
  host: Host,
  loaded: Loaded,
  { id, problem, config }: { id: number; problem: Problem; config: RunConfig },
  { kept, start, checked }: Beginning,
): Promise<RunUnderWay> {
  const model = await loaded.model.forRun(config)
  if (start && !arms[config.arm].trains)
    throw new EngineFault(
      'This arm does not start from an adapter.',
      `${config.arm} samples the untouched base model.`,
      'Choose an arm that trains, or start from the base model again.',
    )
  if (start && start.adapter.rank !== config.adapter.rank)
    throw new EngineFault(
      'The adapter has another rank.',
      `${start.name} is of rank ${start.adapter.rank}, and the run is set to ${config.adapter.rank}.`,
      `Set the rank to ${start.adapter.rank}, or start from the base model again.`,
    )
  const learner = arms[config.arm].trains
    ? await loaded.model.learner(config.adapter, config.seed, start?.adapter)
    : null
  const current: Omit<RunUnderWay, 'run'> = {
    id,
    problem,
    adapter: config.adapter,
    thinking: config.thinking,
    sent: new Set(kept?.weights.keys()),
    told: kept?.run.completed ?? 0,
    last: null,
  }
  const parts: RunParts = {
    problem,
    config,
    model,
    learner,
    judge: checked
      ? async (asked, response, options) => {
          await unlessCalledOff(checked, options.signal)
          return host.judge.judge(asked, response, options)
        }
      : host.judge.judge,
    modelInfo: loaded.model.info(config.adapter),
    backend: loaded.backend,
    ...(start && { startsFrom: start.name }),
    startedAt: host.now(),
    emit: (event) => host.onRunEvent(current.id, event),
  }
  return Object.assign(current, { run: new Run(parts, kept) })
}

/** Tells the host what it was not told before of the run as it can be taken up again: what came after a step that it knows whole, and the weights that it was not given. */
export function keepWith(host: Host, current: RunUnderWay): Promise<void> | void {
  const { run, problem, sent, told: after } = current
  const kept = run.keep(after)
  const weights: ResumableRun['weights'] = []
  for (const step of run.keptSteps()) {
    const snapshot = sent.has(step) ? undefined : run.weightsAfter(step)
    if (!snapshot) continue
    sent.add(step)
    weights.push([step, snapshot])
  }
  current.told = kept.completed
  return host.keep(current.id, after, { problem, run: kept, weights })
}

/** What the host was told of later steps holds no more. */
export function forgetAfter(current: RunUnderWay, step: number): void {
  for (const sent of current.sent) if (sent > step) current.sent.delete(sent)
  current.told = Math.min(current.told, step)
}

/** Every snapshot that the run still has, by its step. */
export function allWeights(run: Run): Map<number, LearnerSnapshot> {
  const steps = Array.from({ length: run.currentStep + 1 }, (_, step) => step)
  return new Map(
    steps.flatMap((step): [number, LearnerSnapshot][] => {
      const snapshot = run.weightsAfter(step)
      return snapshot ? [[step, snapshot]] : []
    }),
  )
}

/** The adapter after a step as PEFT's files in a zip. Throws an EngineFault where the run has none. */
export function adapterOf({ run, adapter }: RunUnderWay, model: Loaded['model'], step: number) {
  const weights = run.weightsAfter(step)
  if (!weights)
    throw new EngineFault(
      'There is no adapter to take.',
      `The run has none after update ${step}: only arms that train have one, and the oldest of a long run are given up.`,
      'Take it after another update.',
    )
  return model.peft(weights.student, { rank: adapter.rank, alpha: adapter.alpha, base: model.info().id })
}

/** An adapter of the person's, from the zip of its files. */
export function openAdapter(name: string, zip: Parameters<typeof openPeft>[0][number]['bytes']) {
  return openPeft([{ name: `${name}.zip`, bytes: zip }])
}
