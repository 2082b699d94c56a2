/** What a model is held against: the run's settings on one side, this device on the other. */
import { useEffect, useMemo, useState } from 'react'
import type { LlamaConfig } from '../../lm/config.ts'
import { estimateMemory, fits, heldByDefault, wasmHeap, type DeviceLimits, type Verdict } from '../../lm/memory.ts'
import { precisionOn } from '../../lm/precision.ts'
import { defaultRunConfig, type RunConfig } from '../../sdpo/config.ts'
import { useLabState } from '../lab.tsx'

export function verdictOn(config: LlamaConfig, settings: Partial<RunConfig>, device: DeviceLimits): Verdict {
  const { adapter, attemptsPerStep, maxNewTokens, reprompt } = { ...defaultRunConfig, ...settings }
  // A heap is told where the CPU would run it.
  const held = device.heap !== null && precisionOn('wasm', config) === 'f32' ? 'f32' : heldByDefault
  const demand = { held, rank: adapter.rank, attempts: attemptsPerStep, promptTokens: reprompt.maxTokens, newTokens: maxNewTokens } as const
  return fits(estimateMemory(config, demand), device)
}

let asked: Promise<number | null> | null = null

/** Asked once for all who want to know. */
function largestBuffer(): Promise<number | null> {
  return (asked ??= navigator.gpu.requestAdapter().then((adapter) => adapter?.limits.maxBufferSize ?? null, () => null))
}

/** As far as the browser tells. On the CPU a WebAssembly heap is the limit, else the adapter's buffers. */
export function useDevice(): DeviceLimits {
  const backend = useLabState((s) => (s.settings.backend === 'auto' ? (s.engine.backend?.name ?? null) : s.settings.backend))
  const [buffer, setBuffer] = useState<number | null>(null)
  useEffect(() => {
    if (!('gpu' in navigator) || backend === 'wasm') return
    let here = true
    void largestBuffer().then((bytes) => here && setBuffer(bytes))
    return () => void (here = false)
  }, [backend])
  return useMemo(() => {
    const said = (navigator as { deviceMemory?: number }).deviceMemory
    const onGpu = buffer !== null && backend !== 'wasm'
    return { memory: said === undefined ? null : said * 1e9, heap: onGpu ? null : wasmHeap, buffer: onGpu ? buffer : null }
  }, [backend, buffer])
}
