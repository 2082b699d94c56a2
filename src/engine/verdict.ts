/** Whether a device holds a model with a run's settings: asked before it is loaded, and before a backend is tried. */
import type { LlamaConfig } from '../lm/config.ts'
import { estimateMemory, fits, type DeviceLimits, type Verdict } from '../lm/memory.ts'
import { heldOn } from '../lm/precision.ts'
import { defaultRunConfig, type RunConfig } from '../sdpo/config.ts'

export function verdictOn(config: LlamaConfig, settings: Partial<RunConfig>, device: DeviceLimits): Verdict {
  const { adapter, attemptsPerStep, maxNewTokens, reprompt } = { ...defaultRunConfig, ...settings }
  // A heap is told where the CPU would run it.
  const onCpu = device.heap !== null
  const demand = {
    held: heldOn(onCpu ? 'wasm' : 'webgpu', config, device),
    on: onCpu ? 'cpu' : 'graphics',
    rank: adapter.rank,
    attempts: attemptsPerStep,
    promptTokens: reprompt.maxTokens,
    newTokens: maxNewTokens,
  } as const
  return fits(estimateMemory(config, demand), device)
}
