/** A place for the live engine with the letter model in it, which settles within microtasks and takes no time. */
import { LetterLearner, LetterModel } from '../sdpo/fake-model.testing.ts'
import type { Judge } from '../verify/judge.ts'
import type { Host } from './host.ts'
import type { OpenModel } from './live-model.ts'

/** It hears nothing and keeps nothing; a test puts its own ears in their place. */
export function letterHost(judge: Judge): Host {
  const model = new LetterModel()
  const info = {
    id: 'letters',
    name: 'letters',
    parameters: 0,
    adapterParameters: model.thetaLength,
    vocabulary: model.config.vocabulary,
    contextLength: model.config.maxPositions,
    bytes: 0,
  }
  const open = {
    forRun: async () => model,
    learner: async () => new LetterLearner(model),
    info: () => info,
    dispose: async () => {},
  }
  return {
    onEngineEvent: () => undefined,
    onRunEvent: () => undefined,
    keep: () => undefined,
    lost: () => undefined,
    busy: () => undefined,
    load: async () => ({
      model: open as unknown as OpenModel,
      backend: { name: 'node', threads: 1, reason: 'A test.' },
      lost: null,
    }),
    judge,
    now: () => 0,
  }
}
