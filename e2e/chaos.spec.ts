/** A sample of `npm run chaos`: a run that is broken in the middle ends with the events of one that is not, on the screen, in its file and in the storage. */
import type { Fault } from './chaos/plan.ts'
import { trial, undisturbed } from './chaos/trial.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'What breaks is not what computes.')

const faults: Fault[] = [
  { kind: 'the worker dies', at: 70, ms: 0, way: 0 },
  { kind: 'reload', at: 80, ms: 0, way: 0 },
  { kind: 'storage fails', at: 40, ms: 1500, way: 0 },
]

test('faults in the middle of live runs lose nothing and do nothing twice', async ({
  browser,
  backend,
  baseURL,
}) => {
  // Four runs and their pages.
  test.slow()
  const setup = { browser, backend, baseURL: baseURL!, attempts: 16, patience: 60_000 }
  const run = await undisturbed(setup)
  for (const fault of faults) {
    const { end, struck, wrong, noticedMs } = await trial(setup, fault, run)
    expect({ kind: fault.kind, end, struck, wrong }).toEqual({
      kind: fault.kind,
      end: 'same',
      struck: true,
      wrong: [],
    })
    if (noticedMs !== null) expect(noticedMs).toBeLessThan(10_000)
  }
})
